#include "services/common/solver/solve_mip.h"

#include <algorithm>
#include <csignal>
#include <random>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using MipState = MipAnswer::State;

// Of binary columns.
Mip Knapsack(
    const std::vector<std::int64_t>& worth, const std::vector<std::int64_t>& weight,
    std::int64_t most) {
  Mip mip;
  mip.rows.push_back({.most = most});
  for (std::size_t i = 0; i < worth.size(); ++i) {
    mip.columns.push_back({.objective = worth[i]});
    mip.rows[0].terms.push_back({static_cast<int>(i), weight[i]});
  }
  return mip;
}

// Takes many nodes.
Mip Hard() {
  std::mt19937 random(3);
  Mip mip;
  mip.rows.resize(5);
  for (int i = 0; i < 40; ++i) {
    std::int64_t sum = 0;
    for (Mip::Row& row : mip.rows) {
      const auto weight = static_cast<std::int64_t>(1 + random() % 1'000);
      row.terms.push_back({i, weight});
      row.most += weight;
      sum += weight;
    }
    mip.columns.push_back({.objective = sum / 5 + static_cast<std::int64_t>(random() % 500)});
  }
  for (Mip::Row& row : mip.rows) row.most /= 2;
  return mip;
}

TEST(Mip, FindsTheBestAndProvesIt) {
  const MipAnswer answer =
      SolveMip(Knapsack({40, 62, 38, 70, 15}, {1432, 1800, 950, 2200, 600}, 4000), {});
  EXPECT_EQ(answer.state, MipState::kOptimal);
  EXPECT_THAT(answer.chosen, ElementsAre(false, true, false, true, false));
  EXPECT_NEAR(answer.bound, 132, 1e-6);
}

TEST(Mip, TakesWhatFillsARowToTheLastUnitAndNothingThatIsOneAbove) {
  const std::vector<std::int64_t> weight = {
      1'000'000'000'007, 2'000'000'000'011, 1'500'000'000'003};
  EXPECT_THAT(
      SolveMip(Knapsack({40, 62, 50}, weight, 3'000'000'000'018), {}).chosen,
      ElementsAre(true, true, false));
  EXPECT_THAT(
      SolveMip(Knapsack({40, 62, 50}, weight, 3'000'000'000'017), {}).chosen,
      ElementsAre(true, false, true));
  // Half of what a common divisor leaves is no room: 3 x 1000 in 2999.
  EXPECT_THAT(
      SolveMip(Knapsack({1, 1, 1}, {1'000, 1'000, 1'000}, 2'999), {}).chosen,
      testing::Contains(false));
  // And what must be at least so much: -1000 x <= -1 and <= -1001.
  EXPECT_THAT(SolveMip(Knapsack({-1}, {-1'000}, -1'000), {}).chosen, ElementsAre(true));
  EXPECT_EQ(SolveMip(Knapsack({-1}, {-1'000}, -1'001), {}).state, MipState::kInfeasible);
}

// Weights that differ by units among thousands to millions of millions, and a row that some of them
// fill to the last unit or miss by one.
TEST(Mip, IsAsGoodAsTheBestOfAllWhereOneUnitDecides) {
  std::mt19937_64 random(4);
  const auto upto = [&random](std::uint64_t most) {
    return static_cast<std::int64_t>(random() % (most + 1));
  };
  for (const std::int64_t size :
       {1LL, 1'000LL, 1'000'000LL, 1'000'000'000LL, 1'000'000'000'000LL}) {
    for (int round = 0; round < 60; ++round) {
      std::vector<std::int64_t> worth, weight;
      std::int64_t most = -upto(1);
      for (std::int64_t i = 3 + upto(5); i > 0; --i) {
        weight.push_back(size * (1 + upto(2)) + upto(4));
        worth.push_back(10 + upto(60));
        if (upto(1) == 0) most += weight.back();
      }
      most = std::max<std::int64_t>(most, 0);
      std::int64_t best = 0;
      for (std::size_t set = 0; set < std::size_t{1} << worth.size(); ++set) {
        std::int64_t weighs = 0, is_worth = 0;
        for (std::size_t i = 0; i < worth.size(); ++i) {
          if ((set >> i & 1) == 0) continue;
          weighs += weight[i];
          is_worth += worth[i];
        }
        if (weighs <= most) best = std::max(best, is_worth);
      }
      const MipAnswer answer = SolveMip(Knapsack(worth, weight, most), {});
      ASSERT_EQ(answer.state, MipState::kOptimal) << size << " " << round;
      std::int64_t found = 0;
      for (std::size_t i = 0; i < worth.size(); ++i)
        if (answer.chosen[i]) found += worth[i];
      EXPECT_EQ(found, best) << size << " " << round;
    }
  }
}

TEST(Mip, HasColumnsThatAreNotBinary) {
  // Two of 30 for a need that is worth 40: more than that is worth nothing.
  Mip mip = Knapsack({-1, -1, 0}, {1, 1, 0}, 2);
  mip.columns[2] = {.objective = 1, .most = 40, .binary = false};
  mip.rows.push_back({.terms = {{2, 1}, {0, -30}, {1, -30}}, .most = 0});
  const MipAnswer answer = SolveMip(mip, {});
  EXPECT_THAT(answer.chosen, ElementsAre(true, true, false));
  EXPECT_NEAR(answer.bound, 38, 1e-6);
}

TEST(Mip, OfNothingIsNothing) {
  EXPECT_EQ(SolveMip({}, {}).state, MipState::kOptimal);
  EXPECT_EQ(SolveMip({.columns = {}, .rows = {{.most = -1}}}, {}).state, MipState::kInfeasible);
}

TEST(Mip, IsCutShortWithWhatItHasAndABound) {
  const MipAnswer whole = SolveMip(Hard(), {});
  ASSERT_EQ(whole.state, MipState::kOptimal);
  const MipAnswer cut = SolveMip(Hard(), {.nodes = 1});
  ASSERT_EQ(cut.state, MipState::kCutShort);
  EXPECT_TRUE(Satisfies(Hard(), cut.chosen));
  EXPECT_GE(cut.bound, whole.bound - 1e-6);
}

// Of a processor that others use it may get little, and others' work is not its own.
TEST(Mip, IsCutShortByTheTimeThatPassesNotByThatOfTheProcessor) {
  int asked = 0;
  const auto wait = [&asked] {
    absl::Notification().WaitForNotificationWithTimeout(absl::Milliseconds(20));
    return ++asked > 100;
  };
  const std::vector<bool> none(40);
  const MipAnswer answer = SolveMip(Hard(), {.seconds = 0.4, .stop = wait, .start = none});
  EXPECT_EQ(answer.state, MipState::kCutShort) << "asked " << asked << " times, 20 in that time";
}

TEST(Mip, BeginsWithWhatItIsGiven) {
  const MipAnswer whole = SolveMip(Hard(), {});
  double first = 0;
  const MipAnswer again = SolveMip(
      Hard(), {.nodes = 1,
               .progress =
                   [&first](double best, double) {
                     if (first == 0) first = best;
                   },
               .start = whole.chosen});
  EXPECT_EQ(again.chosen, whole.chosen);
  // What breaks a row is no start.
  EXPECT_EQ(SolveMip(Hard(), {.start = std::vector<bool>(40, true)}).chosen, whole.chosen);
}

std::int64_t WorthOf(const Mip& mip, const std::vector<bool>& chosen) {
  std::int64_t worth = 0;
  for (std::size_t i = 0; i < chosen.size(); ++i)
    if (chosen[i]) worth += mip.columns[i].objective;
  return worth;
}

TEST(Mip, FindsNearlyTheBestWithoutProvingIt) {
  const MipAnswer whole = SolveMip(Hard(), {});
  int told = 0;
  const MipAnswer rough =
      SolveMip(Hard(), {.progress = [&told](double, double) { ++told; }, .rough = true});
  EXPECT_EQ(told, 1);
  ASSERT_EQ(rough.state, MipState::kCutShort);
  EXPECT_TRUE(Satisfies(Hard(), rough.chosen));
  EXPECT_GE(rough.bound, whole.bound - 1e-6);
  EXPECT_LE(WorthOf(Hard(), rough.chosen), WorthOf(Hard(), whole.chosen));
  EXPECT_GE(WorthOf(Hard(), rough.chosen), WorthOf(Hard(), whole.chosen) * 98 / 100);
  EXPECT_EQ(SolveMip(Hard(), {.rough = true}).chosen, rough.chosen);

  EXPECT_EQ(
      SolveMip(Hard(), {.stop = [] { return true; }, .rough = true}).state, MipState::kStopped);
  const Mip impossible = Knapsack({1, 1}, {1, 1}, -1);
  EXPECT_EQ(SolveMip(impossible, {.rough = true}).state, MipState::kInfeasible);
  // All of it is far below the bound: one of them fits, and in parts one and three quarters.
  const MipAnswer far = SolveMip(Knapsack({10, 10}, {3, 4}, 6), {.rough = true});
  EXPECT_EQ(far.state, MipState::kNothing);
  EXPECT_GE(far.bound, 10);
}

TEST(Mip, AddsImpliedRowsWhereTheRelaxationBreaksThem) {
  // Two of three fit by weight; by the implied row one of the first two. (It is not implied here:
  // that is how to see that it was added.)
  Mip mip = Knapsack({5, 5, 1}, {1, 1, 1}, 2);
  int asked = 0;
  mip.implied = [&asked](const std::vector<double>& values) {
    ++asked;
    EXPECT_EQ(values.size(), 3U);
    if (values[0] + values[1] < 1.5) return std::vector<Mip::Row>();
    return std::vector<Mip::Row>{{.terms = {{0, 1}, {1, 1}}, .most = 1}};
  };
  const MipAnswer answer = SolveMip(mip, {});
  EXPECT_EQ(WorthOf(mip, answer.chosen), 6);
  EXPECT_EQ(asked, 2);
}

TEST(Mip, StopsWhenItIsToldTo) {
  int asked = 0;
  const MipAnswer answer = SolveMip(Hard(), {.stop = [&asked] { return ++asked > 20; }});
  EXPECT_EQ(answer.state, MipState::kStopped);
  EXPECT_THAT(answer.chosen, IsEmpty());
}

TEST(Mip, TellsTheBestSoFar) {
  std::vector<double> told;
  const MipAnswer answer = SolveMip(Hard(), {.progress = [&told](double best, double bound) {
                                      EXPECT_GE(bound, best - 1e-6);
                                      told.push_back(best);
                                    }});
  ASSERT_FALSE(told.empty());
  EXPECT_NEAR(told.back(), answer.bound, 1e-6);
}

TEST(Mip, IsTheSameEachTimeAndLeavesSignalsAlone) {
  const auto before = std::signal(SIGINT, SIG_IGN);
  EXPECT_EQ(SolveMip(Hard(), {}).chosen, SolveMip(Hard(), {}).chosen);
  EXPECT_EQ(std::signal(SIGINT, before), SIG_IGN);
}

TEST(Mip, ChecksRowsInIntegers) {
  const Mip mip = Knapsack(
      {1, 1}, {9'000'000'000'000'000'000, 9'000'000'000'000'000'000}, 9'000'000'000'000'000'000);
  EXPECT_TRUE(Satisfies(mip, {true, false}));
  EXPECT_FALSE(Satisfies(mip, {true, true}));
}

}  // namespace
}  // namespace binadaya
