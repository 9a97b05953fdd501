#include "services/budgeting/domain/spj.h"

#include <algorithm>
#include <iterator>

namespace binadaya::budgeting::domain {

std::set<SpjKind> SpjBundle::Missing() const {
  std::set<SpjKind> missing;
  std::set_difference(
      required.begin(), required.end(), present.begin(), present.end(),
      std::inserter(missing, missing.end()));
  return missing;
}

std::optional<absl::CivilDay> SpjBundle::Due() const {
  if (!spent_since.has_value()) return std::nullopt;
  constexpr int kDecember = 12, kLast = 31, kTenth = 10;
  if (spent_since->month() == kDecember)
    return absl::CivilDay(spent_since->year(), kDecember, kLast);
  return absl::CivilDay(absl::CivilMonth(*spent_since) + 1) + (kTenth - 1);
}

bool SpjBundle::Overdue(absl::CivilDay today) const {
  const std::optional<absl::CivilDay> due = Due();
  return due.has_value() && today > *due && !Missing().empty();
}

}  // namespace binadaya::budgeting::domain
