// What came back of a campaign, and how superiors judged.
#include "tests/integration/registry/invitations.h"

namespace binadaya::test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class Returns : public Invitations {};

TEST_F(Returns, OfEverybodyWhoTakesPartCountForTheGateWhetherInvitedOrNot) {
  const std::vector<std::string> five = People("STAF", one_, 5);
  EXPECT_EQ(RatesOf(kecamatan_), (std::map<std::string, std::string>{{one_, "5/10/0/0"}}));
  for (const std::string& person : five) ASSERT_THAT(Rate(person, rv::RATER_SUPERVISOR), IsOk());
  for (int i = 0; i < 3; ++i) ASSERT_THAT(Rate(five[i], rv::RATER_SELF), IsOk());
  EXPECT_EQ(RatesOf(kecamatan_)[one_], "5/10/8/80");
  ASSERT_THAT(Rate(five[3], rv::RATER_SELF), IsOk());
  EXPECT_EQ(RatesOf(kecamatan_)[one_], "5/10/9/90 passes");
  EXPECT_THAT(RatesOf("33.74.02"), IsEmpty());
  // Who moves takes his forms along as long as the campaign is open, and who leaves drops out.
  MoveTo(today_ + 10);
  ASSERT_THAT(Move(five[4], "STAF", two_), IsOk());
  ASSERT_THAT(Leave(five[0]), IsOk());
  EXPECT_EQ(
      RatesOf(kecamatan_),
      (std::map<std::string, std::string>{{one_, "3/6/6/100 passes"}, {two_, "1/2/1/50"}}));
  // What a closed campaign came to does not change any more.
  MoveTo(today_ + 63);
  ASSERT_THAT(Move(five[4], "STAF", one_), IsOk());
  ASSERT_THAT(Leave(five[1]), IsOk());
  MoveTo(today_ + 400);
  EXPECT_EQ(
      RatesOf(kecamatan_),
      (std::map<std::string, std::string>{{one_, "3/6/6/100 passes"}, {two_, "1/2/1/50"}}));
}

TEST_F(Returns, AreOfWhomSomebodyIsInvitedToJudgeWhereACampaignIsByInvitation) {
  const std::vector<std::string> staff = People("STAF", one_, 5);
  rv::OpenRatingCampaignRequest request;
  request.set_request_id(platform_->Id());
  request.set_name("Penilaian ulang");
  request.set_unit(kecamatan_);
  request.set_opens(Day(today_));
  request.set_closes(Day(today_ + 30));
  request.set_by_invitation(true);
  const auto opened = platform_->registry().OpenRatingCampaign(platform_->Analyst(), request);
  ASSERT_THAT(opened, IsOk());
  EXPECT_TRUE(opened->by_invitation());
  campaign_ = opened->id();
  EXPECT_THAT(RatesOf(kecamatan_), IsEmpty());
  ASSERT_THAT(Invite(staff[0], {staff[1], staff[2], staff[3]}), IsOk());
  ASSERT_THAT(Rate(staff[4], rv::RATER_SELF), IsOk());
  EXPECT_EQ(RatesOf(kecamatan_)[one_], "2/7/1/14.2857");
  MoveTo(today_ + 27);
  ASSERT_TRUE(Eventually([&] { return NothingIsDue(); }));
  EXPECT_THAT(Reminded(staff[0]), SizeIs(4)) << "himself and three peers; nobody heads the unit";
  EXPECT_THAT(Reminded(staff[4]), IsEmpty()) << "he has answered, and nobody heads the unit";
  EXPECT_THAT(Reminded(staff[1]), IsEmpty()) << "nobody is to judge him";
}

TEST_F(Returns, OfSuperiorsAreShownInFiguresOfFiveOrMoreOnly) {
  // Five kelurahan's worth of superiors, each of one person; in the other there are four.
  const auto judged = [&](const std::string& unit, int people, double superior, double self) {
    for (int i = 0; i < people; ++i) {
      const std::string person = city_->Person("STAF", unit);
      ASSERT_THAT(Rate(person, rv::RATER_SUPERVISOR, superior, platform_->Id()), IsOk());
      ASSERT_THAT(Rate(person, rv::RATER_SELF, self), IsOk());
    }
  };
  judged(one_, 5, 1, 2);
  judged(two_, 4, 3, 3);
  const auto statistics = [&](const std::string& unit, v1::Role role = v1::AGENCY_HEAD) {
    rv::ListRaterStatisticsRequest request;
    request.set_campaign(campaign_);
    request.set_unit(unit);
    const auto all =
        platform_->registry().ListRaterStatistics(platform_->As("someone", {{role, "/"}}), request);
    EXPECT_THAT(all, IsOk());
    return all.value_or(rv::ListRaterStatisticsResponse());
  };
  auto shown = statistics(kecamatan_);
  ASSERT_THAT(shown.units(), SizeIs(1)) << "one kelurahan would tell of the other's four";
  EXPECT_EQ(shown.units(0).unit(), kecamatan_);
  EXPECT_EQ(shown.units(0).people(), 9);
  EXPECT_TRUE(shown.withheld());
  judged(two_, 1, 3, 3);
  shown = statistics(kecamatan_);
  ASSERT_THAT(shown.units(), SizeIs(3));
  EXPECT_FALSE(shown.withheld());
  EXPECT_EQ(shown.units(1).unit(), one_);
  EXPECT_DOUBLE_EQ(shown.units(1).mean(), 1);
  EXPECT_DOUBLE_EQ(shown.units(1).leniency(), -1);
  EXPECT_DOUBLE_EQ(shown.units(1).self_distance(), 1);
  EXPECT_DOUBLE_EQ(shown.units(2).leniency(), 1);
  EXPECT_DOUBLE_EQ(shown.units(0).spread(), 1);
  // Everybody is shown the same of what he may ask for.
  EXPECT_THAT(statistics(one_, v1::ANALYST).units(), SizeIs(1));
  // People who move later take nothing out of what was.
  const std::string before = shown.SerializeAsString();
  MoveTo(today_ + 63);
  ASSERT_THAT(
      Move(
          platform_->sql("registry")
              .Query("SELECT person FROM placement WHERE unit = $1 LIMIT 1", {one_})
              .String(0, 0),
          "STAF", two_),
      IsOk());
  EXPECT_EQ(statistics(kecamatan_).SerializeAsString(), before);
}

}  // namespace
}  // namespace binadaya::test
