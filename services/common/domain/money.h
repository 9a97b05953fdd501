#pragma once

#include <compare>
#include <cstdint>

#include "absl/status/statusor.h"

namespace binadaya {

// Whole rupiah. Never floating point.
struct Money {
  std::int64_t rupiah = 0;
  auto operator<=>(const Money&) const = default;
};

// OutOfRange instead of an overflow.
absl::StatusOr<Money> Add(Money a, Money b);
// price x numerator / denominator, half up to a whole rupiah (away from zero for what is owed
// back). InvalidArgument: denominator below 1. OutOfRange: does not fit.
absl::StatusOr<Money> Scale(Money price, std::int64_t numerator, std::int64_t denominator);

}  // namespace binadaya
