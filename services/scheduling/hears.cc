// What scheduling hears: units, to resolve scopes; who is there, and on leave; the plan in force.
// Holidays are heard in calendars.cc.
#include "services/common/day.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/people_store.h"
#include "services/scheduling/scheduling.h"

namespace binadaya::scheduling {
namespace {

std::vector<batch_store::PlanItem> ItemsOf(
    const google::protobuf::RepeatedPtrField<needs::v1::PlanItem>& items, int year) {
  std::vector<batch_store::PlanItem> out;
  for (const needs::v1::PlanItem& item : items) {
    out.push_back(
        {.id = item.id(),
         .program = item.program(),
         .year = year,
         .planned = {.batches = item.batches(), .batch_size = item.batch_size()},
         .rupiah_per_batch = item.rupiah_per_batch()});
  }
  return out;
}

}  // namespace

// Batches, hours and blackouts stay with their unit when that is closed.
absl::Status Scheduling::Hear(Tx& tx, const Event&, const registry::v1::UnitChanged& told) {
  learned::SaveUnit(tx, told.code(), told.path());
  return absl::OkStatus();
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const registry::v1::PersonChanged& told) {
  learned::SaveActive(tx, told.person(), told.active());
  return absl::OkStatus();
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const registry::v1::PersonLeft& told) {
  learned::SaveActive(tx, told.person(), false);
  return absl::OkStatus();
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const registry::v1::LeaveRegistered& told) {
  const std::optional<absl::CivilDay> from = DayOf(told.from()), until = DayOf(told.until());
  if (!from.has_value() || !until.has_value()) return absl::InvalidArgumentError("no days");
  people_store::Save(tx, {told.record(), told.person(), {*from, *until}});
  return absl::OkStatus();
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const registry::v1::RecordAnnulled& told) {
  people_store::Annul(tx, told.record());
  return absl::OkStatus();
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const needs::v1::PlanSet& told) {
  batch_store::SetPlan(tx, told.year(), ItemsOf(told.items(), told.year()));
  return absl::OkStatus();
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const needs::v1::PlanRevised& told) {
  batch_store::SetPlan(tx, told.year(), ItemsOf(told.items(), told.year()));
  return absl::OkStatus();
}

}  // namespace binadaya::scheduling
