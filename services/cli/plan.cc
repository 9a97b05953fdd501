#include "services/cli/plan.h"

#include <map>

#include "absl/strings/numbers.h"
#include "binadaya/needs/v1/needs.rpc.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/planning.h"
#include "services/cli/portfolio.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using needs::NeedsClient;
namespace nv = needs::v1;

using DecidePlanMethod = Method<NeedsClient, nv::DecidePlanRequest, nv::Plan>;

Answer ShownPlan(const nv::Plan& plan) { return AnswerOf(PlanText(plan), plan); }

absl::StatusOr<nv::Plan> GetPlan(const Operator& caller, const std::string& id, int number) {
  nv::GetPlanRequest request;
  request.set_plan(id);
  request.set_number(number);
  return caller.Ask("needs", &NeedsClient::GetPlan, request);
}

// Organiser, place and curriculum, of all items and of those of single programs.
template <class Request>
absl::Status ReadPlanTerms(
    const Operator& caller, const PlanOptions& options, int year, Request& request) {
  nv::PlanTerms& terms = *request.mutable_terms();
  terms.set_organiser(options.organiser);
  terms.set_place(options.place);
  terms.set_curriculum(options.curriculum);
  std::map<std::string, nv::PlanTerms> own;
  const auto each = [&](const char* option, const std::vector<std::string>& texts,
                        auto set) -> absl::Status {
    for (const std::string& text : texts) {
      const std::size_t at = text.find('=');
      if (at == std::string::npos || at == 0) {
        return UsageError(
            {Cat(option, " ", text, ": tulis PROGRAM=NILAI"),
             Cat(option, " ", text, ": write PROGRAM=VALUE")});
      }
      ASSIGN_OR_RETURN(const nv::Program program, FindProgram(caller, text.substr(0, at), 0, year));
      set(own[program.id()], text.substr(at + 1));
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(each(
      "--organiser-of", options.organisers,
      [](nv::PlanTerms& one, const std::string& text) { one.set_organiser(text); }));
  RETURN_IF_ERROR(each(
      "--place-of", options.places,
      [](nv::PlanTerms& one, const std::string& text) { one.set_place(text); }));
  RETURN_IF_ERROR(each(
      "--curriculum-of", options.curricula,
      [](nv::PlanTerms& one, const std::string& text) { one.set_curriculum(text); }));
  for (auto& [program, one] : own) {
    nv::PlanItemTerms& item = *request.add_items();
    item.set_program(program);
    *item.mutable_terms() = one;
  }
  return absl::OkStatus();
}

// Decisions are about the version that is worked on.
absl::StatusOr<Answer> DecidePlan(
    const Environment& environment, const PlanOptions& options, v1::Role role,
    DecidePlanMethod method) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, InTheNameOf(caller, options.by, role));
  ASSIGN_OR_RETURN(const nv::Plan plan, FindPlan(caller, options.plan));
  nv::DecidePlanRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_plan(plan.id());
  request.set_version(plan.version());
  request.set_reason(options.reason);
  request.set_decree(options.decree);
  ASSIGN_OR_RETURN(const nv::Plan decided, by.Ask("needs", method, request));
  return ShownPlan(decided);
}

}  // namespace

absl::StatusOr<nv::Plan> FindPlan(const Operator& caller, const std::string& text, int number) {
  nv::ListPlansRequest request;
  int year = 0;
  if (text.size() == 4 && absl::SimpleAtoi(text, &year)) {
    request.set_year(year);
  } else {
    request.set_id_prefix(text);
  }
  ASSIGN_OR_RETURN(const auto listed, caller.AskPages("needs", &NeedsClient::ListPlans, request));
  std::vector<Candidate> candidates;
  for (const nv::Plan& one : listed.plans()) {
    candidates.push_back(
        {.id = one.id(), .shown = Cat(one.year(), "  ", Word(one.state()), "  ", one.decree())});
  }
  ASSIGN_OR_RETURN(const std::size_t chosen, Choose({"rencana", "plans"}, text, candidates));
  return GetPlan(caller, candidates[chosen].id, number);
}

absl::StatusOr<Answer> RunDraftPlan(const Environment& environment, const PlanOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, InTheNameOf(caller, options.by, v1::ANALYST));
  ASSIGN_OR_RETURN(const nv::Portfolio portfolio, FindPortfolio(caller, options.portfolio));
  nv::DraftPlanRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_portfolio(portfolio.id());
  RETURN_IF_ERROR(ReadPlanTerms(caller, options, portfolio.year(), request));
  ASSIGN_OR_RETURN(const nv::Plan plan, by.Ask("needs", &NeedsClient::DraftPlan, request));
  return ShownPlan(plan);
}

absl::StatusOr<Answer> RunRevisePlan(const Environment& environment, const PlanOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, InTheNameOf(caller, options.by, v1::ANALYST));
  ASSIGN_OR_RETURN(const nv::Plan now, FindPlan(caller, options.plan));
  ASSIGN_OR_RETURN(const nv::Portfolio portfolio, FindPortfolio(caller, options.portfolio));
  nv::RevisePlanRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_plan(now.id());
  request.set_version(now.version());
  request.set_portfolio(portfolio.id());
  request.set_reason(options.reason);
  RETURN_IF_ERROR(ReadPlanTerms(caller, options, portfolio.year(), request));
  ASSIGN_OR_RETURN(const nv::Plan plan, by.Ask("needs", &NeedsClient::RevisePlan, request));
  return ShownPlan(plan);
}

absl::StatusOr<Answer> RunProposePlan(const Environment& environment, const PlanOptions& options) {
  return DecidePlan(environment, options, v1::AUTHORISED_OFFICIAL, &NeedsClient::ProposePlan);
}

absl::StatusOr<Answer> RunSetPlan(const Environment& environment, const PlanOptions& options) {
  return DecidePlan(environment, options, v1::APPOINTING_AUTHORITY, &NeedsClient::SetPlan);
}

absl::StatusOr<Answer> RunReturnPlan(const Environment& environment, const PlanOptions& options) {
  return DecidePlan(environment, options, v1::APPOINTING_AUTHORITY, &NeedsClient::ReturnPlan);
}

absl::StatusOr<Answer> RunGetPlan(const Environment& environment, const PlanOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const nv::Plan plan, FindPlan(caller, options.plan, options.number));
  return ShownPlan(plan);
}

absl::StatusOr<Answer> RunListPlans(const Environment& environment, const PlanOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  nv::ListPlansRequest request;
  request.set_year(options.year);
  RETURN_IF_ERROR(Put<nv::PlanState>(
      "--state", options.state, [&](nv::PlanState state) { request.set_state(state); }));
  ASSIGN_OR_RETURN(
      const auto plans, caller.AskPages("needs", &NeedsClient::ListPlans, request, options.all));
  return AnswerOf(PlansText(plans), plans);
}

}  // namespace binadaya::cli
