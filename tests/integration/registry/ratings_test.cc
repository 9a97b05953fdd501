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
  void SetUp() override {
    campaign_ = city_->RatingCampaign();
    lurah_ = city_->Person("LURAH", "33.74.14.1003");
    platform_->Told("registry");
  }

  std::string campaign_;
  std::string lurah_;
};

TEST_F(Ratings, OfTheSupervisorConsolidateAndAreTold) {
  const auto profile = city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 1}});
  ASSERT_THAT(profile, IsOk());
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
  ASSERT_THAT(city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 1}}), IsOk());
  const auto profile = city_->Rate(campaign_, lurah_, rv::RATER_SELF, {{"M.03", 3}});
  ASSERT_THAT(profile, IsOk());
  EXPECT_EQ(profile->state(), rv::Profile::DISPUTED);
  EXPECT_THAT(
      platform_->Told("registry"),
      ElementsAre("rating.recorded", "rating.recorded", "rating.disputed"));
}

TEST_F(Ratings, AreSettledByACalibrationAndItIsTold) {
  ASSERT_THAT(city_->Rate(campaign_, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 1}}), IsOk());
  ASSERT_THAT(city_->Rate(campaign_, lurah_, rv::RATER_SELF, {{"M.03", 3}}), IsOk());
  platform_->Told("registry");
  const auto profile = city_->Calibrate(lurah_, "M.03", 2);
  ASSERT_THAT(profile, IsOk());
  EXPECT_EQ(profile->state(), rv::Profile::CONSOLIDATED);
  EXPECT_THAT(platform_->Told("registry"), ElementsAre("rating.calibrated"));
  EXPECT_THAT(city_->Calibrate(lurah_, "M.03", 2), RefusedBy("PROF-04"));
  EXPECT_THAT(platform_->Told("registry"), IsEmpty());
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

TEST_F(Ratings, ThatAreNotThereAreNamedInBothLanguages) {
  rv::GetPersonRequest request;
  request.set_person(lurah_);
  EXPECT_THAT(
      platform_->registry().GetProfile(platform_->Analyst(), request), RefusedBy("PROF-08"));
  EXPECT_THAT(city_->Verify(lurah_), RefusedBy("PROF-08"));
  EXPECT_THAT(
      city_->Rate(platform_->Id(), lurah_, rv::RATER_SUPERVISOR, {{"M.03", 1}}),
      RefusedBy("CAMP-05"));
}

TEST_F(Ratings, AValidProfileMeasuresTheGapsOfThePost) {
  const auto profile = city_->Assess(campaign_, lurah_, 1);
  ASSERT_THAT(profile, IsOk());
  EXPECT_EQ(profile->state(), rv::Profile::VALID);
  rv::GetPersonRequest request;
  request.set_person(lurah_);
  const auto gaps = platform_->registry().ListPersonGaps(platform_->Analyst(), request);
  ASSERT_THAT(gaps, IsOk());
  ASSERT_EQ(gaps->gaps_size(), 9);
  EXPECT_EQ(gaps->gaps(0).required(), 2);
  EXPECT_EQ(gaps->gaps(0).gap(), 1);
  EXPECT_EQ(gaps->gaps(0).severity(), "LOW");
  EXPECT_THAT(platform_->Told("registry"), ElementsAre("rating.recorded", "profile.validated"));
}

}  // namespace
}  // namespace binadaya::test
