#include "services/cli/employment.h"

#include <vector>

#include "absl/strings/str_join.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using registry::RegistryClient;
namespace rv = registry::v1;

Answer AnswerOfAct(const rv::Person& person, const rv::Act& act) {
  rv::ListActsResponse one;
  *one.add_acts() = act;
  return AnswerOf(Cat(person.name(), ":\n", ActsText(one)), act);
}

// Fills in what every act has, makes the request, and shows what came of it.
template <class Request>
absl::StatusOr<Answer> Enact(
    const Operator& caller, const ActOptions& options,
    Method<RegistryClient, Request, rv::Act> method, Request request) {
  ASSIGN_OR_RETURN(const rv::Person person, FindPerson(caller, options.person));
  request.set_request_id(caller.NewRequestId());
  request.set_person(person.id());
  request.set_effective(options.from);
  request.set_decree(options.decree);
  ASSIGN_OR_RETURN(const rv::Act act, caller.Ask("registry", method, request));
  return AnswerOfAct(person, act);
}

// "LURAH 33.74.14.1003", "III/d": what it sets.
std::string WhatOf(const rv::Act& act) {
  std::vector<std::string> parts;
  for (const std::string& part :
       {act.post(), act.unit(), act.employment_type(), act.grade(), act.legal_position(),
        act.contract_end()}) {
    if (!part.empty()) parts.push_back(part);
  }
  return absl::StrJoin(parts, " ");
}

}  // namespace

std::string ActsText(const rv::ListActsResponse& acts) {
  Rows rows = {
      {Say("BERLAKU", "EFFECTIVE"), Say("PERBUATAN", "ACT"), Say("MENJADI", "SETS"),
       Say("SAMPAI", "UNTIL"), Say("KEADAAN", "STATE"), "SK", "ID"}};
  for (const rv::Act& act : acts.acts()) {
    std::string state = Word(act.state());
    if (!act.ended_because().empty()) state += Cat(" (", act.ended_because(), ")");
    rows.push_back(
        {act.effective(), Word(act.kind()), WhatOf(act), act.valid_to(), state, act.decree(),
         act.id()});
  }
  return TableOf(rows);
}

absl::StatusOr<Answer> RunPromote(const Environment& environment, const ActOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::PromotePersonRequest request;
  request.set_grade(options.grade);
  return Enact(caller, options, &RegistryClient::PromotePerson, request);
}

absl::StatusOr<Answer> RunChangeEmployment(
    const Environment& environment, const ActOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::ChangeEmploymentRequest request;
  request.set_employment_type(options.type);
  request.set_number(options.number);
  request.set_grade(options.grade);
  request.set_contract_end(options.contract_end);
  return Enact(caller, options, &RegistryClient::ChangeEmployment, request);
}

absl::StatusOr<Answer> RunSuspend(const Environment& environment, const ActOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::SuspendPersonRequest request;
  request.set_legal_position(options.position);
  return Enact(caller, options, &RegistryClient::SuspendPerson, request);
}

absl::StatusOr<Answer> RunReturn(const Environment& environment, const ActOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::ReturnPersonRequest request;
  if (!options.post.empty()) {
    ASSIGN_OR_RETURN(const rv::Post post, FindPost(caller, options.post));
    request.set_post(post.code());
  }
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  return Enact(caller, options, &RegistryClient::ReturnPerson, request);
}

absl::StatusOr<Answer> RunEndEmployment(const Environment& environment, const ActOptions& options) {
  rv::EndEmploymentRequest request;
  ASSIGN_OR_RETURN(const auto exit, Parse<rv::Exit>("EXIT", options.exit));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  request.set_exit(exit);
  return Enact(caller, options, &RegistryClient::EndEmployment, request);
}

absl::StatusOr<Answer> RunAnnulAct(const Environment& environment, const ActOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Person person, FindPerson(caller, options.person));
  rv::ListActsRequest list;
  list.set_person(person.id());
  ASSIGN_OR_RETURN(const auto listed, caller.AskPages("registry", &RegistryClient::ListActs, list));
  std::vector<Candidate> candidates;
  for (const rv::Act& act : listed.acts()) {
    const bool stands = act.state() == rv::ACT_PENDING || act.state() == rv::ACT_IN_FORCE;
    if (!stands || !act.id().starts_with(options.act)) continue;
    candidates.push_back(
        {.id = act.id(), .shown = Cat(act.effective(), "  ", Word(act.kind()), "  ", WhatOf(act))});
  }
  ASSIGN_OR_RETURN(
      const std::size_t chosen, Choose({"perbuatan", "acts"}, options.act, candidates));
  rv::AnnulActRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_person(person.id());
  request.set_act(candidates[chosen].id);
  request.set_reason(options.reason);
  ASSIGN_OR_RETURN(const rv::Act act, caller.Ask("registry", &RegistryClient::AnnulAct, request));
  return AnswerOfAct(person, act);
}

absl::StatusOr<Answer> RunListActs(const Environment& environment, const std::string& person) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Person found, FindPerson(caller, person));
  rv::ListActsRequest request;
  request.set_person(found.id());
  ASSIGN_OR_RETURN(
      const auto listed, caller.AskPages("registry", &RegistryClient::ListActs, request));
  return AnswerOf(ActsText(listed), listed);
}

}  // namespace binadaya::cli
