// Jobs of processes that are killed: each comes to its end, once, with the answer that it has when
// nobody dies.
#include <algorithm>
#include <iostream>

#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "tests/faults/publishing.h"
#include "tests/faults/trial.h"
#include "tests/support/design.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"
#include "tests/support/with_id.h"

namespace binadaya::test {
namespace {

namespace nv = ::binadaya::needs::v1;
using operations::v1::Job;

constexpr absl::Duration kBackAtWork = absl::Seconds(10);
constexpr absl::Duration kTakenOver = absl::Minutes(3);  // by the end of a lease, and its work
constexpr int kPlannedYear = 2027;                       // of the load's campaign
constexpr std::int64_t kSearch = 4'000'000;              // steps: seconds

class JobsUnderFaults : public Trial {
 protected:
  Call By(const std::string& who, v1::Role role) { return cluster().As(who, {{role, "/"}}); }
  Call Analyst() { return By("operator", v1::ANALYST); }
  pg::Result JobOf(const std::string& service, const std::string& job) {
    return cluster().sql(service).Query(
        "SELECT state, ended_at IS NULL, checkpoint <> '', attempts FROM job WHERE id = $1", {job});
  }
  bool IsAtWork(const std::string& service, const std::string& job, bool kept) {
    return Eventually([&] {
      const pg::Result row = JobOf(service, job);
      return row.Int32(0, 0) == Job::RUNNING && (row.Bool(0, 2) || !kept);
    });
  }
  void ExpectDone(const std::string& service, const std::string& job, int attempts) {
    ASSERT_TRUE(Eventually([&] { return !JobOf(service, job).Bool(0, 1); }, kTakenOver)) << service;
    EXPECT_EQ(JobOf(service, job).Int32(0, 0), Job::DONE) << service;
    EXPECT_EQ(JobOf(service, job).Int32(0, 3), attempts) << service;
  }

  // The load may have made others of them meanwhile.
  void MakeLurah() {
    for (const std::string& person : world().assessed) {
      auto request = WithId<registry::v1::AssignPostRequest>();
      request.set_person(person);
      request.set_post("LURAH");
      request.set_unit("33.74.14.1003");
      request.set_kind(registry::v1::DEFINITIVE);
      request.set_valid_from("2026-01-01");
      request.set_decree("800/1/2026");
      ASSERT_THAT(cluster().registry().AssignPost(Analyst(), request), IsOk());
    }
    ASSERT_TRUE(Eventually([&] { return Settled(cluster().subject()); }, kBacklog));
  }
  // What lurah lack, validated and ranked.
  std::vector<nv::Need> Needs() {
    needs::NeedsClient& client = cluster().needs();
    auto detect = WithId<nv::DetectNeedsRequest>();
    detect.set_campaign(world().needs_campaign);
    detect.set_min_affected(1);
    EXPECT_THAT(client.DetectNeeds(Analyst(), detect), IsOk());
    nv::ListNeedsRequest list;
    list.set_campaign(world().needs_campaign);
    list.set_page_size(100);
    const auto listed = client.ListNeeds(Analyst(), list);
    EXPECT_THAT(listed, IsOk());
    std::vector<nv::Need> needs;
    if (!listed.ok()) return needs;
    for (const nv::Need& need : listed->needs()) {
      const bool open = need.state() == nv::DETECTED || need.state() == nv::REOPENED;
      if (!open || need.family() != "LURAH" || need.affected() == 0) continue;
      auto decision = WithId<nv::DecideNeedRequest>();
      decision.set_need(need.id());
      EXPECT_THAT(client.VerifyNeed(Analyst(), decision), IsOk());
      decision.set_request_id(NewId(absl::Now()));
      EXPECT_THAT(client.ValidateNeed(By("head", v1::AGENCY_HEAD), decision), IsOk());
      needs.push_back(need);
    }
    auto rank = WithId<nv::RankNeedsRequest>();
    rank.set_campaign(world().needs_campaign);
    EXPECT_THAT(client.RankNeeds(Analyst(), rank), IsOk());
    return needs;
  }
  // A choice that takes a while, under a ceiling that nothing fits exactly.
  std::string StartPortfolio() {
    auto request = WithId<nv::StartPortfolioRequest>();
    request.set_year(kPlannedYear);
    request.add_ceilings()->set_source(nv::PAD);
    request.mutable_ceilings(0)->set_rupiah(400'000'001);
    const auto started = cluster().needs().StartPortfolio(Analyst(), request);
    EXPECT_THAT(started, IsOk());
    return started.ok() ? started->job() : "";
  }
  std::string Portfolio(const std::string& job) {
    nv::GetPortfolioRequest request;
    request.set_portfolio(job);
    auto found = cluster().needs().GetPortfolio(Analyst(), request);
    EXPECT_THAT(found, IsOk());
    if (found.ok()) found->clear_id();
    return found.ok() ? found->DebugString() : "";
  }

  // Into the one hall, within five days.
  std::string StartPlacement(
      const std::vector<std::string>& batches, const Publishing::Room& room) {
    auto request = WithId<sv::StartPlacementRequest>();
    request.set_unit(Publishing::kUnit);
    request.set_year(publishing_.year());
    request.set_from(Cat(publishing_.year(), "-03-01"));
    request.set_until(Cat(publishing_.year(), "-03-06"));
    request.set_seed(7);
    request.set_steps(kSearch);
    request.add_venues(room.hall.id());
    for (const std::string& batch : batches) request.add_batches(batch);
    const auto started = cluster().scheduling().StartPlacement(publishing_.Organiser(), request);
    EXPECT_THAT(started, IsOk());
    return started.ok() ? started->job() : "";
  }
  std::string Placement(const std::string& job) {
    sv::GetPlacementRequest request;
    request.set_unit(Publishing::kUnit);
    request.set_placement(job);
    auto found = cluster().scheduling().GetPlacement(publishing_.Organiser(), request);
    EXPECT_THAT(found, IsOk());
    if (!found.ok()) return "";
    EXPECT_EQ(found->steps(), kSearch);
    found->clear_id();
    found->clear_computed_at();
    return found->DebugString();
  }

  Publishing publishing_{
      target(), [this]() -> pg::Connection& { return cluster().sql("scheduling"); }};
};

TEST_F(JobsUnderFaults, EndWithTheSameAnswer) {
  MakeLurah();
  const std::vector<nv::Need> needs = Needs();
  ASSERT_FALSE(needs.empty());
  for (std::size_t i = 0; i < 14; ++i) {
    const nv::Need& need = needs[i % needs.size()];
    const auto n = static_cast<std::int64_t>(i);
    const auto program = PutInForce(
        cluster().needs(), target().as,
        DesignFor(
            Cat("Program ", i), need.id(), need.competency(), 90'000'000 + 7'310'001 * n,
            0.2 + 0.013 * static_cast<double>(n)),
        kPlannedYear);
    ASSERT_THAT(program, IsOk());
  }
  // No plan meets this wish, so that the search does not end before its last step: learning is
  // best between ten and eleven.
  publishing_.Plan();
  (void)cluster()
      .sql("scheduling")
      .Query("UPDATE policy SET values = '{450,960,30,600,660}' WHERE key = 'placement.hours'", {});
  cluster().Restart("scheduling");
  const auto room = publishing_.Open();
  ASSERT_THAT(room, IsOk());
  std::vector<std::string> batches;
  for (int i = 0; i < 3; ++i) {
    const auto batch = publishing_.Drafted(*room);
    ASSERT_THAT(batch, IsOk());
    batches.push_back(*batch);
  }

  const std::string placement = StartPlacement(batches, *room);
  ASSERT_TRUE(IsAtWork("scheduling", placement, true));
  const std::string portfolio = StartPortfolio();
  ASSERT_TRUE(IsAtWork("needs", portfolio, false));
  for (const char* service : {"needs", "scheduling"}) cluster().Signal(service, SIGKILL);
  EXPECT_TRUE(JobOf("needs", portfolio).Bool(0, 1)) << "it had come to its end before";
  EXPECT_TRUE(JobOf("scheduling", placement).Bool(0, 1)) << "it had come to its end before";
  absl::Duration worst;
  for (const char* service : {"needs", "scheduling"})
    worst = std::max(worst, cluster().Kill(service));  // and who has come since
  EXPECT_LE(worst, kBackAtWork);
  const absl::Time back = absl::Now();
  ExpectDone("needs", portfolio, 2);
  ExpectDone("scheduling", placement, 2);
  const absl::Duration done = absl::Now() - back;

  const std::string placed = StartPlacement(batches, *room), chosen = StartPortfolio();
  ExpectDone("needs", chosen, 1);
  ExpectDone("scheduling", placed, 1);
  EXPECT_EQ(Portfolio(portfolio), Portfolio(chosen));
  EXPECT_EQ(Placement(placement), Placement(placed));
  std::cout << "[ FAULT    ] jobs under kill -9: a portfolio and a placement, back in "
            << Seconds(worst) << ", done " << Seconds(done) << " later, with the same answers"
            << std::endl;
}

}  // namespace
}  // namespace binadaya::test
