// What came back of a campaign, and how superiors judged.
#include <algorithm>
#include <chrono>
#include <future>

#include "tests/integration/registry/invitations.h"
#include "tests/support/waiting.h"

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

TEST_F(Returns, OfAClosedCampaignAreOfWhoTookPartWhateverIsRecordedLater) {
  const std::vector<std::string> five = People("STAF", one_, 5);
  ASSERT_THAT(Rate(five[0], rv::RATER_SELF), IsOk());
  ASSERT_THAT(Rate(five[4], rv::RATER_SELF), IsOk());
  const auto standing = [&] {
    rv::GetRatingCampaignRequest request;
    request.set_campaign(campaign_);
    const auto got = platform_->registry().GetRatingCampaign(platform_->Analyst(), request);
    EXPECT_THAT(got, IsOk());
    return Cat(
        got->people(), " people, ", got->unrated(), " unrated, ", got->submitted(), " submitted");
  };
  MoveTo(today_ + 63);
  ASSERT_TRUE(Eventually([&] { return NothingIsDue(); }));
  const std::map<std::string, std::string> rates = {{one_, "5/10/2/20"}};
  const std::string stand = "5 people, 3 unrated, 2 submitted";
  EXPECT_EQ(RatesOf(kecamatan_), rates);
  EXPECT_EQ(standing(), stand);
  // One leaves; another moved weeks ago, by a decree that is only recorded now.
  ASSERT_THAT(Leave(five[0]), IsOk());
  ASSERT_THAT(city_->Assign(five[4], "STAF", two_, Day(today_ + 20)), IsOk());
  EXPECT_EQ(RatesOf(kecamatan_), rates);
  EXPECT_EQ(standing(), stand);
}

TEST_F(Returns, OfACampaignThatIsClosedEarlyAreOfWhoTookPartOnThatDay) {
  const std::vector<std::string> two = People("STAF", one_, 2);
  MoveTo(today_ + 10);
  ASSERT_THAT(Leave(two[1]), IsOk());
  rv::CloseRatingCampaignRequest close;
  close.set_request_id(platform_->Id());
  close.set_campaign(campaign_);
  close.set_reason("keadaan darurat");
  ASSERT_THAT(platform_->registry().CloseRatingCampaign(platform_->Analyst(), close), IsOk());
  const std::map<std::string, std::string> rates = {{one_, "1/2/0/0"}};
  EXPECT_EQ(RatesOf(kecamatan_), rates);
  ASSERT_THAT(Leave(two[0]), IsOk());
  MoveTo(today_ + 70);
  ASSERT_TRUE(Eventually([&] { return NothingIsDue(); }));
  EXPECT_EQ(RatesOf(kecamatan_), rates);
}

// More cases than are looked at in one transaction.
TEST_F(Returns, ThatAreAwaitedNoMoreWhenACampaignEndsConsolidateTheirCases) {
  std::string rows = City::PeopleHeader();
  for (int i = 0; i < 101; ++i) rows += city_->Row("STAF", one_);
  ASSERT_THAT(city_->ImportPeople(rows, true), IsOk());
  const std::vector<std::string> people =
      platform_->sql("registry")
          .Query("SELECT person FROM placement WHERE unit = $1 ORDER BY person", {one_})
          .Map([](pg::Row row) { return row.String(); });
  const std::string incomplete = people.front();
  for (const std::string& person : people) {
    const City::Levels levels = person == incomplete ? City::Levels{{"M.03", 2}} : City::Nine(2);
    ASSERT_THAT(city_->Rate(campaign_, person, rv::RATER_SUPERVISOR, levels), IsOk());
  }
  const auto in_state = [&](rv::Profile::State state) {
    rv::ListPeopleRequest request;
    request.set_unit(one_);
    request.set_profile(rv::PROFILE_UNVERIFIED);
    request.set_page_size(200);
    const auto listed = platform_->registry().ListPeople(platform_->Analyst(), request);
    EXPECT_THAT(listed, IsOk());
    return std::count_if(
        listed->people().begin(), listed->people().end(),
        [&](const rv::Person& person) { return person.profile() == state; });
  };
  MoveTo(today_ + 62);
  ASSERT_TRUE(Eventually([&] { return NothingIsDue(); }));
  EXPECT_EQ(in_state(rv::Profile::SUBMITTED), 101);
  MoveTo(today_ + 63);
  EXPECT_TRUE(Eventually([&] { return in_state(rv::Profile::CONSOLIDATED) == 100; }));
  EXPECT_EQ(in_state(rv::Profile::SUBMITTED), 1) << "eight competencies are missing";
  rv::GetRatingCampaignRequest request;
  request.set_campaign(campaign_);
  const auto standing = platform_->registry().GetRatingCampaign(platform_->Analyst(), request);
  ASSERT_THAT(standing, IsOk());
  EXPECT_EQ(standing->consolidated(), 100);
}

TEST_F(Returns, AreNotTakenByACampaignThatIsBeingClosed) {
  const std::string clerk = city_->Person("STAF", one_);
  pg::Connection& closing = platform_->sql("registry");
  closing.Execute("BEGIN");
  closing.Query("UPDATE rating_campaign SET closes = $2 WHERE id = $1", {campaign_, Day(today_)});
  std::vector<std::future<absl::Status>> late;
  late.push_back(std::async(std::launch::async, [&] { return Rate(clerk, rv::RATER_SELF); }));
  late.push_back(std::async(std::launch::async, [&] { return Invite(clerk, {}); }));
  EXPECT_TRUE(Eventually([&] {
    int done = 0;
    for (auto& one : late)
      done += one.wait_for(std::chrono::seconds(0)) == std::future_status::ready ? 1 : 0;
    return Waiting(closing) + done >= 2;
  }));
  closing.Execute("COMMIT");
  for (auto& one : late) EXPECT_THAT(one.get(), RefusedBy("CAMP-02"));
}

TEST_F(Returns, AreShownToWhoseUnitsTheCampaignConcerns) {
  rv::ListReturnRatesRequest rates;
  rates.set_campaign(campaign_);
  rv::ListRaterStatisticsRequest statistics;
  statistics.set_campaign(campaign_);
  const auto shown = [&](const std::string& path) {
    const Call head = platform_->As("head", {{v1::UNIT_HEAD, path}});
    const absl::Status first = platform_->registry().ListReturnRates(head, rates).status();
    EXPECT_EQ(platform_->registry().ListRaterStatistics(head, statistics).status(), first);
    return first;
  };
  EXPECT_THAT(shown("/33.74.14/"), RefusedBy("CAMP-05"));
  EXPECT_THAT(shown(Cat("/", kecamatan_, "/", one_, "/")), IsOk());
  EXPECT_THAT(shown("/"), IsOk());
}

}  // namespace
}  // namespace binadaya::test
