#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace rv = ::binadaya::registry::v1;

class Ratings : public RegistryTest {
 protected:
  rv::RecordRatingsRequest Judged(
      const std::string& person, rv::RaterRole role, const std::string& competency, double level) {
    rv::RecordRatingsRequest request;
    request.set_request_id(platform_->Id());
    request.set_campaign(campaign_);
    request.set_person(person);
    request.set_rater_role(role);
    rv::Judgement& judgement = *request.add_judgements();
    judgement.set_competency(competency);
    judgement.set_level(level);
    return request;
  }
  void SetUp() override {
    campaign_ = city_->RatingCampaign();
    lurah_ = city_->Person("LURAH", "33.74.14.1003");
    platform_->Told("registry");
  }
  // Rated by supervisor and self at these levels in all competencies.
  void RateAll(const std::string& campaign, double supervisor, double self) {
    ASSERT_THAT(
        city_->Rate(campaign, lurah_, rv::RATER_SUPERVISOR, City::Nine(supervisor)), IsOk());
    ASSERT_THAT(city_->Rate(campaign, lurah_, rv::RATER_SELF, City::Nine(self)), IsOk());
  }
  absl::StatusOr<rv::Profile> LeaveOut(const std::string& competency) {
    rv::LeaveOutCompetencyRequest request;
    request.set_request_id(platform_->Id());
    request.set_person(lurah_);
    request.set_competency(competency);
    request.set_reason("belum menjadi tugasnya");
    return platform_->registry().LeaveOutCompetency(
        platform_->As("pic", {{v1::UNIT_HR_OFFICER, "/"}}), request);
  }
  absl::StatusOr<rv::InvitedRaters> Invite(
      const std::vector<std::string>& peers, const std::string& campaign) {
    rv::InviteRatersRequest request;
    request.set_request_id(platform_->Id());
    request.set_campaign(campaign);
    request.set_person(lurah_);
    for (const std::string& peer : peers) {
      rv::InvitedRater& rater = *request.add_raters();
      rater.set_rater(peer);
      rater.set_role(rv::RATER_PEER);
    }
    return platform_->registry().InviteRaters(platform_->Analyst(), request);
  }

  std::string campaign_;
  std::string lurah_;
};

// Row 14: only the supervisor has rated; 2 of 9 competencies.
TEST_F(Ratings, OfTheSupervisorAloneInTwoOfNineAreNeitherCompleteNorVerified) {
  const auto profile =
      city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 1}, {"M.08", 2}});
  ASSERT_THAT(profile, IsOk());
  EXPECT_EQ(profile->state(), rv::Profile::SUBMITTED);
  EXPECT_EQ(profile->cases(0).missing_size(), 7);
  ASSERT_EQ(profile->cases(0).awaited_size(), 1);
  EXPECT_EQ(profile->cases(0).awaited(0).role(), rv::RATER_SELF);
  EXPECT_THAT(profile->levels(), IsEmpty()) << "nothing is valid yet";
  EXPECT_EQ(profile->required(), 9);
  EXPECT_EQ(profile->rated(), 0);
  EXPECT_THAT(platform_->Told("registry"), ElementsAre("rating.recorded"));
  EXPECT_THAT(city_->Verify(lurah_), RefusedBy("PROF-12", "PROF-13"));
}

TEST_F(Ratings, OfAllInvitedInAllCompetenciesConsolidate) {
  RateAll(campaign_, 2, 2);
  EXPECT_EQ(city_->Profile(lurah_)->state(), rv::Profile::CONSOLIDATED);
}

TEST_F(Ratings, ThatAreMissingWhenTheCampaignClosesAreAwaitedNoMore) {
  ASSERT_THAT(city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, City::Nine(2)), IsOk());
  EXPECT_THAT(city_->Verify(lurah_), RefusedBy("PROF-13"));
  const absl::Time now = platform_->clock().Now();
  ASSERT_THAT(platform_->clock().MoveTo(now + absl::Hours(24) * 62), IsOk());
  EXPECT_THAT(city_->Verify(lurah_), RefusedBy("PROF-13")) << "the last day on which it is open";
  ASSERT_THAT(platform_->clock().MoveTo(now + absl::Hours(24) * 63), IsOk());
  EXPECT_EQ(city_->Profile(lurah_)->state(), rv::Profile::CONSOLIDATED);
  EXPECT_THAT(city_->Verify(lurah_), IsOk());
  EXPECT_TRUE(Eventually([] { return NothingIsDue(); }));
  ASSERT_THAT(platform_->clock().MoveTo(now), IsOk());
}

// Row 14: what is left out with a reason is neither a level 0, nor a gap, nor a match.
TEST_F(Ratings, OfCompetenciesThatAreLeftOutAreNoLevelNoGapAndNoMatch) {
  const City::Levels two = {{"M.03", 1}, {"M.08", 2}};
  ASSERT_THAT(city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, two), IsOk());
  ASSERT_THAT(city_->Rate(campaign_, lurah_, rv::RATER_SELF, two), IsOk());
  EXPECT_THAT(LeaveOut("M.03"), RefusedBy("PROF-11"));
  for (const std::string& competency : City::Competencies()) {
    if (competency == "M.03" || competency == "M.08") continue;
    EXPECT_THAT(city_->Verify(lurah_), RefusedBy("PROF-12"));
    ASSERT_THAT(LeaveOut(competency), IsOk());
  }
  ASSERT_THAT(city_->Verify(lurah_), IsOk());
  const auto valid = city_->Validate(lurah_);
  ASSERT_THAT(valid, IsOk());
  EXPECT_EQ(valid->levels_size(), 2);
  EXPECT_EQ(valid->rated(), 2);
  EXPECT_EQ(valid->required(), 9);
  EXPECT_EQ(valid->cases(0).left_out_size(), 7);
  EXPECT_EQ(valid->cases(0).left_out(0).reason(), "belum menjadi tugasnya");
  rv::ListPersonGapsRequest request;
  request.set_person(lurah_);
  const auto gaps = platform_->registry().ListPersonGaps(platform_->Analyst(), request);
  ASSERT_THAT(gaps, IsOk());
  ASSERT_EQ(gaps->gaps_size(), 2);
  EXPECT_EQ(gaps->gaps(0).competency(), "M.03");
  EXPECT_EQ(gaps->gaps(0).gap(), 1);
}

TEST_F(Ratings, OfInvitedPeersAreAwaited) {
  std::vector<std::string> peers;
  for (int i = 0; i < 3; ++i) peers.push_back(city_->Person("LURAH", "33.74.14.1004"));
  EXPECT_THAT(Invite({peers[0], peers[1]}, campaign_), RefusedBy("INV-04"));
  EXPECT_THAT(Invite({peers[0], peers[1], lurah_}, campaign_), RefusedBy("INV-02"));
  EXPECT_THAT(Invite({peers[0], peers[1], platform_->Id()}, campaign_), RefusedBy("INV-03"));
  EXPECT_THAT(Invite(peers, city_->RatingCampaign("33.74.02")), RefusedBy("CAMP-03"));
  const auto invited = Invite(peers, campaign_);
  ASSERT_THAT(invited, IsOk());
  EXPECT_EQ(invited->raters_size(), 5) << "he himself and the superior too";
  RateAll(campaign_, 2, 2);
  EXPECT_EQ(city_->Profile(lurah_)->cases(0).awaited_size(), 3);
  EXPECT_THAT(city_->Verify(lurah_), RefusedBy("PROF-13"));
  for (const std::string& peer : peers)
    ASSERT_THAT(city_->Rate(campaign_, lurah_, rv::RATER_PEER, {{"M.03", 2}}, peer), IsOk());
  EXPECT_THAT(city_->Verify(lurah_), IsOk());
}

// A colleague may rate, and sees no more of the person than before; each sees oneself.
TEST_F(Ratings, OfAPeerAreAcknowledgedAndShowNothingOfThePerson) {
  ASSERT_TRUE(city_->Rate(campaign_, lurah_, rv::RATER_ASSESSMENT_CENTER, {{"M.03", 2}}).ok());
  const Call peer = platform_->As(
      city_->Person("STAF", "33.74.14.1003"), {{v1::EMPLOYEE, "/33.74.14/33.74.14.1003/"}});
  const rv::RecordRatingsRequest request = Judged(lurah_, rv::RATER_PEER, "M.05", 1);
  const auto recorded = platform_->registry().RecordRatings(peer, request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->ratings_size(), 1);
  EXPECT_EQ(recorded->ByteSizeLong(), 2 + recorded->ratings(0).size());
  rv::GetProfileRequest get;
  get.set_person(lurah_);
  rv::ListPersonGapsRequest gaps;
  gaps.set_person(lurah_);
  const auto& registry = platform_->registry();
  EXPECT_TRUE(absl::IsPermissionDenied(registry.GetProfile(peer, get).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(registry.ListPersonGaps(peer, gaps).status()));
  const Call oneself = platform_->As(lurah_, {{v1::EMPLOYEE, "/33.74.14/33.74.14.1003/"}});
  const auto own = registry.GetProfile(oneself, get);
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(own->cases(0).levels(0).basis(), "ASSESSMENT_CENTER");
}

TEST_F(Ratings, TwoLevelsApartAreDisputedAndTold) {
  ASSERT_THAT(city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 1}}), IsOk());
  const auto profile = city_->Rate(campaign_, lurah_, rv::RATER_SELF, {{"M.03", 3}});
  ASSERT_THAT(profile, IsOk());
  EXPECT_EQ(profile->state(), rv::Profile::DISPUTED);
  EXPECT_THAT(
      platform_->Told("registry"),
      ElementsAre("rating.recorded", "rating.recorded", "rating.disputed"));
}

TEST_F(Ratings, AreSettledByACalibrationAndItIsTold) {
  RateAll(campaign_, 2, 2);
  ASSERT_THAT(city_->Rate(campaign_, lurah_, rv::RATER_SELF, {{"M.03", 4}}), IsOk());
  platform_->Told("registry");
  const auto profile = city_->Calibrate(lurah_, "M.03", 3);
  ASSERT_THAT(profile, IsOk());
  EXPECT_EQ(profile->state(), rv::Profile::CONSOLIDATED);
  const rv::Profile::Level& level = profile->cases(0).levels(2);
  EXPECT_EQ(level.level(), 3);
  EXPECT_THAT(level.decision().by(), ElementsAre("pic"));
  EXPECT_EQ(level.decision().note(), "rapat kalibrasi");
  EXPECT_EQ(level.decision().on(), absl::FormatCivilTime(platform_->clock().Today()));
  EXPECT_THAT(platform_->Told("registry"), ElementsAre("rating.calibrated"));
  EXPECT_THAT(city_->Calibrate(lurah_, "M.03", 2), RefusedBy("PROF-04"));
  EXPECT_THAT(platform_->Told("registry"), IsEmpty());
  // What was agreed is over once one of them says something else, and stays so.
  ASSERT_THAT(city_->Rate(campaign_, lurah_, rv::RATER_SELF, {{"M.03", 5}}), IsOk());
  EXPECT_EQ(city_->Profile(lurah_)->state(), rv::Profile::DISPUTED);
}

TEST_F(Ratings, AreNotSettledWithoutTheLevelThatWasAgreed) {
  RateAll(campaign_, 1, 3);
  rv::CalibrateRatingRequest request;
  request.set_request_id(platform_->Id());
  request.set_person(lurah_);
  request.set_competency("M.03");
  request.set_note("rapat kalibrasi");
  EXPECT_THAT(
      platform_->registry().CalibrateRating(
          platform_->As("pic", {{v1::UNIT_HR_OFFICER, "/"}}), request),
      RefusedBy("RATE-09"));
}

TEST_F(Ratings, OfOneselfInAnothersRoleAreRefusedAndLeaveOnlyTheirAuditEntry) {
  const auto refused = city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 5}}, lurah_);
  EXPECT_THAT(refused, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, RefusedBy("PROF-01"));
  EXPECT_THAT(platform_->Told("registry"), IsEmpty());
  EXPECT_TRUE(Eventually([&] {
    return !platform_->sql("registry")
                .Query(
                    "SELECT 1 FROM audit WHERE decision = 'REFUSED' AND reason = 'PROF-01' AND "
                    "target = $1",
                    {lurah_})
                .empty();
  }));
}

// Row 12.
TEST_F(Ratings, WithNeitherALevelNorAChecklistAreRefusedAndSoAreThoseWithBoth) {
  rv::RecordRatingsRequest request;
  request.set_request_id(platform_->Id());
  request.set_campaign(campaign_);
  request.set_person(lurah_);
  request.set_rater_role(rv::RATER_SUPERVISOR);
  rv::Judgement& judgement = *request.add_judgements();
  judgement.set_competency("M.03");
  const Call supervisor = platform_->As("atasan", {{v1::SUPERVISOR, "/"}});
  EXPECT_THAT(platform_->registry().RecordRatings(supervisor, request), RefusedBy("RATE-04"));
  rv::Checklist& ticks = *judgement.add_checklist();
  ticks.set_level(1);
  ticks.set_ticked(1);
  ticks.set_indicators(3);
  judgement.set_level(4);
  EXPECT_THAT(platform_->registry().RecordRatings(supervisor, request), RefusedBy("RATE-04"));
  EXPECT_THAT(platform_->Told("registry"), IsEmpty());
  judgement.clear_level();
  ASSERT_THAT(platform_->registry().RecordRatings(supervisor, request), IsOk());
  EXPECT_DOUBLE_EQ(city_->Profile(lurah_)->cases(0).levels(0).level(), 0.3333);
}

TEST_F(Ratings, AreOfADayOnWhichItWasSeenAndNotOfOneAhead) {
  const absl::CivilDay today = platform_->clock().Today();
  const auto seen = [&](absl::CivilDay day) {
    return city_->Rate(
        campaign_, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 2}}, "", absl::FormatCivilTime(day));
  };
  EXPECT_THAT(seen(today + 1), RefusedBy("RATE-06"));
  const absl::CivilDay earliest(today.year() - 2, today.month(), today.day());
  EXPECT_THAT(seen(earliest - 1), RefusedBy("RATE-07"));
  const auto rated = seen(earliest);
  ASSERT_THAT(rated, IsOk());
  EXPECT_EQ(rated->cases(0).levels(0).seen_on(), absl::FormatCivilTime(earliest));
  EXPECT_EQ(
      rated->cases(0).levels(0).valid_until(),
      absl::FormatCivilTime(absl::CivilDay(earliest.year() + 3, earliest.month(), earliest.day())));
}

// Row 13.
TEST_F(Ratings, AreVerifiedAndValidatedByThreePeopleOfWhomNoneIsThePerson) {
  const std::string supervisor = platform_->Id();
  ASSERT_THAT(
      city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, City::Nine(2), supervisor), IsOk());
  ASSERT_THAT(city_->Rate(campaign_, lurah_, rv::RATER_SELF, City::Nine(2)), IsOk());
  EXPECT_THAT(city_->Verify(lurah_, "", lurah_), RefusedBy("PROF-16"));
  EXPECT_THAT(city_->Verify(lurah_, "", supervisor), RefusedBy("PROF-10"));
  ASSERT_THAT(city_->Verify(lurah_, "", "pic"), IsOk());
  EXPECT_THAT(city_->Validate(lurah_, "", lurah_), RefusedBy("PROF-16"));
  EXPECT_THAT(city_->Validate(lurah_, "", supervisor), RefusedBy("PROF-10"));
  EXPECT_THAT(city_->Validate(lurah_, "", "pic"), RefusedBy("PROF-10"));
  const auto valid = city_->Validate(lurah_, "", "head");
  ASSERT_THAT(valid, IsOk());
  EXPECT_EQ(valid->cases(0).verified_by(), "pic");
  EXPECT_EQ(valid->cases(0).validated_by(), "head");
}

// Row 19: an equal colleague who holds the supervisor's role over the unit.
TEST_F(Ratings, AsASuperiorAreOfWhoTheReportingLineSays) {
  const std::string head = city_->Head("33.74.02.1002");
  const std::string colleague = city_->Person("STAF", "33.74.02.1002");
  const std::string staff = city_->Person("STAF", "33.74.02.1002");
  const auto rate = [&](const std::string& rater) {
    return city_->Rate(campaign_, staff, rv::RATER_SUPERVISOR, {{"M.03", 2}}, rater).status();
  };
  EXPECT_THAT(rate(colleague), RefusedBy("RATE-10"));
  EXPECT_EQ(FindingsOf(rate(colleague))[0].values.at("superior"), head);
  EXPECT_TRUE(rate(head).ok()) << rate(head);
  // The superior needs no role for it, wherever his own unit is; nobody else goes without.
  const auto without_role = [&](const std::string& rater) {
    const rv::RecordRatingsRequest request = Judged(staff, rv::RATER_SUPERVISOR, "M.05", 2);
    return platform_->registry()
        .RecordRatings(platform_->As(rater, {{v1::EMPLOYEE, "/33.74.02/33.74.02.1002/"}}), request)
        .status();
  };
  EXPECT_THAT(without_role(colleague), RefusedBy("RATE-01"));
  EXPECT_THAT(without_role(head), IsOk());
  const std::string deputy = city_->Person("STAF", "33.74.14.1003");
  const absl::CivilDay today = platform_->clock().Today();
  ASSERT_THAT(
      city_->Assign(
          deputy, "KEPALA", "33.74.02.1002", absl::FormatCivilTime(today), rv::DAILY,
          absl::FormatCivilTime(today + 5)),
      IsOk());
  const rv::RecordRatingsRequest request = Judged(staff, rv::RATER_SUPERVISOR, "M.06", 2);
  EXPECT_THAT(
      platform_->registry().RecordRatings(
          platform_->As(deputy, {{v1::EMPLOYEE, "/33.74.14/33.74.14.1003/"}}), request),
      IsOk());
  // Nobody stands above him on record: the role decides.
  EXPECT_THAT(city_->Rate(campaign_, head, rv::RATER_SUPERVISOR, {{"M.03", 2}}), IsOk());
}

// Row 19: one subject as supervisor and as peer.
TEST_F(Ratings, OfOneRaterAreInOneRoleInACampaign) {
  const std::string rater = city_->Person("LURAH", "33.74.14.1004");
  ASSERT_THAT(city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 2}}, rater), IsOk());
  EXPECT_THAT(
      city_->Rate(campaign_, lurah_, rv::RATER_PEER, {{"M.08", 2}}, rater), RefusedBy("PROF-09"));
  EXPECT_THAT(
      city_->Rate(city_->RatingCampaign(), lurah_, rv::RATER_PEER, {{"M.08", 2}}, rater), IsOk());
}

TEST_F(Ratings, ThatAreNotThereAreNamedInBothLanguages) {
  EXPECT_THAT(city_->Profile(lurah_), RefusedBy("PROF-08"));
  EXPECT_THAT(city_->Verify(lurah_), RefusedBy("PROF-08"));
  EXPECT_THAT(
      city_->Rate(platform_->Id(), lurah_, rv::RATER_SUPERVISOR, {{"M.03", 1}}),
      RefusedBy("CAMP-05"));
}

// Row 2: self 4 in one campaign, anything in another, then supervisor 1 in the first.
TEST_F(Ratings, OfOneCampaignDoNotTouchTheCaseOfAnother) {
  const std::string other = city_->RatingCampaign();
  ASSERT_THAT(city_->Rate(campaign_, lurah_, rv::RATER_SELF, {{"M.03", 4}}), IsOk());
  ASSERT_THAT(city_->Rate(other, lurah_, rv::RATER_SELF, {{"M.08", 2}}), IsOk());
  const auto disputed = city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 1}});
  ASSERT_THAT(disputed, IsOk());
  EXPECT_EQ(disputed->state(), rv::Profile::DISPUTED);
  const auto both = city_->Profile(lurah_);
  ASSERT_EQ(both->cases_size(), 2);
  EXPECT_EQ(both->cases(0).campaign(), other) << "the newest first";
  EXPECT_EQ(both->cases(0).state(), rv::Profile::SUBMITTED);
  // A decision says which case it means.
  EXPECT_THAT(city_->Verify(lurah_), RefusedBy("PROF-17"));
  EXPECT_THAT(city_->Verify(lurah_, platform_->Id()), RefusedBy("PROF-08"));
  EXPECT_THAT(city_->Verify(lurah_, campaign_), RefusedBy("PROF-05"));
  EXPECT_THAT(city_->Calibrate(lurah_, "M.03", 2, other), RefusedBy("PROF-04"));
  EXPECT_THAT(city_->Calibrate(lurah_, "M.03", 2, campaign_), IsOk());
}

TEST_F(Ratings, OfAValidCaseStayClosedAfterAnotherCampaignBegan) {
  ASSERT_THAT(city_->Assess(campaign_, lurah_, 2), IsOk());
  const std::string other = city_->RatingCampaign();
  ASSERT_THAT(city_->Rate(other, lurah_, rv::RATER_SELF, {{"M.08", 2}}), IsOk());
  EXPECT_THAT(
      city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 1}}), RefusedBy("PROF-02"));
}

TEST_F(Ratings, AValidProfileMeasuresTheGapsOfThePost) {
  const auto profile = city_->Assess(campaign_, lurah_, 1);
  ASSERT_THAT(profile, IsOk());
  EXPECT_EQ(profile->state(), rv::Profile::VALID);
  rv::ListPersonGapsRequest request;
  request.set_person(lurah_);
  const auto gaps = platform_->registry().ListPersonGaps(platform_->Analyst(), request);
  ASSERT_THAT(gaps, IsOk());
  ASSERT_EQ(gaps->gaps_size(), 9);
  EXPECT_EQ(gaps->gaps(0).required(), 2);
  EXPECT_EQ(gaps->gaps(0).gap(), 1);
  EXPECT_EQ(gaps->gaps(0).severity(), "LOW");
  EXPECT_THAT(
      platform_->Told("registry"),
      ElementsAre("rating.recorded", "rating.recorded", "profile.validated"));
}

}  // namespace
}  // namespace binadaya::test
