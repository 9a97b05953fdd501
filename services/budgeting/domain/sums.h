#pragma once

#include <vector>

#include "services/budgeting/domain/budget.h"

namespace binadaya::budgeting::domain {

// BL-02 of the amounts as they must be, for each group those of its lines; BL-07 of those that are
// written.
Findings CheckSums(const Version& version, const std::vector<std::vector<Money>>& amounts);

// BL-12.
Findings CheckShift(const Version& version);

}  // namespace binadaya::budgeting::domain
