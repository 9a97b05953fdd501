// The seats of a batch: offered, passed on, more or fewer of them.
#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/aggregate.h"
#include "services/common/app.h"
#include "services/common/domain/step.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/scheduling/domain/planned.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/selection_proto.h"

namespace binadaya::scheduling {
namespace {

using enrolment_store::Enrolment;

// Rooms that do not hold so many (SC-12).
void AddTooSmall(Findings found, Findings& findings) {
  for (Finding& finding : found)
    if (finding.rule == "SC-12") findings.push_back(std::move(finding));
}

}  // namespace

absl::Status Scheduling::WithSeats(
    Tx& tx, const batch_store::Batch& batch,
    const std::function<absl::Status(Seats&)>& change) const {
  // Nobody was chosen for it.
  if (!batch.first_day.has_value() || !program_store::Get(tx, batch.program).ok())
    return absl::OkStatus();
  ASSIGN_OR_RETURN(Seats seats, Seats::Open(tx, batch, SeatRulesOf(tx)));
  RETURN_IF_ERROR(change(seats));
  seats.Finish(tx);
  return absl::OkStatus();
}

absl::Status Scheduling::OfferSeats(Tx& tx, const batch_store::Batch& batch) const {
  return WithSeats(tx, batch, [&](Seats& seats) { return seats.OfferKept(tx, app_.clock()); });
}

absl::Status Scheduling::RequeueSeats(Tx& tx, const batch_store::Batch& batch) const {
  return WithSeats(tx, batch, [&](Seats& seats) -> absl::Status {
    for (Enrolment& one : seats.all())
      if (one.is.TakesSeat()) RETURN_IF_ERROR(one.is.Requeue());
    return absl::OkStatus();
  });
}

// Whoever answered by nobody loses the seat on H-2, or when the batch begins.
absl::StatusOr<Timers::Effect> Scheduling::LapseSeats(const Call&, const std::string& id) {
  return [this, id](Tx& tx) -> absl::Status {
    auto batch = batch_store::Lock(tx, id);
    if (!batch.ok()) return batch.status();
    return WithSeats(tx, *batch, [&](Seats& seats) -> absl::Status {
      for (Enrolment& one : seats.all()) one.is.Lapse(seats.setting());
      seats.Promote(tx);
      // Each day: which one is H-2 changes with the holidays and the policy.
      const domain::EnrolmentSetting& setting = seats.setting();
      if (setting.today < setting.starts)
        tx.At(app_.clock().StartOf(setting.today + 1), kLapseTimer, id);
      return absl::OkStatus();
    });
  };
}

absl::StatusOr<v1::Substitution> Scheduling::SubstituteParticipant(
    Call& call, const v1::SubstituteParticipantRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Substitution> {
    ASSIGN_OR_RETURN(
        const batch_store::Batch batch,
        batch_store::Lock(tx, request.unit(), request.batch(), "batch"));
    std::optional<domain::OverrideReason> out_of_turn;
    if (request.out_of_turn() != v1::OVERRIDE_REASON_UNSPECIFIED)
      out_of_turn = ToDomain<domain::OverrideReason>(request.out_of_turn());
    v1::Substitution response;
    bool chosen = false;
    const absl::Status done = WithSeats(tx, batch, [&](Seats& seats) -> absl::Status {
      chosen = true;
      RETURN_IF_ERROR(tx.Expect("enrolment", request.out(), request.version()));
      RETURN_IF_ERROR(seats.Substitute(
          tx, request.out(), request.in(), out_of_turn, call.subject(), request.reason()));
      const auto show = [&](const std::string& id) {
        return ShowEnrolment(*seats.Find(id), VersionOf(tx, "enrolment", id) + 1);
      };
      *response.mutable_out() = show(request.out());
      *response.mutable_in() = show(request.in());
      return absl::OkStatus();
    });
    if (!done.ok()) return done;
    if (!chosen) return NoSuchObject("out");
    return response;
  });
}

absl::StatusOr<v1::BatchSeats> Scheduling::SetCapacity(
    Call& call, const v1::SetCapacityRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::BatchSeats> {
    ASSIGN_OR_RETURN(
        const batch_store::Batch batch,
        batch_store::Lock(tx, request.unit(), request.batch(), "batch"));
    RETURN_IF_ERROR(tx.Expect("batch", batch.id, request.version()));
    ASSIGN_OR_RETURN(
        const batch_store::PlanItem item, batch_store::LockPlanItem(tx, batch.plan_item));
    Findings findings = batch_store::AsDomain(batch).CheckResize();
    for (Finding& finding : domain::CheckNewBatch(item.planned, 0, request.capacity()))
      findings.push_back(std::move(finding));
    if (request.capacity() > batch.capacity) {
      batch_store::Batch larger = batch;
      larger.capacity = request.capacity();
      AddTooSmall(CheckReleased(tx, larger), findings);
    }
    RETURN_IF_ERROR(RefuseIfBlocked(std::move(findings)));
    const std::vector<std::string> leaving(request.leaving().begin(), request.leaving().end());
    bool chosen = false;
    const absl::Status done = WithSeats(tx, batch, [&](Seats& seats) -> absl::Status {
      chosen = true;
      RETURN_IF_ERROR(seats.SetCapacity(request.capacity(), leaving));
      seats.Promote(tx);
      return absl::OkStatus();
    });
    if (!done.ok()) return done;
    if (!chosen) {
      RETURN_IF_ERROR(domain::Roster(batch.id, batch.capacity, {}, {})
                          .SetCapacity(request.capacity(), leaving));
    }
    batch_store::SetCapacity(tx, batch.id, request.capacity());
    v1::CapacitySet event;
    event.set_batch(batch.id);
    event.set_capacity(request.capacity());
    Tell(tx, event);
    const enrolment_store::Taken taken = enrolment_store::TakenOf(tx, batch.id);
    v1::BatchSeats response;
    response.set_batch(batch.id);
    response.set_capacity(request.capacity());
    response.set_held(taken.held);
    response.set_kept(taken.kept);
    response.set_version(VersionOf(tx, "batch", batch.id) + 1);
    return response;
  });
}

}  // namespace binadaya::scheduling
