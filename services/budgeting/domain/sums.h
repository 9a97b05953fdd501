#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "services/budgeting/domain/budget.h"

namespace binadaya::budgeting::domain {

// The largest amount that there is.
inline constexpr Money kLargest = {std::numeric_limits<std::int64_t>::max()};

// BL-02 of the amounts as they must be, for each group those of its lines; BL-07 of those that are
// written.
Findings CheckSums(const Version& version, const std::vector<std::vector<Money>>& amounts);

// BL-12.
Findings CheckShift(const Version& version);

}  // namespace binadaya::budgeting::domain
