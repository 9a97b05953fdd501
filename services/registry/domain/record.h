#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"

namespace binadaya::registry::domain {

// What is on record about a person beside acts.
enum class RecordKind { kAppraisal = 1, kTraining, kEducation, kDiscipline, kLeave };

// Predikat kinerja (PermenPANRB 6/2022).
enum class Predicate { kSangatBaik = 1, kBaik, kButuhPerbaikan, kKurang, kSangatKurang };
// "SANGAT_BAIK", as contracts name them.
std::optional<Predicate> ParsePredicate(std::string_view name);
// The performance gap: so many steps below Baik, 0 to 3.
int StepsBelowGood(Predicate predicate);

struct Record {
  std::string id = {}, person = {};
  RecordKind kind = RecordKind::kAppraisal;
  // Predicate, training, level of education, level of discipline, kind of leave; as contracts name
  // them.
  std::string code = {};
  int year = 0, steps = 0;                 // of an appraisal; so far below Baik
  absl::CivilDay from = {};                // completed, decided, first day
  std::optional<absl::CivilDay> to = {};   // exclusive
  std::string document = {}, detail = {};  // number of the certificate or decree; field of study
  absl::CivilDay recorded_on = {};
  std::optional<absl::CivilDay> ended_on = {};  // corrected or annulled
  std::string ended_because = {};

  // Whether it says the same.
  bool Says(const Record& other) const;
};

// What a record is checked against.
struct RecordSetting {
  absl::CivilDay birth_date, today;
  std::vector<Record> standing;  // of the same person and kind
  bool known = true;             // whether there is such a training
  int working_age = 18, horizon_years = 2;
  int longest_years = 4;  // from its first day to its end
};
// One that is to be kept.
struct RecordEntry {
  Record record;
  std::string corrects = {}, reason = {};  // the id of the record whose place it takes, and why
};
// REC-01 no such training; REC-02 a day that lies ahead (of leave: too far); REC-03 a day before
// the person could have; REC-04 the year of an appraisal; REC-05 another appraisal of the year
// stands, and no reason is given to correct it; REC-06 ends before it begins; REC-07 leave that
// overlaps another; REC-10 ends too long after it begins.
Findings CheckRecord(const Record& record, const RecordSetting& setting, const std::string& reason);
// REC-08: nobody keeps his own file.
Finding OwnRecord(std::string_view where);

// The appraisal that a new one of the same year takes the place of; null without one.
const Record* SameYear(const Record& record, const std::vector<Record>& standing);

}  // namespace binadaya::registry::domain
