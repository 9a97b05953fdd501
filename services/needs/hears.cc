// What needs hears: units, to resolve scopes; and everything that moves a gap, to measure the needs
// that name it again.
#include "services/needs/need_store.h"
#include "services/needs/needs.h"

namespace binadaya::needs {
namespace {

// Long enough for a row of validations to be measured once.
constexpr absl::Duration kSettle = absl::Seconds(1);

}  // namespace

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::UnitChanged& told) {
  // A unit that moves takes its people out of the needs above it, into those at its new place.
  if (const auto before = need_store::PathOfUnit(tx, told.code());
      before.ok() && *before != told.path()) {
    for (const std::string& path : {*before, told.path()})
      need_store::ScheduleRecheck(tx, "", path, tx.call().now() + kSettle);
  }
  need_store::SaveUnit(tx, told.code(), told.path());
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::ProfileValidated& told) {
  need_store::ScheduleRecheck(tx, told.family(), told.unit_path(), tx.call().now() + kSettle);
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::PostAssigned& told) {
  if (told.kind() != registry::v1::DEFINITIVE) return absl::OkStatus();
  need_store::ScheduleRecheck(tx, told.family(), told.unit_path(), tx.call().now() + kSettle);
  if (!told.previous_family().empty()) {
    need_store::ScheduleRecheck(
        tx, told.previous_family(), told.previous_unit_path(), tx.call().now() + kSettle);
  }
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::ProfileMeasured& told) {
  need_store::ScheduleRecheck(tx, told.family(), told.unit_path(), tx.call().now() + kSettle);
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::PersonChanged& told) {
  // Who goes off duty or comes back leaves or joins those who are counted.
  if (!told.family().empty())
    need_store::ScheduleRecheck(tx, told.family(), told.unit_path(), tx.call().now() + kSettle);
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::PersonLeft& told) {
  need_store::ScheduleRecheck(tx, told.family(), told.unit_path(), tx.call().now() + kSettle);
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::ProfileExpired& told) {
  need_store::ScheduleRecheck(tx, told.family(), told.unit_path(), tx.call().now() + kSettle);
  return absl::OkStatus();
}

}  // namespace binadaya::needs
