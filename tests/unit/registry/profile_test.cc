#include "services/registry/domain/profile.h"

#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/registry/judgements.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr ProfileState kStates[] = {ProfileState::kSubmitted, ProfileState::kConsolidated,
                                    ProfileState::kDisputed,  ProfileState::kVerified,
                                    ProfileState::kValid,     ProfileState::kExpired};

// Disputed in M.03 where `state` is, as ratings of that state are.
Profile In(ProfileState state) {
  std::vector<Rating> ratings = {Supervisor(2)};
  if (state == ProfileState::kSubmitted) ratings = {Self(2)};
  if (state == ProfileState::kDisputed) ratings = {Self(4), Supervisor(2)};
  return Profile::Restore(
      kPerson, "campaign", state, absl::CivilDay(2026, 1, 1), absl::CivilDay(2029, 1, 1),
      std::move(ratings), {{"M.01", 3}});
}

void ExpectUnchanged(const Profile& profile, const Profile& before) {
  EXPECT_EQ(profile.state(), before.state());
  EXPECT_EQ(profile.as_of(), before.as_of());
  EXPECT_EQ(profile.valid_until(), before.valid_until());
  EXPECT_EQ(profile.ratings(), before.ratings());
  EXPECT_EQ(profile.calibrated(), before.calibrated());
}

std::vector<std::string> Competencies(const std::vector<ProfileLevel>& levels) {
  std::vector<std::string> competencies;
  competencies.reserve(levels.size());
  for (const ProfileLevel& level : levels) competencies.push_back(level.competency);
  return competencies;
}

// Record

TEST(Profile, IsSubmittedWithNothingYet) {
  const Profile profile(kPerson, "campaign");
  EXPECT_EQ(profile.state(), ProfileState::kSubmitted);
  EXPECT_EQ(profile.person(), kPerson);
  EXPECT_EQ(profile.campaign(), "campaign");
  EXPECT_THAT(profile.Levels(kToday, {}), IsEmpty());
}

TEST(Profile, StaysSubmittedUntilTheSupervisorRated) {
  Profile profile(kPerson, "campaign");
  ASSERT_TRUE(profile.Record({Self(2)}, kToday, {}).ok());
  EXPECT_EQ(profile.state(), ProfileState::kSubmitted);
  ASSERT_TRUE(profile.Record({Peer("a", 2)}, kToday, {}).ok());
  EXPECT_EQ(profile.state(), ProfileState::kSubmitted);
  ASSERT_TRUE(profile.Record({Supervisor(2)}, kToday, {}).ok());
  EXPECT_EQ(profile.state(), ProfileState::kConsolidated);
}

TEST(Profile, IsConsolidatedOnlyWhenEveryRatedCompetencyHasASupervisorOrAnAssessment) {
  Profile profile(kPerson, "campaign");
  ASSERT_TRUE(profile.Record({Supervisor(2, "M.01")}, kToday, {}).ok());
  EXPECT_EQ(profile.state(), ProfileState::kConsolidated);
  ASSERT_TRUE(profile.Record({Self(2, "M.03")}, kToday, {}).ok());
  EXPECT_EQ(profile.state(), ProfileState::kSubmitted);
  ASSERT_TRUE(profile.Record({Assessment(3)}, kToday, {}).ok());
  EXPECT_EQ(profile.state(), ProfileState::kConsolidated);
}

TEST(Profile, IsNotConsolidatedByAnAssessmentThatRanOut) {
  Profile profile(kPerson, "campaign");
  ASSERT_TRUE(profile.Record({Assessment(3, absl::CivilDay(2020, 1, 1))}, kToday, {}).ok());
  EXPECT_EQ(profile.state(), ProfileState::kSubmitted);
}

TEST(Profile, StaysSubmittedWhenNothingIsRecorded) {
  Profile profile(kPerson, "campaign");
  ASSERT_TRUE(profile.Record({}, kToday, {}).ok());
  EXPECT_EQ(profile.state(), ProfileState::kSubmitted);
}

TEST(Profile, IsDisputedByJudgementsTwoLevelsApartAndSaysWhichOnce) {
  Profile profile(kPerson, "campaign");
  ASSERT_TRUE(profile.Record({Self(4), Self(2, "M.01")}, kToday, {}).ok());

  const auto disputed = profile.Record({Supervisor(2), Supervisor(2, "M.01")}, kToday, {});

  ASSERT_TRUE(disputed.ok());
  ASSERT_THAT(Competencies(*disputed), ElementsAre("M.03"));
  EXPECT_NEAR((*disputed)[0].self_level, 4, kExact);
  EXPECT_NEAR((*disputed)[0].supervisor_level, 2, kExact);
  EXPECT_EQ(profile.state(), ProfileState::kDisputed);

  const auto again = profile.Record({Supervisor(5, "M.01")}, kToday, {});
  ASSERT_TRUE(again.ok());
  EXPECT_THAT(Competencies(*again), ElementsAre("M.01"));
}

TEST(Profile, IsNoLongerDisputedWhenTheSupervisorComesCloser) {
  Profile profile(kPerson, "campaign");
  ASSERT_TRUE(profile.Record({Self(4)}, kToday, {}).ok());
  ASSERT_TRUE(profile.Record({Supervisor(2)}, kToday, {}).ok());
  ASSERT_EQ(profile.state(), ProfileState::kDisputed);
  ASSERT_TRUE(profile.Record({Supervisor(3)}, kToday, {}).ok());
  EXPECT_EQ(profile.state(), ProfileState::kConsolidated);
}

TEST(Profile, KeepsTheLaterJudgementOfTheSameRaterInTheSameRole) {
  Profile profile(kPerson, "campaign");
  Rating later = Supervisor(3);
  later.id = "later";
  ASSERT_TRUE(profile.Record({Supervisor(2), Supervisor(2, "M.01")}, kToday, {}).ok());
  ASSERT_TRUE(profile.Record({later}, kToday, {}).ok());
  EXPECT_THAT(profile.ratings(), ElementsAre(later, Supervisor(2, "M.01")));
}

TEST(Profile, KeepsJudgementsOfOtherRatersAndOtherRoles) {
  Profile profile(kPerson, "campaign");
  const Rating as_peer = By(RaterRole::kPeer, 3, "M.03", "SUPERVISOR");
  ASSERT_TRUE(profile.Record({Supervisor(2)}, kToday, {}).ok());
  ASSERT_TRUE(profile.Record({as_peer}, kToday, {}).ok());
  ASSERT_TRUE(profile.Record({Peer("a", 3)}, kToday, {}).ok());
  EXPECT_THAT(profile.ratings(), ElementsAre(Supervisor(2), as_peer, Peer("a", 3)));
}

TEST(Profile, KeepsLevelsWithFourDecimals) {
  Profile profile(kPerson, "campaign");
  ASSERT_TRUE(profile.Record({Supervisor(5.0 / 3)}, kToday, {}).ok());
  EXPECT_NEAR(profile.ratings()[0].level, 1.6667, kExact);
}

TEST(Profile, Prof01LetsOnlyThePersonRateAsSelfAndOnlyAsSelf) {
  const Rating stranger = By(RaterRole::kSelf, 3, "M.03", "somebody");
  const Rating own_supervisor = By(RaterRole::kSupervisor, 3, "M.03", kPerson);
  const Rating own_peer = By(RaterRole::kPeer, 3, "M.03", kPerson);
  const Rating own_assessment = By(RaterRole::kAssessmentCenter, 3, "M.03", kPerson);
  for (const Rating& judgement : {stranger, own_supervisor, own_peer, own_assessment}) {
    Profile profile = In(ProfileState::kSubmitted);
    const auto status = profile.Record({judgement}, kToday, {}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(Rules(status), ElementsAre("PROF-01"));
    ExpectUnchanged(profile, In(ProfileState::kSubmitted));
  }
}

TEST(Profile, Prof02RecordsNothingOnceItIsVerified) {
  for (const ProfileState state : kStates) {
    Profile profile = In(state);
    const auto status = profile.Record({Supervisor(3)}, kToday, {}).status();
    if (state == ProfileState::kVerified || state == ProfileState::kValid ||
        state == ProfileState::kExpired) {
      EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << ToString(state);
      EXPECT_THAT(Rules(status), ElementsAre("PROF-02")) << ToString(state);
      EXPECT_EQ(FindingsOf(status)[0].values.at("state"), ToString(state));
      ExpectUnchanged(profile, In(state));
    } else {
      EXPECT_TRUE(status.ok()) << ToString(state);
    }
  }
}

TEST(Profile, Prof03RecordsOnlyLevelsFromZeroToFive) {
  for (const double level : {-0.0001, 5.0001, std::numeric_limits<double>::quiet_NaN()}) {
    Profile profile = In(ProfileState::kSubmitted);
    const auto status =
        profile.Record({Supervisor(3, "M.01"), Supervisor(level)}, kToday, {}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << level;
    ASSERT_THAT(Rules(status), ElementsAre("PROF-03")) << level;
    EXPECT_EQ(FindingsOf(status)[0].where, "judgements[1].level");
    ExpectUnchanged(profile, In(ProfileState::kSubmitted));
  }
  for (const double level : {0.0, 5.0}) {
    Profile profile = In(ProfileState::kSubmitted);
    EXPECT_TRUE(profile.Record({Supervisor(level)}, kToday, {}).ok()) << level;
  }
}

TEST(Profile, TellsAllThatIsWrongWithAJudgementAtOnce) {
  Profile profile = In(ProfileState::kValid);
  const Rating wrong = By(RaterRole::kSelf, 6, "M.03", "somebody");
  const auto status = profile.Record({wrong, wrong}, kToday, {}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Rules(status), ElementsAre("PROF-01", "PROF-03", "PROF-03", "PROF-02"));
}

// Calibrate

TEST(Calibration, SettlesTheLastDisputeAndConsolidates) {
  Profile profile(kPerson, "campaign");
  ASSERT_TRUE(profile.Record({Self(4), Self(5, "M.01")}, kToday, {}).ok());
  ASSERT_TRUE(profile.Record({Supervisor(2), Supervisor(2, "M.01")}, kToday, {}).ok());

  ASSERT_TRUE(profile.Calibrate("M.03", 3, kToday, {}).ok());
  EXPECT_EQ(profile.state(), ProfileState::kDisputed);
  ASSERT_TRUE(profile.Calibrate("M.01", 3.5, kToday, {}).ok());
  EXPECT_EQ(profile.state(), ProfileState::kConsolidated);

  const std::vector<ProfileLevel> levels = profile.Levels(kToday, {});
  ASSERT_THAT(Competencies(levels), ElementsAre("M.01", "M.03"));
  EXPECT_NEAR(levels[1].level, 3, kExact);
  EXPECT_EQ(levels[1].basis, "CALIBRATION");
  EXPECT_FALSE(levels[1].disputed);
  EXPECT_EQ(levels[1].self_level, 0);
  EXPECT_EQ(levels[1].supervisor_level, 0);
  EXPECT_THAT(levels[1].ratings, UnorderedElementsAre("SUPERVISOR/M.03", "person/M.03"));
}

TEST(Calibration, LeavesAProfileSubmittedThatLacksASupervisorElsewhere) {
  Profile profile(kPerson, "campaign");
  ASSERT_TRUE(profile.Record({Self(4), Self(2, "M.01")}, kToday, {}).ok());
  ASSERT_TRUE(profile.Record({Supervisor(2)}, kToday, {}).ok());
  ASSERT_TRUE(profile.Calibrate("M.03", 3, kToday, {}).ok());
  EXPECT_EQ(profile.state(), ProfileState::kSubmitted);
}

TEST(Calibration, Prof04IsOnlyOfADisputedCompetency) {
  for (const ProfileState state : kStates) {
    Profile profile = In(state);
    const absl::Status status = profile.Calibrate("M.03", 3, kToday, {});
    if (state == ProfileState::kDisputed) {
      EXPECT_TRUE(status.ok());
      EXPECT_EQ(profile.state(), ProfileState::kConsolidated);
      continue;
    }
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << ToString(state);
    EXPECT_THAT(Rules(status), ElementsAre("PROF-04")) << ToString(state);
    ExpectUnchanged(profile, In(state));
  }
  Profile profile = In(ProfileState::kDisputed);
  EXPECT_THAT(Rules(profile.Calibrate("M.02", 3, kToday, {})), ElementsAre("PROF-04"));
  ExpectUnchanged(profile, In(ProfileState::kDisputed));
}

TEST(Calibration, Prof04NeverReopensAVerifiedProfileWhoseJudgementsAreApart) {
  Profile profile = Profile::Restore(
      kPerson, "campaign", ProfileState::kVerified, kToday, kToday, {Self(4), Supervisor(2)}, {});
  EXPECT_THAT(Rules(profile.Calibrate("M.03", 3, kToday, {})), ElementsAre("PROF-04"));
  EXPECT_EQ(profile.state(), ProfileState::kVerified);
}

TEST(Calibration, Prof03IsToALevelFromZeroToFive) {
  for (const double level : {-1.0, 5.5, std::numeric_limits<double>::quiet_NaN()}) {
    Profile profile = In(ProfileState::kDisputed);
    const absl::Status status = profile.Calibrate("M.03", level, kToday, {});
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << level;
    EXPECT_THAT(Rules(status), ElementsAre("PROF-03")) << level;
    ExpectUnchanged(profile, In(ProfileState::kDisputed));
  }
  Profile profile = In(ProfileState::kValid);
  EXPECT_THAT(Rules(profile.Calibrate("M.03", 9, kToday, {})), ElementsAre("PROF-04", "PROF-03"));
}

// A profile whose M.03 was settled at 3 between self 4 and supervisor 2.
Profile Calibrated() {
  Profile profile = In(ProfileState::kDisputed);
  EXPECT_TRUE(profile.Calibrate("M.03", 3, kToday, {}).ok());
  return profile;
}

TEST(Calibration, StandsWhenTheSameIsJudgedAgainAndWhenPeersJudge) {
  for (const Rating& judgement : {Self(4), Supervisor(2), Peer("a", 5), Supervisor(4, "M.01")}) {
    Profile profile = Calibrated();
    const auto disputed = profile.Record({judgement}, kToday, {});
    ASSERT_TRUE(disputed.ok());
    EXPECT_THAT(*disputed, IsEmpty());
    EXPECT_EQ(profile.state(), ProfileState::kConsolidated);
    EXPECT_TRUE(profile.calibrated().contains("M.03"));
  }
}

TEST(Calibration, LapsesWhenSelfSupervisorOrAssessmentCentreJudgesOtherwise) {
  Profile self = Calibrated();
  EXPECT_THAT(Competencies(*self.Record({Self(5)}, kToday, {})), ElementsAre("M.03"));
  EXPECT_EQ(self.state(), ProfileState::kDisputed);

  Profile supervisor = Calibrated();
  EXPECT_THAT(*supervisor.Record({Supervisor(3)}, kToday, {}), IsEmpty());
  EXPECT_EQ(supervisor.Levels(kToday, {})[0].basis, "MULTI_RATER");

  Profile assessment = Calibrated();
  EXPECT_THAT(*assessment.Record({Assessment(1)}, kToday, {}), IsEmpty());
  EXPECT_EQ(assessment.Levels(kToday, {})[0].basis, "ASSESSMENT_CENTER");
}

// Verify, Validate, Expire

TEST(Verification, Prof05IsOnlyOfAConsolidatedProfile) {
  for (const ProfileState state : kStates) {
    Profile profile = In(state);
    const absl::Status status = profile.Verify();
    if (state == ProfileState::kConsolidated) {
      EXPECT_TRUE(status.ok());
      EXPECT_EQ(profile.state(), ProfileState::kVerified);
      continue;
    }
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << ToString(state);
    ASSERT_THAT(Rules(status), ElementsAre("PROF-05")) << ToString(state);
    EXPECT_EQ(FindingsOf(status)[0].values.at("state"), ToString(state));
    ExpectUnchanged(profile, In(state));
  }
}

TEST(Verification, Prof05SaysWhatIsMissing) {
  Profile submitted = Profile::Restore(
      kPerson, "campaign", ProfileState::kSubmitted, kToday, kToday,
      {Self(2, "M.01"), Self(2), Supervisor(2), Self(2, "M.07")}, {});
  const Findings missing = FindingsOf(submitted.Verify());
  ASSERT_EQ(missing.size(), 1u);
  EXPECT_EQ(missing[0].values.at("competencies"), "M.01, M.07");
  EXPECT_THAT(missing[0].message.en, HasSubstr("M.01, M.07"));
  EXPECT_THAT(missing[0].message.id, HasSubstr("M.01, M.07"));

  Profile nothing(kPerson, "campaign");
  EXPECT_FALSE(FindingsOf(nothing.Verify())[0].values.contains("competencies"));

  Profile disputed = In(ProfileState::kDisputed);
  EXPECT_THAT(disputed.Verify().message(), HasSubstr("calibration meeting"));
  Profile verified = In(ProfileState::kVerified);
  EXPECT_THAT(verified.Verify().message(), HasSubstr("already"));
  Profile expired = In(ProfileState::kExpired);
  EXPECT_THAT(expired.Verify().message(), HasSubstr("new rating campaign"));
}

TEST(Validation, MakesAVerifiedProfileValidForThreeYears) {
  Profile profile = In(ProfileState::kVerified);
  ASSERT_TRUE(profile.Validate(kToday, {}).ok());
  EXPECT_EQ(profile.state(), ProfileState::kValid);
  EXPECT_EQ(profile.as_of(), kToday);
  EXPECT_EQ(profile.valid_until(), absl::CivilDay(2029, 3, 2));
}

TEST(Validation, FollowsTheValidityInForceAndEndsOnADayThatExists) {
  Profile profile = In(ProfileState::kVerified);
  RatingPolicy policy;
  policy.profile_validity_years = 1;
  ASSERT_TRUE(profile.Validate(absl::CivilDay(2028, 2, 29), policy).ok());
  EXPECT_EQ(profile.valid_until(), absl::CivilDay(2029, 3, 1));
}

TEST(Validation, Prof06IsOnlyOfAVerifiedProfile) {
  const std::map<ProfileState, std::string> advice = {
      {ProfileState::kSubmitted, "verify it first"},
      {ProfileState::kConsolidated, "verify it first"},
      {ProfileState::kDisputed, "verify it first"},
      {ProfileState::kValid, "already"},
      {ProfileState::kExpired, "new rating campaign"}};
  for (const auto& [state, text] : advice) {
    Profile profile = In(state);
    const absl::Status status = profile.Validate(kToday, {});
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << ToString(state);
    EXPECT_THAT(Rules(status), ElementsAre("PROF-06")) << ToString(state);
    EXPECT_THAT(status.message(), HasSubstr(text)) << ToString(state);
    ExpectUnchanged(profile, In(state));
  }
}

TEST(Expiry, Prof07ComesOnTheDayThatValidityEndsAndNotBefore) {
  Profile profile = In(ProfileState::kValid);
  const absl::Status early = profile.Expire(absl::CivilDay(2028, 12, 31));
  EXPECT_EQ(early.code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_THAT(Rules(early), ElementsAre("PROF-07"));
  EXPECT_EQ(FindingsOf(early)[0].values.at("valid_until"), "2029-01-01");
  ExpectUnchanged(profile, In(ProfileState::kValid));

  EXPECT_TRUE(profile.Expire(absl::CivilDay(2029, 1, 1)).ok());
  EXPECT_EQ(profile.state(), ProfileState::kExpired);
  Profile late = In(ProfileState::kValid);
  EXPECT_TRUE(late.Expire(absl::CivilDay(2031, 1, 1)).ok());
}

TEST(Expiry, Prof07IsOnlyOfAValidProfile) {
  for (const ProfileState state : kStates) {
    if (state == ProfileState::kValid) continue;
    Profile profile = In(state);
    const absl::Status status = profile.Expire(absl::CivilDay(2031, 1, 1));
    EXPECT_THAT(Rules(status), ElementsAre("PROF-07")) << ToString(state);
    ExpectUnchanged(profile, In(state));
  }
}

TEST(Profile, GoesFromRatingsToExpiry) {
  Profile profile(kPerson, "campaign");
  ASSERT_TRUE(profile.Record({Self(4)}, kToday, {}).ok());
  ASSERT_TRUE(profile.Record({Supervisor(2)}, kToday, {}).ok());
  ASSERT_TRUE(profile.Calibrate("M.03", 3, kToday, {}).ok());
  ASSERT_TRUE(profile.Verify().ok());
  ASSERT_TRUE(profile.Validate(kToday, {}).ok());
  ASSERT_TRUE(profile.Expire(absl::CivilDay(2029, 3, 2)).ok());
  EXPECT_EQ(profile.state(), ProfileState::kExpired);
}

TEST(Names, OfRolesAndStatesAreThoseOfTheApi) {
  EXPECT_EQ(ToString(RaterRole::kSelf), "SELF");
  EXPECT_EQ(ToString(RaterRole::kSupervisor), "SUPERVISOR");
  EXPECT_EQ(ToString(RaterRole::kPeer), "PEER");
  EXPECT_EQ(ToString(RaterRole::kAssessmentCenter), "ASSESSMENT_CENTER");
  std::vector<std::string> names;
  for (const ProfileState state : kStates) names.emplace_back(ToString(state));
  EXPECT_THAT(
      names, ElementsAre("SUBMITTED", "CONSOLIDATED", "DISPUTED", "VERIFIED", "VALID", "EXPIRED"));
}

}  // namespace
}  // namespace binadaya::registry::domain
