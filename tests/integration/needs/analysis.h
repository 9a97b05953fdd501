#pragma once

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {

namespace nv = ::binadaya::needs::v1;
namespace rv = ::binadaya::registry::v1;

// A city with three lurah, one level below their standard in each of nine competencies, and a needs
// campaign over all of it.
class NeedsAnalysis : public ::testing::Test {
 protected:
  explicit NeedsAnalysis(std::vector<std::string> services = {"registry", "needs", "reporting"})
      : platform_(std::move(services)), city_(platform_) {
    city_.Found();
    ratings_ = city_.RatingCampaign();
    for (int i = 0; i < 3; ++i) {
      rows_.push_back(city_.Row("LURAH", i == 0 ? "33.74.02.1001" : "33.74.14.1003"));
      lurah_.push_back(Import(rows_.back()));
      EXPECT_THAT(city_.Assess(ratings_, lurah_.back(), 1), IsOk());
    }
    EXPECT_TRUE(platform_.Settle());
    campaign_ = Open("/");
  }
  // The id of the person of a row.
  std::string Import(const std::string& row) {
    EXPECT_THAT(city_.ImportPeople(City::PeopleHeader() + row, true), IsOk());
    const pg::Result id =
        platform_.sql("registry")
            .Query("SELECT person FROM employment_number WHERE value = $1", {row.substr(0, 18)});
    return id.empty() ? "" : id.String(0, 0);
  }
  // What the registry is told when somebody leaves, by his legal position then.
  void Retire(std::size_t lurah) { Leave(lurah, "PENSIUN"); }
  void Leave(std::size_t lurah, const std::string& position) {
    std::string row = rows_[lurah];
    row.replace(row.find("AKTIF"), 5, position);
    rv::ImportRequest request;
    request.set_request_id(platform_.Id());
    request.set_file(City::PeopleHeader() + row);
    request.set_confirm(true);
    request.add_confirmed_changes()->set_kind(rv::ConfirmedChange::EXIT);
    EXPECT_THAT(platform_.registry().ImportPeople(platform_.Admin(), request), IsOk());
  }
  // Camat, each at one level in all competencies.
  void AssessCamat(const std::vector<double>& levels) {
    for (const double level : levels)
      ASSERT_THAT(city_.Assess(ratings_, city_.Person("CAMAT", "33.74.14"), level), IsOk());
  }
  std::string Open(const std::string& unit, int year = 2027) {
    nv::OpenCampaignRequest open;
    open.set_request_id(platform_.Id());
    open.set_year(year);
    open.set_unit(unit);
    const auto campaign = platform_.needs().OpenCampaign(platform_.Analyst(), open);
    EXPECT_THAT(campaign, IsOk());
    return campaign.ok() ? campaign->id() : "";
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
  nv::ListNeedsRequest ListRequest() const {
    nv::ListNeedsRequest request;
    request.set_campaign(campaign_);
    return request;
  }
  std::vector<nv::Need> List(nv::NeedState state = nv::NEED_STATE_UNSPECIFIED) {
    nv::ListNeedsRequest request = ListRequest();
    request.set_state(state);
    const auto listed = platform_.needs().ListNeeds(platform_.Analyst(), request);
    EXPECT_THAT(listed, IsOk());
    return {listed->needs().begin(), listed->needs().end()};
  }
  // Units as a decree has them: the rows of its file.
  void Decree(const std::string& rows) {
    ASSERT_THAT(
        city_.ImportUnits(
            Cat("code,name,kind,parent,direct_service,decree,succeeds,closed\n", rows), true),
        IsOk());
  }
  // Purwosari, where two of the three lurah are, is closed; Polaman beside it takes its people
  // over.
  static constexpr char kMerger[] =
      "33.74.14.1004,Polaman,KELURAHAN,33.74.14,ya,Perda 1/2026,33.74.14.1003,\n"
      "33.74.14.1003,Purwosari,KELURAHAN,33.74.14,ya,Perda 1/2026,,ya\n";
  // What was told until now is heard, and the needs that it touches were measured.
  bool Rechecked() {
    return platform_.Settle() && Eventually([&] {
             return platform_.sql("needs")
                 .Query("SELECT FROM timer WHERE kind = 'recheck'", {})
                 .empty();
           });
  }
  // Lets the time pass for which a need with an empty group waits for the events that emptied it.
  void EndPatience() {
    ASSERT_TRUE(Rechecked());
    ASSERT_THAT(platform_.clock().MoveTo(platform_.clock().Now() + absl::Minutes(2)), IsOk());
  }
  absl::StatusOr<nv::Need> Get(const std::string& need, const Call& by) {
    nv::GetNeedRequest request;
    request.set_need(need);
    return platform_.needs().GetNeed(by, request);
  }
  nv::Need Get(const std::string& need) {
    const auto got = Get(need, platform_.Analyst());
    EXPECT_THAT(got, IsOk());
    return got.ok() ? *got : nv::Need();
  }
  nv::Need NeedIn(const std::string& competency, const std::string& family = "LURAH") {
    for (const nv::Need& need : List())
      if (need.competency() == competency && need.family() == family) return need;
    ADD_FAILURE() << "no need in " << competency << " of " << family;
    return {};
  }
  nv::DecideNeedRequest Decision(const std::string& need, std::int64_t version = 0) {
    nv::DecideNeedRequest request;
    request.set_request_id(platform_.Id());
    request.set_need(need);
    request.set_version(version);
    request.set_reason("dana tidak cukup");
    return request;
  }
  Call By(v1::Role role, const std::string& path = "/") {
    return platform_.As("someone", {{role, path}});
  }
  void VerifyAndValidateAll() {
    for (const nv::Need& need : List()) {
      ASSERT_THAT(platform_.needs().VerifyNeed(By(v1::ANALYST), Decision(need.id())), IsOk());
      ASSERT_THAT(platform_.needs().ValidateNeed(By(v1::AGENCY_HEAD), Decision(need.id())), IsOk());
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
    request.set_doc_ref("800/1");
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
    std::map<std::string, std::string> shown = {
        chain->links(0).facts().begin(), chain->links(0).facts().end()};
    shown["state"] = chain->links(0).state();
    return shown;
  }

  Platform platform_;
  City city_;
  std::string ratings_, campaign_;
  std::vector<std::string> rows_, lurah_;
};

}  // namespace binadaya::test
