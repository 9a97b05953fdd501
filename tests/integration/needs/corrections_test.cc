// A level is put right: the gap follows, and so does the need.
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

namespace nv = ::binadaya::needs::v1;

TEST(Correction, OfTheLastLevelBehindANeedClosesIt) {
  Platform platform({"registry", "needs"});
  City city(platform);
  city.Found();
  const std::string lurah = city.Person("LURAH", "33.74.14.1003");
  City::Levels levels = City::Nine(2);
  levels[2].second = 1;  // M.03
  ASSERT_THAT(city.Assess(city.RatingCampaign(), lurah, levels), IsOk());
  ASSERT_TRUE(platform.Settle());
  nv::OpenCampaignRequest open;
  open.set_request_id(platform.Id());
  open.set_year(2027);
  open.set_unit("/");
  const auto campaign = platform.needs().OpenCampaign(platform.Analyst(), open);
  ASSERT_THAT(campaign, IsOk());
  nv::DetectNeedsRequest detect;
  detect.set_request_id(platform.Id());
  detect.set_campaign(campaign->id());
  detect.set_min_affected(1);
  ASSERT_THAT(platform.needs().DetectNeeds(platform.Analyst(), detect), IsOk());
  nv::ListNeedsRequest list;
  list.set_campaign(campaign->id());
  const auto needs = [&] { return platform.needs().ListNeeds(platform.Analyst(), list); };
  ASSERT_EQ(needs()->needs_size(), 1);

  registry::v1::CorrectLevelRequest correct;
  correct.set_request_id(platform.Id());
  correct.set_person(lurah);
  correct.set_competency("M.03");
  correct.set_level(2);
  correct.set_reason("salah ketik");
  ASSERT_THAT(
      platform.registry().CorrectLevel(platform.As("head", {{v1::UNIT_HEAD, "/"}}), correct),
      IsOk());
  EXPECT_TRUE(Eventually([&] { return needs()->needs(0).state() == nv::CLOSED; }));
}

}  // namespace
}  // namespace binadaya::test
