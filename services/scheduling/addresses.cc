// An address of a leader goes where his agenda has it, in the released rundown of its batch, too.
#include <algorithm>
#include <utility>

#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/domain/step.h"
#include "services/common/status.h"
#include "services/scheduling/batch_store.h"
#include "services/scheduling/domain/placement_rundown.h"
#include "services/scheduling/hold_store.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/scheduling.h"

namespace binadaya::scheduling {
namespace {

domain::Rundown WithAddressAt(
    domain::Rundown rundown, const std::string& id, const domain::Slot& to) {
  const int minutes = static_cast<int>(to.minutes());
  for (domain::RundownItem& item : rundown.items) {
    if (item.id != id || item.slot()->minutes() == minutes) continue;
    item.until = *item.from + minutes;
    item.printed_minutes.reset();
  }
  const absl::CivilDay day(to.from);
  return domain::placement::Placed(
      rundown, {{id, {.day = day, .from = static_cast<int>(to.from - absl::CivilMinute(day))}}});
}

// Addresses of a rundown that have a time, and the holds of the batch that are for them.
struct HeldAddresses {
  std::vector<domain::RundownItem> items = {};
  std::vector<domain::Slot> slots = {};
  std::vector<domain::Hold> holds = {};
  std::vector<std::optional<std::size_t>> hold_of = {};  // of each item
};
HeldAddresses AddressesOf(Tx& tx, const std::string& batch, const domain::Rundown& rundown) {
  HeldAddresses addresses;
  for (const domain::RundownItem& item : rundown.items) {
    const std::optional<domain::Slot> slot = item.slot();
    if (item.kind != domain::ItemKind::kLeaderAddress || !slot.has_value()) continue;
    addresses.items.push_back(item);
    addresses.slots.push_back(*slot);
  }
  for (hold_store::Hold& one : hold_store::OfBatches(tx, {batch}))
    addresses.holds.push_back(std::move(one.hold));
  addresses.hold_of = domain::HoldsFor(addresses.slots, addresses.holds);
  return addresses;
}

// One item, and all others.
std::pair<domain::Rundown, domain::Rundown> Parted(
    const domain::Rundown& rundown, const std::string& id) {
  std::pair<domain::Rundown, domain::Rundown> parts;
  for (const domain::RundownItem& item : rundown.items)
    (item.id == id ? parts.first : parts.second).items.push_back(item);
  return parts;
}

// Of one matter, whatever the hour.
bool IsTheSame(Finding one, Finding other) {
  for (Finding* const of : {&one, &other})
    for (const char* const hour :
         {"at", "from", "until", "amount", "minutes", "with_from", "with_until"})
      of->values.erase(hour);
  return one.rule == other.rule && one.values == other.values;
}

}  // namespace

absl::Status Scheduling::MoveAddress(Tx& tx, const domain::Hold& hold) const {
  if (hold.batch.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(batch_store::Batch batch, batch_store::Get(tx, hold.batch));
  const auto release = batch_store::ReleaseOf(tx, batch.id, batch.released);
  const bool goes_on = batch_store::IsAhead(batch) || batch.state == domain::BatchState::kRunning;
  if (!release.has_value() || !goes_on) return absl::OkStatus();
  const domain::Rundown released = AsDomain(release->content);
  const auto [addresses, slots, holds, hold_of] = AddressesOf(tx, batch.id, released);
  const absl::CivilMinute now = Minute(tx.call().now());
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    if (!hold_of[i].has_value() || holds[*hold_of[i]].id != hold.id) continue;
    const domain::Slot& was = slots[i];
    const std::optional<domain::Slot> is = domain::MovedTo(was, hold.slot);
    if (!is.has_value() || was.from <= now) continue;  // what has begun stays where it is
    RETURN_IF_ERROR(
        RefuseIfBlocked(domain::CheckMove(*is, *batch.first_day, *batch.last_day, now)));
    const domain::ScheduleChange change{
        .cause = domain::ChangeCause::kLeaderAgenda,
        .reason = hold.reason,
        .told = now,
        .was = was,
        .is = *is,
        .learning = false};
    domain::Batch decided = batch_store::AsDomain(batch);
    RETURN_IF_ERROR(decided.Repair(change, {}));
    batch = batch_store::Become(std::move(batch), decided);
    const domain::Rundown mended = WithAddressAt(released, addresses[i].id, *is);
    RETURN_IF_ERROR(RefuseIfBlocked(AddedByMove(tx, batch, released, mended, addresses[i].id)));
    RETURN_IF_ERROR(ReleaseMended(tx, batch, mended, change).status());
    v1::ScheduleChanged event;
    event.set_batch(batch.id);
    event.set_cause(v1::CAUSE_LEADER_AGENDA);
    event.set_changes(1);
    event.set_minutes_lost(static_cast<int>(was.minutes() - is->minutes()));
    event.set_minutes_recovered(static_cast<int>(is->minutes()));
    event.set_notice_hours(domain::NoticeHours(change));
    Tell(tx, event);
    break;  // a hold is for one address
  }
  return absl::OkStatus();
}

Findings Scheduling::CheckAgenda(
    Tx& tx, const batch_store::Batch& batch, const domain::Rundown& rundown) {
  const auto [addresses, slots, holds, hold_of] = AddressesOf(tx, batch.id, rundown);
  Findings findings;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    if (!hold_of[i].has_value()) continue;
    for (Finding& one : domain::CheckInAgenda(slots[i], holds[*hold_of[i]])) {
      one.where = addresses[i].number;
      findings.push_back(std::move(one));
    }
  }
  return findings;
}

bool Scheduling::LeadersCome(
    Tx& tx, const batch_store::Batch& batch, const domain::Rundown& rundown) {
  const HeldAddresses of = AddressesOf(tx, batch.id, rundown);
  for (std::size_t i = 0; i < of.items.size(); ++i) {
    if (!of.hold_of[i].has_value()) return false;
    const domain::Hold& hold = of.holds[*of.hold_of[i]];
    if (!hold.Comes() || domain::MovedTo(of.slots[i], hold.slot).has_value()) return false;
  }
  return true;
}

Findings Scheduling::AddedByMove(
    Tx& tx, const batch_store::Batch& batch, const domain::Rundown& before,
    const domain::Rundown& after, const std::string& item) const {
  const auto [was, beside] = Parted(before, item);
  const Findings old = Continuity(tx, batch, was, beside);
  const auto [is, rest] = Parted(after, item);
  Findings added = Continuity(tx, batch, is, rest);
  std::erase_if(added, [&](const Finding& one) {
    return std::any_of(
        old.begin(), old.end(), [&](const Finding& other) { return IsTheSame(one, other); });
  });
  for (Finding& one : added) one.where = "slot";
  return added;
}

}  // namespace binadaya::scheduling
