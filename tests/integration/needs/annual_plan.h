#pragma once

#include <string>

#include "tests/integration/needs/planning_year.h"

namespace binadaya::test {

// What it takes to draft, propose, set and revise the plan of that year.
class AnnualPlan : public PlanningYear {
 protected:
  using PlanningYear::PlanningYear;
  nv::DraftPlanRequest DraftOf(const nv::Portfolio& portfolio) {
    nv::DraftPlanRequest request;
    request.set_request_id(platform_.Id());
    request.set_portfolio(portfolio.id());
    request.mutable_terms()->set_organiser("Bidang Pengembangan Kompetensi");
    request.mutable_terms()->set_place("Aula balai kota");
    return request;
  }
  nv::Plan Drafted(const nv::Portfolio& portfolio) {
    const auto plan = platform_.needs().DraftPlan(Analyst(), DraftOf(portfolio));
    EXPECT_THAT(plan, IsOk());
    return plan.value_or(nv::Plan());
  }
  nv::DecidePlanRequest About(const nv::Plan& plan, const std::string& words = "") {
    nv::DecidePlanRequest request;
    request.set_request_id(platform_.Id());
    request.set_plan(plan.id());
    request.set_version(plan.version());
    request.set_reason(words);
    request.set_decree(words);
    return request;
  }
  absl::StatusOr<nv::Plan> Propose(const nv::Plan& plan) {
    return platform_.needs().ProposePlan(Official(), About(plan));
  }
  absl::StatusOr<nv::Plan> Set(const nv::Plan& plan) {
    return platform_.needs().SetPlan(Authority(), About(plan, "800/12"));
  }
  nv::Plan InForce(const nv::Plan& draft) {
    const auto proposed = Propose(draft);
    EXPECT_THAT(proposed, IsOk());
    if (!proposed.ok()) return {};
    const auto set = Set(*proposed);
    EXPECT_THAT(set, IsOk());
    return set.value_or(nv::Plan());
  }
  absl::StatusOr<nv::Plan> Revise(
      const nv::Plan& plan, const nv::Portfolio& portfolio, const std::string& reason) {
    const nv::DraftPlanRequest draft = DraftOf(portfolio);
    nv::RevisePlanRequest request;
    request.set_request_id(draft.request_id());
    request.set_plan(plan.id());
    request.set_version(plan.version());
    request.set_portfolio(draft.portfolio());
    *request.mutable_terms() = draft.terms();
    request.set_reason(reason);
    return platform_.needs().RevisePlan(Analyst(), request);
  }
  nv::Plan Shown(const std::string& id, int number = 0) {
    nv::GetPlanRequest request;
    request.set_plan(id);
    request.set_number(number);
    const auto plan = platform_.needs().GetPlan(By("x", v1::UNIT_HEAD), request);
    EXPECT_THAT(plan, IsOk());
    return plan.value_or(nv::Plan());
  }
  nv::StartPortfolioRequest For(const nv::Plan& plan, std::int64_t rupiah) {
    nv::StartPortfolioRequest request = Under(rupiah);
    request.set_plan(plan.id());
    return request;
  }
  static std::string TitlesOf(const google::protobuf::RepeatedPtrField<nv::PlanItem>& items) {
    std::string titles;
    for (const nv::PlanItem& one : items) titles += Cat(titles.empty() ? "" : " ", one.title());
    return titles;
  }
};

}  // namespace binadaya::test
