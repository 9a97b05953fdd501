#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace binadaya {

// Whole rupiah. Never floating point.
struct Money {
  std::int64_t rupiah = 0;
  auto operator<=>(const Money&) const = default;
};

// OutOfRange if the sum does not fit, whatever their order.
absl::StatusOr<Money> Sum(std::span<const Money> amounts);
// price x numerator / denominator, half up to a whole rupiah (away from zero for what is owed
// back). InvalidArgument: denominator below 1. OutOfRange: does not fit.
absl::StatusOr<Money> Scale(Money price, std::int64_t numerator, std::int64_t denominator);

// How many or how much of something, exact: at most three decimals, so 2,5 days are 2'500.
struct Quantity {
  static constexpr int kDecimals = 3;
  static constexpr std::int64_t kOne = 1'000;

  std::int64_t thousandths = 0;
  auto operator<=>(const Quantity&) const = default;
};
// "Orang x Hari x Kali …": up to so many, what fits is never called too large.
inline constexpr std::size_t kMaxFactors = 5;

// price x the quantities x (1 + rate), half up to a whole rupiah, once, at the end (F-10). The rate
// of a tax in basis points: 11 % is 1'100. InvalidArgument: no factor, more than kMaxFactors, one
// that is not above zero, a negative price or a rate outside 0 to 10'000. OutOfRange: does not fit.
absl::StatusOr<Money> Product(
    Money price, std::span<const Quantity> quantities, int rate_basis_points);

struct Share {
  std::string id;
  std::int64_t weight = 0;
};
// Parts of `total` in proportion to the weights, in the order of `shares`; they add up to it. Each
// is rounded down, and what is left goes a rupiah each to the largest remainders, ties to the
// smaller id. Of a negative total (a counter-entry) they are those of its opposite, negated.
// InvalidArgument: an id twice, a negative weight, or none above zero.
absl::StatusOr<std::vector<Money>> Split(Money total, std::span<const Share> shares);

struct Portion {
  std::string id;
  Money amount;
};
// A table of parts, one row for each of `rows`, whose every row and every column adds up: months
// against sources. InvalidArgument: the two do not have the same sum, an id twice, or a negative
// amount.
absl::StatusOr<std::vector<std::vector<Money>>> SplitBothWays(
    std::span<const Portion> rows, std::span<const Portion> columns);

}  // namespace binadaya
