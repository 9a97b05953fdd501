#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/integration/needs/analysis.h"
#include "tests/support/design.h"
#include "tests/support/policy.h"

namespace binadaya::test {

// A campaign of 2027 with nine ranked needs of the three lurah, each worth 100 points, for the
// weights say that only the reach counts; and what planning a year takes.
class PlanningYear : public NeedsAnalysis {
 protected:
  explicit PlanningYear(std::vector<std::string> services = {"registry", "needs", "reporting"})
      : NeedsAnalysis(std::move(services)) {
    SetPolicy("priority.weights", {0, 1, 0, 0, 0, 0});
    Detect();
    VerifyAndValidateAll();
    Rank();
    platform_.Told("needs");
  }
  void SetPolicy(const std::string& key, const std::vector<double>& values) {
    EXPECT_THAT(test::SetPolicy(platform_, "needs", key, values), IsOk());
  }
  Call By(const std::string& who, v1::Role role) { return platform_.As(who, {{role, "/"}}); }
  Call Analyst() { return platform_.Analyst(); }
  Call Head() { return By("head", v1::AGENCY_HEAD); }
  Call Official() { return By("official", v1::AUTHORISED_OFFICIAL); }
  Call Authority() { return By("authority", v1::APPOINTING_AUTHORITY); }

  // A program in force: one batch costs so much, and closes this share of the gap of a need.
  nv::Program Program(
      const std::string& title, const std::string& competency, std::int64_t rupiah,
      double lift_share, int year = 2027) {
    return InForce(DesignFor(title, NeedIn(competency).id(), competency, rupiah, lift_share), year);
  }
  // The same for the need of camat.
  nv::Program CamatProgram(
      const std::string& title, const std::string& competency, std::int64_t rupiah,
      double lift_share) {
    nv::ProgramDesign design =
        DesignFor(title, NeedIn(competency, "CAMAT").id(), competency, rupiah, lift_share);
    design.set_families(0, "CAMAT");
    design.mutable_targets(0)->set_to_level(3);
    return InForce(design, 2027);
  }
  nv::Program InForce(const nv::ProgramDesign& design, int year) {
    const CallAs as = [this](const auto& who, const auto& grants, absl::Duration patience) {
      return platform_.As(who, grants, patience);
    };
    const auto program = PutInForce(platform_.needs(), as, design, year);
    EXPECT_THAT(program, IsOk());
    return program.value_or(nv::Program());
  }
  nv::DecideProgramRequest About(const nv::Program& program, const std::string& reason = "") {
    nv::DecideProgramRequest request;
    request.set_request_id(platform_.Id());
    request.set_program(program.id());
    request.set_version(program.version());
    request.set_reason(reason);
    return request;
  }
  nv::Program Now(const nv::Program& program) {
    nv::GetProgramRequest request;
    request.set_program(program.id());
    const auto now = platform_.needs().GetProgram(Analyst(), request);
    EXPECT_THAT(now, IsOk());
    return now.value_or(nv::Program());
  }
  void Retire(const nv::Program& program) {
    EXPECT_THAT(platform_.needs().RetireProgram(Head(), About(Now(program), "selesai")), IsOk());
  }
  void PutUnderReview(const nv::Program& program) {
    EXPECT_THAT(
        platform_.needs().PutProgramUnderReview(Head(), About(Now(program), "dua kelas lemah")),
        IsOk());
  }
  // The five programs of F-23: rupiah and points.
  void WorkedExample() {
    programs_["P1"] = Program("P1", "M.01", 143'200'000, 0.40);
    programs_["P2"] = Program("P2", "M.02", 180'000'000, 0.62);
    programs_["P3"] = Program("P3", "M.03", 95'000'000, 0.38);
    programs_["P4"] = Program("P4", "M.04", 220'000'000, 0.70);
    programs_["P5"] = Program("P5", "M.05", 60'000'000, 0.15);
    platform_.Told("needs");
  }

  nv::StartPortfolioRequest Under(std::int64_t rupiah, int year = 2027) {
    nv::StartPortfolioRequest request;
    request.set_request_id(platform_.Id());
    request.set_year(year);
    request.add_ceilings()->set_source(nv::PAD);
    request.mutable_ceilings(0)->set_rupiah(rupiah);
    return request;
  }
  operations::v1::Job JobOf(const std::string& id) {
    operations::v1::GetJobRequest request;
    request.set_job(id);
    const auto job = platform_.operations("needs").GetJob(Analyst(), request);
    EXPECT_THAT(job, IsOk());
    return job.value_or(operations::v1::Job());
  }
  std::string Started(const nv::StartPortfolioRequest& request) {
    const auto started = platform_.needs().StartPortfolio(Analyst(), request);
    EXPECT_THAT(started, IsOk());
    return started.ok() ? started->job() : "";
  }
  absl::StatusOr<nv::Portfolio> Got(const std::string& id, const Call& by) {
    nv::GetPortfolioRequest request;
    request.set_portfolio(id);
    return platform_.needs().GetPortfolio(by, request);
  }
  nv::Portfolio Got(const std::string& id) {
    const auto portfolio = Got(id, Analyst());
    EXPECT_THAT(portfolio, IsOk());
    return portfolio.value_or(nv::Portfolio());
  }
  nv::Portfolio Computed(const nv::StartPortfolioRequest& request) {
    const std::string job = Started(request);
    EXPECT_TRUE(HasEnded(job));
    EXPECT_EQ(JobOf(job).state(), operations::v1::Job::DONE);
    return Got(job);
  }
  // A search and its explanation may take their time on a machine that has other things to do.
  bool HasEnded(const std::string& job) {
    return Eventually([&] { return !JobOf(job).ended_at().empty(); }, absl::Minutes(2));
  }
  nv::AcceptPortfolioRequest Acceptance(const nv::Portfolio& portfolio) {
    nv::AcceptPortfolioRequest request;
    request.set_request_id(platform_.Id());
    request.set_portfolio(portfolio.id());
    request.set_version(portfolio.version());
    request.set_note("sesuai pagu");
    return request;
  }
  nv::Portfolio Accepted(const nv::StartPortfolioRequest& request) {
    const auto accepted = platform_.needs().AcceptPortfolio(Head(), Acceptance(Computed(request)));
    EXPECT_THAT(accepted, IsOk());
    return accepted.value_or(nv::Portfolio());
  }
  // "P2 P4"
  static std::string Titles(const google::protobuf::RepeatedPtrField<nv::ChosenProgram>& chosen) {
    std::string titles;
    for (const nv::ChosenProgram& one : chosen)
      titles += Cat(titles.empty() ? "" : " ", one.title());
    return titles;
  }

  std::map<std::string, nv::Program> programs_;
};

}  // namespace binadaya::test
