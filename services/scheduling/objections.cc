// Objections to what a selection made of somebody (keberatan).
#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/domain/step.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/scheduling/scheduling.h"

namespace binadaya::scheduling {
namespace {

using enrolment_store::Enrolment;
using selection_store::Selection;

// He who was upheld goes before all others who wait; with an enrolment if he had none.
absl::Status PutFirst(Tx& tx, const std::string& selection, const std::string& person) {
  ASSIGN_OR_RETURN(const Selection of, selection_store::GetWhole(tx, selection, "id"));
  auto newest = enrolment_store::NewestOf(tx, person, of.program);
  if (newest.ok() && newest->is.state == domain::EnrolmentState::kWaitlisted) {
    newest->is.upheld = true;
    Settle(tx, *newest);
    return absl::OkStatus();
  }
  // He has a seat, or had one.
  if (newest.ok() && !newest->is.ending.has_value()) return absl::OkStatus();
  Enrolment anew;
  anew.is.id = NewId(tx.call().now());
  anew.is.program = of.program;
  anew.is.person = person;
  anew.is.upheld = true;
  anew.is.selection = of.number;
  anew.unit = of.unit;
  anew.selection = of.id;
  for (const v1::Considered& one : of.content.considered()) {
    if (one.person() != person) continue;
    anew.candidate = one;
    anew.is.rank = one.rank() > 0 ? one.rank() : of.qualified + 1;
    if (one.arm() != v1::ARM_UNSPECIFIED) anew.is.arm = ToDomain<domain::Arm>(one.arm());
  }
  enrolment_store::Add(tx, {anew});
  TellEnrolment(tx, anew);
  return absl::OkStatus();
}

}  // namespace

v1::Objection Scheduling::ShowObjection(const selection_store::Objection& of) {
  v1::Objection proto;
  proto.set_id(of.is.id);
  proto.set_unit(of.unit);
  proto.set_selection(of.is.selection);
  proto.set_person(of.is.person);
  proto.set_reason(of.is.reason);
  proto.set_state(ToContract<v1::ObjectionState>(of.is.state));
  proto.set_filed_on(absl::FormatCivilTime(of.is.filed));
  if (of.is.decided.has_value()) proto.set_decided_on(absl::FormatCivilTime(*of.is.decided));
  proto.set_decided_by(of.is.by);
  proto.set_decision(of.is.why);
  return proto;
}

absl::StatusOr<v1::Objection> Scheduling::FileObjection(
    Call& call, const v1::FileObjectionRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Objection> {
    domain::Objectionable about;
    std::string unit;
    if (const auto made = selection_store::Get(tx, request.selection(), "selection"); made.ok()) {
      unit = made->unit;
      about = {
          .considered = selection_store::HasJudged(tx, request.selection(), request.person()),
          .objected =
              selection_store::ObjectionOf(tx, request.selection(), request.person()).has_value(),
          .last_day = ObjectUntil(tx, made->made_on)};
    }
    RETURN_IF_ERROR(
        RefuseIfBlocked(domain::Objection::Check(about, request.reason(), call.today())));
    selection_store::Objection objection{.unit = unit};
    objection.is.id = NewId(call.now());
    objection.is.selection = request.selection();
    objection.is.person = request.person();
    objection.is.reason = request.reason();
    objection.is.filed = call.today();
    selection_store::Add(tx, objection);
    v1::SelectionObjected event;
    event.set_objection(objection.is.id);
    event.set_selection(objection.is.selection);
    event.set_person(objection.is.person);
    Tell(tx, event);
    return ShowObjection(objection);
  });
}

absl::StatusOr<v1::Objection> Scheduling::DecideObjection(
    Call& call, const v1::DecideObjectionRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Objection> {
    ASSIGN_OR_RETURN(
        const std::string made_as,
        selection_store::SelectionOfObjection(tx, request.unit(), request.id()));
    ASSIGN_OR_RETURN(const Selection made, selection_store::Get(tx, made_as, "id"));
    RETURN_IF_ERROR(program_store::Lock(tx, made.program).status());
    ASSIGN_OR_RETURN(
        selection_store::Objection objection,
        selection_store::LockObjection(tx, request.unit(), request.id()));
    RETURN_IF_ERROR(objection.is.Decide(
        request.upheld(), call.subject(), {made.made_by}, request.reason(), call.today()));
    selection_store::Save(tx, objection);
    if (request.upheld()) {
      RETURN_IF_ERROR(PutFirst(tx, made.id, objection.is.person));
      CloseListAfter(tx, made.program, made.year);
    }
    v1::ObjectionDecided event;
    event.set_objection(objection.is.id);
    event.set_selection(objection.is.selection);
    event.set_person(objection.is.person);
    event.set_state(ToContract<v1::ObjectionState>(objection.is.state));
    Tell(tx, event);
    return ShowObjection(objection);
  });
}

absl::StatusOr<v1::ListObjectionsResponse> Scheduling::ListObjections(
    Call& call, const v1::ListObjectionsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListObjectionsResponse> {
    v1::ListObjectionsResponse response;
    for (const selection_store::Objection& one : selection_store::PageOfObjections(
             tx, call.scope(), static_cast<int>(request.state()), page)) {
      *response.add_objections() = ShowObjection(one);
    }
    if (response.objections_size() == page.size())
      response.set_next_page_token(page.Next({response.objections().rbegin()->id()}));
    return response;
  });
}

}  // namespace binadaya::scheduling
