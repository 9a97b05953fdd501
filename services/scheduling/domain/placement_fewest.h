#pragma once

#include <cstdint>
#include <vector>

#include "services/scheduling/domain/placement_state.h"

// The fewest sessions to change so that no rule is broken: iterative deepening over the sessions
// that share in something broken, each changed at most once (docs/adr/0044).
namespace binadaya::scheduling::domain::placement {

// What about a session may change.
struct Freedom {
  bool day = false, hour = false, venue = false, speaker = false;
};

struct FewestResult {
  bool found = false;
  std::vector<Change> changes = {};
  int bound = 0;         // fewer do not: refuted, or so many must each change
  bool refuted = false;  // no number does; or what may not change breaks a rule by itself
};

class Fewest {
 public:
  // `state`: the plan, with the rules that count. Nothing goes before the minute `from` of
  // `first_day`, and what is before it stays.
  Fewest(const State& state, Freedom freedom, int first_day, int from);

  // `exact`: fewer are refuted one by one, as far as `nodes` go; else the first that is found.
  FewestResult Find(bool exact, std::int64_t nodes);

 private:
  bool Mended(int left);
  bool Changed(int session, int left);
  bool Furnished(int session, const Spot& time, int left);
  bool Tried(int session, const Spot& to, int left);
  bool Changeable(int session) const;
  std::vector<int> Must(const std::vector<int>& sessions);
  std::vector<Spot> Times(int session) const;
  std::vector<std::int16_t> Venues(int session) const;
  std::vector<std::int16_t> Speakers(int session) const;
  bool Holds(State& state, int session, const Spot& spot, std::int64_t most);

  const Index& index_;
  Freedom freedom_;
  int first_day_, from_;
  State state_;
  State bare_;  // only what cannot change, and what has
  std::int64_t base_ = 0, nodes_ = 0;
  bool all_ = false;        // also what collides with others, who then change too
  bool cut_short_ = false;  // by `nodes_`
  bool ran_out_ = false;    // of sessions that may change
  std::vector<bool> changed_;
  std::vector<Change> changes_;
};

}  // namespace binadaya::scheduling::domain::placement
