#include "services/registry/domain/gap.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/exact.h"

namespace binadaya::registry::domain {
namespace {

using test::kExact;
using ::testing::IsEmpty;

std::vector<Standard> NineAt(int level) {
  std::vector<Standard> standards;
  for (int i = 1; i <= 8; ++i) standards.push_back({"M.0" + std::to_string(i), level});
  standards.push_back({"SK.01", level});
  return standards;
}

TEST(Gap, F01OfALurahInCommunicationIsOneAndLow) {
  const std::vector<Gap> gaps = MeasureGaps({{"M.03", 2}}, {{"M.03", 1}}, {});

  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_EQ(gaps[0].competency, "M.03");
  EXPECT_EQ(gaps[0].required, 2);
  EXPECT_NEAR(gaps[0].actual, 1, kExact);
  EXPECT_NEAR(gaps[0].gap, 1, kExact);
  EXPECT_EQ(gaps[0].severity, Severity::kLow);
}

TEST(Gap, F02OfAChecklistLevelIsAFraction) {
  const std::vector<Gap> gaps = MeasureGaps({{"M.03", 2}}, {{"M.03", 1.6667}}, {});

  EXPECT_NEAR(gaps[0].gap, 0.33, 0.005);
  EXPECT_NEAR(gaps[0].gap, 0.3333, kExact);
  EXPECT_EQ(gaps[0].severity, Severity::kLow);
}

TEST(Gap, OfASurplusIsNegativeAndNone) {
  const std::vector<Gap> gaps = MeasureGaps({{"M.03", 2}}, {{"M.03", 3.5}}, {});

  EXPECT_NEAR(gaps[0].gap, -1.5, kExact);
  EXPECT_EQ(gaps[0].severity, Severity::kNone);
}

// Rows 14 and 20: not known is no level.
TEST(Gap, OfACompetencyNeverRatedIsNone) {
  EXPECT_THAT(MeasureGaps({{"M.03", 3}}, {{"M.04", 5}}, {}), IsEmpty());
  EXPECT_EQ(MeasureGaps({{"M.03", 3}}, {{"M.03", 0}}, {})[0].gap, 3) << "rated below level 1";
}

TEST(Gaps, StandInTheOrderOfTheStandards) {
  const std::vector<Gap> gaps =
      MeasureGaps({{"T.01", 1}, {"M.01", 2}}, {{"M.01", 2}, {"T.01", 1}}, {});

  ASSERT_EQ(gaps.size(), 2u);
  EXPECT_EQ(gaps[0].competency, "T.01");
  EXPECT_EQ(gaps[1].competency, "M.01");
  EXPECT_THAT(MeasureGaps({}, {{"M.01", 2}}, {}), IsEmpty());
}

TEST(Severity, IsNoneLowMediumHighByTheSizeOfTheDeficit) {
  const std::vector<std::pair<double, Severity>> sizes = {
      {-2, Severity::kNone},       {0, Severity::kNone},     {0.0001, Severity::kLow},
      {1, Severity::kLow},         {1.9999, Severity::kLow}, {2, Severity::kMedium},
      {2.9999, Severity::kMedium}, {3, Severity::kHigh},     {5, Severity::kHigh}};
  for (const auto& [gap, severity] : sizes) EXPECT_EQ(SeverityOf(gap, {}), severity) << gap;
}

TEST(Severity, FollowsThePolicyInForce) {
  BandPolicy policy;
  policy.medium = 1;
  policy.high = 1.5;
  EXPECT_EQ(SeverityOf(1, policy), Severity::kMedium);
  EXPECT_EQ(MeasureGaps({{"M.03", 2}}, {{"M.03", 0.5}}, policy)[0].severity, Severity::kHigh);
}

TEST(JobPersonMatch, F03OfTheWorkedExampleIsPoor) {
  const std::vector<double> actual = {2, 2, 1, 2, 1, 1, 2, 1, 2};
  std::map<std::string, double> levels;
  const std::vector<Standard> standards = NineAt(2);
  for (size_t i = 0; i < standards.size(); ++i) levels[standards[i].competency] = actual[i];

  const double match = JobPersonMatch(MeasureGaps(standards, levels, {}));

  EXPECT_NEAR(match, 77.8, 0.05);
  EXPECT_NEAR(match, 77.7778, kExact);
  EXPECT_EQ(MatchBandOf(match, {}), MatchBand::kPoor);
}

TEST(JobPersonMatch, F03LetsNoSurplusHideADeficit) {
  const double match =
      JobPersonMatch(MeasureGaps({{"M.01", 2}, {"M.02", 2}}, {{"M.01", 5}, {"M.02", 1}}, {}));

  EXPECT_NEAR(match, 75, kExact);
}

// Row 14: two of nine rated at standard match in what is known.
TEST(JobPersonMatch, F03RunsOverWhatIsBothRequiredAndRated) {
  const std::vector<Gap> gaps = MeasureGaps(NineAt(2), {{"M.01", 2}, {"M.02", 1}, {"T.01", 5}}, {});
  ASSERT_EQ(gaps.size(), 2u);
  EXPECT_NEAR(JobPersonMatch(gaps), 75, kExact);
}

TEST(JobPersonMatch, IsZeroWithoutStandards) { EXPECT_EQ(JobPersonMatch({}), 0); }

TEST(MatchBand, ChangesAtSeventyEightAndNinety) {
  EXPECT_EQ(MatchBandOf(77.9999, {}), MatchBand::kPoor);
  EXPECT_EQ(MatchBandOf(78, {}), MatchBand::kFair);
  EXPECT_EQ(MatchBandOf(89.9999, {}), MatchBand::kFair);
  EXPECT_EQ(MatchBandOf(90, {}), MatchBand::kOptimal);
  EXPECT_EQ(MatchBandOf(100, {}), MatchBand::kOptimal);
  BandPolicy policy;
  policy.match_fair = 60;
  policy.match_optimal = 70;
  EXPECT_EQ(MatchBandOf(60, policy), MatchBand::kFair);
  EXPECT_EQ(MatchBandOf(70, policy), MatchBand::kOptimal);
}

TEST(Scores, KeepFourDecimalsHalfAwayFromZero) {
  EXPECT_NEAR(Round4(5.0 / 3), 1.6667, kExact);
  EXPECT_NEAR(Round4(1.00004), 1.0, kExact);
  EXPECT_NEAR(Round4(1.00005), 1.0001, kExact);
  EXPECT_NEAR(Round4(-1.00005), -1.0001, kExact);
  // A double holds these halves a hair too low.
  EXPECT_NEAR(Round4(0.00015), 0.0002, kExact);
  EXPECT_NEAR(Round4(1.00185), 1.0019, kExact);
  EXPECT_NEAR(Round4(-1.00185), -1.0019, kExact);
  EXPECT_NEAR(Round4(50.00055), 50.0006, kExact);
  EXPECT_NEAR(Round4(0.12345), 0.1235, kExact);
  EXPECT_NEAR(Round4(66.00005), 66.0001, kExact);
  EXPECT_NEAR(Round4(1.000049), 1.0, kExact);
  EXPECT_FALSE(std::signbit(Round4(-0.00001)));
  EXPECT_EQ(Round4(0), 0);
}

TEST(Names, OfSeveritiesAndBandsAreThoseOfTheApi) {
  EXPECT_EQ(ToString(Severity::kNone), "NONE");
  EXPECT_EQ(ToString(Severity::kLow), "LOW");
  EXPECT_EQ(ToString(Severity::kMedium), "MEDIUM");
  EXPECT_EQ(ToString(Severity::kHigh), "HIGH");
  EXPECT_EQ(ToString(MatchBand::kOptimal), "OPTIMAL");
  EXPECT_EQ(ToString(MatchBand::kFair), "FAIR");
  EXPECT_EQ(ToString(MatchBand::kPoor), "POOR");
}

}  // namespace
}  // namespace binadaya::registry::domain
