#include "services/budgeting/domain/unit_cost.h"

#include <algorithm>

namespace binadaya::budgeting::domain {
namespace {

constexpr std::int64_t kPoint = 10'000;

std::optional<Money> Over(Money cost, std::int64_t numerator, std::int64_t units) {
  const absl::StatusOr<Money> one = Scale(cost, numerator, units);
  if (!one.ok()) return std::nullopt;
  return *one;
}

}  // namespace

UnitCost UnitCostOf(
    Money cost, int participants, int lesson_hours, std::int64_t gap_points_in_ten_thousandths) {
  const std::int64_t hours = std::int64_t{participants} * std::max(lesson_hours, 0);
  return {
      .participant = Over(cost, 1, participants),
      .participant_lesson_hour = Over(cost, 1, hours),
      .gap_point = Over(cost, kPoint, gap_points_in_ten_thousandths)};
}

}  // namespace binadaya::budgeting::domain
