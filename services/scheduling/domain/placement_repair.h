#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "services/common/domain/money.h"
#include "services/scheduling/domain/batch.h"
#include "services/scheduling/domain/hold.h"
#include "services/scheduling/domain/placement.h"
#include "services/scheduling/domain/placement_make_up.h"

// Repair (perbaikan jadwal): something happens after a plan is in force. What happened stands in
// the problem already: a booking of a leader, a venue or speaker that is gone, a holiday, a
// blackout of a unit, people of another unit. What the plan breaks because of it is mended in up to
// three ways, each with as few changes as there can be. Sessions that have begun stand, whatever
// they break; and so does, as much as it was, what was broken before.
namespace binadaya::scheduling::domain::placement {

enum class RepairKind {
  kFallback = 1,  // hours and venues stay: somebody else speaks, a video is shown, or the leader's
                  // address alone goes to another hour of its batch
  kShift,         // another hour of the same day; venue and speaker stay
  kMove,          // another day, hour, venue or speaker
  kMakeUp         // nothing is broken: make-up sessions alone
};

struct Disruption {
  ChangeCause cause = {};
  std::string reason = {};
  // To participants: what begins later may change, and goes to later hours only.
  absl::CivilMinute told = {};
  // The problem as it would be without it; null: whatever the plan breaks is to be mended.
  const Problem* before = nullptr;
  // Addresses at which the leader should be, as far as this is about them.
  std::vector<std::size_t> addresses = {};
  // In the order in which fallbacks are tried: a leader who is recorded still speaks himself.
  std::vector<Fallback> fallbacks = {Fallback::kMove, Fallback::kVideo, Fallback::kDelegate};
  // Sessions in which a video was agreed to: no other takes place by one.
  std::vector<std::size_t> by_video = {};
  // By batch: the last day on which it may change (BATCH-33); empty: none is frozen.
  std::vector<absl::CivilDay> change_until = {};
  std::vector<LostMinutes> lost = {};
};

struct RepairPolicy {
  int exact_up_to = 30;         // affected sessions: fewest changes are proven
  std::int64_t nodes = 20'000;  // that are tried for one kind
  BatchPolicy batch = {};
};

struct SessionChange {
  std::size_t session = 0;
  Place before = {}, after = {};
  bool operator==(const SessionChange&) const = default;
};

struct RepairOption {
  RepairKind kind = RepairKind::kMove;
  std::optional<Fallback> fallback = {};    // of kFallback
  std::vector<SessionChange> changes = {};  // by session
  std::vector<std::size_t> stood_in = {};   // sessions with a delegate or a video
  // Beside all else of `plan`, in it too: one for each of what is lost, as far as there is a place
  // that breaks no rule and of which participants know in time. The order of a batch's sessions
  // does not bind them.
  std::vector<PlacedMakeUp> make_ups = {};
  Plan plan = {};             // that comes of it
  int bound = 0;              // no plan of this kind changes fewer sessions
  bool fewest = false;        // it changes as few as that: proven
  int minutes_lost = 0;       // of what was to be said by whom it was promised; or missing still
  int minutes_recovered = 0;  // of affected sessions that take place as promised; and made up
  std::vector<std::size_t> people = {};    // who are told: positions, each once
  std::vector<std::size_t> speakers = {};  // likewise
  Money money = {};                        // more than before, for venues by the day
  // Of changing what people rely on, by batch. PLC-31, a warning: minutes stay missing.
  Findings rules = {};
};

struct Repair {
  std::vector<std::size_t> affected = {};  // sessions that share in what is broken
  std::vector<Rule> broken = {};
  std::vector<RepairOption> options = {};  // at most one of a kind, in their order
  // PLC-30: there is none of a kind, and why; a warning where another kind does.
  Findings findings = {};
};

// What an option changes in the schedule of each batch that it touches, by position; what is lost
// there is in it. `plan`: as it was.
std::map<std::size_t, ScheduleChange> ScheduleChangesOf(
    const Problem& problem, const Plan& plan, const Disruption& disruption,
    const RepairOption& option);

Repair Mend(
    const Problem& problem, const Policy& policy, const Plan& plan, const Disruption& disruption,
    const RepairPolicy& repair = {});

}  // namespace binadaya::scheduling::domain::placement
