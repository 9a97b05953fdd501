#include "services/common/domain/money.h"

#include <limits>

#include "gtest/gtest.h"

namespace binadaya {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

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
  EXPECT_EQ(Add({kMost}, {1}).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Scale({kMost}, 2, 1).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Scale({kMost}, 2, 2)->rupiah, kMost);
  EXPECT_EQ(Scale({1}, 1, 0).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Add({2}, {3})->rupiah, 5);
}

}  // namespace
}  // namespace binadaya
