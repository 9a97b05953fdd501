#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace rv = ::binadaya::registry::v1;

class Ratings : public RegistryTest {
 protected:
  void SetUp() override {
    campaign_ = city_->RatingCampaign();
    lurah_ = city_->Person("LURAH", "33.74.14.1003");
    platform_->Told("registry");
  }

  // The rule and the field of a NotFound that says in both languages what is not there.
  static std::vector<std::string> Told(const absl::Status& status) {
    const Findings findings = FindingsOf(status);
    if (!absl::IsNotFound(status) || findings.size() != 1 || findings[0].message.id.empty() ||
        findings[0].message.en.empty())
      return {status.ToString()};
    return {findings[0].rule, findings[0].where};
  }

  std::string campaign_;
  std::string lurah_;
};

TEST_F(Ratings, OfTheSupervisorConsolidateAndAreTold) {
  const auto profile = city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 1}});
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->state(), rv::Profile::CONSOLIDATED);
  EXPECT_THAT(platform_->Told("registry"), ElementsAre("rating.recorded"));
}

// A colleague may rate, and sees no more of the person than before; each sees oneself.
TEST_F(Ratings, OfAPeerAreAcknowledgedAndShowNothingOfThePerson) {
  ASSERT_TRUE(city_->Rate(campaign_, lurah_, rv::RATER_ASSESSMENT_CENTER, {{"M.03", 2}}).ok());
  const Call peer = platform_->As(
      city_->Person("STAF", "33.74.14.1003"), {{v1::EMPLOYEE, "/33.74.14/33.74.14.1003/"}});
  rv::RecordRatingsRequest request;
  request.set_request_id(platform_->Id());
  request.set_campaign(campaign_);
  request.set_person(lurah_);
  request.set_rater_role(rv::RATER_PEER);
  rv::Judgement& judgement = *request.add_judgements();
  judgement.set_competency("M.05");
  judgement.set_level(1);
  const auto recorded = platform_->registry().RecordRatings(peer, request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->ratings_size(), 1);
  EXPECT_EQ(recorded->ByteSizeLong(), 2 + recorded->ratings(0).size());
  rv::GetPersonRequest get;
  get.set_person(lurah_);
  const auto& registry = platform_->registry();
  EXPECT_TRUE(absl::IsPermissionDenied(registry.GetProfile(peer, get).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(registry.ListPersonGaps(peer, get).status()));
  const Call oneself = platform_->As(lurah_, {{v1::EMPLOYEE, "/33.74.14/33.74.14.1003/"}});
  const auto own = registry.GetProfile(oneself, get);
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(own->levels(0).basis(), "ASSESSMENT_CENTER");
}

TEST_F(Ratings, TwoLevelsApartAreDisputedAndTold) {
  ASSERT_TRUE(city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 1}}).ok());
  const auto profile = city_->Rate(campaign_, lurah_, rv::RATER_SELF, {{"M.03", 3}});
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->state(), rv::Profile::DISPUTED);
  EXPECT_THAT(
      platform_->Told("registry"),
      ElementsAre("rating.recorded", "rating.recorded", "rating.disputed"));
}

TEST_F(Ratings, AreSettledByACalibrationAndItIsTold) {
  ASSERT_TRUE(city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 1}}).ok());
  ASSERT_TRUE(city_->Rate(campaign_, lurah_, rv::RATER_SELF, {{"M.03", 3}}).ok());
  platform_->Told("registry");
  const auto profile = city_->Calibrate(lurah_, "M.03", 2);
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->state(), rv::Profile::CONSOLIDATED);
  EXPECT_THAT(platform_->Told("registry"), ElementsAre("rating.calibrated"));
  EXPECT_EQ(FindingsOf(city_->Calibrate(lurah_, "M.03", 2).status()).front().rule, "PROF-04");
  EXPECT_THAT(platform_->Told("registry"), IsEmpty());
}

TEST_F(Ratings, OfOneselfInAnothersRoleAreRefusedAndLeaveOnlyTheirAuditEntry) {
  const auto refused = city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 5}}, lurah_);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument) << refused.status();
  EXPECT_EQ(FindingsOf(refused.status()).front().rule, "PROF-01");
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

TEST_F(Ratings, ThatAreNotThereAreNamedInBothLanguages) {
  rv::GetPersonRequest request;
  request.set_person(lurah_);
  const absl::Status unrated =
      platform_->registry().GetProfile(platform_->Analyst(), request).status();
  const absl::Status unverifiable = city_->Verify(lurah_).status();
  const absl::Status nowhere =
      city_->Rate(platform_->Id(), lurah_, rv::RATER_SUPERVISOR, {{"M.03", 1}}).status();
  EXPECT_THAT(Told(unrated), ElementsAre("PROF-08", "person"));
  EXPECT_THAT(Told(unverifiable), ElementsAre("PROF-08", "person"));
  EXPECT_THAT(Told(nowhere), ElementsAre("CAMP-05", "campaign"));
}

TEST_F(Ratings, AValidProfileMeasuresTheGapsOfThePost) {
  const auto profile = city_->Assess(campaign_, lurah_, 1);
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->state(), rv::Profile::VALID);
  rv::GetPersonRequest request;
  request.set_person(lurah_);
  const auto gaps = platform_->registry().ListPersonGaps(platform_->Analyst(), request);
  ASSERT_TRUE(gaps.ok()) << gaps.status();
  ASSERT_EQ(gaps->gaps_size(), 9);
  EXPECT_EQ(gaps->gaps(0).required(), 2);
  EXPECT_EQ(gaps->gaps(0).gap(), 1);
  EXPECT_EQ(gaps->gaps(0).severity(), "LOW");
  EXPECT_THAT(platform_->Told("registry"), ElementsAre("rating.recorded", "profile.validated"));
}

}  // namespace
}  // namespace binadaya::test
