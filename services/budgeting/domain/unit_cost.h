#pragma once

#include <cstdint>
#include <optional>

#include "services/common/domain/money.h"

namespace binadaya::budgeting::domain {

// F-12: what something costs for each of its units, half up to whole rupiah; none where there are
// no units to divide by.
struct UnitCost {
  std::optional<Money> participant, participant_lesson_hour, gap_point;
};
// Lesson hours (JP) of one participant; gap points closed in ten-thousandths, as scores are kept.
UnitCost UnitCostOf(
    Money cost, int participants, int lesson_hours, std::int64_t gap_points_in_ten_thousandths);

}  // namespace binadaya::budgeting::domain
