#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
namespace rv = ::binadaya::registry::v1;

class Placement : public RegistryTest {
 protected:
  absl::StatusOr<rv::Person> Assign(
      const std::string& person, const std::string& post, const std::string& unit,
      rv::AssignmentKind kind = rv::DEFINITIVE, const std::string& to = "") {
    return city_->Assign(person, post, unit, "2026-02-01", kind, to);
  }
  std::vector<double> Gaps(const std::string& person) {
    rv::ListPersonGapsRequest request;
    request.set_person(person);
    std::vector<double> gaps;
    const auto listed = platform_->registry().ListPersonGaps(platform_->Analyst(), request);
    EXPECT_THAT(listed, IsOk());
    for (const rv::Gap& gap : listed->gaps()) gaps.push_back(gap.gap());
    return gaps;
  }
};

TEST_F(Placement, OnAHigherPostMeasuresTheGapsAnew) {
  const std::string person = city_->Person("LURAH", "33.74.14.1003");
  ASSERT_THAT(city_->Assess(city_->RatingCampaign(), person, 2), IsOk());
  EXPECT_THAT(Gaps(person), ::testing::Each(0));
  platform_->Told("registry");
  const auto camat = Assign(person, "CAMAT", "33.74.02");
  ASSERT_THAT(camat, IsOk());
  EXPECT_EQ(camat->unit_path(), "/33.74.02/");
  EXPECT_THAT(Gaps(person), ::testing::Each(1));
  EXPECT_THAT(platform_->Told("registry"), ElementsAre("post.assigned"));
  // The scope follows at once, cache or not.
  rv::GetPersonRequest request;
  request.set_person(person);
  EXPECT_THAT(
      platform_->registry().GetPerson(platform_->As("x", {{v1::ANALYST, "/33.74.02/"}}), request),
      IsOk());
  EXPECT_TRUE(absl::IsPermissionDenied(
      platform_->registry()
          .GetPerson(platform_->As("x", {{v1::ANALYST, "/33.74.14/"}}), request)
          .status()));
}

// A kelurahan changes its kecamatan: its people and its running campaign go with it in that act.
TEST_F(Placement, OfAUnitThatMovesChangesWhoMayActAtOnce) {
  const std::string person = city_->Person("LURAH", "33.74.14.1004");
  const std::string of_unit = city_->RatingCampaign("33.74.14.1004");
  const std::string of_parent = city_->RatingCampaign("33.74.14");
  const auto move = [&](const std::string& parent) {
    const auto moved = city_->ImportUnits(
        Cat("code,name,kind,parent,direct_service\n33.74.14.1004,Polaman,KELURAHAN,", parent,
            ",ya\n"),
        true);
    ASSERT_TRUE(moved.ok()) << moved.status();
  };
  const auto by = [&](const std::string& path) {
    rv::GetPersonRequest get;
    get.set_person(person);
    rv::GetUnitRequest unit;
    unit.set_unit("33.74.14.1004");
    const Call head = platform_->As("head", {{v1::UNIT_HEAD, path}});
    return std::vector<absl::StatusCode>{
        platform_->registry().GetPerson(head, get).status().code(),
        platform_->registry().GetUnit(head, unit).status().code()};
  };
  using ::testing::Each;
  EXPECT_THAT(by("/33.74.14/"), Each(absl::StatusCode::kOk));
  EXPECT_THAT(by("/33.74.02/"), Each(absl::StatusCode::kPermissionDenied));
  move("33.74.02");
  EXPECT_THAT(by("/33.74.14/"), Each(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(by("/33.74.02/"), Each(absl::StatusCode::kOk));
  const auto rate = [&](const std::string& campaign) {
    return city_->Rate(campaign, person, rv::RATER_SUPERVISOR, {{"M.03", 1}}).status();
  };
  EXPECT_TRUE(rate(of_unit).ok()) << rate(of_unit);
  EXPECT_THAT(rate(of_parent), RefusedBy("CAMP-03"));
  move("33.74.14");
}

TEST_F(Placement, AsActingNeedsAnEndAndLeavesTheDefinitivePost) {
  const std::string person = city_->Person("LURAH", "33.74.14.1003");
  EXPECT_THAT(Assign(person, "CAMAT", "33.74.14", rv::ACTING), RefusedBy("ASG-01"));
  const auto acting = Assign(person, "CAMAT", "33.74.14", rv::ACTING, "2026-05-01");
  ASSERT_THAT(acting, IsOk());
  EXPECT_EQ(acting->post(), "LURAH");
}

TEST_F(Placement, OnWhatDoesNotExistNamesBoth) {
  const std::string person = city_->Person("LURAH", "33.74.14.1003");
  EXPECT_THAT(Assign(person, "RAJA", "NOWHERE"), RefusedBy("PER-06", "PER-07"));
}

TEST_F(Placement, AfterThreeYearsAProfileExpiresAndItsGapsNoLongerCount) {
  const std::string person = city_->Person("LURAH", "33.74.14.1003");
  ASSERT_THAT(city_->Assess(city_->RatingCampaign(), person, 1), IsOk());
  platform_->Told("registry");
  const absl::Time now = platform_->clock().Now();
  ASSERT_THAT(platform_->clock().MoveTo(now + absl::Hours(24) * (3 * 365 + 2)), IsOk());
  EXPECT_TRUE(Eventually([&] {
    return !platform_->sql("registry")
                .Query("SELECT 1 FROM rating_case WHERE person = $1 AND state = 6", {person})
                .empty();
  }));
  EXPECT_TRUE(Gaps(person).empty());
  EXPECT_THAT(platform_->Told("registry"), ::testing::Contains("profile.expired"));
  ASSERT_THAT(platform_->clock().MoveTo(now), IsOk());
}

}  // namespace
}  // namespace binadaya::test
