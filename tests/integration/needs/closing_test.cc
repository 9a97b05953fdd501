// How needs come to be closed, and what stays closed.
#include "tests/integration/needs/analysis.h"

namespace binadaya::test {
namespace {

class Closing : public NeedsAnalysis {
 protected:
  // All needs came to be closed, and why.
  bool AllClosed(nv::ClosedBecause because) {
    return Eventually([&] {
      const std::vector<nv::Need> needs = List();
      return std::all_of(needs.begin(), needs.end(), [&](const nv::Need& need) {
        return need.state() == nv::CLOSED && need.closed_because() == because;
      });
    });
  }
  // How many needs wait for events before they close, and until when.
  std::int64_t Waiting() {
    return platform_.sql("needs")
        .Query("SELECT count(*) FROM timer WHERE kind = 'empty'", {})
        .Int(0, 0);
  }
  std::string WaitingUntil() {
    return platform_.sql("needs")
        .Query("SELECT max(due)::text FROM timer WHERE kind = 'empty'", {})
        .String(0, 0);
  }
  // Of the first gap in the chain of a need: "id competency level".
  std::string StandardBehind(const std::string& need) {
    reporting::v1::GetNeedChainRequest request;
    request.set_need(need);
    const auto chain = platform_.reporting().GetNeedChain(platform_.Analyst(), request);
    EXPECT_THAT(chain, IsOk());
    if (!chain.ok()) return "";
    for (const auto& link : chain->links()) {
      if (link.kind() != "standard") continue;
      return Cat(link.id(), " ", link.facts().at("competency"), " ", link.facts().at("level"));
    }
    return "";
  }
  void DefineLurah(const std::string& from, int level) {
    rv::DefinePostRequest request;
    request.set_request_id(platform_.Id());
    request.set_code("LURAH");
    request.set_title("LURAH");
    request.set_group(rv::SUPERVISOR);
    request.set_family("LURAH");
    request.set_criticality(0.9);
    request.set_valid_from(from);
    rv::Standard& standard = *request.add_standards();
    standard.set_competency("M.08");
    standard.set_level(level);
    ASSERT_THAT(platform_.registry().DefinePost(platform_.Analyst(), request), IsOk());
  }
};

TEST_F(Closing, ComesByItselfWhenTheGapIsGoneAndEndsWhenItIsBack) {
  Detect();
  platform_.Told("needs");
  const std::string second = city_.RatingCampaign();
  for (const std::string& person : lurah_) ASSERT_THAT(city_.Assess(second, person, 2), IsOk());
  ASSERT_TRUE(Eventually([&] { return List(nv::CLOSED).size() == 9; }));
  // Between two lurah the needs may have been measured once more.
  std::vector<std::string> told = platform_.Told("needs");
  std::erase(told, "need.measured");
  EXPECT_THAT(told, ::testing::AllOf(::testing::SizeIs(9), ::testing::Each("need.closed")));
  EXPECT_EQ(List()[0].closed_because(), nv::GAP_GONE);
  // A fourth lurah meanwhile, not rated yet.
  city_.Person("LURAH", "33.74.14.1004");
  const std::string third = city_.RatingCampaign();
  ASSERT_THAT(city_.Assess(third, lurah_[0], 1), IsOk());
  EXPECT_EQ(Detect().reopened(), 9);
  EXPECT_EQ(List(nv::REOPENED).size(), 9);
  ASSERT_TRUE(platform_.Settle());
  std::map<std::string, std::string> shown = Shown(List()[0].id());
  EXPECT_EQ(shown["affected"], "1");
  EXPECT_EQ(shown["population"], "4");
}

// Everyone behind a need retires or dies.
TEST_F(Closing, ComesByItselfWhenEverybodyBehindANeedHasRetiredOrDied) {
  // A fourth lurah is at the standard and stays.
  ASSERT_THAT(city_.Assess(ratings_, city_.Person("LURAH", "33.74.14.1004"), 2), IsOk());
  Detect();
  const std::string need = NeedIn("M.08").id();
  Retire(0);
  Retire(1);
  ASSERT_TRUE(Eventually([&] { return Get(need).affected() == 1; }));
  EXPECT_EQ(Get(need).state(), nv::DETECTED);
  EXPECT_EQ(Get(need).population(), 2);
  Leave(2, "MENINGGAL");
  ASSERT_TRUE(AllClosed(nv::PEOPLE_LEFT));
  EXPECT_EQ(Get(need).affected(), 0);
  EXPECT_EQ(Get(need).population(), 1);
  ASSERT_TRUE(platform_.Settle());
  EXPECT_EQ(Shown(need)["closed_because"], "PEOPLE_LEFT");
}

TEST_F(Closing, SaysThatTheGapIsGoneWhenSomebodyReachedTheLevelAndTheOthersLeft) {
  Detect();
  ASSERT_THAT(city_.Assess(city_.RatingCampaign(), lurah_[0], 2), IsOk());
  ASSERT_TRUE(Eventually([&] { return List()[0].affected() == 2; }));
  Retire(1);
  Retire(2);
  EXPECT_TRUE(AllClosed(nv::GAP_GONE));
}

TEST_F(Closing, ComesByItselfWhenEverybodyBehindANeedIsOnAnotherPost) {
  Detect();
  for (const std::string& person : lurah_) {
    ASSERT_THAT(city_.Assign(person, "STAF", "33.74.14.1003"), IsOk());
  }
  // Their unit might have moved with them: so long its event is waited for.
  ASSERT_TRUE(Eventually([&] { return Waiting() == 9; }));
  EXPECT_EQ(List(nv::DETECTED).size(), 9);
  const std::string until = WaitingUntil();
  // Of a lurah at the standard every need is measured once more, and waits no longer for that.
  ASSERT_THAT(city_.Assess(ratings_, city_.Person("LURAH", "33.74.14.1004"), 2), IsOk());
  ASSERT_TRUE(Rechecked());
  EXPECT_EQ(WaitingUntil(), until);
  EndPatience();
  EXPECT_TRUE(AllClosed(nv::PEOPLE_LEFT));
}

// The people of a kelurahan that is closed are heard to be elsewhere before its closing is heard.
TEST_F(Closing, WaitsForTheEventOfAUnitWhosePeopleAnotherOneTookOver) {
  campaign_ = Open("33.74.14.1003");
  Detect();
  const std::string need = NeedIn("M.08").id();
  ASSERT_THAT(platform_.needs().VerifyNeed(By(v1::UNIT_HR_OFFICER), Decision(need)), IsOk());
  ASSERT_TRUE(platform_.Settle());
  pg::Connection& sql = platform_.sql("needs");
  sql.Execute(R"(
      CREATE FUNCTION not_yet() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'not yet'; END $$;
      CREATE TRIGGER not_yet BEFORE UPDATE ON unit FOR EACH ROW
        WHEN (new.code = '33.74.14.1003') EXECUTE FUNCTION not_yet())");
  Decree(kMerger);
  ASSERT_TRUE(Eventually([&] { return Waiting() == 9; }));
  EXPECT_EQ(Get(need).state(), nv::VERIFIED);
  EXPECT_EQ(Get(need).affected(), 2);
  // Now it is heard.
  sql.Execute("DROP FUNCTION not_yet CASCADE");
  operations::v1::ReplayParkedRequest replay;
  replay.set_request_id(platform_.Id());
  const auto replayed = platform_.operations("needs").ReplayParked(platform_.Admin(), replay);
  ASSERT_THAT(replayed, IsOk());
  EXPECT_EQ(replayed->still_parked(), 0);
  EndPatience();
  ASSERT_TRUE(Eventually([&] { return Waiting() == 0; }));
  const nv::Need taken_over = Get(need);
  EXPECT_EQ(taken_over.state(), nv::VERIFIED);
  EXPECT_EQ(taken_over.affected(), 2);
  EXPECT_EQ(taken_over.unit_path(), "/33.74.14/33.74.14.1004/");
}

// Nobody knows any more where they stand: that is no gap, and no gap that is gone.
TEST_F(Closing, ComesByItselfWhenTheProfilesBehindANeedExpire) {
  Detect();
  const absl::CivilDay today = platform_.clock().Today();
  ASSERT_THAT(
      platform_.clock().MoveTo(platform_.clock().StartOf(
          absl::CivilDay(today.year() + 3, today.month(), today.day()) + 1)),
      IsOk());
  EXPECT_TRUE(AllClosed(nv::PROFILES_EXPIRED));
}

// A standard that drops a requirement while people have an open gap and a need is
// validated.
TEST_F(Closing, ComesWithTheEndOfTheRequirementOnItsDayAndNotBefore) {
  Detect();
  VerifyAndValidateAll();
  const std::string need = NeedIn("M.08").id();
  ASSERT_TRUE(platform_.Settle());
  const std::string measured_against = StandardBehind(need);
  EXPECT_THAT(measured_against, ::testing::EndsWith(" M.08 2"));
  DefineLurah(absl::FormatCivilTime(platform_.clock().Today() + 30), 1);
  ASSERT_TRUE(platform_.Settle());
  Detect();
  EXPECT_EQ(Get(need).state(), nv::VALIDATED);
  ASSERT_THAT(
      platform_.clock().MoveTo(
          platform_.clock().StartOf(platform_.clock().Today() + 30) + absl::Hours(1)),
      IsOk());
  ASSERT_TRUE(Eventually([&] { return Get(need).state() == nv::CLOSED; }));
  EXPECT_EQ(Get(need).closed_because(), nv::REQUIREMENT_ENDED);
  EXPECT_EQ(Get(need).affected(), 0);
  EXPECT_EQ(NeedIn("M.03").state(), nv::VALIDATED);
  ASSERT_TRUE(platform_.Settle());
  EXPECT_EQ(Shown(need)["closed_because"], "REQUIREMENT_ENDED");
  // What came later is not what it was measured against.
  EXPECT_EQ(StandardBehind(need), measured_against);
  // However the people were measured before: no detection brings it back.
  Detect();
  EXPECT_EQ(Get(need).state(), nv::CLOSED);
}

// A need closed by decision.
TEST_F(Closing, ByDecisionStandsThroughTheNextDetectionAndIsShown) {
  Detect();
  const std::string closed = NeedIn("M.01").id();
  const std::string rejected = NeedIn("M.02").id();
  const std::string left = NeedIn("M.03").id();
  const auto decision = [&](const std::string& need) {
    nv::DecideNeedRequest request = Decision(need);
    request.set_reason("SOP belum ada");
    return request;
  };
  ASSERT_THAT(platform_.needs().CloseNeed(By(v1::ANALYST), decision(closed)), IsOk());
  ASSERT_THAT(platform_.needs().RejectNeed(By(v1::AGENCY_HEAD), decision(rejected)), IsOk());
  ASSERT_THAT(platform_.needs().LeaveNeedToAction(By(v1::ANALYST), decision(left)), IsOk());
  ASSERT_THAT(city_.Assess(ratings_, city_.Person("LURAH", "33.74.14.1004"), 1), IsOk());
  const nv::DetectNeedsResponse detected = Detect();
  EXPECT_EQ(detected.reopened(), 0);
  EXPECT_EQ(detected.settled(), 3);
  for (const std::string& need : {closed, rejected, left}) {
    EXPECT_EQ(Get(need).affected(), 4);
    EXPECT_EQ(Get(need).decision_note(), "SOP belum ada");
  }
  EXPECT_EQ(Get(closed).state(), nv::CLOSED);
  EXPECT_EQ(Get(closed).closed_because(), nv::DECISION);
  EXPECT_EQ(Get(rejected).state(), nv::REJECTED);
  EXPECT_EQ(Get(left).state(), nv::NON_TRAINING_ACTION);
  ASSERT_TRUE(platform_.Settle());
  EXPECT_EQ(Shown(closed)["closed_because"], "DECISION");
  EXPECT_EQ(Shown(rejected)["state"], "REJECTED");
  EXPECT_EQ(Shown(left)["state"], "NON_TRAINING_ACTION");
  // Only a person takes it back.
  ASSERT_THAT(platform_.needs().ReopenNeed(By(v1::ANALYST), decision(rejected)), IsOk());
  EXPECT_EQ(Get(rejected).state(), nv::REOPENED);
}

// While a need lies still, everybody behind it reaches the level.
TEST_F(Closing, ByDecisionIsTakenBackWithTheFiguresOfToday) {
  Detect();
  const std::string rejected = NeedIn("M.02").id(), left = NeedIn("M.03").id();
  ASSERT_THAT(platform_.needs().RejectNeed(By(v1::AGENCY_HEAD), Decision(rejected)), IsOk());
  ASSERT_THAT(platform_.needs().LeaveNeedToAction(By(v1::ANALYST), Decision(left)), IsOk());
  const std::string second = city_.RatingCampaign();
  for (const std::string& person : lurah_) ASSERT_THAT(city_.Assess(second, person, 2), IsOk());
  ASSERT_TRUE(Eventually([&] { return List(nv::CLOSED).size() == 7; }));
  EXPECT_EQ(Get(rejected).affected(), 3);
  ASSERT_THAT(platform_.needs().ReopenNeed(By(v1::ANALYST), Decision(rejected)), IsOk());
  ASSERT_TRUE(Eventually([&] { return Get(rejected).state() == nv::CLOSED; }));
  EXPECT_EQ(Get(rejected).closed_because(), nv::GAP_GONE);
  EXPECT_EQ(Get(rejected).affected(), 0);
  // A detection, which finds nobody of the other, brings its figures up to date as well.
  EXPECT_EQ(Get(left).affected(), 3);
  Detect();
  ASSERT_TRUE(Eventually([&] { return Get(left).affected() == 0; }));
  EXPECT_EQ(Get(left).state(), nv::NON_TRAINING_ACTION);
  EXPECT_EQ(Get(left).population(), 3);
}

}  // namespace
}  // namespace binadaya::test
