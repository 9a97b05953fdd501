// Needs that no money was found for: what the next campaign, and another unit's, knows of them.
#include "tests/integration/needs/planning_year.h"

namespace binadaya::test {
namespace {

using ::testing::HasSubstr;

class WaitingNeeds : public PlanningYear {
 protected:
  void After(int days) {
    ASSERT_THAT(
        platform_.clock().MoveTo(platform_.clock().StartOf(platform_.clock().Today() + days)),
        IsOk());
  }
  std::string Today() { return absl::FormatCivilTime(platform_.clock().Today()); }
  double UrgencyOf(const nv::Need& need) {
    for (const nv::ScoreComponent& component : need.breakdown())
      if (component.code() == "U") return component.value();
    return -1;
  }
};

TEST_F(WaitingNeeds, KeepTheirAgeInTheNextCampaignUnlessTheyWereMetOrDecided) {
  SetPolicy("priority.weights", {0, 0, 0, 0, 0, 1});
  const std::string began = Today();
  WorkedExample();
  Accepted(Under(400'000'000));
  EXPECT_EQ(NeedIn("M.01").state(), nv::BACKLOG);
  EXPECT_EQ(NeedIn("M.01").detected_on(), began);
  const std::string closed = NeedIn("M.06").id(), waits = NeedIn("M.01").id();
  ASSERT_THAT(platform_.needs().CloseNeed(Analyst(), Decision(closed)), IsOk());

  After(73);
  campaign_ = Open("/", 2028);
  Detect();
  VerifyAndValidateAll();
  Rank();
  EXPECT_NE(NeedIn("M.01").id(), waits);
  EXPECT_EQ(NeedIn("M.01").detected_on(), began);
  EXPECT_EQ(UrgencyOf(NeedIn("M.01")), 0.2);       // 73 of 365 days
  EXPECT_EQ(NeedIn("M.02").detected_on(), began);  // funded, but nobody has learned it yet
  EXPECT_EQ(NeedIn("M.06").detected_on(), Today());
  EXPECT_EQ(UrgencyOf(NeedIn("M.06")), 0);
  EXPECT_EQ(Get(waits).state(), nv::BACKLOG);  // it waits for the amended budget of its year

  // Unfunded again, it says how long it has waited in all; and so a year on.
  Program("P1", "M.01", 500'000'000, 0.4, 2028);
  Program("P2", "M.02", 100'000'000, 0.4, 2028);
  Accepted(Under(100'000'000, 2028));
  EXPECT_THAT(NeedIn("M.01").decision_note(), HasSubstr("menunggu 73 hari"));
  After(365);
  campaign_ = Open("/", 2029);
  Detect();
  EXPECT_EQ(NeedIn("M.01").detected_on(), began);
}

TEST_F(WaitingNeeds, ArePartOfTheirOwnUnitsCampaignsOnlyAndADirectiveOfItsOwn) {
  const std::string began = Today();
  ASSERT_THAT(Direct("M.01", "CAMAT"), IsOk());  // nothing was measured for it
  After(10);
  campaign_ = Open("33.74.14", 2028);
  Detect();
  EXPECT_EQ(NeedIn("M.01").detected_on(), Today());
  campaign_ = Open("/", 2028);
  Detect();
  EXPECT_EQ(NeedIn("M.01").detected_on(), began);
  ASSERT_THAT(Direct("M.01", "CAMAT"), IsOk());
  EXPECT_EQ(NeedIn("M.01", "CAMAT").detected_on(), began);
  ASSERT_THAT(Direct("M.02", "CAMAT"), IsOk());
  EXPECT_EQ(NeedIn("M.02", "CAMAT").detected_on(), Today());
}

}  // namespace
}  // namespace binadaya::test
