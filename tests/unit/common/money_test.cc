#include "services/common/domain/money.h"

#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya {
namespace {

using ::testing::ElementsAre;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

std::int64_t SumOf(const std::vector<Money>& parts) { return Sum(parts)->rupiah; }

absl::StatusOr<Money> Of(
    std::int64_t price, const std::vector<std::int64_t>& thousandths, int rate = 0) {
  std::vector<Quantity> quantities;
  for (const std::int64_t quantity : thousandths) quantities.push_back({quantity});
  return Product({price}, quantities, rate);
}

TEST(Money, OfALineIsPriceTimesQuantity) {
  EXPECT_EQ(Scale({143'000}, 210, 1)->rupiah, 30'030'000);
}

TEST(Money, IsRoundedHalfUpToAWholeRupiah) {
  EXPECT_EQ(Scale({1}, 1, 2)->rupiah, 1);
  EXPECT_EQ(Scale({1}, 1, 3)->rupiah, 0);
  EXPECT_EQ(Scale({2}, 1, 3)->rupiah, 1);
  EXPECT_EQ(Scale({7}, 1, 5)->rupiah, 1);
  EXPECT_EQ(Scale({8}, 1, 5)->rupiah, 2);
  EXPECT_EQ(Scale({-1}, 1, 2)->rupiah, -1);
  EXPECT_EQ(Scale({-1}, 1, 3)->rupiah, 0);
  EXPECT_EQ(Scale({100'005}, 111, 100)->rupiah, 111'006);  // PPN 11 %: 111.005,55
}

TEST(Money, NeverOverflowsSilently) {
  EXPECT_EQ(Scale({kMost}, 2, 1).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Scale({kMost}, 2, 2)->rupiah, kMost);
  EXPECT_EQ(Scale({1}, 1, 0).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Sum({{{kMost}, {kMost}, {-kMost}}})->rupiah, kMost);
  EXPECT_EQ(Sum({{{kMost}, {-1}, {2}}}).status().code(), absl::StatusCode::kOutOfRange);
}

TEST(Money, OfAProductIsExactUntilItIsRoundedOnce) {
  EXPECT_EQ(Of(143'000, {210'000})->rupiah, 30'030'000);
  EXPECT_EQ(Of(143'000, {210'000, 2'000}, 1'100)->rupiah, 66'666'600);
  // 2,5 x 2,5 x 33.333 = 208.331,25; rounding a factor at a time would give 208.335.
  EXPECT_EQ(Of(33'333, {2'500, 2'500})->rupiah, 208'331);
  EXPECT_EQ(Of(1, {500})->rupiah, 1);
  EXPECT_EQ(Of(1, {499})->rupiah, 0);
  EXPECT_EQ(Of(50, {1'000}, 1'100)->rupiah, 56);  // 55,50
  EXPECT_EQ(Of(49, {1'000}, 1'100)->rupiah, 54);  // 54,39
  EXPECT_EQ(Of(0, {1'000})->rupiah, 0);
}

TEST(Money, OfAProductFitsOrIsAnError) {
  EXPECT_EQ(Of(kMost, {1'000, 1'000, 1'000, 1'000, 1'000})->rupiah, kMost);
  EXPECT_EQ(Of(kMost, {2'000, 500, 1'000, 1'000, 1'000})->rupiah, kMost);
  EXPECT_EQ(Of(kMost, {1'001}).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Of(kMost, {1'000}, 1).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(
      Of(kMost, {kMost, kMost, kMost, kMost, kMost}, 10'000).status().code(),
      absl::StatusCode::kOutOfRange);
}

TEST(Money, OfAProductHasOneToFiveFactorsAboveZeroAndARateUpToAHundredPercent) {
  const auto refused = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(Of(1, {}).status().code(), refused);
  EXPECT_EQ(Of(1, {1'000, 1'000, 1'000, 1'000, 1'000, 1'000}).status().code(), refused);
  EXPECT_EQ(Of(1, {0}).status().code(), refused);
  EXPECT_EQ(Of(1, {-1'000}).status().code(), refused);
  EXPECT_EQ(Of(-1, {1'000}).status().code(), refused);
  EXPECT_EQ(Of(1, {1'000}, -1).status().code(), refused);
  EXPECT_EQ(Of(1, {1'000}, 10'001).status().code(), refused);
  EXPECT_EQ(Of(1, {1'000}, 10'000)->rupiah, 2);
}

TEST(Shares, AddUpWithTheRestToTheLargestRemaindersAndTiesToTheSmallerId) {
  EXPECT_THAT(
      *Split({100}, {{{"a", 1}, {"b", 1}, {"c", 1}}}),
      ElementsAre(Money{34}, Money{33}, Money{33}));
  EXPECT_THAT(
      *Split({101}, {{{"c", 1}, {"b", 1}, {"a", 1}}}),
      ElementsAre(Money{33}, Money{34}, Money{34}));
  // 10 x 1/6 = 1,67; 10 x 2/6 = 3,33; 10 x 3/6 = 5.
  EXPECT_THAT(
      *Split({10}, {{{"a", 1}, {"b", 2}, {"c", 3}}}), ElementsAre(Money{2}, Money{3}, Money{5}));
  EXPECT_THAT(*Split({10}, {{{"a", 0}, {"b", 7}}}), ElementsAre(Money{0}, Money{10}));
  EXPECT_THAT(*Split({0}, {{{"a", 1}, {"b", 7}}}), ElementsAre(Money{0}, Money{0}));
}

TEST(Shares, OfWhatIsTakenBackAreThoseOfWhatWasGivenNegated) {
  EXPECT_THAT(
      *Split({-100}, {{{"a", 1}, {"b", 1}, {"c", 1}}}),
      ElementsAre(Money{-34}, Money{-33}, Money{-33}));
}

TEST(Shares, NeedAWeightAndEachIdOnce) {
  const auto code = [](const std::vector<Share>& shares) {
    return Split({1}, shares).status().code();
  };
  EXPECT_EQ(code({}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{"a", 0}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{"a", 2}, {"b", -1}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{"a", 1}, {"a", 1}}), absl::StatusCode::kInvalidArgument);
}

TEST(Shares, OfWhateverAmountAndWeightsAddUpAndLieWithinARupiahOfTheExactOnes) {
  std::uint64_t state = 20'260'520;
  const auto next = [&state](std::uint64_t below) {
    state = state * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
    return static_cast<std::int64_t>((state >> 11) % below);
  };
  for (int round = 0; round < 2'000; ++round) {
    const Money total{(round % 2 == 0 ? 1 : -1) * next(round % 7 == 0 ? 50 : 1'000'000'000'000)};
    std::vector<Share> shares;
    std::int64_t weights = 1;
    for (std::int64_t n = 1 + next(13); n > 0; --n) {
      shares.push_back({"share " + std::to_string(n), next(1'000)});
      weights += shares.back().weight;
    }
    shares.push_back({"last", 1});
    const std::vector<Money> parts = *Split(total, shares);
    ASSERT_EQ(SumOf(parts), total.rupiah);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const double exact = static_cast<double>(total.rupiah) *
                           static_cast<double>(shares[i].weight) / static_cast<double>(weights);
      ASSERT_NEAR(static_cast<double>(parts[i].rupiah), exact, 1.001);
    }
  }
  EXPECT_EQ(SumOf(*Split({kMost}, {{{"a", kMost}, {"b", kMost}, {"c", 1}}})), kMost);
}

TEST(Shares, AddUpBothWays) {
  const auto table =
      *SplitBothWays({{{"jan", {50}}, {"feb", {50}}}}, {{{"PAD", {33}}, {"DAU", {67}}}});
  // Feb comes first by id: 50 x 33/100 = 16,5 and 33,5, a tie that DAU takes; Jan gets what is
  // left.
  EXPECT_THAT(
      table, ElementsAre(ElementsAre(Money{17}, Money{33}), ElementsAre(Money{16}, Money{34})));
  std::uint64_t state = 7;
  const auto next = [&state](std::uint64_t below) {
    state = state * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
    return static_cast<std::int64_t>((state >> 11) % below);
  };
  for (int round = 0; round < 500; ++round) {
    std::vector<Portion> rows, columns;
    std::vector<Share> weights;
    std::int64_t total = 0;
    for (int i = 0; i < 12; ++i) {
      rows.push_back({"m" + std::to_string(i), {next(round % 2 == 0 ? 9 : 1'000'000'000)}});
      total += rows.back().amount.rupiah;
    }
    for (int i = 0; i < 5; ++i) weights.push_back({"s" + std::to_string(i), 1 + next(99)});
    const std::vector<Money> sums = *Split({total}, weights);
    for (std::size_t i = 0; i < 5; ++i) columns.push_back({weights[i].id, sums[i]});
    const auto parts = *SplitBothWays(rows, columns);
    for (std::size_t i = 0; i < 12; ++i) ASSERT_EQ(SumOf(parts[i]), rows[i].amount.rupiah);
    for (std::size_t k = 0; k < 5; ++k) {
      std::int64_t column = 0;
      for (const std::vector<Money>& row : parts) {
        ASSERT_GE(row[k].rupiah, 0);
        column += row[k].rupiah;
      }
      ASSERT_EQ(column, columns[k].amount.rupiah);
    }
  }
}

TEST(Shares, BothWaysAreOfOneAmount) {
  const auto code = [](const std::vector<Portion>& rows, const std::vector<Portion>& columns) {
    return SplitBothWays(rows, columns).status().code();
  };
  EXPECT_EQ(code({{"a", {2}}}, {{"b", {2}}}), absl::StatusCode::kOk);
  EXPECT_EQ(code({{"a", {2}}}, {{"b", {3}}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{"a", {1}}, {"a", {1}}}, {{"b", {2}}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{"a", {2}}}, {{"b", {3}}, {"c", {-1}}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{"a", {0}}}, {{"b", {0}}}), absl::StatusCode::kOk);
}

}  // namespace
}  // namespace binadaya
