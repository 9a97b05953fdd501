// Who decides about needs, and reads them; what a list does when they are ranked meanwhile.
#include <set>

#include "tests/integration/needs/analysis.h"

namespace binadaya::test {
namespace {

using Deciding = NeedsAnalysis;

TEST_F(Deciding, KeepsToTheStatesAndToTheVersionDecidedOn) {
  Detect();
  const nv::Need need = List()[0];
  const Call analyst = platform_.Analyst();
  EXPECT_THAT(platform_.needs().BacklogNeed(analyst, Decision(need.id())), RefusedBy("NEED-04"));
  EXPECT_THAT(platform_.needs().ReopenNeed(analyst, Decision(need.id())), RefusedBy("NEED-05"));
  const auto closed = platform_.needs().CloseNeed(analyst, Decision(need.id(), need.version()));
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->version(), need.version() + 1);
  const auto stale =
      platform_.needs().ReopenNeed(analyst, Decision(need.id(), need.version())).status();
  EXPECT_TRUE(absl::IsAborted(stale)) << stale;
  EXPECT_THAT(stale, RefusedBy("VERSION-01"));
  EXPECT_THAT(
      platform_.needs().ReopenNeed(analyst, Decision(need.id(), closed->version())), IsOk());
}

TEST_F(Deciding, TakesARequestIdForOneMethodOnly) {
  Detect();
  const nv::DecideNeedRequest decision = Decision(List().front().id());
  const Call officer = platform_.As("x", {{v1::ANALYST, "/"}, {v1::AGENCY_HEAD, "/"}});
  ASSERT_TRUE(platform_.needs().VerifyNeed(officer, decision).ok());
  EXPECT_THAT(platform_.needs().ValidateNeed(officer, decision), RefusedBy("REQUEST-01"));
}

// A need of the city has no head of its own: the personnel agency answers for it.
TEST_F(Deciding, AboutTheCityIsForThePersonnelAgencyAndInsideAnAgencyForItsOwnPeople) {
  Detect();
  const std::string of_city = NeedIn("M.03").id();
  campaign_ = Open("33.74.14");
  Detect();
  const std::string of_agency = NeedIn("M.03").id();
  const auto decide = [&](auto method, v1::Role role, const std::string& need) {
    return (platform_.needs().*method)(By(role), Decision(need)).status();
  };
  using Client = needs::NeedsClient;
  EXPECT_THAT(decide(&Client::VerifyNeed, v1::UNIT_HR_OFFICER, of_city), RefusedBy("NEED-15"));
  EXPECT_THAT(decide(&Client::VerifyNeed, v1::ANALYST, of_agency), RefusedBy("NEED-16"));
  EXPECT_THAT(decide(&Client::VerifyNeed, v1::ANALYST, of_city), IsOk());
  EXPECT_THAT(decide(&Client::VerifyNeed, v1::UNIT_HR_OFFICER, of_agency), IsOk());
  EXPECT_THAT(decide(&Client::ValidateNeed, v1::UNIT_HEAD, of_city), RefusedBy("NEED-15"));
  EXPECT_THAT(decide(&Client::ValidateNeed, v1::AGENCY_HEAD, of_agency), RefusedBy("NEED-16"));
  EXPECT_THAT(decide(&Client::RejectNeed, v1::UNIT_HEAD, of_city), RefusedBy("NEED-15"));
  EXPECT_THAT(decide(&Client::LeaveNeedToAction, v1::ANALYST, of_agency), RefusedBy("NEED-16"));
  EXPECT_THAT(decide(&Client::ValidateNeed, v1::AGENCY_HEAD, of_city), IsOk());
  EXPECT_THAT(decide(&Client::ValidateNeed, v1::UNIT_HEAD, of_agency), IsOk());
}

TEST_F(Deciding, IsSeenByThoseWhoProposeAndSetThePlanButNotOfSinglePeople) {
  Detect();
  const std::string need = NeedIn("M.03").id();
  const std::vector<v1::Role> officials = {
      v1::AUTHORISED_OFFICIAL, v1::APPOINTING_AUTHORITY, v1::AGENCY_HEAD};
  const auto seen = [&](v1::Role role, const std::string& id) {
    const auto got = Get(id, By(role));
    EXPECT_THAT(got, IsOk());
    return got.ok() ? *got : nv::Need();
  };
  for (const v1::Role role : officials) {
    const nv::Need few = seen(role, need);
    EXPECT_TRUE(few.withheld());
    EXPECT_EQ(few.affected() + few.rated() + few.population() + few.from_levels_size(), 0);
    EXPECT_EQ(few.mean_gap() + few.score(), 0);
    EXPECT_THAT(platform_.needs().ListNeeds(By(role), ListRequest()), IsOk());
  }
  EXPECT_EQ(seen(v1::ANALYST, need).affected(), 3);
  AssessCamat({1, 1, 1, 1, 2});
  Detect();
  const std::string camat = NeedIn("M.03", "CAMAT").id();
  const std::string city = campaign_;
  campaign_ = Open("33.74.14");
  Detect();
  const std::string inside = NeedIn("M.03", "CAMAT").id();
  for (const v1::Role role : officials) {
    const nv::Need enough = seen(role, camat);
    EXPECT_FALSE(enough.withheld());
    EXPECT_EQ(enough.affected(), 5);
    EXPECT_EQ(enough.from_levels_size(), 0);  // one of them stands alone
    EXPECT_TRUE(seen(role, inside).withheld());
  }
  // One more, who has no gap, would follow from those who have one.
  AssessCamat({3});
  campaign_ = city;
  Detect();
  EXPECT_TRUE(seen(v1::AUTHORISED_OFFICIAL, camat).withheld());
  EXPECT_THAT(Get(need, By(v1::EMPLOYEE)), HasCode(absl::StatusCode::kPermissionDenied));
}

class Listing : public NeedsAnalysis {
 protected:
  // The rest of a list whose first page was read, or the refusal.
  absl::StatusOr<std::vector<std::string>> Rest(const std::string& token) {
    nv::ListNeedsRequest request = ListRequest();
    std::vector<std::string> needs;
    request.set_page_token(token);
    do {
      request.set_page_size(2);
      const auto page = platform_.needs().ListNeeds(platform_.Analyst(), request);
      if (!page.ok()) return page.status();
      for (const nv::Need& need : page->needs()) needs.push_back(need.id());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return needs;
  }
  nv::ListNeedsResponse First() {
    nv::ListNeedsRequest request = ListRequest();
    request.set_page_size(4);
    const auto page = platform_.needs().ListNeeds(platform_.Analyst(), request);
    EXPECT_THAT(page, IsOk());
    return page.ok() ? *page : nv::ListNeedsResponse();
  }
};

TEST_F(Listing, ShowsEachNeedOnceWhileNewOnesAreDetectedAndMeasured) {
  Detect();
  VerifyAndValidateAll();
  Rank();
  const nv::ListNeedsResponse first = First();
  ASSERT_THAT(city_.Assess(ratings_, city_.Person("CAMAT", "33.74.14"), 1), IsOk());
  EXPECT_EQ(Detect().detected(), 9);
  const auto rest = Rest(first.next_page_token());
  ASSERT_THAT(rest, IsOk());
  std::vector<std::string> all = *rest;
  for (const nv::Need& need : first.needs()) all.push_back(need.id());
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::unique(all.begin(), all.end()), all.end());
  EXPECT_EQ(all.size(), 18);
}

// Needs listed page by page while the ranking runs.
TEST_F(Listing, IsRefusedWithAdviceWhenTheOrderChangesBetweenTwoPages) {
  Detect();
  VerifyAndValidateAll();
  const std::string unranked = First().next_page_token();
  Rank();
  EXPECT_THAT(Rest(unranked), RefusedBy("NEED-17"));
  const std::string ranked = First().next_page_token();
  Rank();
  EXPECT_THAT(Rest(ranked), IsOk());  // ranked again, in the same order
  ASSERT_THAT(Direct("M.08", "LURAH"), IsOk());
  Rank();
  EXPECT_THAT(Rest(ranked), RefusedBy("NEED-17"));
  // One that is closed leaves the order too.
  const nv::ListNeedsResponse first = First();
  ASSERT_THAT(
      platform_.needs().CloseNeed(platform_.Analyst(), Decision(first.needs(0).id())), IsOk());
  EXPECT_THAT(Rest(first.next_page_token()), HasCode(absl::StatusCode::kAborted));
  EXPECT_THAT(Rest(First().next_page_token()), IsOk());
}

// Two are rated and the ranking runs, both between two pages.
TEST_F(Listing, ShowsEachNeedOnceOrStartsAgainWhileTwoAreRatedAndTheRankingRuns) {
  Detect();
  VerifyAndValidateAll();
  Rank();
  const auto each_once = [&](const nv::ListNeedsResponse& first) {
    const auto rest = Rest(first.next_page_token());
    EXPECT_THAT(rest, IsOk());
    std::set<std::string> all(rest->begin(), rest->end());
    for (const nv::Need& need : first.needs()) all.insert(need.id());
    EXPECT_EQ(all.size(), rest->size() + first.needs_size());
    return all.size();
  };
  const nv::ListNeedsResponse before = First();
  for (const char* unit : {"33.74.14", "33.74.02"})
    ASSERT_THAT(city_.Assess(ratings_, city_.Person("CAMAT", unit), 1), IsOk());
  EXPECT_EQ(Detect().detected(), 9);
  Rank();
  EXPECT_EQ(each_once(before), 18) << "those that are ranked stand as they stood";
  const nv::ListNeedsResponse then = First();
  ASSERT_THAT(Direct("M.08", "LURAH"), IsOk());
  Rank();
  EXPECT_THAT(Rest(then.next_page_token()), RefusedBy("NEED-17"));
  EXPECT_EQ(each_once(First()), 18);
}

}  // namespace
}  // namespace binadaya::test
