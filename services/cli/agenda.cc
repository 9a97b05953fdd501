#include "services/cli/agenda.h"

#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/budget_find.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/schedule.h"
#include "services/cli/schedule_find.h"
#include "services/cli/times.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using scheduling::SchedulingClient;
namespace sv = scheduling::v1;

// Itself, and whom of the leader's agenda it displaces.
absl::StatusOr<Answer> ShownHold(const Operator& caller, const sv::Hold& hold) {
  const Names names = NamesOf(caller, {hold.leader()});
  sv::ListHoldsResponse one;
  *one.add_holds() = hold;
  one.mutable_holds(0)->set_leader(NameIn(names, hold.leader()));
  std::string text = HoldsText(one);
  for (const std::string& id : hold.displaces()) {
    const absl::StatusOr<sv::Hold> other = FindHold(caller, id);
    const std::string shown =
        other.ok() ? Cat(SlotText(other->slot()), "  ", Word(other->priority()), "  ", id) : id;
    text += Say(Cat("harus memberi jalan: ", shown, "\n"), Cat("must make way: ", shown, "\n"));
  }
  return AnswerOf(text, hold);
}

template <class Request>
void About(const Operator& caller, const sv::Hold& hold, Request& request) {
  request.set_request_id(caller.NewRequestId());
  request.set_unit(hold.unit());
  request.set_id(hold.id());
  request.set_version(hold.version());
}

}  // namespace

absl::StatusOr<Answer> RunRequestHold(
    const Environment& environment, const AgendaOptions& options) {
  sv::RequestHoldRequest request;
  ASSIGN_OR_RETURN(*request.mutable_slot(), SlotIn("--at", options.at));
  request.set_priority(sv::TRAINING_OPENING);
  RETURN_IF_ERROR(Put<sv::HoldPriority>(
      "--for", options.priority, [&](sv::HoldPriority one) { request.set_priority(one); }));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const registry::v1::Person leader, FindPerson(caller, options.leader));
  request.set_request_id(caller.NewRequestId());
  request.set_leader(leader.id());
  if (!options.batch.empty()) {
    ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
    request.set_batch(batch.id());
    request.set_unit(batch.unit());
  }
  if (!options.unit.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  }
  if (request.unit().empty()) {
    return UsageError(
        {"sebut --batch kelas yang dibuka, atau --unit bila agendanya bukan pembukaan pelatihan",
         "say --batch, which it opens, or --unit where it opens no training"});
  }
  ASSIGN_OR_RETURN(
      const sv::Hold hold, by.Ask("scheduling", &SchedulingClient::RequestHold, request));
  return ShownHold(caller, hold);
}

absl::StatusOr<Answer> RunDecideHold(
    const Environment& environment, const AgendaOptions& options, sv::HoldDecision decision) {
  sv::DecideHoldRequest request;
  if (!options.to.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_to(), SlotIn("--to", options.to));
  }
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::PROTOCOL));
  ASSIGN_OR_RETURN(const sv::Hold hold, FindHold(caller, options.hold));
  About(caller, hold, request);
  request.set_decision(decision);
  request.set_reason(options.reason);
  ASSIGN_OR_RETURN(
      const sv::Hold decided, by.Ask("scheduling", &SchedulingClient::DecideHold, request));
  return ShownHold(caller, decided);
}

absl::StatusOr<Answer> RunFallBack(const Environment& environment, const AgendaOptions& options) {
  sv::FallBackRequest request;
  ASSIGN_OR_RETURN(const sv::Fallback way, Parse<sv::Fallback>("WAY", options.way));
  request.set_fallback(way);
  if (!options.to.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_to(), SlotIn("--to", options.to));
  }
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::Hold hold, FindHold(caller, options.hold));
  About(caller, hold, request);
  if (!options.delegate.empty()) {
    ASSIGN_OR_RETURN(const registry::v1::Person delegate, FindPerson(caller, options.delegate));
    request.set_delegate(delegate.id());
  }
  ASSIGN_OR_RETURN(
      const sv::Hold fallen, by.Ask("scheduling", &SchedulingClient::FallBack, request));
  return ShownHold(caller, fallen);
}

}  // namespace binadaya::cli
