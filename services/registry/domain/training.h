#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"

namespace binadaya::registry::domain {

// A training that is known, and the one that it counts as: itself, or that which took its place.
struct Training {
  std::string code, name, name_en, counts_as;
};

// A training required from a day on. TRN-01 no training of that code that is still held; TRN-02 of
// nobody: neither a group of posts nor an employment type; TRN-03 no such employment type; TRN-04
// before what is in force; TRN-05 further ahead than an act may be dated. `newest`: of what is in
// force today for the same people.
Findings CheckRequirement(
    absl::CivilDay valid_from, bool is_held, bool has_group, std::string_view employment_type,
    std::optional<absl::CivilDay> newest, absl::CivilDay today, int horizon_years);

}  // namespace binadaya::registry::domain
