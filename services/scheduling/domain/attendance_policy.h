#pragma once

#include <string_view>
#include <vector>

#include "services/common/domain/finding.h"

namespace binadaya::scheduling::domain {

// Whether numbers of policy that attendance and completion count by can be: ATT-50, with what they
// may be. Other keys, and the first values of a key that has more, are none of its business.
Findings CheckAttendancePolicy(std::string_view key, const std::vector<double>& values);

}  // namespace binadaya::scheduling::domain
