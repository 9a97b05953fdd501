#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/registry/domain/rating.h"

namespace binadaya::registry::domain {

// What one rater says of one person on one day, as it was filled in.
struct Form {
  RaterRole role = RaterRole::kSelf;
  absl::CivilDay seen;
  struct Line {
    std::string competency;
    std::optional<double> level = {};
    std::vector<Checklist> checklist = {};
  };
  std::vector<Line> lines;
};

// The competencies that may be judged.
struct Dictionary {
  std::vector<std::string> core;   // managerial and socio-cultural
  std::vector<std::string> known;  // these and the technical ones
};

// The level of each line, or everything that is wrong with the form: RATE-02 a competency that is
// not in the dictionary; RATE-03 judged twice; RATE-04 neither a level nor a checklist, or both;
// RATE-05 a level outside 1..5; RATE-06 seen in the future; RATE-07 seen too long ago; RATE-08 a
// source that does not fit the kind of competency; F-02 a checklist that cannot be.
absl::StatusOr<std::vector<double>> LevelsOf(
    const Form& form, const Dictionary& dictionary, absl::CivilDay today,
    const RatingPolicy& policy);

}  // namespace binadaya::registry::domain
