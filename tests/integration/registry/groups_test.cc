// Gap groups: what people of one post family lack together.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/policy.h"

namespace binadaya::test {
namespace {

namespace rv = ::binadaya::registry::v1;

using GapGroups = RegistryTest;

TEST_F(GapGroups, AreOfAllBelowOneStandardWithWhereTheyStand) {
  const std::string campaign = city_->RatingCampaign();
  for (const double level : {1.0, 1.0, 1.5, 2.0, 3.0})
    ASSERT_THAT(city_->Assess(campaign, city_->Person("CAMAT", "33.74.02"), level), IsOk());
  city_->Person("CAMAT", "33.74.02");  // not rated
  rv::ListGapGroupsRequest request;
  request.set_unit("33.74.02");
  request.set_family("CAMAT");
  request.set_competency("M.08");
  const auto groups = platform_->registry().ListGapGroups(platform_->Analyst(), request);
  ASSERT_THAT(groups, IsOk());
  EXPECT_EQ(groups->population(), 6);
  EXPECT_EQ(groups->rated(), 5);
  ASSERT_EQ(groups->groups_size(), 1);
  const rv::GapGroup& group = groups->groups(0);
  EXPECT_EQ(group.to_level(), 3);
  EXPECT_EQ(group.affected(), 4);
  EXPECT_EQ(group.rated(), 5);
  EXPECT_EQ(group.population(), 6);
  EXPECT_DOUBLE_EQ(group.mean_gap(), 1.625);  // (2 + 2 + 1.5 + 1) / 4
  EXPECT_DOUBLE_EQ(group.criticality(), 0.8);
  ASSERT_EQ(group.from_levels_size(), 2);
  EXPECT_EQ(group.from_level(), 1);
  EXPECT_EQ(group.from_levels(0).people(), 3);
  EXPECT_EQ(group.from_levels(1).level(), 2);
  EXPECT_EQ(group.from_levels(1).people(), 1);
  // Page by page it is the same list.
  request.set_competency("");
  const auto all = platform_->registry().ListGapGroups(platform_->Analyst(), request);
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(all->groups_size(), 9);
  request.set_page_size(2);
  std::vector<std::string> paged;
  do {
    const auto page = platform_->registry().ListGapGroups(platform_->Analyst(), request);
    ASSERT_THAT(page, IsOk());
    for (const rv::GapGroup& one : page->groups()) paged.push_back(one.competency());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  ASSERT_EQ(paged.size(), 9);
  for (int i = 0; i < 9; ++i)
    EXPECT_EQ(paged[static_cast<std::size_t>(i)], all->groups(i).competency());
}

TEST_F(GapGroups, OfAFamilyWithoutAGapStillSayHowManyItHas) {
  city_->Person("STAF", "33.74.14");
  rv::ListGapGroupsRequest request;
  request.set_unit("33.74.14");
  request.set_family("STAF");
  request.set_competency("M.08");
  const auto groups = platform_->registry().ListGapGroups(platform_->Analyst(), request);
  ASSERT_THAT(groups, IsOk());
  EXPECT_EQ(groups->groups_size(), 0);
  EXPECT_EQ(groups->population(), 1);
  EXPECT_EQ(groups->rated(), 0);
}

// Nine competencies alike; of each, five lurah of one kelurahan have a gap and the sixth, of the
// next, has one too.
TEST(SmallGapGroups, AreWithheldWithWhatTheyFollowFromOutsideAndBeside) {
  Platform platform({"registry"});
  City city(platform);
  city.Found();
  const std::string campaign = city.RatingCampaign();
  const auto assess = [&](int people, const char* post, const char* unit) {
    for (int i = 0; i < people; ++i)
      ASSERT_THAT(city.Assess(campaign, city.Person(post, unit), 1), IsOk());
  };
  const auto of = [&](const std::string& unit, v1::Role role) {
    rv::ListGapGroupsRequest request;
    request.set_unit(unit);
    request.set_competency("M.08");
    const auto groups =
        platform.registry().ListGapGroups(platform.As("someone", {{role, "/"}}), request);
    EXPECT_THAT(groups, IsOk());
    std::vector<std::string> shown;
    if (!groups.ok()) return shown;
    for (const rv::GapGroup& group : groups->groups())
      shown.push_back(Cat(group.family(), " ", group.affected()));
    if (groups->withheld()) shown.emplace_back("withheld");
    return shown;
  };
  using ::testing::ElementsAre;
  assess(4, "LURAH", "33.74.14.1003");
  EXPECT_THAT(of("33.74.14.1003", v1::AGENCY_HEAD), ElementsAre("withheld"));
  EXPECT_THAT(of("33.74.14.1003", v1::ANALYST), ElementsAre("LURAH 4"));
  ASSERT_THAT(SetPolicy(platform, "registry", "eval.k_anon", {4}), IsOk());
  EXPECT_THAT(of("33.74.14.1003", v1::AGENCY_HEAD), ElementsAre("LURAH 4"));
  ASSERT_THAT(SetPolicy(platform, "registry", "eval.k_anon", {5}), IsOk());
  EXPECT_THAT(of("33.74.14.1003", v1::AGENCY_HEAD), ElementsAre("withheld"));
  assess(1, "LURAH", "33.74.14.1003");
  EXPECT_THAT(of("33.74.14.1003", v1::AGENCY_HEAD), ElementsAre("LURAH 5"));
  // Outside: six in the kecamatan less five here would be one there.
  assess(1, "LURAH", "33.74.14.1004");
  EXPECT_THAT(of("33.74.14.1003", v1::AGENCY_HEAD), ElementsAre("withheld"));
  EXPECT_THAT(of("33.74.14", v1::AGENCY_HEAD), ElementsAre("LURAH 6"));
  // Beside: eight have a gap in all; were the lurah shown, the two camat would follow.
  assess(2, "CAMAT", "33.74.14");
  EXPECT_THAT(of("33.74.14", v1::AGENCY_HEAD), ElementsAre("withheld"));
  EXPECT_THAT(of("33.74.14", v1::UNIT_HR_OFFICER), ElementsAre("LURAH 6", "CAMAT 2"));
  assess(3, "CAMAT", "33.74.14");
  EXPECT_THAT(of("33.74.14", v1::AGENCY_HEAD), ElementsAre("CAMAT 5", "LURAH 6"));
}

}  // namespace
}  // namespace binadaya::test
