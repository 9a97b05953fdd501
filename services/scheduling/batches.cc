// Batches of the plan's items.
#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/aggregate.h"
#include "services/common/domain/step.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/scheduling/batch_store.h"
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
  // The contract has the first two of its states: what comes after them is not there yet.
  proto.set_state(
      batch.state == domain::BatchState::kPlanned ? v1::BATCH_PLANNED : v1::BATCH_SCHEDULED);
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
  return proto;
}

}  // namespace

absl::StatusOr<v1::Batch> Scheduling::DraftBatch(Call& call, const v1::DraftBatchRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Batch> {
    ASSIGN_OR_RETURN(
        const batch_store::PlanItem item, batch_store::LockPlanItem(tx, request.plan_item()));
    const int drafted = batch_store::DraftedOf(tx, item.id);
    RETURN_IF_ERROR(
        RefuseIfBlocked(domain::CheckNewBatch(item.planned, drafted, request.capacity())));
    const batch_store::Batch batch{
        .id = NewId(tx.call().now()),
        .unit = request.unit(),
        .plan_item = item.id,
        .program = item.program,
        .number = drafted + 1,
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
    v1::ListBatchesResponse response;
    for (const batch_store::Batch& batch : batch_store::PageOf(tx, call.scope(), request, page)) {
      *response.add_batches() = ShowBatch(batch, VersionOf(tx, "batch", batch.id));
    }
    if (response.batches_size() == page.size())
      response.set_next_page_token(page.Next({response.batches().rbegin()->id()}));
    return response;
  });
}

}  // namespace binadaya::scheduling
