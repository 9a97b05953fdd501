#pragma once

#include <vector>

#include "services/scheduling/domain/placement_state.h"

// A first plan, batch by batch, those with the least choice first.
namespace binadaya::scheduling::domain::placement {

// Where the sessions of a batch could go.
class Builder {
 public:
  explicit Builder(const Index& index) : index_(index), spots_(index.sessions.size()) {}

  // All sessions of a batch that may move, from a day on: in their order at the first hours that
  // its own rules allow, then the smallest venue and the first speaker that are free (else any). Of
  // `turn` depends who is asked first.
  std::vector<Change> Layout(const State& state, int batch, int first_day, unsigned turn);
  // The venue and the speaker alone, for sessions whose times are given, one batch's.
  void Furnish(const State& state, std::vector<Change>& changes, unsigned turn) const;

 private:
  bool Fits(int batch);

  const Index& index_;
  std::vector<Spot> spots_;  // of the batch that is laid out
};

// Places everything. What keeps its place is there already.
void Build(State& state);
// What stands where it is, at the places that are given; all else nowhere.
void Stand(State& state);

}  // namespace binadaya::scheduling::domain::placement
