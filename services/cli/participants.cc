#include "services/cli/participants.h"

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

absl::StatusOr<std::vector<sv::Enrolment>> EnrolmentsBy(
    const Operator& caller, const sv::ListEnrolmentsRequest& request) {
  ASSIGN_OR_RETURN(
      const sv::ListEnrolmentsResponse listed,
      caller.AskPages("scheduling", &SchedulingClient::ListEnrolments, request));
  return std::vector<sv::Enrolment>(listed.enrolments().begin(), listed.enrolments().end());
}

// What somebody means who names a person: the enrolment that has not ended, else the newest; of a
// batch, if one is named.
absl::StatusOr<sv::Enrolment> EnrolmentOf(
    const Operator& caller, const std::string& person, const std::string& batch = "") {
  ASSIGN_OR_RETURN(const registry::v1::Person of, FindPerson(caller, person));
  sv::ListEnrolmentsRequest request;
  request.set_person(of.id());
  request.set_batch(batch);
  ASSIGN_OR_RETURN(const std::vector<sv::Enrolment> found, EnrolmentsBy(caller, request));
  const sv::Enrolment* best = nullptr;
  for (const sv::Enrolment& one : found) {
    const auto open = [](const sv::Enrolment& e) { return e.state() <= sv::ENROLMENT_ATTENDING; };
    const bool better =
        best == nullptr || (open(one) != open(*best) ? open(one) : one.id() > best->id());
    if (better) best = &one;
  }
  if (best == nullptr) return Choose({"peserta", "participants"}, person, {}).status();
  return *best;
}

absl::StatusOr<Answer> Shown(const Operator& caller, const sv::Enrolment& enrolment) {
  return AnswerOf(
      EnrolmentsText({enrolment}, NamesOf(caller, std::set<std::string>{enrolment.person()})),
      enrolment);
}

}  // namespace

absl::StatusOr<Answer> RunSelectParticipants(
    const Environment& environment, const ParticipantOptions& options) {
  sv::OverrideReason why = sv::OVERRIDE_REASON_UNSPECIFIED;
  RETURN_IF_ERROR(
      Put<sv::OverrideReason>("--why", options.why, [&](sv::OverrideReason one) { why = one; }));
  if (!options.ahead.empty() && why == sv::OVERRIDE_REASON_UNSPECIFIED) {
    return UsageError(
        {"sebut --why bila ada yang didahulukan", "say --why where somebody goes ahead"});
  }
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  sv::SelectParticipantsRequest request;
  request.set_request_id(caller.NewRequestId());
  for (const std::string& text : options.batches) {
    ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, text));
    request.set_unit(batch.unit());
    request.add_batches(batch.id());
  }
  ASSIGN_OR_RETURN(*request.mutable_from_unit(), FindUnitCode(caller, options.unit));
  for (const std::string& family : options.families) request.add_families(family);
  for (const std::string& text : options.ahead) {
    ASSIGN_OR_RETURN(const registry::v1::Person person, FindPerson(caller, text));
    sv::SeatOverride& ahead = *request.add_overrides();
    ahead.set_person(person.id());
    ahead.set_reason(why);
    ahead.set_note(options.note);
  }
  ASSIGN_OR_RETURN(
      const sv::Selection selection,
      by.Ask("scheduling", &SchedulingClient::SelectParticipants, request, kLongPatience));
  return AnswerOf(SelectionText(selection), selection);
}

absl::StatusOr<Answer> RunListParticipants(
    const Environment& environment, const ParticipantOptions& options) {
  sv::ListEnrolmentsRequest request;
  RETURN_IF_ERROR(Put<sv::EnrolmentState>(
      "--state", options.state, [&](sv::EnrolmentState one) { request.set_state(one); }));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  if (!options.batch.empty()) {
    ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
    request.set_batch(batch.id());
  }
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  ASSIGN_OR_RETURN(
      const sv::ListEnrolmentsResponse listed,
      caller.AskPages("scheduling", &SchedulingClient::ListEnrolments, request, options.all));
  return AnswerOf(
      EnrolmentsText(
          {listed.enrolments().begin(), listed.enrolments().end()},
          NamesOf(caller, listed.enrolments())),
      listed);
}

absl::StatusOr<Answer> RunWhy(const Environment& environment, const ParticipantOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const registry::v1::Person person, FindPerson(caller, options.person));
  sv::GetChoiceRequest request;
  request.set_person(person.id());
  ASSIGN_OR_RETURN(
      const sv::Choice choice, caller.Ask("scheduling", &SchedulingClient::GetChoice, request));
  return AnswerOf(ChoiceText(choice, person.name()), choice);
}

absl::StatusOr<Answer> RunAnswerSeat(
    const Environment& environment, const ParticipantOptions& options, SeatAnswer answer) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const sv::Enrolment of, EnrolmentOf(caller, options.person));
  sv::AnswerEnrolmentRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_person(of.person());
  request.set_id(of.id());
  request.set_version(of.version());
  request.set_reason(options.reason);
  const bool own = answer == SeatAnswer::kConfirm || answer == SeatAnswer::kDecline;
  std::string who = of.person();
  if (!own) {
    ASSIGN_OR_RETURN(const registry::v1::Person superior, FindPerson(caller, options.by));
    who = superior.id();
  }
  // One who is no superior answers as the authorised official.
  const bool official = !own && !Contains(of.asked(), who);
  const Operator by = caller.As(who, {{official ? v1::AUTHORISED_OFFICIAL : v1::EMPLOYEE, "/"}});
  const auto ask = [&]() -> absl::StatusOr<sv::Enrolment> {
    switch (answer) {
      case SeatAnswer::kApprove:
        return by.Ask("scheduling", &SchedulingClient::ApproveEnrolment, request);
      case SeatAnswer::kReject:
        return by.Ask("scheduling", &SchedulingClient::RejectEnrolment, request);
      case SeatAnswer::kConfirm:
        return by.Ask("scheduling", &SchedulingClient::ConfirmEnrolment, request);
      case SeatAnswer::kDecline:
        return by.Ask("scheduling", &SchedulingClient::DeclineEnrolment, request);
    }
    return absl::InternalError("an answer that nobody gives");
  };
  ASSIGN_OR_RETURN(const sv::Enrolment answered, ask());
  return Shown(caller, answered);
}

absl::StatusOr<Answer> RunWithdraw(
    const Environment& environment, const ParticipantOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::Enrolment of, EnrolmentOf(caller, options.person));
  sv::WithdrawEnrolmentRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(of.unit());
  request.set_id(of.id());
  request.set_version(of.version());
  request.set_reason(options.reason);
  ASSIGN_OR_RETURN(
      const sv::Enrolment withdrawn,
      by.Ask("scheduling", &SchedulingClient::WithdrawEnrolment, request));
  return Shown(caller, withdrawn);
}

absl::StatusOr<Answer> RunSubstitute(
    const Environment& environment, const ParticipantOptions& options) {
  sv::SubstituteParticipantRequest request;
  RETURN_IF_ERROR(Put<sv::OverrideReason>(
      "--why", options.why, [&](sv::OverrideReason one) { request.set_out_of_turn(one); }));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::Enrolment out, EnrolmentOf(caller, options.person));
  ASSIGN_OR_RETURN(const sv::Enrolment in, EnrolmentOf(caller, options.in));
  request.set_request_id(caller.NewRequestId());
  request.set_unit(out.unit());
  request.set_batch(out.batch());
  request.set_out(out.id());
  request.set_in(in.id());
  request.set_version(out.version());
  request.set_reason(options.reason);
  ASSIGN_OR_RETURN(
      const sv::Substitution done,
      by.Ask("scheduling", &SchedulingClient::SubstituteParticipant, request));
  return AnswerOf(
      EnrolmentsText(
          {done.out(), done.in()},
          NamesOf(caller, std::set<std::string>{done.out().person(), done.in().person()})),
      done);
}

absl::StatusOr<Answer> RunSetCapacity(
    const Environment& environment, const ParticipantOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  sv::SetCapacityRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(batch.unit());
  request.set_batch(batch.id());
  request.set_version(batch.version());
  request.set_capacity(options.capacity);
  for (const std::string& person : options.leaving) {
    ASSIGN_OR_RETURN(const sv::Enrolment leaves, EnrolmentOf(caller, person, batch.id()));
    request.add_leaving(leaves.id());
  }
  ASSIGN_OR_RETURN(
      const sv::BatchSeats seats, by.Ask("scheduling", &SchedulingClient::SetCapacity, request));
  return AnswerOf(
      Say(Cat(seats.capacity(), " kursi: ", seats.held(), " terisi, ", seats.kept(),
              " disimpan.\n"),
          Cat(seats.capacity(), " seats: ", seats.held(), " held, ", seats.kept(), " kept.\n")),
      seats);
}

absl::StatusOr<Answer> RunFairness(
    const Environment& environment, const ParticipantOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  sv::GetFairnessRequest request;
  ASSIGN_OR_RETURN(
      const registry::v1::Unit unit, FindUnit(caller, options.unit.empty() ? "/" : options.unit));
  request.set_unit(unit.code());
  request.set_year(options.year);
  ASSIGN_OR_RETURN(
      const sv::Fairness fairness,
      caller.Ask("scheduling", &SchedulingClient::GetFairness, request));
  return AnswerOf(FairnessText(fairness), fairness);
}

absl::StatusOr<Answer> RunOverrideContinuity(
    const Environment& environment, const ParticipantOptions& options) {
  sv::OverrideContinuityRequest request;
  RETURN_IF_ERROR(Put<sv::OverrideReason>(
      "--why", options.why, [&](sv::OverrideReason one) { request.set_reason(one); }));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::UNIT_HEAD));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  ASSIGN_OR_RETURN(const registry::v1::Unit unit, FindUnit(caller, options.unit));
  request.set_request_id(caller.NewRequestId());
  request.set_unit(unit.code());
  request.set_batch(batch.id());
  request.set_rule(options.rule);
  request.set_note(options.note);
  ASSIGN_OR_RETURN(
      const sv::ContinuityOverrides made,
      by.Ask("scheduling", &SchedulingClient::OverrideContinuity, request));
  return AnswerOf(OverridesText(made), made);
}

absl::StatusOr<Answer> RunListOverrides(
    const Environment& environment, const ParticipantOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  sv::ListContinuityOverridesRequest request;
  if (!options.batch.empty()) {
    ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
    request.set_batch(batch.id());
  }
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  ASSIGN_OR_RETURN(
      const sv::ListContinuityOverridesResponse listed,
      caller.AskPages("scheduling", &SchedulingClient::ListContinuityOverrides, request));
  return AnswerOf(OverridesText(listed), listed);
}

absl::StatusOr<Answer> RunObject(
    const Environment& environment, const ParticipantOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const registry::v1::Person person, FindPerson(caller, options.person));
  const Operator self = caller.As(person.id(), {{v1::EMPLOYEE, "/"}});
  sv::GetChoiceRequest newest;
  newest.set_person(person.id());
  ASSIGN_OR_RETURN(
      const sv::Choice choice, self.Ask("scheduling", &SchedulingClient::GetChoice, newest));
  sv::FileObjectionRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_person(person.id());
  request.set_selection(choice.selection());
  request.set_reason(options.reason);
  ASSIGN_OR_RETURN(
      const sv::Objection filed, self.Ask("scheduling", &SchedulingClient::FileObjection, request));
  return AnswerOf(Cat(person.name(), ": ", Word(filed.state()), "\n"), filed);
}

absl::StatusOr<Answer> RunDecideObjection(
    const Environment& environment, const ParticipantOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::AGENCY_HEAD));
  ASSIGN_OR_RETURN(const registry::v1::Person person, FindPerson(caller, options.person));
  sv::GetChoiceRequest newest;
  newest.set_person(person.id());
  ASSIGN_OR_RETURN(
      const sv::Choice choice, caller.Ask("scheduling", &SchedulingClient::GetChoice, newest));
  sv::DecideObjectionRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(choice.objection().unit());
  request.set_id(choice.objection().id());
  request.set_upheld(options.upheld);
  request.set_reason(options.reason);
  ASSIGN_OR_RETURN(
      const sv::Objection decided,
      by.Ask("scheduling", &SchedulingClient::DecideObjection, request));
  return AnswerOf(Cat(person.name(), ": ", Word(decided.state()), "\n"), decided);
}

}  // namespace binadaya::cli
