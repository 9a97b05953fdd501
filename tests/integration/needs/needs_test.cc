#include "tests/integration/needs/analysis.h"

namespace binadaya::test {
namespace {

TEST_F(NeedsAnalysis, DetectsOneNeedForEachGapGroupAndTellsIt) {
  const auto detected = Detect();
  EXPECT_EQ(detected.detected(), 9);
  const auto needs = List();
  ASSERT_EQ(needs.size(), 9);
  EXPECT_EQ(needs[0].affected(), 3);
  EXPECT_EQ(needs[0].rated(), 3);
  EXPECT_EQ(needs[0].population(), 3);
  EXPECT_DOUBLE_EQ(needs[0].mean_gap(), 1);
  EXPECT_THAT(
      platform_.Told("needs"),
      ::testing::AllOf(::testing::SizeIs(9), ::testing::Each("need.detected")));
  // Again: nothing new, nothing told.
  EXPECT_EQ(Detect().detected(), 0);
  EXPECT_TRUE(platform_.Told("needs").empty());
}

TEST_F(NeedsAnalysis, AnswersAgainWhileTheRegistryIsAway) {
  nv::DetectNeedsRequest detect;
  detect.set_request_id(platform_.Id());
  detect.set_campaign(campaign_);
  nv::RecordDirectiveRequest direct = Directive("M.01", "LURAH");
  const auto detected = platform_.needs().DetectNeeds(platform_.Analyst(), detect);
  const auto directed = platform_.needs().RecordDirective(platform_.Analyst(), direct);
  ASSERT_TRUE(detected.ok() && directed.ok()) << detected.status() << directed.status();
  platform_.Stop("registry");
  const auto soon = [&] {
    return platform_.As("operator", {{v1::ANALYST, "/"}}, absl::Seconds(3));
  };
  const auto detected_again = platform_.needs().DetectNeeds(soon(), detect);
  const auto directed_again = platform_.needs().RecordDirective(soon(), direct);
  ASSERT_TRUE(detected_again.ok()) << detected_again.status();
  ASSERT_TRUE(directed_again.ok()) << directed_again.status();
  EXPECT_EQ(detected_again->SerializeAsString(), detected->SerializeAsString());
  EXPECT_EQ(directed_again->SerializeAsString(), directed->SerializeAsString());
  // The same id for something else is refused as ever, and a new request has to ask.
  direct.set_reason("lain");
  EXPECT_THAT(platform_.needs().RecordDirective(soon(), direct), RefusedBy("REQUEST-01"));
  detect.set_request_id(platform_.Id());
  EXPECT_FALSE(platform_.needs().DetectNeeds(soon(), detect).ok());
}

TEST_F(NeedsAnalysis, LeavesGroupsThatAreTooSmall) { EXPECT_EQ(Detect(4).too_small(), 9); }

TEST_F(NeedsAnalysis, RanksByScoreWithItsWholeBreakdown) {
  Detect();
  VerifyAndValidateAll();
  const auto directive = Direct("M.05", "LURAH");
  ASSERT_THAT(directive, IsOk());
  EXPECT_TRUE(directive->linked());
  EXPECT_EQ(directive->measured_affected(), 3);
  EXPECT_EQ(Rank(), 9);
  const auto needs = List();
  EXPECT_EQ(needs[0].competency(), "M.05");  // the same gap as the others, and a strategic link
  EXPECT_EQ(needs[0].rank(), 1);
  EXPECT_EQ(needs[0].state(), nv::RANKED);
  double points = 0;
  for (const nv::ScoreComponent& component : needs[0].breakdown()) points += component.points();
  EXPECT_NEAR(points, needs[0].score(), 0.001);
  // 100 x (0.30 x 1/3 + 0.15 x 1 + 0.20 x 0.9 + 0.15 x 1 + 0 + 0)
  EXPECT_NEAR(needs[0].score(), 58.0, 0.01);
  EXPECT_EQ(needs[0].directives_size(), 1);
  EXPECT_FALSE(needs[0].provisional());
}

// Where people stand makes batches, not needs: a need is of everybody below the same standard.
TEST_F(NeedsAnalysis, IsOfAllBelowOneStandardWithWhereTheyStandInsideIt) {
  AssessCamat({1, 1.5, 2, 3});
  city_.Person("CAMAT", "33.74.02");  // not rated
  EXPECT_EQ(Detect().detected(), 18);
  const nv::Need need = NeedIn("M.03", "CAMAT");
  EXPECT_EQ(need.to_level(), 3);
  EXPECT_EQ(need.affected(), 3);
  EXPECT_EQ(need.rated(), 4);
  EXPECT_EQ(need.population(), 5);
  EXPECT_DOUBLE_EQ(need.mean_gap(), 1.5);  // (2 + 1.5 + 1) / 3
  ASSERT_EQ(need.from_levels_size(), 2);
  EXPECT_EQ(need.from_level(), 1);
  EXPECT_EQ(need.from_levels(0).level(), 1);
  EXPECT_EQ(need.from_levels(0).people(), 2);
  EXPECT_EQ(need.from_levels(1).level(), 2);
  EXPECT_EQ(need.from_levels(1).people(), 1);
  ASSERT_TRUE(platform_.Settle());
  EXPECT_EQ(Shown(need.id())["from_levels"], "1:2 2:1");
}

// Three of the seven lurah are rated: their needs are ranked, and the rank says on how little it
// rests.
TEST_F(NeedsAnalysis, OfAFamilyOfWhichLessThanHalfIsRatedIsRankedProvisionally) {
  for (int i = 0; i < 3; ++i) city_.Person("LURAH", "33.74.14.1004");
  Detect();
  VerifyAndValidateAll();
  Rank();
  EXPECT_FALSE(List()[0].provisional());  // 3 of 6 is half
  city_.Person("LURAH", "33.74.14.1004");
  Detect();
  Rank();
  const nv::Need need = List()[0];
  EXPECT_TRUE(need.provisional());
  EXPECT_EQ(need.rated(), 3);
  EXPECT_EQ(need.population(), 7);
  EXPECT_NEAR(need.breakdown(1).value(), 3 / 7.0, 1e-6);  // R: of all, rated or not
  ASSERT_TRUE(platform_.Settle());
  EXPECT_EQ(Shown(need.id())["provisional"], "true");
}

// Needs of before were each for a level that people stood at. The one that is furthest on goes on
// for the whole group; what was directed goes with it.
TEST_F(NeedsAnalysis, OfOneGroupBecomeOne) {
  Detect();
  const nv::Need need = NeedIn("M.03");
  ASSERT_THAT(Direct("M.03", "LURAH"), IsOk());
  ASSERT_THAT(platform_.needs().VerifyNeed(platform_.Analyst(), Decision(need.id())), IsOk());
  ASSERT_TRUE(platform_.Settle());
  // As the program before this one would have left it: another need, at another level, with the
  // directive.
  const std::string other = platform_.Id();
  pg::Connection& sql = platform_.sql("needs");
  sql.Query("UPDATE need SET people_at = NULL WHERE id = $1", {need.id()});
  sql.Query(
      "INSERT INTO need SELECT (jsonb_populate_record(n, jsonb_build_object("
      " 'id', $2::text, 'from_level', 0, 'state', 1, 'detected_on', '2020-01-01'))).* FROM need n"
      " WHERE id = $1",
      {need.id(), other});
  sql.Query("UPDATE directive SET need = $1", {other});
  sql.Query(
      "INSERT INTO timer (kind, subject, due) VALUES ('merge', $1, '2020-01-01')", {campaign_});
  ASSERT_TRUE(Eventually([&] { return Get(other).state() == nv::CLOSED; }));
  EXPECT_EQ(Get(other).closed_because(), nv::MERGED);
  EXPECT_THAT(Get(other).decision_note(), ::testing::HasSubstr(need.id()));
  EXPECT_EQ(Get(need.id()).state(), nv::VERIFIED);
  EXPECT_EQ(Get(need.id()).directives_size(), 1);
  EXPECT_EQ(Get(need.id()).detected_on(), "2020-01-01");
  // It is never measured again, and no detection makes another.
  EXPECT_EQ(Detect().detected(), 0);
  EXPECT_EQ(Get(other).closed_because(), nv::MERGED);
}

TEST_F(NeedsAnalysis, WeighsByThePolicyInForce) {
  Detect();
  VerifyAndValidateAll();
  operations::v1::SetPolicyRequest request;
  request.set_request_id(platform_.Id());
  operations::v1::Policy& policy = *request.mutable_policy();
  policy.set_key("priority.weights");
  policy.set_valid_from("2026-01-01");
  for (const double weight : {0.0, 1.0, 0.0, 0.0, 0.0, 0.5}) policy.add_values(weight);
  policy.set_legal_basis("uji");
  const auto refused = platform_.operations("needs").SetPolicy(platform_.Admin(), request).status();
  EXPECT_THAT(refused, RefusedBy("PRIO-01"));
  policy.set_values(5, 0);
  request.set_request_id(platform_.Id());
  ASSERT_THAT(platform_.operations("needs").SetPolicy(platform_.Admin(), request), IsOk());
  Rank();
  EXPECT_NEAR(List()[0].score(), 100, 0.001);  // everybody is affected
}

TEST_F(NeedsAnalysis, TellsNewFiguresAndReportingShowsThem) {
  Detect();
  ASSERT_TRUE(platform_.Settle());
  const std::string need = List()[0].id();
  EXPECT_EQ(Shown(need)["affected"], "3");
  platform_.Told("needs");
  ASSERT_THAT(city_.Assess(ratings_, city_.Person("LURAH", "33.74.14.1004"), 1.5), IsOk());
  ASSERT_TRUE(Eventually([&] {
    const auto needs = List();
    return std::all_of(
        needs.begin(), needs.end(), [](const nv::Need& one) { return one.affected() == 4; });
  }));
  EXPECT_THAT(
      platform_.Told("needs"),
      ::testing::AllOf(::testing::SizeIs(::testing::Ge(9)), ::testing::Each("need.measured")));
  ASSERT_TRUE(platform_.Settle());
  std::map<std::string, std::string> shown = Shown(need);
  EXPECT_EQ(shown["affected"], "4");
  EXPECT_EQ(shown["population"], "4");
  EXPECT_EQ(shown["mean_gap"], "0.875");  // (1 + 1 + 1 + 0.5) / 4
}

// A kelurahan changes its kecamatan: its needs go with it, and those of the kecamatan that it left
// are measured without its people.
TEST_F(NeedsAnalysis, GoWithTheirUnitWhenItMoves) {
  const auto open = [&](const std::string& unit) {
    campaign_ = Open(unit);
    EXPECT_EQ(Detect().detected(), 9);
    return campaign_;
  };
  const std::string of_parent = open("33.74.14");
  const std::string of_unit = open("33.74.14.1003");
  const std::string need = List()[0].id();
  ASSERT_TRUE(platform_.Settle());
  const auto by = [&](const std::string& path) {
    const Call head = platform_.As("head", {{v1::UNIT_HEAD, path}});
    nv::GetNeedRequest get;
    get.set_need(need);
    nv::ListNeedsRequest list;
    list.set_campaign(of_unit);
    reporting::v1::GetNeedChainRequest chain;
    chain.set_need(need);
    return std::vector<absl::StatusCode>{
        platform_.needs().GetNeed(head, get).status().code(),
        platform_.needs().ListNeeds(head, list).status().code(),
        platform_.reporting().GetNeedChain(head, chain).status().code()};
  };
  using ::testing::Each;
  EXPECT_THAT(by("/33.74.14/"), Each(absl::StatusCode::kOk));
  EXPECT_THAT(by("/33.74.02/"), Each(absl::StatusCode::kPermissionDenied));
  platform_.Told("needs");
  // Needs hears of nothing meanwhile, and is asked to detect in that state.
  pg::Connection& deaf = platform_.sql("needs");
  deaf.Execute("BEGIN; LOCK TABLE inbox IN SHARE MODE");
  city_.Move("33.74.02");
  EXPECT_EQ(Detect().detected(), 0);
  deaf.Execute("COMMIT");
  EXPECT_THAT(platform_.Told("needs"), ::testing::IsEmpty());
  ASSERT_TRUE(platform_.Settle());
  EXPECT_THAT(by("/33.74.14/"), Each(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(by("/33.74.02/"), Each(absl::StatusCode::kOk));
  // They are the same needs, at their new place.
  EXPECT_EQ(Detect().detected(), 0);
  EXPECT_EQ(List()[0].unit_path(), "/33.74.02/33.74.14.1003/");
  campaign_ = of_parent;
  EndPatience();
  EXPECT_TRUE(Eventually([&] { return List(nv::CLOSED).size() == 9; }));
  EXPECT_EQ(List()[0].closed_because(), nv::PEOPLE_LEFT);
}

// A kelurahan is closed and another takes its people over: the campaign over it, its needs and
// those of the city are where these people are; nobody left, and no gap is gone.
TEST_F(NeedsAnalysis, StayWithTheirPeopleWhenAUnitIsMergedIntoAnother) {
  const std::string of_city = campaign_;
  EXPECT_EQ(Detect().detected(), 9);
  const std::string of_unit = campaign_ = Open("33.74.14.1003");
  EXPECT_EQ(Detect().detected(), 9);
  ASSERT_TRUE(platform_.Settle());
  Decree(kMerger);
  ASSERT_TRUE(Rechecked());
  EXPECT_EQ(List()[0].unit_path(), "/33.74.14/33.74.14.1004/");
  for (const std::string& campaign : {of_city, of_unit}) {
    campaign_ = campaign;
    EXPECT_EQ(List(nv::DETECTED).size(), 9u);
    EXPECT_EQ(List()[0].affected(), campaign == of_city ? 3 : 2);
    EXPECT_EQ(Detect().detected(), 0);
  }
  ASSERT_TRUE(platform_.Settle());
  reporting::v1::GetDashboardRequest dashboard;
  dashboard.set_unit("33.74.14");
  const auto board = platform_.reporting().GetDashboard(platform_.Analyst(), dashboard);
  ASSERT_THAT(board, IsOk());
  EXPECT_EQ(board->units(), 2);
  EXPECT_EQ(board->people(), 2);
  EXPECT_EQ(board->rated(), 2);
}

TEST_F(NeedsAnalysis, ShowsInReportingWhereANeedComesFrom) {
  Detect();
  ASSERT_TRUE(platform_.Settle());
  const nv::Need need = List()[0];
  reporting::v1::GetNeedChainRequest request;
  request.set_need(need.id());
  const auto chain = platform_.reporting().GetNeedChain(platform_.Analyst(), request);
  ASSERT_THAT(chain, IsOk());
  std::map<std::string, int> kinds;
  for (const auto& link : chain->links()) {
    ++kinds[link.kind()];
    EXPECT_FALSE(link.missing()) << link.DebugString();
  }
  EXPECT_EQ(kinds["need"], 1);
  EXPECT_EQ(kinds["gap"], 3);
  EXPECT_EQ(kinds["rating"], 6);  // of the supervisor and of each himself
  EXPECT_EQ(kinds["standard"], 3);

  reporting::v1::GetDashboardRequest dashboard;
  dashboard.set_unit("33.74.14");
  const auto board = platform_.reporting().GetDashboard(platform_.Analyst(), dashboard);
  ASSERT_THAT(board, IsOk());
  EXPECT_EQ(board->people(), 2);
  EXPECT_EQ(board->rated(), 2);
  EXPECT_EQ(board->units(), 3);
  EXPECT_NEAR(board->mean_match(), 50, 0.01);  // F-03: level 1 of a required 2
  EXPECT_EQ(board->match_poor(), 2);
}

}  // namespace
}  // namespace binadaya::test
