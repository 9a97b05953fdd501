#include "services/simulator/domain/levels.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/simulator/domain/random.h"

namespace binadaya::simulator::domain {
namespace {

constexpr int kPeople = 2000;
const std::vector<std::string> kCompetencies = {"M.01", "M.02", "M.03", "M.04", "M.05",
                                                "M.06", "M.07", "M.08", "SK.01"};

Subject Of(int person, const std::string& competency, int required = 2) {
  return {
      .seed = 1,
      .person = absl::StrCat("LURAH/", person),
      .competency = competency,
      .required = required};
}

TEST(TrueLevel, LiesBetweenNothingAndTheStandard) {
  for (int person = 0; person < kPeople; ++person) {
    const int level = TrueLevel(Of(person, "M.08", 3));
    ASSERT_GE(level, 0);
    ASSERT_LE(level, 3);
    ASSERT_EQ(level, TrueLevel(Of(person, "M.08", 3)));
  }
}

TEST(TrueLevel, DecisionsResultsAndDevelopingPeopleAreTheWeakest) {
  std::vector<std::pair<int, std::string>> missing;
  for (const std::string& competency : kCompetencies) {
    int sum = 0;
    for (int person = 0; person < kPeople; ++person) sum += 2 - TrueLevel(Of(person, competency));
    missing.emplace_back(-sum, competency);
  }
  std::sort(missing.begin(), missing.end());
  EXPECT_EQ(missing[0].second, "M.08");
  EXPECT_EQ(missing[1].second, "M.04");
  EXPECT_EQ(missing[2].second, "M.06");
}

TEST(Views, DisputesAreRareButThere) {
  int disputes = 0;
  for (int person = 0; person < kPeople; ++person) {
    const Subject subject = Of(person, "M.03");
    const int level = TrueLevel(subject);
    const double supervisor =
        level + static_cast<double>(TickedAbove(subject, level)) / kIndicators;
    if (SelfView(subject, level) - supervisor >= 2) ++disputes;
  }
  EXPECT_GT(disputes, 0);
  EXPECT_LT(disputes, kPeople / 50);
}

TEST(Views, NoIndicatorIsSeenAboveTheStandard) {
  EXPECT_EQ(TickedAbove(Of(1, "M.03"), 2), 0);
  for (int person = 0; person < kPeople; ++person)
    ASSERT_LT(TickedAbove(Of(person, "M.03"), 1), kIndicators);
}

TEST(Views, StayOnTheScale) {
  for (int person = 0; person < kPeople; ++person) {
    const Subject subject = Of(person, "M.03", 5);
    ASSERT_LE(SelfView(subject, 5), 5);
    ASSERT_GE(PeerView(subject, "peer/1", 0), 0);
  }
}

TEST(Stream, DependsOnSeedAndNameOnly) {
  EXPECT_EQ(Stream(1, "a").Next(), Stream(1, "a").Next());
  EXPECT_NE(Stream(1, "a").Next(), Stream(2, "a").Next());
  EXPECT_NE(Stream(1, "a").Next(), Stream(1, "b").Next());
}

TEST(Stream, BinomialHasItsMean) {
  Stream random(1, "binomial");
  int sum = 0;
  for (int i = 0; i < 10'000; ++i) sum += random.Binomial(4, 0.25);
  EXPECT_NEAR(sum / 10'000.0, 1.0, 0.05);
}

}  // namespace
}  // namespace binadaya::simulator::domain
