#pragma once

#include <span>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/scheduling/domain/placement_state.h"

// Make-up sessions (sesi pengganti) beside a plan: where learning minutes that are missing are
// delivered.
namespace binadaya::scheduling::domain::placement {

// Learning minutes of a session that is over which did not take place, and that are to be delivered
// in a make-up session.
struct LostMinutes {
  std::size_t session = 0;    // that makes them up: of as many minutes, and it stands nowhere yet
  std::size_t venue = kNone;  // of the one that lost them; kNone: it needs none
};

struct PlacedMakeUp {
  std::size_t session = 0;
  Place place = {};
  bool operator==(const PlacedMakeUp&) const = default;
};

// Whatever of it breaks no more of the rules that count in `state` than is broken already, nothing
// before `earliest`: the one of most minutes first, each where wishes are met best, there as early
// as can be; with the venue that was had before, else the smallest that is free, and with the first
// speaker who is. They stand in the state afterwards.
std::vector<PlacedMakeUp> PlaceMakeUps(
    State& state, std::span<const LostMinutes> lost, absl::CivilMinute earliest);

}  // namespace binadaya::scheduling::domain::placement
