#include "services/cli/seat_questions.h"

#include <set>

#include "absl/strings/str_join.h"
#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/budget_find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/schedule_find.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using scheduling::SchedulingClient;
namespace sv = scheduling::v1;

absl::StatusOr<std::vector<sv::SeatQuestion>> QuestionsFor(
    const Operator& caller, const sv::ListSeatQuestionsRequest& request) {
  ASSIGN_OR_RETURN(
      const sv::ListSeatQuestionsResponse listed,
      caller.AskPages("scheduling", &SchedulingClient::ListSeatQuestions, request));
  return std::vector<sv::SeatQuestion>(listed.questions().begin(), listed.questions().end());
}

Names NamesIn(const Operator& caller, const std::vector<sv::SeatQuestion>& questions) {
  std::set<std::string> people;
  for (const sv::SeatQuestion& one : questions) people.insert(one.person());
  return NamesOf(caller, people);
}

}  // namespace

absl::StatusOr<Answer> RunListSeatQuestions(
    const Environment& environment, const ParticipantOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  sv::ListSeatQuestionsRequest request;
  if (!options.batch.empty()) {
    ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
    request.set_batch(batch.id());
  }
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  if (!options.all) request.set_state(sv::QUESTION_OPEN);
  request.set_overdue(options.overdue);
  sv::ListSeatQuestionsResponse shown;
  ASSIGN_OR_RETURN(const std::vector<sv::SeatQuestion> questions, QuestionsFor(caller, request));
  for (const sv::SeatQuestion& one : questions) *shown.add_questions() = one;
  return AnswerOf(SeatQuestionsText(questions, NamesIn(caller, questions)), shown);
}

absl::StatusOr<Answer> RunDecideSeatQuestion(
    const Environment& environment, const ParticipantOptions& options, sv::SeatDecision decision) {
  sv::DecideSeatQuestionRequest request;
  RETURN_IF_ERROR(Put<sv::OverrideReason>(
      "--why", options.why, [&](sv::OverrideReason one) { request.set_reason(one); }));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const registry::v1::Person person, FindPerson(caller, options.person));
  sv::ListSeatQuestionsRequest open;
  open.set_state(sv::QUESTION_OPEN);
  ASSIGN_OR_RETURN(std::vector<sv::SeatQuestion> found, QuestionsFor(caller, open));
  std::erase_if(found, [&](const sv::SeatQuestion& one) { return one.person() != person.id(); });
  std::vector<Candidate> candidates;
  for (const sv::SeatQuestion& one : found) {
    const bool named = !options.batch.empty() && one.batch().starts_with(options.batch);
    candidates.push_back({.id = one.enrolment(), .shown = one.batch(), .exact = named});
  }
  ASSIGN_OR_RETURN(
      const std::size_t chosen,
      Choose({"kursi yang dipertanyakan", "seats in question"}, options.person, candidates));
  const sv::SeatQuestion& of = found[chosen];
  request.set_request_id(caller.NewRequestId());
  request.set_unit(of.unit());
  request.set_enrolment(of.enrolment());
  request.set_version(of.version());
  request.set_decision(decision);
  request.set_note(decision == sv::KEEP_SEAT ? options.note : options.reason);
  ASSIGN_OR_RETURN(
      const sv::SeatQuestion decided,
      by.Ask("scheduling", &SchedulingClient::DecideSeatQuestion, request));
  return AnswerOf(SeatQuestionsText({decided}, NamesIn(caller, {decided})), decided);
}

std::string SeatQuestionsText(const std::vector<sv::SeatQuestion>& questions, const Names& names) {
  Rows rows = {
      {Say("putuskan sampai", "decide by"), Say("pegawai", "person"), Say("keadaan", "state"),
       Say("syarat", "gates"), Say("alasan", "reason"), Say("kelas", "batch")}};
  std::string below;
  for (const sv::SeatQuestion& one : questions) {
    std::set<std::string> rules;
    for (const v1::Finding& gate : one.reasons()) {
      if (!rules.insert(gate.rule()).second) continue;
      if (one.state() == sv::QUESTION_OPEN)
        below += Cat(NameIn(names, one.person()), ": ", FindingText(gate));
    }
    std::string why = one.note();
    if (one.reason() != sv::OVERRIDE_REASON_UNSPECIFIED)
      why = Cat(Word(one.reason()), why.empty() ? "" : ": ", why);
    const bool late = one.overdue() && one.state() == sv::QUESTION_OPEN;
    rows.push_back(
        {Cat(one.decide_by(), late ? Say(" (lewat)", " (overdue)") : ""),
         NameIn(names, one.person()), Word(one.state()), absl::StrJoin(rules, " "), why,
         one.batch()});
  }
  return Cat(TableOf(rows), below);
}

}  // namespace binadaya::cli
