// What an option of a repair changes in the schedule of each batch.
#include <algorithm>
#include <tuple>
#include <utility>

#include "services/scheduling/domain/placement_repair.h"

namespace binadaya::scheduling::domain::placement {

std::map<std::size_t, ScheduleChange> ScheduleChangesOf(
    const Problem& problem, const Plan& plan, const Disruption& disruption,
    const RepairOption& option) {
  const auto slot_of = [&](std::size_t session, const Place& place) {
    return SlotOn(place.day, {place.from, place.from + problem.sessions[session].minutes});
  };
  std::map<std::size_t, ScheduleChange> batches;
  const auto concerns = [&](std::size_t session, const Slot& was, const Slot& is, bool changes) {
    const auto [at, fresh] = batches.try_emplace(problem.sessions[session].batch);
    ScheduleChange& change = at->second;
    if (fresh) {
      change.cause = disruption.cause;
      change.reason = disruption.reason;
      change.told = disruption.told;
      change.learning = false;
    }
    if (fresh || std::min(was.from, is.from) < std::min(change.was.from, change.is.from))
      std::tie(change.was, change.is) = std::pair(was, is);
    change.learning |= changes && Earns(problem.sessions[session].kind);
  };
  for (const auto& [session, before, after] : option.changes)
    concerns(session, slot_of(session, before), slot_of(session, after), true);
  for (const std::size_t session : option.stood_in) {
    const Slot slot = slot_of(session, *plan.places[session]);
    concerns(session, slot, slot, false);
    batches[problem.sessions[session].batch].minutes_lost += problem.sessions[session].minutes;
  }
  return batches;
}

}  // namespace binadaya::scheduling::domain::placement
