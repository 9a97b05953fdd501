// Who is to judge whom, and who is reminded.
#include "tests/integration/registry/invitations.h"

namespace binadaya::test {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

TEST_F(Invitations, AreProposedAmongEqualsOfTheUnitAlwaysAlike) {
  const std::vector<std::string> staff = People("STAF", one_, 5);
  People("LURAH", one_, 2);
  People("STAF", two_, 3);
  const auto proposal = Propose(staff[0]);
  const std::vector<std::string> peers = Ids(proposal);
  EXPECT_THAT(peers, SizeIs(3)) << "as many as are counted";
  for (const std::string& peer : peers)
    EXPECT_THAT(peer, AnyOf(staff[1], staff[2], staff[3], staff[4]));
  EXPECT_THAT(proposal->findings(), IsEmpty());
  EXPECT_EQ(proposal->peers(0).unit(), one_);
  EXPECT_EQ(proposal->peers(0).post(), "STAF");
  EXPECT_THAT(proposal->peers(0).name(), testing::StartsWith("Pegawai"));
  EXPECT_EQ(Ids(Propose(staff[0])), peers);
  const std::vector<std::string> four = Ids(Propose(staff[0], 4));
  EXPECT_THAT(four, UnorderedElementsAre(staff[1], staff[2], staff[3], staff[4]));
  EXPECT_EQ(std::vector(four.begin(), four.begin() + 3), peers);
  ASSERT_THAT(Invite(staff[0], peers), IsOk());
  // Who has left is no colleague any more.
  ASSERT_THAT(Leave(peers[1]), IsOk());
  EXPECT_THAT(Ids(Propose(staff[0])), testing::Not(testing::Contains(peers[1])));
}

TEST_F(Invitations, AreProposedFromTheUnitAboveWhereEqualsAreTooFewWithTheReason) {
  const std::vector<std::string> here = People("LURAH", one_, 3), there = People("LURAH", two_, 3);
  EXPECT_THAT(Ids(Propose(here[0], 2)), SizeIs(3)) << "never fewer than are counted";
  const auto proposal = Propose(here[0]);
  const std::vector<std::string> peers = Ids(proposal);
  ASSERT_THAT(peers, SizeIs(3));
  EXPECT_THAT((std::vector{peers[0], peers[1]}), UnorderedElementsAre(here[1], here[2]))
      << "first his own";
  EXPECT_THAT(peers[2], AnyOf(there[0], there[1], there[2]));
  EXPECT_THAT(RulesOf(proposal), ElementsAre("INV-05"));
  const auto& values = proposal->findings(0).values();
  EXPECT_EQ(values.at("at_home"), "2");
  EXPECT_EQ(values.at("within"), Cat("/", kecamatan_, "/"));
  // One more here, and nobody from elsewhere is needed.
  People("LURAH", one_, 1);
  EXPECT_THAT(RulesOf(Propose(here[0])), IsEmpty());
}

TEST_F(Invitations, AreNeverProposedToTheSuperiorNorToWhoReportsToHim) {
  // All of one group of posts; the head heads.
  const std::string head = city_->Head(one_);
  const std::vector<std::string> equals = People("CAMAT", one_, 4);
  EXPECT_THAT(Ids(Propose(equals[0], 3)), UnorderedElementsAre(equals[1], equals[2], equals[3]));
  const std::string other = city_->Head(two_);
  const std::vector<std::string> of_head = Ids(Propose(head));
  EXPECT_THAT(of_head, testing::Contains(other));
  for (const std::string& equal : equals)
    EXPECT_THAT(of_head, testing::Not(testing::Contains(equal)));
}

TEST_F(Invitations, SayWhenTooFewEqualsAreAnywhere) {
  rv::DefinePostRequest request;
  request.set_request_id(platform_->Id());
  request.set_code("AUDITOR_UTAMA");
  request.set_title("Auditor");
  request.set_group(rv::FUNCTIONAL);
  request.set_functional_level("AHLI_UTAMA");
  request.set_family("AUDITOR");
  request.set_valid_from("2020-01-01");
  ASSERT_THAT(platform_->registry().DefinePost(platform_->Analyst(), request), IsOk());
  const std::vector<std::string> auditors = People("AUDITOR_UTAMA", one_, 3);
  const auto proposal = Propose(auditors[0]);
  EXPECT_THAT(Ids(proposal), UnorderedElementsAre(auditors[1], auditors[2]));
  EXPECT_THAT(RulesOf(proposal), ElementsAre("INV-05", "INV-06"));
}

TEST_F(Invitations, AreProposedForWhoIsRatedInTheCampaignByAnother) {
  const std::string clerk = city_->Person("STAF", one_);
  EXPECT_THAT(Propose(clerk, 0, city_->RatingCampaign("33.74.02")), RefusedBy("CAMP-03"));
  rv::GetPeerProposalRequest request;
  request.set_campaign(campaign_);
  request.set_person(clerk);
  EXPECT_THAT(
      platform_->registry().GetPeerProposal(
          platform_->As(clerk, {{v1::UNIT_HR_OFFICER, "/"}}), request),
      RefusedBy("PROF-16"));
  ASSERT_THAT(Leave(clerk), IsOk());
  EXPECT_THAT(Propose(clerk), RefusedBy("INV-07"));
}

TEST_F(Invitations, AreRemindedOnceARaterAndDayAndNotOnceAnsweredLeftOrClosed) {
  const std::string head = city_->Head(one_);
  const std::vector<std::string> staff = People("STAF", one_, 4);
  const std::vector<std::string> peers = {staff[1], staff[2], staff[3]};
  ASSERT_THAT(Invite(staff[0], peers), IsOk());
  MoveTo(today_ + 55);
  ASSERT_TRUE(Eventually([&] { return NothingIsDue(); }));
  EXPECT_THAT(Reminded(staff[0]), IsEmpty());

  const auto due = [&](int day, const std::string& rater) {
    return Cat(Day(today_ + day), " ", rater);
  };
  MoveTo(today_ + 56);
  ASSERT_TRUE(Eventually([&] { return NothingIsDue() && !Reminded(staff[0]).empty(); }));
  const std::vector<std::string> first = {
      due(56, staff[0]), due(56, head), due(56, staff[1]), due(56, staff[2]), due(56, staff[3])};
  EXPECT_THAT(Reminded(staff[0]), testing::UnorderedElementsAreArray(first));
  EXPECT_THAT(Reminded(staff[1]), UnorderedElementsAre(due(56, staff[1]), due(56, head)));

  // Three answer, one leaves; another stands in for the head, who is to be asked now.
  ASSERT_THAT(Rate(staff[0], rv::RATER_SELF), IsOk());
  ASSERT_THAT(Rate(staff[0], rv::RATER_PEER, 2, staff[1]), IsOk());
  ASSERT_THAT(Leave(staff[2]), IsOk());
  const std::string deputy = city_->Person("STAF", two_);
  ASSERT_THAT(
      city_->Assign(deputy, "KEPALA", one_, Day(today_ + 56), rv::DAILY, Day(today_ + 61)), IsOk());
  MoveTo(today_ + 60);
  ASSERT_TRUE(Eventually([&] { return NothingIsDue() && Reminded(staff[0]).size() > 5; }));
  std::vector<std::string> second = first;
  second.insert(second.end(), {due(60, deputy), due(60, staff[3])});
  EXPECT_THAT(Reminded(staff[0]), testing::UnorderedElementsAreArray(second));
  EXPECT_THAT(Reminded(staff[2]), SizeIs(2)) << "the first day's: he has left";

  ASSERT_THAT(Rate(staff[0], rv::RATER_SUPERVISOR, 2, head), RefusedBy("RATE-10"));
  MoveTo(today_ + 61);
  ASSERT_THAT(Rate(staff[0], rv::RATER_SUPERVISOR, 2, head), IsOk());
  ASSERT_THAT(Rate(staff[0], rv::RATER_PEER, 2, staff[3]), IsOk());
  MoveTo(today_ + 62);
  ASSERT_TRUE(Eventually([&] { return NothingIsDue() && Reminded(staff[1]).size() > 4; }));
  EXPECT_THAT(Reminded(staff[0]), SizeIs(7)) << "all have answered or left";
  MoveTo(today_ + 80);
  ASSERT_TRUE(Eventually([&] { return NothingIsDue(); }));
  EXPECT_THAT(Reminded(staff[1]), SizeIs(6));
}

TEST_F(Invitations, AreRemindedOnceWhenSeveralDaysHavePassedAndNeverOfAClosedCampaign) {
  const std::string clerk = city_->Person("STAF", one_);
  MoveTo(today_ + 62);
  ASSERT_TRUE(Eventually([&] { return NothingIsDue() && !Reminded(clerk).empty(); }));
  EXPECT_THAT(Reminded(clerk), ElementsAre(Cat(Day(today_ + 62), " ", clerk)));
  ASSERT_THAT(platform_->clock().MoveTo(now_), IsOk());
  campaign_ = city_->RatingCampaign(kecamatan_);
  MoveTo(today_ + 63);
  ASSERT_TRUE(Eventually([&] { return NothingIsDue(); }));
  EXPECT_THAT(Reminded(clerk), SizeIs(1));
}

TEST_F(Invitations, AreRemindedOfMorePeopleThanAreTakenAtOnce) {
  std::string rows = City::PeopleHeader();
  for (int i = 0; i < 230; ++i) rows += city_->Row("STAF", one_);
  ASSERT_THAT(city_->ImportPeople(rows, true), IsOk());
  MoveTo(today_ + 56);
  const auto reminded = [&] {
    return platform_->sql("registry")
        .Query(
            "SELECT count(*) FROM event_log l JOIN placement p ON p.person::text = l.aggregate_id"
            " WHERE p.unit = $1 AND l.aggregate_type = 'profile'",
            {one_})
        .Int(0, 0);
  };
  EXPECT_TRUE(Eventually([&] { return reminded() >= 230 && NothingIsDue(); }));
  EXPECT_EQ(reminded(), 230);
}

TEST_F(Invitations, AreNotRemindedOnADayBeforeTheCampaignOpens) {
  const std::string clerk = city_->Person("STAF", one_);
  rv::OpenRatingCampaignRequest request;
  request.set_request_id(platform_->Id());
  request.set_name("Penilaian singkat");
  request.set_unit(one_);
  request.set_opens(Day(today_));
  request.set_closes(Day(today_ + 5));
  const auto opened = platform_->registry().OpenRatingCampaign(platform_->Analyst(), request);
  ASSERT_THAT(opened, IsOk());
  // As a version before planned it: seven days before it closes.
  platform_->sql("registry")
      .Query(
          "INSERT INTO timer (kind, subject, due) VALUES ('rating_reminder', $1, '2020-01-01')",
          {Cat(opened->id(), "@", Day(today_ - 2), "@")});
  ASSERT_TRUE(Eventually([&] { return NothingIsDue(); }));
  EXPECT_THAT(Reminded(clerk), IsEmpty());
  MoveTo(today_ + 2);
  ASSERT_TRUE(Eventually([&] { return NothingIsDue() && !Reminded(clerk).empty(); }));
}

}  // namespace
}  // namespace binadaya::test
