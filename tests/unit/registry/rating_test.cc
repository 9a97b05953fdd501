#include "services/registry/domain/rating.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/registry/judgements.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

// F-02

TEST(Checklist, F02OfTheWorkedExampleIsOneAndTwoThirds) {
  const auto level = LevelFromChecklist({{1, 3, 3}, {2, 2, 3}});
  ASSERT_TRUE(level.ok());
  EXPECT_NEAR(*level, 1.67, 0.005);
  EXPECT_NEAR(*level, 1.6667, kExact);
}

TEST(Checklist, F02CountsNothingAboveALevelThatIsNotFull) {
  EXPECT_NEAR(*LevelFromChecklist({{1, 2, 3}, {2, 3, 3}, {3, 3, 3}}), 0.6667, kExact);
  EXPECT_NEAR(*LevelFromChecklist({{1, 3, 3}, {2, 0, 3}, {3, 3, 3}}), 1, kExact);
}

TEST(Checklist, F02TakesLevelsThatAreAbsentAsNotTicked) {
  EXPECT_NEAR(*LevelFromChecklist({}), 0, kExact);
  EXPECT_NEAR(*LevelFromChecklist({{1, 3, 3}}), 1, kExact);
  EXPECT_NEAR(*LevelFromChecklist({{2, 3, 3}}), 0, kExact);
  EXPECT_NEAR(*LevelFromChecklist({{1, 3, 3}, {3, 3, 3}}), 1, kExact);
}

TEST(Checklist, F02DoesNotMindTheOrder) {
  EXPECT_NEAR(*LevelFromChecklist({{3, 1, 4}, {1, 3, 3}, {2, 2, 2}}), 2.25, kExact);
}

TEST(Checklist, F02EndsAtLevelFive) {
  EXPECT_NEAR(
      *LevelFromChecklist({{1, 1, 1}, {2, 1, 1}, {3, 1, 1}, {4, 1, 1}, {5, 1, 1}}), 5, kExact);
}

TEST(Checklist, ThatCannotBeIsRefusedForGood) {
  const std::vector<std::vector<Checklist>> impossible = {
      {{1, 4, 3}},             // more ticked than there are
      {{1, 3, 3}, {1, 2, 3}},  // a level twice
      {{1, -1, 3}},
      {{1, 0, 0}},
      {{1, 0, -3}},
      {{0, 1, 3}},
      {{6, 1, 3}}};
  for (const auto& checklist : impossible) {
    const auto level = LevelFromChecklist(checklist);
    EXPECT_EQ(level.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(Rules(level.status()), ElementsAre("F-02"));
  }
  EXPECT_EQ(
      FindingsOf(LevelFromChecklist({{1, 3, 3}, {1, 2, 3}}).status())[0].where, "checklist[1]");
}

// F-04

TEST(Ratings, F04OfTheWorkedExampleComeToTwoPointTwentySeven) {
  const ProfileLevel level =
      Combine({Supervisor(2), Peer("a", 2), Peer("b", 2), Peer("c", 3), Self(3)}, kMarch2, {});

  EXPECT_NEAR(level.level, 2.27, 0.005);
  EXPECT_NEAR(level.level, 2.2667, kExact);
  EXPECT_EQ(level.competency, "M.03");
  EXPECT_EQ(level.basis, "MULTI_RATER");
  EXPECT_FALSE(level.disputed);
  EXPECT_THAT(
      level.ratings,
      UnorderedElementsAre("SUPERVISOR/M.03", "a/M.03", "b/M.03", "c/M.03", "person/M.03"));
}

TEST(Ratings, F04SpreadTheWeightOfThoseAbsentOverThosePresent) {
  EXPECT_NEAR(
      Combine({Supervisor(2), Self(3)}, kMarch2, {}).level, 2.25,
      kExact);  // (0.6*2 + 0.2*3) / 0.8
  EXPECT_NEAR(Combine({Supervisor(2)}, kMarch2, {}).level, 2, kExact);
  EXPECT_NEAR(Combine({Self(3)}, kMarch2, {}).level, 3, kExact);
  EXPECT_NEAR(Combine({}, kMarch2, {}).level, 0, kExact);
}

TEST(Ratings, F04CountPeersOnlyFromThreeOn) {
  const ProfileLevel two = Combine({Supervisor(2), Peer("a", 5), Peer("b", 5)}, kMarch2, {});
  EXPECT_NEAR(two.level, 2, kExact);
  EXPECT_THAT(two.ratings, ElementsAre("SUPERVISOR/M.03"));

  const ProfileLevel three =
      Combine({Supervisor(2), Peer("a", 4), Peer("b", 4), Peer("c", 4)}, kMarch2, {});
  EXPECT_NEAR(three.level, 2.5, kExact);  // (0.6*2 + 0.2*4) / 0.8

  RatingPolicy policy;
  policy.min_peers = 2;
  EXPECT_NEAR(
      Combine({Supervisor(2), Peer("a", 4), Peer("b", 4)}, kMarch2, policy).level, 2.5, kExact);
}

TEST(Ratings, F04FollowTheWeightsInForce) {
  RatingPolicy policy;
  policy.supervisor = 0.5;
  policy.self = 0.5;
  EXPECT_NEAR(Combine({Supervisor(2), Self(3)}, kMarch2, policy).level, 2.5, kExact);
  policy.supervisor = 0;
  EXPECT_NEAR(Combine({Supervisor(2)}, kMarch2, policy).level, 0, kExact);
}

TEST(Ratings, F04LetAnAssessmentThatHoldsStandAlone) {
  const ProfileLevel level = Combine({Self(5), Supervisor(1), Assessment(3)}, kMarch2, {});

  EXPECT_NEAR(level.level, 3, kExact);
  EXPECT_EQ(level.basis, "ASSESSMENT_CENTER");
  EXPECT_FALSE(level.disputed);
  EXPECT_THAT(level.ratings, ElementsAre("ASSESSMENT_CENTER/M.03"));
}

TEST(Ratings, F04LetAnAssessmentHoldForThreeYears) {
  const std::vector<Rating> ratings = {Assessment(4, absl::CivilDay(2023, 3, 3)), Supervisor(2)};
  EXPECT_EQ(Combine(ratings, absl::CivilDay(2026, 3, 2), {}).basis, "ASSESSMENT_CENTER");
  const ProfileLevel after = Combine(ratings, absl::CivilDay(2026, 3, 3), {});
  EXPECT_EQ(after.basis, "MULTI_RATER");
  EXPECT_NEAR(after.level, 2, kExact);
  EXPECT_THAT(after.ratings, ElementsAre("SUPERVISOR/M.03"));
  RatingPolicy policy;
  policy.assessment_validity_years = 4;
  EXPECT_EQ(Combine(ratings, absl::CivilDay(2026, 3, 3), policy).basis, "ASSESSMENT_CENTER");
}

TEST(Ratings, F04TakeTheLatestAssessment) {
  const Rating earlier = Assessment(2, absl::CivilDay(2025, 1, 1));
  const Rating later = Assessment(4, absl::CivilDay(2026, 1, 1));
  EXPECT_NEAR(Combine({earlier, later}, kMarch2, {}).level, 4, kExact);
  EXPECT_NEAR(Combine({later, earlier}, kMarch2, {}).level, 4, kExact);
}

TEST(Ratings, F04CountSubordinatesWithThePeers) {
  const Rating below = By(RaterRole::kSubordinate, 5, "M.03", "d");
  EXPECT_NEAR(Combine({Supervisor(2), Peer("a", 3), below}, kMarch2, {}).level, 2, kExact);
  const ProfileLevel three =
      Combine({Supervisor(2), Peer("a", 2), Peer("b", 2), below}, kMarch2, {});
  EXPECT_NEAR(three.level, 2.25, kExact);  // (0.6*2 + 0.2*3) / 0.8
}

TEST(Ratings, LetATestOrAcceptedEvidenceOfATechnicalCompetencyStandAlone) {
  const ProfileLevel level =
      Combine({By(RaterRole::kSupervisor, 1, "T.01"), Tested(4)}, kMarch2, {});
  EXPECT_NEAR(level.level, 4, kExact);
  EXPECT_EQ(level.basis, "TEST");
  EXPECT_TRUE(level.stands_alone);
  EXPECT_EQ(Combine({By(RaterRole::kEvidence, 3, "T.01")}, kMarch2, {}).basis, "EVIDENCE");
}

// Row 20: from what was seen, not from when it was validated.
TEST(Ratings, HoldForThreeYearsFromTheNewestThatTheyRestOn) {
  const Rating supervisor = By(RaterRole::kSupervisor, 2, "M.03", "", absl::CivilDay(2025, 5, 1));
  const Rating self = By(RaterRole::kSelf, 2, "M.03", "", absl::CivilDay(2026, 1, 31));
  const Rating peer = By(RaterRole::kPeer, 2, "M.03", "a", absl::CivilDay(2026, 2, 28));
  const ProfileLevel mixed = Combine({supervisor, self, peer}, kMarch2, {});
  EXPECT_EQ(mixed.seen, absl::CivilDay(2026, 1, 31)) << "one peer is not counted";
  EXPECT_EQ(mixed.until, absl::CivilDay(2029, 1, 31));

  const Rating assessed = Assessment(3, absl::CivilDay(2024, 2, 29));
  RatingPolicy policy;
  policy.profile_validity_years = 9;
  const ProfileLevel alone = Combine({supervisor, self, assessed}, kMarch2, policy);
  EXPECT_EQ(alone.seen, absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(alone.until, absl::CivilDay(2027, 3, 1)) << "a day that exists";
}

TEST(Ratings, TwoLevelsApartAreDisputed) {
  const ProfileLevel level = Combine({Self(4), Supervisor(2)}, kMarch2, {});
  EXPECT_TRUE(level.disputed);
  EXPECT_NEAR(level.self_level, 4, kExact);
  EXPECT_NEAR(level.supervisor_level, 2, kExact);
  EXPECT_TRUE(Combine({Self(1), Supervisor(3)}, kMarch2, {}).disputed);
}

TEST(Ratings, LessThanTwoLevelsApartAreNotDisputed) {
  const ProfileLevel level = Combine({Self(3.9999), Supervisor(2)}, kMarch2, {});
  EXPECT_FALSE(level.disputed);
  EXPECT_EQ(level.self_level, 0);
  EXPECT_EQ(level.supervisor_level, 0);
  EXPECT_FALSE(Combine({Self(5)}, kMarch2, {}).disputed);
  EXPECT_FALSE(Combine({Supervisor(5)}, kMarch2, {}).disputed);
}

TEST(Ratings, TwoLevelsApartAreDisputedAlsoWhereADoubleFallsShort) {
  // Each is 2 apart on paper and 1.9999999999999996 or so as doubles.
  for (const auto& [self, supervisor] :
       {std::pair(2.1, 0.1), {3.3, 1.3}, {4.4001, 2.4001}, {2.3, 0.3}}) {
    EXPECT_TRUE(Combine({Self(self), Supervisor(supervisor)}, kMarch2, {}).disputed)
        << self << " " << supervisor;
  }
  RatingPolicy policy;
  policy.dispute_distance = 1;
  EXPECT_TRUE(Combine({Self(3), Supervisor(2)}, kMarch2, policy).disputed);
}

}  // namespace
}  // namespace binadaya::registry::domain
