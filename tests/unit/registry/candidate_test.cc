#include "services/registry/domain/candidate.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// F-06: gaps 1, 1, 0; lifts 1, 1, 1; weights 1, 2, 1.
const std::vector<Target> kTargets = {{"M.03", 1, 1}, {"M.05", 1, 2}, {"M.07", 1, 1}};

TEST(Candidate, FitsByTheShareOfTheLiftThatHisGapsTakeUp) {
  const Match match = MatchOf(kTargets, {{"M.03", 1}, {"M.05", 1}, {"M.07", 0}});
  EXPECT_DOUBLE_EQ(match.score, 75);
  ASSERT_EQ(match.parts.size(), 3);
  EXPECT_DOUBLE_EQ(match.parts[0].points, 25);
  EXPECT_DOUBLE_EQ(match.parts[1].points, 50);
  EXPECT_DOUBLE_EQ(match.parts[2].points, 0);
}

TEST(Candidate, GainsNothingByAGapBeyondTheLiftASurplusOrWhatIsNotKnown) {
  EXPECT_DOUBLE_EQ(MatchOf(kTargets, {{"M.03", 3}}).score, 25);
  EXPECT_DOUBLE_EQ(MatchOf(kTargets, {{"M.03", -2}, {"M.05", 1}}).score, 50);
  EXPECT_DOUBLE_EQ(MatchOf(kTargets, {{"M.03", 0.33}}).score, 8.25);
  EXPECT_DOUBLE_EQ(MatchOf(kTargets, {{"M.08", 3}}).score, 0);
}

TEST(Candidate, IsSoughtForTargetsThatAreKnownOnceAndRaiseSomething) {
  const auto rules = [](const std::vector<Target>& targets) {
    std::vector<std::string> found;
    for (const Finding& finding : CheckTargets(targets, {"M.03", "M.05", "M.07"}))
      found.push_back(finding.rule);
    return found;
  };
  EXPECT_THAT(rules(kTargets), IsEmpty());
  EXPECT_THAT(rules({{"M.03", 1, 1}, {"X.01", 1, 1}}), ElementsAre("MATCH-01"));
  EXPECT_THAT(rules({{"M.03", 1, 1}, {"M.03", 1, 1}}), ElementsAre("MATCH-02"));
  EXPECT_THAT(rules({{"M.03", 0, 1}, {"M.05", 1, 0}}), ElementsAre("MATCH-03"));
  EXPECT_THAT(rules({{"M.03", 0.001, 0.001}, {"M.05", 1, 0}}), IsEmpty());
  EXPECT_THAT(rules({{"M.03", 1, 0.0009}}), ElementsAre("MATCH-04"));
  EXPECT_THAT(rules({{"M.03", 0.0009, 1}}), ElementsAre("MATCH-04"));
  EXPECT_THAT(rules({{"M.03", 1, 1e-310}}), ElementsAre("MATCH-04"));
}

TEST(Candidate, IsSoughtForDaysThatBeginAndEndInThisOrderOrForNone) {
  const absl::CivilDay day(2026, 3, 2);
  const auto rules = [](std::optional<absl::CivilDay> from, std::optional<absl::CivilDay> until) {
    std::vector<std::string> found;
    for (const Finding& finding : CheckDays(from, until))
      found.push_back(finding.rule + " " + finding.where);
    return found;
  };
  EXPECT_THAT(rules({}, {}), IsEmpty());
  EXPECT_THAT(rules(day, day + 1), IsEmpty());
  EXPECT_THAT(rules(day, {}), ElementsAre("MATCH-05 until"));
  EXPECT_THAT(rules({}, day), ElementsAre("MATCH-05 from"));
  EXPECT_THAT(rules(day, day), ElementsAre("MATCH-06 until"));
  EXPECT_THAT(rules(day, day - 1), ElementsAre("MATCH-06 until"));
}

}  // namespace
}  // namespace binadaya::registry::domain
