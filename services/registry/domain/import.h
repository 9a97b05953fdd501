#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/registry/domain/act.h"
#include "services/registry/domain/employment.h"
#include "services/registry/domain/employment_number.h"

namespace binadaya::registry::domain {

// One data row of a CSV file as it was read: values by column name, and the line it starts on (1 =
// the header).
struct Row {
  int line = 0;
  std::map<std::string, std::string, std::less<>> values;
};

enum class Outcome { kNew = 1, kChanged, kSame, kWrong, kSkipped };

struct Unit {
  std::string code;
  std::string name;
  std::string kind;  // SETDA, SETWAN, INSPEKTORAT, BADAN, DINAS, SATPOL, RSD, KECAMATAN, KELURAHAN,
                     // BAGIAN, BIDANG, SEKSI, PUSKESMAS, SEKOLAH
  std::string parent;           // code; empty = directly under the city
  std::string path;             // "/33.74.01/33.74.01.1001/": the codes from the top down
  bool direct_service = false;  // serves citizens at a counter or on the street
  bool operator==(const Unit&) const = default;
};

// A person as a row of the people file states it. `number` is the NIP or NI PPPK.
struct PersonRecord {
  std::string id;  // UUID, once known
  std::string number;
  std::string name;
  Gender gender = Gender::kMale;
  absl::CivilDay birth_date;
  EmploymentType type = EmploymentType::kPns;
  std::string grade;           // golongan: "III/c", PPPK "IX"
  std::string legal_position;  // kedudukan hukum: AKTIF, CLTN, TUGAS_BELAJAR, DIPERBANTUKAN,
                               // PEMBERHENTIAN_SEMENTARA, PENSIUN, MENINGGAL, BERHENTI
  std::string unit;            // code
  std::string post;            // code
  absl::CivilDay since;        // TMT jabatan
  bool operator==(const PersonRecord&) const = default;
};

// Whether two records of one person say the same of him, wherever he stands.
bool SamePerson(const PersonRecord& a, const PersonRecord& b);

// What importing one row would do, and what it would write.
template <class T>
struct Planned {
  int line = 0;
  Outcome outcome = Outcome::kSame;
  T record;           // meaningful unless wrong or skipped
  Findings findings;  // `where` = "baris 12, nip"
};

template <class T>
struct ImportPlan {
  Findings file;  // of the file as a whole: a missing or doubled column
  std::vector<Planned<T>> rows;
};

// The columns that each file must have, in any order; others are a finding IMP-02 (unknown column),
// missing ones IMP-01.
extern const std::vector<std::string> kUnitColumns;  // code,name,kind,parent,direct_service
extern const std::vector<std::string>
    kPersonColumns;  // nip,name,gender,birth_date,employment_type,grade,legal_position,unit,post,since

// IMP-01/02 and IMP-03 (a column twice) for the header of a file.
Findings CheckColumns(
    const std::vector<std::string>& header, const std::vector<std::string>& expected);

// Plans a unit file over what exists (by code). UNIT-01 code missing or with other than letters,
// digits, '.', '-', '_'; UNIT-02 unknown kind; UNIT-03 parent neither in the file nor in the
// registry; UNIT-04 a cycle of parents; UNIT-05 code twice in the file; UNIT-06 name missing;
// UNIT-07 direct_service is not ya/tidak/true/false/1/0/empty (empty = tidak). A parent may stand
// after its child.
ImportPlan<Unit> PlanUnits(
    const std::vector<Row>& rows, const std::map<std::string, Unit>& existing,
    const std::set<int>& skip);

// Plans a people file. NIP-01..09; PER-01 name missing; PER-02 unknown gender; PER-03 date not
// YYYY-MM-DD or not real; PER-04 unknown employment type; PER-05 unknown legal position; PER-06
// unit unknown; PER-07 post unknown; PER-08 the same number twice in the file (names the other
// line); PER-11 another post or unit not after the day on which the present one began; PER-12 a
// corrected begin not after that of the post before; ACT-01, ACT-02 a begin before the person can
// be employed, or too far ahead.
struct Directory {
  const std::map<std::string, PersonRecord>& existing;  // by number
  const std::set<std::string>& units;                   // codes
  const std::set<std::string>& posts;                   // codes
  // By id, of people who held another post before: the day on which that one began.
  std::map<std::string, absl::CivilDay> earlier_begins = {};
};
ImportPlan<PersonRecord> PlanPeople(
    const std::vector<Row>& rows, const Directory& directory, const std::set<int>& skip,
    absl::CivilDay today, const ActPolicy& policy);

}  // namespace binadaya::registry::domain
