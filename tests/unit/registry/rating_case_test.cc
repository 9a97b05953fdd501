#include "services/registry/domain/rating_case.h"

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

constexpr CaseState kStates[] = {CaseState::kSubmitted, CaseState::kConsolidated,
                                 CaseState::kDisputed,  CaseState::kVerified,
                                 CaseState::kValid,     CaseState::kExpired};

// Today, with nothing demanded and nobody invited.
Setting Now() {
  Setting setting;
  setting.today = kMarch2;
  return setting;
}

// A post that demands M.01 and M.03, and a person who is invited with his superior.
Setting OfAPost() {
  Setting setting = Now();
  setting.required = {"M.01", "M.03"};
  setting.invited = {{kPerson, RaterRole::kSelf}, {"", RaterRole::kSupervisor}};
  return setting;
}

RatingCase Fresh() { return RatingCase(kPerson, "campaign"); }

// Disputed in M.03 where `state` is, as ratings of that state are.
RatingCase In(CaseState state) {
  CaseContent content;
  content.state = state;
  content.ratings = {Supervisor(2)};
  if (state == CaseState::kSubmitted) content.ratings = {Self(2)};
  if (state == CaseState::kDisputed) content.ratings = {Self(4), Supervisor(2)};
  content.calibrated = {{"M.01", {.level = 3, .by = {"pic"}, .on = kMarch2, .note = "rapat"}}};
  return RatingCase(kPerson, "campaign", std::move(content));
}

Decision Agreed(double level, std::string by = "pic") {
  return {.level = level, .by = {std::move(by)}, .on = kMarch2, .note = "rapat"};
}
LeftOut Why(std::string by = "pic") { return {"belum dikerjakan", std::move(by), kMarch2}; }

std::vector<std::string> Competencies(const std::vector<ProfileLevel>& levels) {
  std::vector<std::string> competencies;
  competencies.reserve(levels.size());
  for (const ProfileLevel& level : levels) competencies.push_back(level.competency);
  return competencies;
}

// Record

TEST(RatingCase, IsSubmittedWithNothingYet) {
  const RatingCase one = Fresh();
  EXPECT_EQ(one.state(), CaseState::kSubmitted);
  EXPECT_EQ(one.person(), kPerson);
  EXPECT_EQ(one.campaign(), "campaign");
  EXPECT_THAT(one.Levels(Now()), IsEmpty());
}

TEST(RatingCase, StaysSubmittedUntilTheSupervisorRated) {
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Self(2)}, Now()).ok());
  EXPECT_EQ(one.state(), CaseState::kSubmitted);
  ASSERT_TRUE(one.Record({Peer("a", 2)}, Now()).ok());
  EXPECT_EQ(one.state(), CaseState::kSubmitted);
  ASSERT_TRUE(one.Record({Supervisor(2)}, Now()).ok());
  EXPECT_EQ(one.state(), CaseState::kConsolidated);
}

TEST(RatingCase, IsConsolidatedOnlyWhenEveryRatedCompetencyHasASupervisorOrAnAssessment) {
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Supervisor(2, "M.01")}, Now()).ok());
  EXPECT_EQ(one.state(), CaseState::kConsolidated);
  ASSERT_TRUE(one.Record({Self(2, "M.03")}, Now()).ok());
  EXPECT_EQ(one.state(), CaseState::kSubmitted);
  ASSERT_TRUE(one.Record({Assessment(3)}, Now()).ok());
  EXPECT_EQ(one.state(), CaseState::kConsolidated);
}

TEST(RatingCase, IsNotConsolidatedByAnAssessmentThatRanOut) {
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Assessment(3, absl::CivilDay(2020, 1, 1))}, Now()).ok());
  EXPECT_EQ(one.state(), CaseState::kSubmitted);
}

TEST(RatingCase, IsDisputedByJudgementsTwoLevelsApartAndSaysWhichOnce) {
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Self(4), Self(2, "M.01")}, Now()).ok());

  const auto disputed = one.Record({Supervisor(2), Supervisor(2, "M.01")}, Now());

  ASSERT_TRUE(disputed.ok());
  ASSERT_THAT(Competencies(*disputed), ElementsAre("M.03"));
  EXPECT_NEAR((*disputed)[0].self_level, 4, kExact);
  EXPECT_NEAR((*disputed)[0].supervisor_level, 2, kExact);
  EXPECT_EQ(one.state(), CaseState::kDisputed);

  const auto again = one.Record({Supervisor(5, "M.01")}, Now());
  ASSERT_TRUE(again.ok());
  EXPECT_THAT(Competencies(*again), ElementsAre("M.01"));
}

TEST(RatingCase, IsNoLongerDisputedWhenTheSupervisorComesCloser) {
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Self(4)}, Now()).ok());
  ASSERT_TRUE(one.Record({Supervisor(2)}, Now()).ok());
  ASSERT_EQ(one.state(), CaseState::kDisputed);
  ASSERT_TRUE(one.Record({Supervisor(3)}, Now()).ok());
  EXPECT_EQ(one.state(), CaseState::kConsolidated);
}

TEST(RatingCase, KeepsTheLaterJudgementOfTheSameRater) {
  RatingCase one = Fresh();
  Rating later = Supervisor(3);
  later.id = "later";
  ASSERT_TRUE(one.Record({Supervisor(2), Supervisor(2, "M.01")}, Now()).ok());
  ASSERT_TRUE(one.Record({later}, Now()).ok());
  EXPECT_THAT(one.content().ratings, ElementsAre(later, Supervisor(2, "M.01")));
}

TEST(RatingCase, KeepsLevelsWithFourDecimals) {
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Supervisor(5.0 / 3)}, Now()).ok());
  EXPECT_NEAR(one.content().ratings[0].level, 1.6667, kExact);
}

TEST(RatingCase, Prof01LetsOnlyThePersonRateAsSelfAndOnlyAsSelf) {
  const Rating stranger = By(RaterRole::kSelf, 3, "M.03", "somebody");
  const Rating own_supervisor = By(RaterRole::kSupervisor, 3, "M.03", kPerson);
  const Rating own_peer = By(RaterRole::kPeer, 3, "M.03", kPerson);
  const Rating own_assessment = By(RaterRole::kAssessmentCenter, 3, "M.03", kPerson);
  for (const Rating& judgement : {stranger, own_supervisor, own_peer, own_assessment}) {
    RatingCase one = Fresh();
    const auto status = one.Record({judgement}, Now()).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(Rules(status), ElementsAre("PROF-01"));
    EXPECT_EQ(one.content(), Fresh().content());
  }
}

// Row 19: one subject as supervisor and as peer.
TEST(RatingCase, Prof09LetsARaterJudgeAPersonInOneRoleOnly) {
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Supervisor(2)}, Now()).ok());
  const RatingCase before = one;
  const auto status = one.Record({By(RaterRole::kPeer, 3, "M.01", "SUPERVISOR")}, Now()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_THAT(Rules(status), ElementsAre("PROF-09"));
  EXPECT_EQ(FindingsOf(status)[0].values.at("role"), "SUPERVISOR");
  EXPECT_EQ(one.content(), before.content());
  EXPECT_TRUE(one.Record({Supervisor(2, "M.01"), Supervisor(3)}, Now()).ok());
  EXPECT_TRUE(one.Record({Peer("a", 3)}, Now()).ok());
}

TEST(RatingCase, Prof02RecordsNothingOnceItIsVerified) {
  for (const CaseState state : kStates) {
    RatingCase one = In(state);
    const auto status = one.Record({Supervisor(3)}, Now()).status();
    if (state >= CaseState::kVerified) {
      EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << ToString(state);
      EXPECT_THAT(Rules(status), ElementsAre("PROF-02")) << ToString(state);
      EXPECT_EQ(FindingsOf(status)[0].values.at("state"), ToString(state));
      EXPECT_EQ(one.content(), In(state).content());
    } else {
      EXPECT_TRUE(status.ok()) << ToString(state);
    }
  }
}

TEST(RatingCase, Prof03RecordsOnlyLevelsFromZeroToFive) {
  for (const double level : {-0.0001, 5.0001, std::numeric_limits<double>::quiet_NaN()}) {
    RatingCase one = Fresh();
    const auto status = one.Record({Supervisor(3, "M.01"), Supervisor(level)}, Now()).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << level;
    ASSERT_THAT(Rules(status), ElementsAre("PROF-03")) << level;
    EXPECT_EQ(FindingsOf(status)[0].where, "judgements[1].level");
    EXPECT_EQ(one.content(), Fresh().content());
  }
  for (const double level : {0.0, 5.0}) {
    RatingCase one = Fresh();
    EXPECT_TRUE(one.Record({Supervisor(level)}, Now()).ok()) << level;
  }
}

TEST(RatingCase, TellsAllThatIsWrongWithAJudgementAtOnce) {
  RatingCase one = In(CaseState::kValid);
  const Rating wrong = By(RaterRole::kSelf, 6, "M.03", "somebody");
  const auto status = one.Record({wrong, wrong}, Now()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Rules(status), ElementsAre("PROF-01", "PROF-03", "PROF-03", "PROF-02"));
}

// Row 14: who is awaited, what is covered.

TEST(Coverage, WaitsForAllInvitedUntilTheCampaignCloses) {
  Setting setting = OfAPost();
  setting.invited.push_back({"a", RaterRole::kPeer});
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Supervisor(2), Supervisor(2, "M.01")}, setting).ok());
  EXPECT_EQ(one.state(), CaseState::kSubmitted);
  EXPECT_THAT(one.Awaited(setting), ElementsAre(setting.invited[0], setting.invited[2]));
  ASSERT_TRUE(one.Record({Self(2)}, setting).ok());
  ASSERT_TRUE(one.Record({Peer("b", 2)}, setting).ok());
  EXPECT_THAT(one.Awaited(setting), ElementsAre(setting.invited[2])) << "another peer answered";
  const absl::Status early = one.Verify("pic", setting);
  ASSERT_THAT(Rules(early), ElementsAre("PROF-13"));
  EXPECT_EQ(FindingsOf(early)[0].values.at("raters"), "PEER a");
  ASSERT_TRUE(one.Record({Peer("a", 2)}, setting).ok());
  EXPECT_EQ(one.state(), CaseState::kConsolidated);
}

TEST(Coverage, WaitsForNobodyOnceTheCampaignIsClosed) {
  Setting setting = OfAPost();
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Supervisor(2), Supervisor(2, "M.01")}, setting).ok());
  setting.closed = true;
  one.Consolidate(setting);
  EXPECT_EQ(one.state(), CaseState::kConsolidated);
  EXPECT_TRUE(one.Verify("pic", setting).ok());
}

TEST(Coverage, WaitsForNobodyWhereEveryLevelStandsAlone) {
  Setting setting = OfAPost();
  setting.required = {"M.03"};
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Assessment(3)}, setting).ok());
  EXPECT_THAT(one.Awaited(setting), IsEmpty());
  EXPECT_EQ(one.state(), CaseState::kConsolidated);
}

TEST(Coverage, Prof12DemandsEveryCompetencyOfTheStandard) {
  const Setting setting = OfAPost();
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Supervisor(2)}, setting).ok());
  ASSERT_TRUE(one.Record({Self(2)}, setting).ok());
  EXPECT_EQ(one.state(), CaseState::kSubmitted);
  EXPECT_THAT(one.Missing(setting), ElementsAre("M.01"));
  const absl::Status status = one.Verify("pic", setting);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_THAT(Rules(status), ElementsAre("PROF-12"));
  EXPECT_EQ(FindingsOf(status)[0].values.at("competencies"), "M.01");
  EXPECT_EQ(FindingsOf(status)[0].values.at("rated"), "1");
  EXPECT_EQ(FindingsOf(status)[0].values.at("required"), "2");
  ASSERT_TRUE(one.Record({Supervisor(2, "M.01")}, setting).ok());
  EXPECT_TRUE(one.Verify("pic", setting).ok());
}

TEST(Coverage, CountsWhatIsKnownFromOtherCampaigns) {
  Setting setting = OfAPost();
  setting.known = {"M.01"};
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Supervisor(2)}, setting).ok());
  ASSERT_TRUE(one.Record({Self(2)}, setting).ok());
  EXPECT_EQ(one.state(), CaseState::kConsolidated);
  ASSERT_TRUE(one.Verify("pic", setting).ok());
  setting.known = {};  // it ran out meanwhile
  EXPECT_THAT(Rules(one.Validate("head", setting)), ElementsAre("PROF-12"));
  EXPECT_EQ(one.state(), CaseState::kVerified);
}

TEST(Coverage, MayBeLessWhereThePolicySaysSo) {
  Setting setting = OfAPost();
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Supervisor(2)}, setting).ok());
  ASSERT_TRUE(one.Record({Self(2)}, setting).ok());
  setting.policy.coverage_min = 0.5001;
  one.Consolidate(setting);
  EXPECT_EQ(one.state(), CaseState::kSubmitted);
  setting.policy.coverage_min = 0.5;
  one.Consolidate(setting);
  EXPECT_EQ(one.state(), CaseState::kConsolidated);
}

TEST(Coverage, DoesNotMissWhatIsLeftOutWithAReason) {
  const Setting setting = OfAPost();
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Supervisor(2)}, setting).ok());
  ASSERT_TRUE(one.Record({Self(2), Self(5, "M.01")}, setting).ok());
  ASSERT_TRUE(one.LeaveOut("M.01", Why(), setting).ok());
  EXPECT_EQ(one.state(), CaseState::kConsolidated);
  EXPECT_THAT(Competencies(one.Levels(setting)), ElementsAre("M.03")) << "not rated is no level";
  // Who judges it takes it in again.
  ASSERT_TRUE(one.Record({Supervisor(4, "M.01")}, setting).ok());
  EXPECT_THAT(Competencies(one.Levels(setting)), ElementsAre("M.01", "M.03"));
}

TEST(LeavingOut, Prof11IsNotOfWhatIsAnsweredFor) {
  const Setting setting = OfAPost();
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Supervisor(2)}, setting).ok());
  EXPECT_THAT(Rules(one.LeaveOut("M.03", Why(), setting)), ElementsAre("PROF-11"));
  EXPECT_THAT(Rules(one.LeaveOut("M.02", Why(), setting)), ElementsAre("PROF-14"));
  EXPECT_THAT(Rules(one.LeaveOut("M.01", Why(kPerson), setting)), ElementsAre("PROF-16"));
  EXPECT_THAT(
      Rules(In(CaseState::kVerified).LeaveOut("M.01", Why(), setting)), ElementsAre("PROF-02"));
  EXPECT_THAT(one.content().left_out, IsEmpty());
  EXPECT_TRUE(one.LeaveOut("M.01", Why(), setting).ok());
}

// Row 13: three different people, none of them the person.

TEST(Separation, LetsNeitherThePersonNorARaterVerify) {
  RatingCase one = In(CaseState::kConsolidated);
  EXPECT_THAT(Rules(one.Verify(kPerson, Now())), ElementsAre("PROF-16"));
  EXPECT_THAT(Rules(one.Verify("SUPERVISOR", Now())), ElementsAre("PROF-10"));
  EXPECT_EQ(one.state(), CaseState::kConsolidated);
  EXPECT_TRUE(one.Verify("pic", Now()).ok());
  EXPECT_EQ(one.content().verified_by, "pic");
}

TEST(Separation, LetsNeitherThePersonNorARaterNorTheVerifierValidate) {
  RatingCase one = In(CaseState::kConsolidated);
  ASSERT_TRUE(one.Verify("pic", Now()).ok());
  EXPECT_THAT(Rules(one.Validate(kPerson, Now())), ElementsAre("PROF-16"));
  EXPECT_THAT(Rules(one.Validate("SUPERVISOR", Now())), ElementsAre("PROF-10"));
  EXPECT_THAT(Rules(one.Validate("pic", Now())), ElementsAre("PROF-10"));
  EXPECT_EQ(one.state(), CaseState::kVerified);
  EXPECT_TRUE(one.Validate("head", Now()).ok());
  EXPECT_EQ(one.content().validated_by, "head");
}

TEST(Separation, LetsNobodySettleADisputeOfHisOwn) {
  RatingCase one = In(CaseState::kDisputed);
  EXPECT_THAT(Rules(one.Calibrate("M.03", Agreed(3, kPerson), Now())), ElementsAre("PROF-16"));
  EXPECT_THAT(Rules(one.Calibrate("M.03", Agreed(3, "SUPERVISOR"), Now())), ElementsAre("PROF-10"));
  Decision meeting = Agreed(3);
  meeting.by = {"pic", "SUPERVISOR", kPerson};
  EXPECT_TRUE(one.Calibrate("M.03", meeting, Now()).ok()) << "they agree, another one records";
}

// Calibrate

TEST(Calibration, SettlesTheLastDisputeAndConsolidates) {
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Self(4), Self(5, "M.01")}, Now()).ok());
  ASSERT_TRUE(one.Record({Supervisor(2), Supervisor(2, "M.01")}, Now()).ok());

  ASSERT_TRUE(one.Calibrate("M.03", Agreed(3), Now()).ok());
  EXPECT_EQ(one.state(), CaseState::kDisputed);
  ASSERT_TRUE(one.Calibrate("M.01", Agreed(3.5), Now()).ok());
  EXPECT_EQ(one.state(), CaseState::kConsolidated);

  const std::vector<ProfileLevel> levels = one.Levels(Now());
  ASSERT_THAT(Competencies(levels), ElementsAre("M.01", "M.03"));
  EXPECT_NEAR(levels[1].level, 3, kExact);
  EXPECT_EQ(levels[1].basis, "CALIBRATION");
  EXPECT_EQ(levels[1].decision, Agreed(3));
  EXPECT_FALSE(levels[1].disputed);
  EXPECT_EQ(levels[1].self_level, 0);
  EXPECT_EQ(levels[1].supervisor_level, 0);
  EXPECT_THAT(levels[1].ratings, UnorderedElementsAre("SUPERVISOR/M.03", "person/M.03"));
}

TEST(Calibration, LeavesACaseSubmittedThatLacksASupervisorElsewhere) {
  RatingCase one = Fresh();
  ASSERT_TRUE(one.Record({Self(4), Self(2, "M.01")}, Now()).ok());
  ASSERT_TRUE(one.Record({Supervisor(2)}, Now()).ok());
  ASSERT_TRUE(one.Calibrate("M.03", Agreed(3), Now()).ok());
  EXPECT_EQ(one.state(), CaseState::kSubmitted);
}

TEST(Calibration, Prof04IsOnlyOfADisputedCompetency) {
  for (const CaseState state : kStates) {
    RatingCase one = In(state);
    const absl::Status status = one.Calibrate("M.03", Agreed(3), Now());
    if (state == CaseState::kDisputed) {
      EXPECT_TRUE(status.ok());
      EXPECT_EQ(one.state(), CaseState::kConsolidated);
      continue;
    }
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << ToString(state);
    EXPECT_THAT(Rules(status), ElementsAre("PROF-04")) << ToString(state);
    EXPECT_EQ(one.content(), In(state).content());
  }
  RatingCase one = In(CaseState::kDisputed);
  EXPECT_THAT(Rules(one.Calibrate("M.02", Agreed(3), Now())), ElementsAre("PROF-04"));
}

TEST(Calibration, Prof04NeverReopensAVerifiedCaseWhoseJudgementsAreApart) {
  RatingCase one(
      kPerson, "campaign",
      {.state = CaseState::kVerified,
       .verified_by = "",
       .validated_by = "",
       .ratings = {Self(4), Supervisor(2)}});
  EXPECT_THAT(Rules(one.Calibrate("M.03", Agreed(3), Now())), ElementsAre("PROF-04"));
  EXPECT_EQ(one.state(), CaseState::kVerified);
}

TEST(Calibration, Prof03IsToALevelFromZeroToFive) {
  for (const double level : {-1.0, 5.5, std::numeric_limits<double>::quiet_NaN()}) {
    RatingCase one = In(CaseState::kDisputed);
    const absl::Status status = one.Calibrate("M.03", Agreed(level), Now());
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << level;
    EXPECT_THAT(Rules(status), ElementsAre("PROF-03")) << level;
    EXPECT_EQ(one.content(), In(CaseState::kDisputed).content());
  }
  RatingCase one = In(CaseState::kValid);
  EXPECT_THAT(Rules(one.Calibrate("M.03", Agreed(9), Now())), ElementsAre("PROF-04", "PROF-03"));
}

// A case whose M.03 was settled at 3 between self 4 and supervisor 2.
RatingCase Calibrated() {
  RatingCase one = In(CaseState::kDisputed);
  EXPECT_TRUE(one.Calibrate("M.03", Agreed(3), Now()).ok());
  return one;
}

TEST(Calibration, StandsWhenTheSameIsJudgedAgainAndWhenColleaguesJudge) {
  const Rating below = By(RaterRole::kSubordinate, 5);
  for (const Rating& judgement :
       {Self(4), Supervisor(2), Peer("a", 5), below, Supervisor(4, "M.01")}) {
    RatingCase one = Calibrated();
    const auto disputed = one.Record({judgement}, Now());
    ASSERT_TRUE(disputed.ok());
    EXPECT_THAT(*disputed, IsEmpty());
    EXPECT_EQ(one.state(), CaseState::kConsolidated);
    EXPECT_TRUE(one.content().calibrated.contains("M.03"));
  }
}

TEST(Calibration, LapsesWhenSelfSupervisorOrAssessmentCentreJudgesOtherwise) {
  RatingCase self = Calibrated();
  EXPECT_THAT(Competencies(*self.Record({Self(5)}, Now())), ElementsAre("M.03"));
  EXPECT_EQ(self.state(), CaseState::kDisputed);

  RatingCase supervisor = Calibrated();
  EXPECT_THAT(*supervisor.Record({Supervisor(3)}, Now()), IsEmpty());
  EXPECT_EQ(supervisor.Levels(Now())[0].basis, "MULTI_RATER");

  RatingCase assessment = Calibrated();
  EXPECT_THAT(*assessment.Record({Assessment(1)}, Now()), IsEmpty());
  EXPECT_EQ(assessment.Levels(Now())[0].basis, "ASSESSMENT_CENTER");
}

// Verify, Validate

TEST(Verification, Prof05IsOnlyOfAConsolidatedCase) {
  for (const CaseState state : kStates) {
    RatingCase one = In(state);
    const absl::Status status = one.Verify("pic", Now());
    if (state == CaseState::kConsolidated) {
      EXPECT_TRUE(status.ok());
      EXPECT_EQ(one.state(), CaseState::kVerified);
      continue;
    }
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << ToString(state);
    ASSERT_THAT(Rules(status), ElementsAre("PROF-05")) << ToString(state);
    EXPECT_EQ(FindingsOf(status)[0].values.at("state"), ToString(state));
    EXPECT_EQ(one.content(), In(state).content());
  }
}

TEST(Verification, SaysAllThatIsMissingAtOnce) {
  Setting setting = OfAPost();
  setting.required = {"M.01", "M.02", "M.03"};
  RatingCase submitted = Fresh();
  ASSERT_TRUE(submitted.Record({Self(2, "M.01"), Self(2), Self(2, "M.07")}, setting).ok());
  const Findings missing = FindingsOf(submitted.Verify("pic", setting));
  ASSERT_EQ(missing.size(), 3u);
  EXPECT_EQ(missing[0].rule, "PROF-05");
  EXPECT_EQ(missing[0].values.at("competencies"), "M.01, M.03, M.07");
  EXPECT_THAT(missing[0].message.en, HasSubstr("M.01, M.03, M.07"));
  EXPECT_THAT(missing[0].message.id, HasSubstr("M.01, M.03, M.07"));
  EXPECT_EQ(missing[1].rule, "PROF-12");
  EXPECT_EQ(missing[1].values.at("competencies"), "M.02");
  EXPECT_EQ(missing[2].rule, "PROF-13");
  EXPECT_EQ(missing[2].values.at("raters"), "SUPERVISOR");

  EXPECT_FALSE(FindingsOf(Fresh().Verify("pic", Now()))[0].values.contains("competencies"));
  EXPECT_THAT(
      In(CaseState::kDisputed).Verify("pic", Now()).message(), HasSubstr("calibration meeting"));
  EXPECT_THAT(In(CaseState::kVerified).Verify("pic", Now()).message(), HasSubstr("already"));
}

TEST(Validation, Prof06IsOnlyOfAVerifiedCase) {
  const std::map<CaseState, std::string> advice = {
      {CaseState::kSubmitted, "verify it first"},
      {CaseState::kConsolidated, "verify it first"},
      {CaseState::kDisputed, "verify it first"},
      {CaseState::kValid, "already"},
      {CaseState::kExpired, "already"}};
  for (const auto& [state, text] : advice) {
    RatingCase one = In(state);
    const absl::Status status = one.Validate("head", Now());
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << ToString(state);
    EXPECT_THAT(Rules(status), ElementsAre("PROF-06")) << ToString(state);
    EXPECT_THAT(status.message(), HasSubstr(text)) << ToString(state);
    EXPECT_EQ(one.content(), In(state).content());
  }
}

// Invitations

TEST(Invitation, IsOfThreeColleaguesOrMoreOrOfNobody) {
  const Invited a = {"a", RaterRole::kPeer}, b = {"b", RaterRole::kPeer},
                c = {"c", RaterRole::kSubordinate};
  const auto rules = [](const std::vector<Invited>& named) {
    std::vector<std::string> found;
    for (const Finding& finding : CheckInvited(named, kPerson, {})) found.push_back(finding.rule);
    return found;
  };
  EXPECT_THAT(rules({}), IsEmpty());
  EXPECT_THAT(rules({a, b, c}), IsEmpty());
  EXPECT_THAT(rules({a, b}), ElementsAre("INV-04"));
  EXPECT_THAT(rules({a, b, c, {"d", RaterRole::kSupervisor}}), ElementsAre("INV-01"));
  EXPECT_THAT(rules({a, b, c, a}), ElementsAre("INV-02"));
  EXPECT_THAT(rules({a, b, {kPerson, RaterRole::kPeer}}), ElementsAre("INV-02"));
}

TEST(Names, OfRolesAndStatesAreThoseOfTheApi) {
  std::vector<std::string> names;
  for (int role = 1; role <= 7; ++role) names.emplace_back(ToString(static_cast<RaterRole>(role)));
  EXPECT_THAT(
      names,
      ElementsAre(
          "SELF", "SUPERVISOR", "PEER", "ASSESSMENT_CENTER", "SUBORDINATE", "TEST", "EVIDENCE"));
  names.clear();
  for (const CaseState state : kStates) names.emplace_back(ToString(state));
  EXPECT_THAT(
      names, ElementsAre("SUBMITTED", "CONSOLIDATED", "DISPUTED", "VERIFIED", "VALID", "EXPIRED"));
}

}  // namespace
}  // namespace binadaya::registry::domain
