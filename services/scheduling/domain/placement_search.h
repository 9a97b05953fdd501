#pragma once

#include <cstdint>
#include <vector>

#include "services/scheduling/domain/placement_build.h"
#include "services/scheduling/domain/placement_state.h"

// The search for a plan (docs/adr/0044): a first one by Build, then late acceptance (Burke, Bykov,
// 2017) over small moves. It knows no clock: whoever runs it does so in portions, looks at what
// there is meanwhile, goes on or leaves, and may go on elsewhere from what was saved. The same
// problem and seed give the same plan after as many steps, in whatever portions.
namespace binadaya::scheduling::domain::placement {

struct SearchPolicy {
  int memory = 20;         // steps that a plan is compared with what was before
  int culprits_for = 500;  // steps that the sessions which break rules are remembered
};

// All that a search needs to go on.
struct SearchState {
  std::uint64_t seed = 0;
  std::int64_t step = 0;
  Plan now = {}, best = {};
  Score best_score = {};
  std::vector<Score> memory = {};
  std::vector<int> culprits = {};
  bool operator==(const SearchState&) const = default;
};

class Search {
 public:
  Search(const Index& index, std::uint64_t seed, const SearchPolicy& policy = {});
  Search(const Index& index, const SearchState& saved, const SearchPolicy& policy = {});

  void Run(std::int64_t steps);

  Plan best() const;
  Score best_score() const { return best_score_; }
  const Tally& best_tally() const { return best_tally_; }
  std::int64_t step() const { return step_; }
  SearchState Save() const;

 private:
  class Draw;
  bool Try(Draw& draw);  // false: there was nothing to move
  bool MoveSession(Draw& draw);
  bool ChangeVenue(Draw& draw);
  bool ChangeSpeaker(Draw& draw);
  bool SwapVenues(Draw& draw);
  bool ShiftBatch(Draw& draw);
  bool LayOutAnew(Draw& draw);
  bool SwapPeople(Draw& draw);
  bool Apply(std::vector<Change> changes);
  void Undo();
  void Keep();
  int SessionFrom(Draw& draw) const;
  std::vector<int> OnDayOf(int session) const;

  const Index& index_;
  SearchPolicy policy_;
  std::uint64_t seed_;
  State state_;
  Builder builder_;
  std::int64_t step_ = 0;
  Score best_score_;
  Tally best_tally_;
  std::vector<Spot> best_spots_;
  std::vector<int> best_batches_;
  std::vector<Score> memory_;
  std::vector<int> culprits_;
  std::vector<int> moving_;                 // sessions something about which may change
  std::vector<std::vector<int>> exchange_;  // seats that have a choice, by batch
  std::vector<int> choosers_;               // all of these
  std::vector<Change> undo_;
  std::vector<std::pair<int, int>> unseat_;
};

// No plan that breaks no rule is better: what each session costs at its best hour in its best
// venue, and absences spread evenly.
Score BoundOf(const Index& index);

}  // namespace binadaya::scheduling::domain::placement
