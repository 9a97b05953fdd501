// Batches of the plan's items.
#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/aggregate.h"
#include "services/common/app.h"
#include "services/common/domain/step.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/scheduling/batch_store.h"
#include "services/scheduling/booking_store.h"
#include "services/scheduling/scheduling.h"

namespace binadaya::scheduling {
namespace {

v1::Batch ShowBatch(const batch_store::Batch& batch, std::int64_t version) {
  v1::Batch proto;
  proto.set_id(batch.id);
  proto.set_unit(batch.unit);
  proto.set_plan_item(batch.plan_item);
  proto.set_program(batch.program);
  proto.set_number(batch.number);
  proto.set_state(batch_store::ToContract(batch.state));
  proto.set_capacity(batch.capacity);
  proto.set_accessible(batch.accessible);
  const auto day = [](const std::optional<absl::CivilDay>& one) {
    return one.has_value() ? absl::FormatCivilTime(*one) : "";
  };
  proto.set_first_day(day(batch.first_day));
  proto.set_last_day(day(batch.last_day));
  proto.set_change_until(day(batch.change_until));
  proto.set_released(batch.released);
  proto.set_version(version);
  proto.set_publications(batch.publications);
  if (batch.cause.has_value()) proto.set_cause(ToContract<v1::ChangeCause>(*batch.cause));
  proto.set_reason(batch.reason);
  proto.set_unplanned(batch.unplanned);
  return proto;
}

template <class Told>
void TellOf(Tx& tx, const std::string& batch) {
  Told event;
  event.set_batch(batch);
  Tell(tx, event);
}

}  // namespace

absl::StatusOr<v1::Batch> Scheduling::DraftBatch(Call& call, const v1::DraftBatchRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Batch> {
    ASSIGN_OR_RETURN(
        const batch_store::PlanItem item, batch_store::LockPlanItem(tx, request.plan_item()));
    const batch_store::Drafted drafted = batch_store::DraftedOf(tx, item.id);
    RETURN_IF_ERROR(
        RefuseIfBlocked(domain::CheckNewBatch(item.planned, drafted.batches, request.capacity())));
    const batch_store::Batch batch{
        .id = NewId(tx.call().now()),
        .unit = request.unit(),
        .plan_item = item.id,
        .program = item.program,
        .number = drafted.last + 1,
        .capacity = request.capacity(),
        .accessible = request.accessible()};
    batch_store::Add(tx, batch);
    v1::BatchDrafted event;
    event.set_batch(batch.id);
    event.set_unit(batch.unit);
    event.set_plan_item(batch.plan_item);
    event.set_program(batch.program);
    event.set_number(batch.number);
    event.set_capacity(batch.capacity);
    Tell(tx, event);
    return ShowBatch(batch, 1);
  });
}

absl::StatusOr<v1::Batch> Scheduling::GetBatch(Call& call, const v1::GetBatchRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Batch> {
    ASSIGN_OR_RETURN(
        const batch_store::Batch batch, batch_store::Get(tx, request.unit(), request.id(), "id"));
    return ShowBatch(batch, VersionOf(tx, "batch", batch.id));
  });
}

absl::StatusOr<v1::ListBatchesResponse> Scheduling::ListBatches(
    Call& call, const v1::ListBatchesRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListBatchesResponse> {
    const std::vector<batch_store::Batch> batches =
        batch_store::PageOf(tx, call.scope(), request, page);
    const auto versions = VersionsOf(tx, "batch", batches, &batch_store::Batch::id);
    v1::ListBatchesResponse response;
    for (const batch_store::Batch& batch : batches)
      *response.add_batches() = ShowBatch(batch, versions.at(batch.id));
    if (response.batches_size() == page.size())
      response.set_next_page_token(page.Next({response.batches().rbegin()->id()}));
    return response;
  });
}

absl::StatusOr<v1::Batch> Scheduling::CancelBatch(
    Call& call, const v1::CancelBatchRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Batch> {
    ASSIGN_OR_RETURN(
        batch_store::Batch batch, batch_store::Lock(tx, request.unit(), request.batch(), "batch"));
    RETURN_IF_ERROR(tx.Expect("batch", batch.id, request.version()));
    domain::Batch of = batch_store::AsDomain(batch);
    RETURN_IF_ERROR(of.Cancel(ToDomain<domain::ChangeCause>(request.cause()), request.reason()));
    batch = batch_store::Become(batch, of);
    batch_store::Save(tx, batch);
    booking_store::Free(tx, batch.id, Minute(call.now()));
    FollowBookings(tx, batch.id);
    CancelSessions(tx, batch);
    RETURN_IF_ERROR(RequeueSeats(tx, batch));
    RETURN_IF_ERROR(ReleaseHolds(tx, batch));
    v1::BatchCancelled event;
    event.set_batch(batch.id);
    event.set_unit(batch.unit);
    event.set_cause(request.cause());
    Tell(tx, event);
    return ShowBatch(batch, VersionOf(tx, "batch", batch.id) + 1);
  });
}

absl::Status Scheduling::Carry(Tx& tx, batch_store::Batch batch) const {
  const absl::CivilDay today = tx.call().today();
  domain::Batch of = batch_store::AsDomain(batch);
  if (of.Lock(today).ok()) TellOf<v1::BatchLocked>(tx, batch.id);
  if (of.Start(today).ok()) TellOf<v1::BatchStarted>(tx, batch.id);
  batch = batch_store::Become(batch, of);
  std::optional<absl::CivilSecond> next;
  if (batch_store::HasBegun(batch)) {
    std::vector<session_store::Held> sessions = SessionsOf(tx, batch);
    Advance(tx, sessions);
    RETURN_IF_ERROR(Reckon(tx, batch, sessions));
    next = NextOf(tx, sessions);
    if (batch.state == domain::BatchState::kRunning) {
      // What is no learning is over by the clock alone.
      for (const booking_store::Session& one : booking_store::SessionsOf(tx, batch.id)) {
        const absl::CivilSecond over(one.slot.until);
        if (over > Second(tx.call().now())) next = std::min(next.value_or(over), over);
      }
    }
  } else {
    batch_store::Save(tx, batch);
  }
  if (of.state == domain::BatchState::kPublished) next = absl::CivilSecond(of.change_until + 1);
  if (of.state == domain::BatchState::kLocked) next = absl::CivilSecond(of.first_day);
  if (next.has_value()) tx.At(InstantOf(*next), kBatchTimer, batch.id);
  return absl::OkStatus();
}

std::pair<std::string, Timers::Handler> Scheduling::BatchTimer() {
  return {
      kBatchTimer, [this](const Call&, const std::string& id) -> absl::StatusOr<Timers::Effect> {
        return Timers::Effect([this, id](Tx& tx) -> absl::Status {
          ASSIGN_OR_RETURN(batch_store::Batch batch, batch_store::Lock(tx, id));
          // Holidays may be others than when it was released.
          if (batch_store::IsAhead(batch)) CountDays(tx, batch);
          return Carry(tx, std::move(batch));
        });
      }};
}

}  // namespace binadaya::scheduling
