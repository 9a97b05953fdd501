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
#include "services/registry/domain/contact.h"
#include "services/registry/domain/employment.h"
#include "services/registry/domain/employment_number.h"
#include "services/registry/domain/import_columns.h"
#include "services/registry/domain/import_values.h"
#include "services/registry/domain/post.h"

namespace binadaya::registry::domain {

enum class Outcome { kNew = 1, kChanged, kSame, kWrong, kSkipped };

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
                               // PEMBERHENTIAN_SEMENTARA, PENSIUN, MENINGGAL, BERHENTI,
                               // PINDAH_INSTANSI
  std::string unit;            // code
  std::string post;            // code
  absl::CivilDay since;        // TMT jabatan
  Contact contact = {};
  bool operator==(const PersonRecord&) const = default;
};

// Whether two records of one person say the same of him, wherever he stands and is written to.
bool SamePerson(const PersonRecord& a, const PersonRecord& b);

// One field of what is known, as it is and as it would be.
struct FieldChange {
  std::string field;
  std::string before;
  std::string after;
  bool operator==(const FieldChange&) const = default;
};

// What importing one row would do, and what it would write.
template <class T>
struct Planned {
  int line = 0;
  Outcome outcome = Outcome::kSame;
  T record;                          // meaningful unless wrong or skipped
  Findings findings;                 // `where` = the column
  std::string who;                   // of what is known: its name until now
  std::vector<FieldChange> changes;  // of what is known
};

template <class T>
struct ImportPlan {
  std::vector<Planned<T>> rows;
  std::vector<std::string> missing;  // known, and not in a file that is declared complete: names
};

// A kind of change that is confirmed as such, for the whole file or for some lines of it: seldom
// right, and hard to take back.
enum class Confirmable { kName = 1, kExit, kReturn, kUnitKind, kNamesake };
struct Confirmed {
  Confirmable change;
  std::set<int> lines;  // empty: the whole file
};

// What whoever imports a file says of it.
struct ImportOptions {
  std::set<int> skip = {};  // lines that are left out on purpose
  std::vector<Confirmed> confirmed = {};
  std::optional<DateFormat> dates = {};
  bool complete = false;  // everybody is in it
};

// Plans a people file. NIP-01..09; PER-01 name missing; PER-02 unknown gender; IMP-09 no date, or
// in another form; PER-04 unknown employment type; PER-05 unknown legal position; CheckPlace;
// PER-08 the same person twice in the file (`values` names the other line); PER-11 another post or
// unit not after the present one was decided; PER-12 a corrected begin not after that of
// the post before; PER-13 a grade that somebody employed so cannot have; PER-14 AKTIF beyond the
// age at which holders of the post retire (warning); PER-15 another name, PER-16 an exit, PER-17 a
// return that is not confirmed; PER-18 a post for which he waits already, from another day; PER-19
// no e-mail address; PER-20 no mobile number; PER-21 a new number with the name and birth date of
// somebody else that is not confirmed; PER-22 a begin of the present post that would lie ahead;
// ACT-01, ACT-02 a begin before the person can be employed, or too far ahead; ASG-05 a unit that
// would have two definitive heads; of an exit, a return and a day that lies ahead what CheckAct
// finds. Of who has left, unit and post are not taken over: they are history. A row that says what
// an act that waits will do changes nothing. Codes are read in any case.
struct Span {
  absl::CivilDay from;
  std::optional<absl::CivilDay> to = {};  // exclusive
  std::string people_in = {};             // see Place
};
struct Directory {
  const std::map<std::string, PersonRecord>& existing;  // by number
  std::map<std::string, Span> units;                    // by code, from when until when they exist
  const std::map<std::string, Post>& posts;             // by code, as in force
  // By id, of people who held another post before: the day on which that one began.
  std::map<std::string, absl::CivilDay> earlier_begins = {};
  // By id: the acts that wait, oldest first; the day on which employment changed last.
  std::map<std::string, std::vector<Act>> waiting = {};
  std::map<std::string, absl::CivilDay> changed = {};
  // By id, of people who went along with their units: the day of the decision that they follow
  // from.
  std::map<std::string, absl::CivilDay> earlier_decisions = {};
};
// What a row does to a person that is an act: he leaves, comes back, or takes a post on a day that
// lies ahead.
std::optional<Act> ActOf(
    const PersonRecord& known, const PersonRecord& record, absl::CivilDay today);
ImportPlan<PersonRecord> PlanPeople(
    const std::vector<Row>& rows, const Directory& directory, const ImportOptions& options,
    absl::CivilDay today, const ActPolicy& policy, const LevelTable& retirement);

// The lines of a file on which the same was found: the same rule about the same column, in the same
// words. In the order in which they first appear.
struct FindingKind {
  // `where` = the column; the values on which all lines agree, and of `value` the first few.
  Finding finding;
  std::vector<int> lines;
};
class FindingKinds {
 public:
  void Add(int line, const Finding& finding);
  const std::vector<FindingKind>& all() const { return kinds_; }

 private:
  std::vector<FindingKind> kinds_;
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> index_;
};

}  // namespace binadaya::registry::domain
