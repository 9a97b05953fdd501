#include "services/common/domain/money.h"

#include <limits>

#include "absl/numeric/int128.h"

namespace binadaya {
namespace {

absl::StatusOr<Money> Fit(absl::int128 rupiah) {
  if (rupiah > std::numeric_limits<std::int64_t>::max() ||
      rupiah < std::numeric_limits<std::int64_t>::min()) {
    return absl::OutOfRangeError("the amount does not fit");
  }
  return Money{static_cast<std::int64_t>(rupiah)};
}

}  // namespace

absl::StatusOr<Money> Add(Money a, Money b) { return Fit(absl::int128(a.rupiah) + b.rupiah); }

absl::StatusOr<Money> Scale(Money price, std::int64_t numerator, std::int64_t denominator) {
  if (denominator < 1) return absl::InvalidArgumentError("the denominator must be at least 1");
  const absl::int128 product = absl::int128(price.rupiah) * numerator;
  const absl::int128 half = denominator / 2 + denominator % 2;  // of an odd denominator rounded up
  const absl::int128 whole = product / denominator;
  const absl::int128 rest = product % denominator;
  if ((rest < 0 ? -rest : rest) < half) return Fit(whole);
  return Fit(whole + (product < 0 ? -1 : 1));
}

}  // namespace binadaya
