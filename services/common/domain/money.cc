#include "services/common/domain/money.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

#include "absl/numeric/int128.h"

namespace binadaya {
namespace {

constexpr int kWhole = 10'000;  // 100 % in basis points

absl::StatusOr<Money> Fit(absl::int128 rupiah) {
  if (rupiah > std::numeric_limits<std::int64_t>::max() ||
      rupiah < std::numeric_limits<std::int64_t>::min()) {
    return absl::OutOfRangeError("the amount does not fit");
  }
  return Money{static_cast<std::int64_t>(rupiah)};
}

// Half up, away from zero.
absl::StatusOr<Money> Divide(absl::int128 product, absl::int128 denominator) {
  const absl::int128 whole = product / denominator;
  const absl::int128 rest = product % denominator;
  const absl::int128 distance = rest < 0 ? -rest : rest;
  if (distance < denominator - distance) return Fit(whole);
  return Fit(whole + (product < 0 ? -1 : 1));
}

// Of what is not negative: false instead of an overflow.
bool Multiply(absl::int128& product, absl::int128 factor) {
  if (factor != 0 && product > absl::Int128Max() / factor) return false;
  product *= factor;
  return true;
}

template <class Parts>
bool AreTold(const Parts& parts) {
  std::set<std::string> ids;
  for (const auto& part : parts) {
    if (!ids.insert(part.id).second) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<Money> Sum(std::span<const Money> amounts) {
  absl::int128 sum = 0;
  for (const Money amount : amounts) sum += amount.rupiah;
  return Fit(sum);
}

absl::StatusOr<Money> Scale(Money price, std::int64_t numerator, std::int64_t denominator) {
  if (denominator < 1) return absl::InvalidArgumentError("the denominator must be at least 1");
  return Divide(absl::int128(price.rupiah) * numerator, denominator);
}

absl::StatusOr<Money> Product(
    Money price, std::span<const Quantity> quantities, int rate_basis_points) {
  if (price.rupiah < 0 || quantities.empty() || quantities.size() > kMaxFactors ||
      rate_basis_points < 0 || rate_basis_points > kWhole) {
    return absl::InvalidArgumentError("no price, quantities or rate of an amount");
  }
  absl::int128 product = price.rupiah;
  absl::int128 denominator = kWhole;
  // The largest amount times five thousandths and the rate is 9.3e37, an int128 holds 1.7e38: what
  // does not fit on the way does not fit at its end.
  bool fits = Multiply(product, kWhole + rate_basis_points);
  for (const Quantity& quantity : quantities) {
    if (quantity.thousandths < 1) return absl::InvalidArgumentError("a quantity is not above zero");
    fits = fits && Multiply(product, quantity.thousandths);
    denominator *= Quantity::kOne;
  }
  if (!fits) return absl::OutOfRangeError("the amount does not fit");
  return Divide(product, denominator);
}

absl::StatusOr<std::vector<Money>> Split(Money total, std::span<const Share> shares) {
  absl::int128 weights = 0;
  for (const Share& share : shares) {
    if (share.weight < 0) return absl::InvalidArgumentError("a weight is negative");
    weights += share.weight;
  }
  if (weights == 0) return absl::InvalidArgumentError("no weight is above zero");
  if (!AreTold(shares)) return absl::InvalidArgumentError("an id stands twice");
  const int sign = total.rupiah < 0 ? -1 : 1;
  const absl::int128 size = absl::int128(total.rupiah) * sign;
  absl::int128 left = size;
  std::vector<absl::int128> parts, remainders;
  for (const Share& share : shares) {
    const absl::int128 product = size * share.weight;
    parts.push_back(product / weights);
    remainders.push_back(product % weights);
    left -= parts.back();
  }
  std::vector<std::size_t> order(shares.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (remainders[a] != remainders[b]) return remainders[a] > remainders[b];
    return shares[a].id < shares[b].id;
  });
  for (std::size_t i = 0; left > 0; ++i, left -= 1) parts[order[i]] += 1;
  std::vector<Money> split;
  for (const absl::int128 part : parts) split.push_back({static_cast<std::int64_t>(part * sign)});
  return split;
}

absl::StatusOr<std::vector<std::vector<Money>>> SplitBothWays(
    std::span<const Portion> rows, std::span<const Portion> columns) {
  absl::int128 of_rows = 0;
  absl::int128 of_columns = 0;
  for (const Portion& row : rows) of_rows += row.amount.rupiah;
  for (const Portion& column : columns) of_columns += column.amount.rupiah;
  const auto negative = [](const Portion& portion) { return portion.amount.rupiah < 0; };
  if (of_rows != of_columns || !AreTold(rows) || !AreTold(columns) ||
      std::any_of(rows.begin(), rows.end(), negative) ||
      std::any_of(columns.begin(), columns.end(), negative)) {
    return absl::InvalidArgumentError("rows and columns are not one amount");
  }
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return rows[a].id < rows[b].id;
  });
  // Row by row, in proportion to what the columns have left: no part exceeds that, so the last row
  // takes exactly the rest of each.
  std::vector<Share> left;
  for (const Portion& column : columns) left.push_back({column.id, column.amount.rupiah});
  std::vector<std::vector<Money>> table(rows.size(), std::vector<Money>(columns.size()));
  for (const std::size_t row : order) {
    if (rows[row].amount.rupiah == 0) continue;
    absl::StatusOr<std::vector<Money>> parts = Split(rows[row].amount, left);
    if (!parts.ok()) return parts.status();
    for (std::size_t i = 0; i < left.size(); ++i) left[i].weight -= (*parts)[i].rupiah;
    table[row] = *std::move(parts);
  }
  return table;
}

}  // namespace binadaya
