// Chains of people: what they show, to whom, and when there is none.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/reporting/rebuilt.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

TEST(Chain, OfAPersonWhoIsNotHeardOfAgainYetSaysSoInBothLanguages) {
  Platform platform({"registry", "reporting"});
  City city(platform);
  city.Found();
  reporting::v1::GetPersonChainRequest request;
  request.set_person(city.Person("LURAH", "33.74.14.1003"));
  ASSERT_TRUE(platform.Settle());
  ASSERT_THAT(platform.reporting().GetPersonChain(platform.Analyst(), request), IsOk());

  operations::v1::ResetProjectionRequest reset;
  reset.set_request_id(platform.Id());
  ASSERT_THAT(platform.operations("reporting").ResetProjection(platform.Admin(), reset), IsOk());
  const auto gone = platform.reporting().GetPersonChain(platform.Analyst(), request);
  EXPECT_THAT(gone, HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(gone, RefusedBy("ACCESS-02"));
}

class PersonChain : public ::testing::Test {
 protected:
  using Facts = std::map<std::string, std::string>;

  PersonChain() : platform_({"registry", "reporting"}), city_(platform_) {
    city_.Found();
    lurah_ = city_.Person("LURAH", "33.74.14.1003");
  }
  // The first link of a kind, as reporting shows it once it has heard everything.
  Facts Shown(const std::string& kind) {
    EXPECT_TRUE(platform_.Settle());
    reporting::v1::GetPersonChainRequest request;
    request.set_person(lurah_);
    const auto chain = platform_.reporting().GetPersonChain(platform_.Analyst(), request);
    EXPECT_THAT(chain, IsOk());
    if (!chain.ok()) return {};
    for (const auto& link : chain->links()) {
      if (link.kind() == kind) return {link.facts().begin(), link.facts().end()};
    }
    return {};
  }
  Platform platform_;
  City city_;
  std::string lurah_;
};

// Row 23.
TEST_F(PersonChain, ShowsACalibrationAndWhoAgreedToIt) {
  const std::string campaign = city_.RatingCampaign();
  ASSERT_THAT(city_.Rate(campaign, lurah_, registry::v1::RATER_SUPERVISOR, City::Nine(1)), IsOk());
  City::Levels own = City::Nine(1);
  own[2].second = 4;  // M.03
  ASSERT_THAT(city_.Rate(campaign, lurah_, registry::v1::RATER_SELF, own), IsOk());
  registry::v1::CalibrateRatingRequest request;
  request.set_request_id(platform_.Id());
  request.set_person(lurah_);
  request.set_competency("M.03");
  request.set_level(1.5);
  request.set_note("rapat kalibrasi");
  request.add_agreed_by(lurah_);
  ASSERT_THAT(
      platform_.registry().CalibrateRating(
          platform_.As("pic", {{v1::UNIT_HR_OFFICER, "/"}}), request),
      IsOk());
  ASSERT_THAT(city_.Verify(lurah_), IsOk());
  ASSERT_THAT(city_.Validate(lurah_), IsOk());
  EXPECT_EQ(
      Shown("calibration"), (Facts{
                                {"level", "1.5"},
                                {"agreed_by", Cat("pic,", lurah_)},
                                {"on", absl::FormatCivilTime(platform_.clock().Today())}}));
  EXPECT_EQ(Shown("profile")["rated"], "9/9");
}

// Row 14: the match is over what is rated, and says over how much of the standard.
TEST_F(PersonChain, ShowsTheMatchWithItsCoverage) {
  const std::string campaign = city_.RatingCampaign();
  for (const auto role : {registry::v1::RATER_SUPERVISOR, registry::v1::RATER_SELF})
    ASSERT_THAT(city_.Rate(campaign, lurah_, role, {{"M.03", 1}, {"M.08", 2}}), IsOk());
  for (const std::string& competency : City::Competencies()) {
    if (competency == "M.03" || competency == "M.08") continue;
    registry::v1::LeaveOutCompetencyRequest request;
    request.set_request_id(platform_.Id());
    request.set_person(lurah_);
    request.set_competency(competency);
    request.set_reason("belum menjadi tugasnya");
    ASSERT_THAT(
        platform_.registry().LeaveOutCompetency(
            platform_.As("pic", {{v1::UNIT_HR_OFFICER, "/"}}), request),
        IsOk());
  }
  ASSERT_THAT(city_.Verify(lurah_), IsOk());
  ASSERT_THAT(city_.Validate(lurah_), IsOk());
  Facts profile = Shown("profile");
  EXPECT_EQ(profile["job_person_match"], "75");  // (1 + 2) / (2 + 2)
  EXPECT_EQ(profile["rated"], "2/9");
  const auto board = platform_.reporting().GetDashboard(platform_.Analyst(), {});
  ASSERT_THAT(board, IsOk());
  EXPECT_EQ(board->competencies_rated(), 2);
  EXPECT_EQ(board->competencies_required(), 9);
  EXPECT_DOUBLE_EQ(board->mean_match(), 75);
}

// He holds no post in the unit that he left, and so is of no unit, as in the registry.
TEST_F(PersonChain, OfWhoHasLeftIsForWhoCoversTheCity) {
  const auto asked = [&](v1::Role role, const std::string& path) {
    EXPECT_TRUE(platform_.Settle());
    reporting::v1::GetPersonChainRequest request;
    request.set_person(lurah_);
    const Call by = platform_.As("someone", {{role, path}});
    return platform_.reporting().GetPersonChain(by, request).status().code();
  };
  const auto in_unit = [&] {
    std::vector<absl::StatusCode> answers;
    for (const v1::Role role : {v1::SUPERVISOR, v1::UNIT_HR_OFFICER, v1::UNIT_HEAD})
      answers.push_back(asked(role, "/33.74.14/33.74.14.1003/"));
    return answers;
  };
  using ::testing::Each;
  EXPECT_THAT(in_unit(), Each(absl::StatusCode::kOk));
  registry::v1::EndEmploymentRequest leaves;
  leaves.set_request_id(platform_.Id());
  leaves.set_person(lurah_);
  leaves.set_exit(registry::v1::EXIT_DISMISSAL);
  leaves.set_effective(absl::FormatCivilTime(platform_.clock().Today()));
  leaves.set_decree("888/1/2026");
  const auto left = platform_.registry().EndEmployment(platform_.Analyst(), leaves);
  ASSERT_THAT(left, IsOk());
  EXPECT_THAT(in_unit(), Each(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(asked(v1::UNIT_HR_OFFICER, "/"), absl::StatusCode::kOk);
  EXPECT_TRUE(RebuildsTheSame(platform_, {"registry"}));
  EXPECT_THAT(in_unit(), Each(absl::StatusCode::kPermissionDenied));
  // It was another's decree: he stands where he stood.
  registry::v1::AnnulActRequest annul;
  annul.set_request_id(platform_.Id());
  annul.set_person(lurah_);
  annul.set_act(left->id());
  annul.set_reason("salah orang");
  ASSERT_THAT(platform_.registry().AnnulAct(platform_.Analyst(), annul), IsOk());
  EXPECT_THAT(in_unit(), Each(absl::StatusCode::kOk));
}

}  // namespace
}  // namespace binadaya::test
