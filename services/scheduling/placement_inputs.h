#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "services/common/db.h"
#include "services/scheduling/batch_store.h"
#include "services/scheduling/domain/placement_explain.h"
#include "services/scheduling/domain/placement_repair.h"
#include "services/scheduling/domain/placement_rundown.h"
#include "services/scheduling/domain/speaker.h"
#include "services/scheduling/hold_store.h"
#include "services/scheduling/placement_store.h"

// What a placement or a repair is computed from, as it stands in the database.
namespace binadaya::scheduling {

// Nothing is placed beyond them (PLC-02).
inline constexpr int kEarliestMinute = 5 * 60, kLatestMinute = 21 * 60;
// A batch is worked out anew pair by pair at each move; all of them must fit into one answer, and
// into the time that one acceptance has. More than twice a city's year, as it is measured
// (docs/adr/0044).
inline constexpr int kMostSessionsOfBatch = 120, kMostSessions = 6'000;

struct PlacementRules {
  domain::placement::Policy policy = {};
  domain::placement::ExplainPolicy explain = {};
  domain::placement::RepairPolicy repair = {};
  domain::WorkPattern preferred = {};
  domain::SpeakerPolicy speakers = {};
  int first_start = 0, last_start = 0, every = 1;  // minutes since midnight, minutes
  int settle_month = 12, settle_day = 31;          // the last day that leaves time for accounts
  int steps = 0;
  int repair_days = 0;  // that a session may go beyond the last day of its batch, or beyond today
  std::vector<std::pair<std::string, std::vector<double>>> rows = {};  // as they are in force
};

struct PlacementScope {
  std::vector<std::string> batches = {};  // that may change, in the order of their ids
  domain::DaySpan days = {};              // that these may take
  std::vector<std::string> venues = {};   // that may be taken; empty: all that are in use
  // Who may hold what names no speaker; in a repair, who may stand in.
  std::vector<std::string> speakers = {};
  bool repair = false;  // of what is released; else of drafts
};

struct PlacementInputs {
  // Of each session: which item of which batch's rundown it is.
  struct Item {
    std::size_t batch = 0, item = 0;
  };
  std::vector<batch_store::Batch> batches = {};
  std::vector<domain::Rundown> rundowns = {};  // of each; without sessions that were cancelled
  std::vector<Item> items = {};
  // Of a repair: learning minutes of sessions that are over, neither made up nor planned to be. The
  // sessions of the problem behind those of `items` make them up, in this order.
  struct Lost {
    std::size_t batch = 0;
    domain::RundownItem item = {};  // as it was released last
    int minutes = 0;
    std::size_t venue = domain::placement::kNone;
  };
  std::vector<Lost> lost = {};
  std::vector<placement_store::Seat> seats = {};  // as the problem has them
  std::vector<hold_store::Hold> holds = {};       // open ones, of openings of the batches
  std::vector<std::size_t> hold_of = {};  // of each session, as domain::HoldsFor has it; or kNone
  domain::placement::Problem problem = {};

  // Of a make-up session: whose minutes it makes up.
  const domain::RundownItem& ItemOf(std::size_t session) const {
    if (session >= items.size()) return lost[session - items.size()].item;
    return rundowns[items[session].batch].items[items[session].item];
  }
  const batch_store::Batch& BatchOf(std::size_t session) const {
    return batches[problem.sessions[session].batch];
  }
  std::string NameOfVenue(const std::string& id) const;
  // Where the items of a batch are in a plan.
  std::map<std::string, domain::placement::ItemPlace> PlacesIn(
      const domain::placement::Plan& plan, std::size_t batch) const;
  // The plan of where everything stands; what stands nowhere has no place.
  domain::placement::Plan Standing() const;
};

// What the session of a problem is called that makes up for another.
std::string MakeUpId(const std::string& batch, const std::string& item);

// What a batch, the one at a position, has lost.
std::vector<PlacementInputs::Lost> LostOf(Tx& tx, std::size_t at, const batch_store::Batch& batch);

// What stands beside some resources: sessions, holds that stand, leave.
using BookedBeside =
    std::function<std::vector<domain::Booking>(std::span<const domain::Booking> asked)>;
// NotFound: one of the batches is not there.
absl::StatusOr<PlacementInputs> ReadPlacement(
    Tx& tx, const PlacementScope& scope, const PlacementRules& rules, const BookedBeside& beside);

// Of each address its hold, and who should be there; in a placement what stands in his agenda keeps
// its hour.
void SetLeaders(PlacementInputs& inputs, bool repair);
// In a placement: what its speaker has confirmed keeps its hour and its speaker, until that day.
void KeepConfirmed(Tx& tx, PlacementInputs& inputs);
// Holds of addresses that an option moves to another hour, and of which the leader is to be asked
// anew: not those that fall back, nor what he wants already, nor where another speaks for him.
struct MovedHold {
  std::size_t hold = 0;
  domain::Slot to = {};
};
std::vector<MovedHold> MovedHoldsOf(
    const PlacementInputs& inputs, const domain::placement::RepairOption& option);

// All that a plan rests on, part by part ("batch/<id>", "venue/<id>", "calendar", …), as one hash
// each: where one is another, what was computed is no answer any more.
using InputParts = std::map<std::string, std::string>;
InputParts PartsOf(const PlacementInputs& inputs, const PlacementRules& rules);
std::string FingerprintOf(const InputParts& parts);  // of them all, in hex
// PLC-46: which are not what they were.
Findings CheckUnchanged(const InputParts& then, const InputParts& now);

// Items of a rundown that are placed: all but what rests.
int SessionsIn(const domain::Rundown& rundown);

// Whether a batch can be placed. PLC-40 people rely on it already, or it is over (in a repair: it
// has no released rundown, or is over); PLC-41 it has no rundown to be placed; PLC-42 an item that
// has no time, is not within the hours that are placed, or runs beside others (track); PLC-38 it
// has more sessions than are placed at once, though not more than are mended; PLC-56 the plan has
// its item no more, though what is out of order is mended still.
Findings CheckPlaceable(
    const batch_store::Batch& batch, const domain::Rundown& rundown, bool repair);

}  // namespace binadaya::scheduling
