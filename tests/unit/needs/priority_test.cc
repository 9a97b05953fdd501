#include "services/needs/domain/priority.h"

#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/exact.h"

namespace binadaya::needs::domain {
namespace {

using test::kExact;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const PriorityInputs kMeasuredInputs = {.72, .55, .90, .80, 0, .60};
const PriorityInputs kFavourite = {.35, .80, .50, 1.0, 0, .30};

std::vector<std::string> Told(const Findings& findings) {
  std::vector<std::string> told;
  for (const Finding& finding : findings) {
    told.push_back(finding.rule + " " + finding.where);
    EXPECT_FALSE(finding.message.id.empty());
    EXPECT_FALSE(finding.message.en.empty());
    EXPECT_FALSE(finding.warning);
  }
  return told;
}

TEST(Priority, F05OfTheWorkedExamplePutsTheMeasuredNeedBeforeTheLeadersFavourite) {
  const double measured = Prioritise(kMeasuredInputs, {}).total;
  const double favourite = Prioritise(kFavourite, {}).total;

  EXPECT_NEAR(measured, 65.9, 0.0501);
  EXPECT_NEAR(measured, 65.85, kExact);
  EXPECT_NEAR(favourite, 50.5, kExact);
}

TEST(Priority, F05ShowsWhatEachComponentBrings) {
  const Score score = Prioritise(kMeasuredInputs, {});

  std::vector<std::string> codes;
  double sum = 0;
  for (const ScoreComponent& component : score.breakdown) {
    codes.emplace_back(component.code);
    EXPECT_NEAR(component.points, 100 * component.value * component.weight, 0.00005);
    sum += component.points;
  }
  EXPECT_THAT(codes, ElementsAre("G", "R", "C", "S", "M", "U"));
  EXPECT_NEAR(sum, score.total, kExact);
  const std::vector<std::vector<double>> expected = {{.72, .30, 21.6}, {.55, .15, 8.25},
                                                     {.90, .20, 18},   {.80, .15, 12},
                                                     {0, .10, 0},      {.60, .10, 6}};
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(score.breakdown[i].value, expected[i][0], kExact) << codes[i];
    EXPECT_NEAR(score.breakdown[i].weight, expected[i][1], kExact) << codes[i];
    EXPECT_NEAR(score.breakdown[i].points, expected[i][2], kExact) << codes[i];
  }
}

TEST(Priority, F05WeighsEachInputWithItsOwnWeight) {
  const PriorityWeights weights = {.05, .10, .15, .20, .24, .26};
  EXPECT_NEAR(Prioritise({1, 0, 0, 0, 0, 0}, weights).total, 5, kExact);
  EXPECT_NEAR(Prioritise({0, 1, 0, 0, 0, 0}, weights).total, 10, kExact);
  EXPECT_NEAR(Prioritise({0, 0, 1, 0, 0, 0}, weights).total, 15, kExact);
  EXPECT_NEAR(Prioritise({0, 0, 0, 1, 0, 0}, weights).total, 20, kExact);
  EXPECT_NEAR(Prioritise({0, 0, 0, 0, 1, 0}, weights).total, 24, kExact);
  EXPECT_NEAR(Prioritise({0, 0, 0, 0, 0, 1}, weights).total, 26, kExact);
}

TEST(Priority, F05CapsItsInputs) {
  EXPECT_NEAR(Prioritise({9, 9, 9, 9, 9, 9}, {}).total, 100, kExact);
  EXPECT_NEAR(Prioritise({-1, -1, -1, -1, -1, -1}, {}).total, 0, kExact);
  const Score nan = Prioritise({std::numeric_limits<double>::quiet_NaN(), 0, 0, 0, 0, 0}, {});
  EXPECT_EQ(nan.total, 0);
  EXPECT_EQ(nan.breakdown[0].value, 0);
}

TEST(Priority, KeepsFourDecimalsHalfUp) {
  EXPECT_NEAR(
      Prioritise({1.0 / 3, 0, 0, 0, 0, 0}, {.1, 0, 0, 0, 0, 0}).breakdown[0].points, 3.3333,
      kExact);
  // A double holds these halves a hair too low.
  EXPECT_NEAR(Prioritise({.00019, 0, 0, 0, 0, 0}, {.15, 0, 0, 0, 0, 0}).total, .0029, kExact);
  EXPECT_NEAR(Prioritise({.00031, 0, 0, 0, 0, 0}, {.15, 0, 0, 0, 0, 0}).total, .0047, kExact);
  EXPECT_NEAR(Prioritise({.000185, 0, 0, 0, 0, 0}, {.15, 0, 0, 0, 0, 0}).total, .0028, kExact);
}

TEST(Weights, InForceByDefaultAreFaultless) {
  EXPECT_THAT(CheckWeights({.30, .15, .20, .15, .10, .10}), IsEmpty());
  EXPECT_THAT(CheckWeights({1, 0, 0, 0, 0, 0}), IsEmpty());
  const PriorityWeights weights;
  EXPECT_THAT(
      CheckWeights(
          {weights.gap, weights.reach, weights.criticality, weights.strategic, weights.mandatory,
           weights.urgency}),
      IsEmpty());
}

TEST(Weights, Prio01AreSix) {
  EXPECT_THAT(Told(CheckWeights({})), ElementsAre("PRIO-01 weights"));
  EXPECT_THAT(Told(CheckWeights({.5, .5})), ElementsAre("PRIO-01 weights"));
  EXPECT_THAT(
      Told(CheckWeights({.30, .15, .20, .15, .10, .10, 0})), ElementsAre("PRIO-01 weights"));
}

TEST(Weights, Prio01AreEachZeroToOne) {
  EXPECT_THAT(
      Told(CheckWeights({1.1, -.1, 0, 0, 0, 0})),
      ElementsAre("PRIO-01 weights[0]", "PRIO-01 weights[1]"));
  EXPECT_THAT(
      Told(CheckWeights({std::numeric_limits<double>::quiet_NaN(), 0, 0, 0, 0, 1})),
      ElementsAre("PRIO-01 weights[0]", "PRIO-01 weights"));
}

TEST(Weights, Prio01SumToOneWithinATenThousandth) {
  EXPECT_THAT(CheckWeights({.3001, .15, .20, .15, .10, .10}), IsEmpty());
  EXPECT_THAT(CheckWeights({.2999, .15, .20, .15, .10, .10}), IsEmpty());
  const Findings findings = CheckWeights({.3002, .15, .20, .15, .10, .10});
  ASSERT_THAT(Told(findings), ElementsAre("PRIO-01 weights"));
  EXPECT_EQ(findings[0].values.at("sum"), "1.0002");
  EXPECT_THAT(Told(CheckWeights({.2998, .15, .20, .15, .10, .10})), ElementsAre("PRIO-01 weights"));
}

TEST(Inputs, OfTheGapAreThirdsUpToThreeLevels) {
  EXPECT_NEAR(GapInput(2.16), .72, kExact);
  EXPECT_EQ(GapInput(3), 1);
  EXPECT_EQ(GapInput(4.5), 1);
  EXPECT_EQ(GapInput(0), 0);
  EXPECT_EQ(GapInput(-1), 0);
}

TEST(Inputs, OfReachAreTheShareOfThePopulation) {
  EXPECT_NEAR(ReachInput(11, 20), .55, kExact);
  EXPECT_EQ(ReachInput(20, 20), 1);
  EXPECT_EQ(ReachInput(21, 20), 1);
  EXPECT_EQ(ReachInput(5, 0), 0);
  EXPECT_EQ(ReachInput(0, 0), 0);
  EXPECT_EQ(ReachInput(-5, -10), 0);
}

TEST(Inputs, OfUrgencyGrowWithAge) {
  EXPECT_NEAR(UrgencyInput(219, 365), .6, kExact);
  EXPECT_EQ(UrgencyInput(365, 365), 1);
  EXPECT_EQ(UrgencyInput(900, 365), 1);
  EXPECT_EQ(UrgencyInput(0, 365), 0);
  EXPECT_EQ(UrgencyInput(-3, 365), 0);
  EXPECT_EQ(UrgencyInput(1, 0), 1);
  EXPECT_EQ(UrgencyInput(0, 0), 0);
  EXPECT_EQ(UrgencyInput(1, -1), 1);
  EXPECT_EQ(UrgencyInput(-1, -1), 0);
}

TEST(Rank, IsProvisionalBelowHalfOfThePopulation) {
  EXPECT_TRUE(IsProvisional(49, 100, 0.5));
  EXPECT_FALSE(IsProvisional(50, 100, 0.5));
  EXPECT_TRUE(IsProvisional(0, 1, 0.5));
  EXPECT_FALSE(IsProvisional(0, 0, 0.5));
}

}  // namespace
}  // namespace binadaya::needs::domain
