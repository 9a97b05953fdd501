#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
namespace nv = ::binadaya::needs::v1;
namespace rv = ::binadaya::registry::v1;

class NeedsAnalysis : public ::testing::Test {
 protected:
  NeedsAnalysis() : platform_({"registry", "needs", "reporting"}), city_(platform_) {
    city_.Found();
    ratings_ = city_.RatingCampaign();
    for (int i = 0; i < 3; ++i) {
      lurah_.push_back(city_.Person("LURAH", i == 0 ? "33.74.02.1001" : "33.74.14.1003"));
      EXPECT_THAT(city_.Assess(ratings_, lurah_.back(), 1), IsOk());
    }
    EXPECT_TRUE(platform_.Settle());
    nv::OpenCampaignRequest open;
    open.set_request_id(platform_.Id());
    open.set_year(2027);
    open.set_unit("/");
    const auto campaign = platform_.needs().OpenCampaign(platform_.Analyst(), open);
    EXPECT_THAT(campaign, IsOk());
    campaign_ = campaign->id();
  }
  nv::DetectNeedsResponse Detect(int min_affected = 1) {
    nv::DetectNeedsRequest request;
    request.set_request_id(platform_.Id());
    request.set_campaign(campaign_);
    request.set_min_affected(min_affected);
    const auto detected = platform_.needs().DetectNeeds(platform_.Analyst(), request);
    EXPECT_THAT(detected, IsOk());
    return detected.ok() ? *detected : nv::DetectNeedsResponse();
  }
  std::vector<nv::Need> List(nv::NeedState state = nv::NEED_STATE_UNSPECIFIED) {
    nv::ListNeedsRequest request;
    request.set_campaign(campaign_);
    request.set_state(state);
    const auto listed = platform_.needs().ListNeeds(platform_.Analyst(), request);
    EXPECT_THAT(listed, IsOk());
    return {listed->needs().begin(), listed->needs().end()};
  }
  nv::DecideNeedRequest Decision(const std::string& need, std::int64_t version = 0) {
    nv::DecideNeedRequest request;
    request.set_request_id(platform_.Id());
    request.set_need(need);
    request.set_version(version);
    request.set_reason("dana tidak cukup");
    return request;
  }
  void VerifyAndValidateAll() {
    for (const nv::Need& need : List()) {
      ASSERT_THAT(
          platform_.needs().VerifyNeed(
              platform_.As("pic", {{v1::UNIT_HR_OFFICER, "/"}}), Decision(need.id())),
          IsOk());
      ASSERT_THAT(
          platform_.needs().ValidateNeed(
              platform_.As("head", {{v1::UNIT_HEAD, "/"}}), Decision(need.id())),
          IsOk());
    }
  }
  int Rank() {
    nv::RankNeedsRequest request;
    request.set_request_id(platform_.Id());
    request.set_campaign(campaign_);
    const auto ranked = platform_.needs().RankNeeds(platform_.Analyst(), request);
    EXPECT_THAT(ranked, IsOk());
    return ranked.ok() ? ranked->ranked() : 0;
  }
  nv::RecordDirectiveRequest Directive(const std::string& competency, const std::string& family) {
    nv::RecordDirectiveRequest request;
    request.set_request_id(platform_.Id());
    request.set_campaign(campaign_);
    request.set_issuer_role("APPOINTING_AUTHORITY");
    request.set_reason("arahan Wali Kota");
    request.set_competency(competency);
    request.set_family(family);
    request.set_to_level(3);
    request.set_strategic_link(1);
    return request;
  }
  absl::StatusOr<nv::Directive> Direct(const std::string& competency, const std::string& family) {
    return Direct(competency, family, platform_.Analyst());
  }
  absl::StatusOr<nv::Directive> Direct(
      const std::string& competency, const std::string& family, const Call& by) {
    return platform_.needs().RecordDirective(by, Directive(competency, family));
  }
  // What reporting shows of a need itself.
  std::map<std::string, std::string> Shown(const std::string& need) {
    reporting::v1::GetNeedChainRequest request;
    request.set_need(need);
    const auto chain = platform_.reporting().GetNeedChain(platform_.Analyst(), request);
    EXPECT_THAT(chain, IsOk());
    if (!chain.ok()) return {};
    return {chain->links(0).facts().begin(), chain->links(0).facts().end()};
  }
  Platform platform_;
  City city_;
  std::string ratings_, campaign_;
  std::vector<std::string> lurah_;
};

TEST_F(NeedsAnalysis, DetectsOneNeedForEachGapGroupAndTellsIt) {
  const auto detected = Detect();
  EXPECT_EQ(detected.detected(), 9);
  const auto needs = List();
  ASSERT_EQ(needs.size(), 9);
  EXPECT_EQ(needs[0].affected(), 3);
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
  EXPECT_EQ(
      FindingsOf(platform_.needs().RecordDirective(soon(), direct).status()).front().rule,
      "REQUEST-01");
  detect.set_request_id(platform_.Id());
  EXPECT_FALSE(platform_.needs().DetectNeeds(soon(), detect).ok());
}

TEST_F(NeedsAnalysis, TakesARequestIdForOneMethodOnly) {
  Detect();
  const nv::DecideNeedRequest decision = Decision(List().front().id());
  const Call officer = platform_.As("x", {{v1::UNIT_HR_OFFICER, "/"}, {v1::UNIT_HEAD, "/"}});
  ASSERT_TRUE(platform_.needs().VerifyNeed(officer, decision).ok());
  const absl::Status other = platform_.needs().ValidateNeed(officer, decision).status();
  ASSERT_FALSE(other.ok()) << "validated by the answer of a verification";
  EXPECT_EQ(FindingsOf(other).front().rule, "REQUEST-01");
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
}

TEST_F(NeedsAnalysis, TakesADirectiveFromTheHeadOfTheAgencyHimself) {
  Detect();
  const auto directive = Direct("M.05", "LURAH", platform_.As("kaban", {{v1::AGENCY_HEAD, "/"}}));
  ASSERT_TRUE(directive.ok()) << directive.status();
  EXPECT_EQ(directive->measured_affected(), 3);
}

TEST_F(NeedsAnalysis, PutsADirectiveWithoutAMeasuredGapWhereItsScorePutsIt) {
  Detect();
  const auto favourite = Direct("M.07", "CAMAT");
  ASSERT_THAT(favourite, IsOk());
  EXPECT_FALSE(favourite->linked());
  EXPECT_EQ(favourite->measured_affected(), 0);
  VerifyAndValidateAll();
  EXPECT_EQ(Rank(), 10);
  const nv::Need last = List().back();
  EXPECT_EQ(last.id(), favourite->need());
  EXPECT_EQ(last.type(), nv::STRATEGIC);
  EXPECT_EQ(last.rank(), 10);
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

TEST_F(NeedsAnalysis, ClosesByItselfWhenTheGapIsGoneAndOpensWhenItIsBack) {
  Detect();
  platform_.Told("needs");
  const std::string second = city_.RatingCampaign();
  for (const std::string& person : lurah_) ASSERT_THAT(city_.Assess(second, person, 2), IsOk());
  ASSERT_TRUE(Eventually([&] { return List(nv::CLOSED).size() == 9; }));
  // Between two lurah the needs may have been measured once more.
  std::vector<std::string> told = platform_.Told("needs");
  std::erase(told, "need.measured");
  EXPECT_THAT(told, ::testing::AllOf(::testing::SizeIs(9), ::testing::Each("need.closed")));
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

// A kelurahan changes its kecamatan: its needs go with it, and those of the kecamatan that it left
// are measured without its people.
TEST_F(NeedsAnalysis, GoWithTheirUnitWhenItMoves) {
  const auto open = [&](const std::string& unit) {
    nv::OpenCampaignRequest request;
    request.set_request_id(platform_.Id());
    request.set_year(2027);
    request.set_unit(unit);
    campaign_ = platform_.needs().OpenCampaign(platform_.Analyst(), request)->id();
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
  ASSERT_TRUE(city_
                  .ImportUnits(
                      "code,name,kind,parent,direct_service\n"
                      "33.74.14.1003,Purwosari,KELURAHAN,33.74.02,ya\n",
                      true)
                  .ok());
  ASSERT_TRUE(platform_.Settle());
  EXPECT_THAT(by("/33.74.14/"), Each(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(by("/33.74.02/"), Each(absl::StatusCode::kOk));
  // They are the same needs, at their new place.
  EXPECT_EQ(Detect().detected(), 0);
  EXPECT_EQ(List()[0].unit_path(), "/33.74.02/33.74.14.1003/");
  campaign_ = of_parent;
  EXPECT_TRUE(Eventually([&] { return List(nv::CLOSED).size() == 9; }));
}

TEST_F(NeedsAnalysis, KeepsToItsStatesAndToTheVersionDecidedOn) {
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

TEST_F(NeedsAnalysis, NamesWhatIsMissingInTheChainOfADirective) {
  const auto favourite = Direct("M.07", "CAMAT");
  ASSERT_THAT(favourite, IsOk());
  ASSERT_TRUE(platform_.Settle());
  reporting::v1::GetNeedChainRequest request;
  request.set_need(favourite->need());
  const auto chain = platform_.reporting().GetNeedChain(platform_.Analyst(), request);
  ASSERT_THAT(chain, IsOk());
  EXPECT_TRUE(std::any_of(chain->links().begin(), chain->links().end(), [](const auto& link) {
    return link.missing();
  }));
}

}  // namespace
}  // namespace binadaya::test
