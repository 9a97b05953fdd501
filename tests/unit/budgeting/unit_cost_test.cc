#include "services/budgeting/domain/unit_cost.h"

#include "gtest/gtest.h"

namespace binadaya::budgeting::domain {
namespace {

TEST(UnitCosts, AreThoseOfThePaperAndOfItsRedesign) {
  const UnitCost paper = UnitCostOf({143'248'000}, 193, 2, 0);
  EXPECT_EQ(paper.participant_lesson_hour->rupiah, 371'109);
  EXPECT_EQ(paper.participant->rupiah, 742'218);
  EXPECT_EQ(UnitCostOf({143'248'000}, 193, 4, 0).participant_lesson_hour->rupiah, 185'554);
  EXPECT_EQ(UnitCostOf({143'248'000}, 193, 20, 0).participant_lesson_hour->rupiah, 37'111);
}

TEST(UnitCosts, AreNoneWhereThereIsNothingToDivideBy) {
  const UnitCost none = UnitCostOf({143'248'000}, 0, 2, 0);
  EXPECT_FALSE(none.participant.has_value());
  EXPECT_FALSE(none.participant_lesson_hour.has_value());
  EXPECT_FALSE(none.gap_point.has_value());
  EXPECT_FALSE(UnitCostOf({1}, 193, 0, 0).participant_lesson_hour.has_value());
  EXPECT_FALSE(UnitCostOf({1}, -1, -1, -1).participant_lesson_hour.has_value());
}

TEST(UnitCosts, OfAGapPointKnowFourDecimals) {
  EXPECT_EQ(UnitCostOf({1'000'000}, 1, 1, 25'000).gap_point->rupiah, 400'000);  // 2,5 points
  EXPECT_EQ(UnitCostOf({1}, 1, 1, 20'000).gap_point->rupiah, 1);                // a half goes up
  EXPECT_EQ(UnitCostOf({1}, 1, 1, 20'001).gap_point->rupiah, 0);
}

}  // namespace
}  // namespace binadaya::budgeting::domain
