#pragma once

#include <string_view>
#include <vector>

#include "services/common/domain/finding.h"

namespace binadaya::budgeting::domain {

// Whether numbers of policy that a budget and a fee are reckoned with can be, whole numbers all of
// them: BL-50, with what they may be. Other keys are none of its business.
Findings CheckBudgetPolicy(std::string_view key, const std::vector<double>& values);

}  // namespace binadaya::budgeting::domain
