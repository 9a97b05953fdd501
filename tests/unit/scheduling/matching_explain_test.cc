#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/matchers.h"
#include "tests/unit/scheduling/people.h"

namespace binadaya::scheduling::domain::sample {
namespace {

using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class Why : public ::testing::Test {
 protected:
  Why()
      : matching_(Program({1})),
        people_{Person("a", 90), Person("b", 60), Person("c", 60), Person("d", 30)} {
    people_[1].parts = {{"M.03", 1, 1, 25}, {"M.05", 1, 2, 35}};
  }

  Findings Of(std::size_t candidate, const std::vector<SeatOverride>& overrides = {}) {
    const absl::StatusOr<Selection> selection = Select(matching_, people_, overrides);
    EXPECT_THAT(selection, test::IsOk());
    Findings findings = Explain(matching_, people_, *selection, candidate);
    for (const Finding& finding : findings) {
      EXPECT_FALSE(finding.message.id.empty());
      EXPECT_FALSE(finding.message.en.empty());
    }
    return findings;
  }

  Matching matching_;
  std::vector<Candidate> people_;
};

TEST_F(Why, TheChosenTheirRank) {
  const Findings findings = Of(0);
  EXPECT_EQ(RulesOf(findings), "WHY-01* WHY-07*");
  EXPECT_THAT(
      findings[0].values, UnorderedElementsAre(
                              Pair("batch", "B1"), Pair("rank", "1"), Pair("qualified", "4"),
                              Pair("score", "90.0000")));
  EXPECT_THAT(findings[0].message.en, HasSubstr("number 1 of 4"));
}

TEST_F(Why, WhoWaitsThePlaceWhatDecidedAndTheOwnValues) {
  people_[1].jp = 8;
  people_[1].last_training = absl::CivilDay(2025, 5, 6);
  people_[1].unit_trained = 0.25;
  const Findings findings = Of(1);
  EXPECT_EQ(RulesOf(findings), "WHY-03* WHY-06* WHY-06* WHY-07*");
  EXPECT_THAT(
      findings[0].values, UnorderedElementsAre(
                              Pair("place", "2"), Pair("rank", "3"), Pair("qualified", "4"),
                              Pair("score", "60.0000"), Pair("decided_by", "SCORE")));
  EXPECT_THAT(findings[0].message.en, HasSubstr("place 2; what decided: the score"));
  EXPECT_THAT(
      findings[2].values, UnorderedElementsAre(
                              Pair("competency", "M.05"), Pair("gap", "1.0000"),
                              Pair("lift", "2.0000"), Pair("points", "35.0000")));
  EXPECT_THAT(
      findings[3].values,
      UnorderedElementsAre(
          Pair("jp_deficit", "12"), Pair("last_training", "2025-05-06"),
          Pair("unit_trained", "0.2500"), Pair("equals", "TIE_BREAKS"), Pair("drawn", "false")));
}

TEST_F(Why, WhichCriterionDecidedBetweenOneAndTheLastWhoWasChosen) {
  matching_.intakes[0].seats = 2;
  const auto decided = [&](std::size_t candidate) { return Of(candidate)[0]; };
  const auto words = [](Candidate& candidate, int jp, int day, double share) {
    candidate.jp = jp;
    candidate.last_training = absl::CivilDay(2025, 5, day);
    candidate.unit_trained = share;
  };
  words(people_[1], 8, 6, 0.25);
  words(people_[2], 8, 6, 0.25);
  const std::size_t loser = Of(1)[0].rule == "WHY-03" ? 1 : 2;
  Candidate& lost = people_[loser];
  EXPECT_EQ(decided(loser).values.at("decided_by"), "LOT");
  EXPECT_THAT(decided(loser).message.en, HasSubstr("the lot"));
  EXPECT_EQ(Of(loser).back().values.at("drawn"), "true");
  EXPECT_EQ(decided(3).values.at("decided_by"), "SCORE");
  words(lost, 8, 6, 0.26);
  EXPECT_EQ(decided(loser).values.at("decided_by"), "UNIT_SHARE");
  EXPECT_THAT(decided(loser).message.en, HasSubstr("the share of the unit"));
  words(lost, 8, 7, 0.26);
  EXPECT_EQ(decided(loser).values.at("decided_by"), "LAST_TRAINING");
  EXPECT_THAT(decided(loser).message.en, HasSubstr("the time since"));
  words(lost, 9, 7, 0.26);
  EXPECT_EQ(decided(loser).values.at("decided_by"), "JP_DEFICIT");
  EXPECT_THAT(decided(loser).message.en, HasSubstr("lesson hours that are lacking"));
  matching_.equals = Equals::kScore;
  EXPECT_EQ(
      decided(loser).rule == "WHY-03" ? decided(loser).values.at("decided_by") : "LOT", "LOT");
  EXPECT_EQ(Of(loser).back().values.at("equals"), "SCORE");
}

TEST_F(Why, TheGatesThatFailAndTheIntakesThatAreClosed) {
  people_[1].active = false;
  people_[1].jp = 21;
  EXPECT_EQ(RulesOf(Of(1)), "SEL-01 WHY-06* WHY-06* WHY-07*");
  EXPECT_EQ(Of(1).back().values.at("jp_deficit"), "0");
  EXPECT_EQ(Of(1).back().values.at("last_training"), "");
  matching_ = Program({1, 1});
  people_[0].barred = {{0, "SC-09", "x"}};
  const Findings findings = Of(0);
  EXPECT_EQ(RulesOf(findings), "SEL-04* WHY-01* WHY-07*");
  EXPECT_EQ(findings[1].values.at("batch"), "B2");
}

TEST_F(Why, ThatACapPassedThemOverAndHowManyColleaguesItHolds) {
  matching_ = Program({2});
  matching_.caps = {{"SVC-1", "U1", {}, 1}};
  people_[0].caps = people_[1].caps = {0};
  people_[1].score = 80;
  const Findings findings = Of(1);
  EXPECT_EQ(RulesOf(findings), "WHY-03* WHY-04* WHY-06* WHY-06* WHY-07*");
  EXPECT_EQ(findings[0].values.count("decided_by"), 0);  // all who were chosen later rank lower
  EXPECT_THAT(findings[0].message.en, HasSubstr("a cap or a choice out of turn"));
  EXPECT_THAT(
      findings[1].values,
      UnorderedElementsAre(
          Pair("batch", "B1"), Pair("rule", "SVC-1"), Pair("of", "U1"), Pair("colleagues", "1")));
  // Of others no more than how many: no id.
  for (const Finding& finding : findings)
    for (const auto& [name, value] : finding.values) EXPECT_NE(value, "a") << name;
}

TEST_F(Why, ThatAChoiceOutOfTurnTookASeatOrGaveOne) {
  const std::vector<SeatOverride> overrides = {{"d", OverrideReason::kLeaderDirective, ""}};
  Findings findings = Of(3, overrides);
  EXPECT_EQ(RulesOf(findings), "WHY-02* WHY-07*");
  EXPECT_THAT(
      findings[0].values, UnorderedElementsAre(
                              Pair("batch", "B1"), Pair("rank", "4"), Pair("qualified", "4"),
                              Pair("score", "30.0000"), Pair("reason", "LEADER_DIRECTIVE")));
  findings = Of(0, overrides);
  EXPECT_EQ(RulesOf(findings), "WHY-03* WHY-05* WHY-07*");
  EXPECT_EQ(findings[0].values.at("place"), "1");
  EXPECT_EQ(findings[0].values.count("decided_by"), 0);
  EXPECT_THAT(
      findings[1].values, UnorderedElementsAre(Pair("batch", "B1"), Pair("overridden", "1")));
  EXPECT_EQ(RulesOf(Of(1, overrides)), "WHY-03* WHY-06* WHY-06* WHY-07*");
  // Moved to a later intake.
  matching_ = Program({1, 1});
  findings = Of(0, overrides);
  EXPECT_EQ(RulesOf(findings), "WHY-01* WHY-05* WHY-07*");
  EXPECT_EQ(findings[0].values.at("batch"), "B2");
  EXPECT_EQ(findings[1].values.at("batch"), "B1");
  // Whoever got an earlier seat out of turn lost nothing.
  people_[1].score = 61;
  EXPECT_EQ(
      RulesOf(Of(1, {{"b", OverrideReason::kUnitRequest, ""}})), "WHY-02* WHY-06* WHY-06* WHY-07*");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::sample
