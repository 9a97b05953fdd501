#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "services/scheduling/domain/placement_state.h"

// Whether a small problem can be solved at all: every place and every seat is tried, as far as what
// is broken already leaves hope. Sound because nothing that is placed later ever mends a rule.
namespace binadaya::scheduling::domain::placement {

// Some batches of a problem by themselves, which is easier: if even they cannot be placed, nothing
// can. Seats that another batch takes may stay out: they begin in a last batch without sessions.
struct Part {
  Problem problem = {};
  std::vector<std::size_t> batches = {};  // of the whole problem, by batch of the part
  std::vector<bool> may_stay_out = {};    // by seat
};
Part PartOf(const Problem& problem, const std::vector<std::size_t>& batches);

class Exact {
 public:
  Exact(const Index& index, const Part& part);

  enum class Answer { kFound = 1, kNone, kCutShort };
  // Whether all can be placed so that no more than `most` of the rules is broken, beyond what
  // stands already. After kFound, `plan` is one.
  Answer Solve(Rules rules, std::int64_t most, std::int64_t nodes);
  const Plan& plan() const { return plan_; }
  std::int64_t nodes_left() const { return std::max<std::int64_t>(0, nodes_); }

 private:
  Answer Sessions(std::size_t at);
  Answer Seats(std::size_t at);
  std::vector<Spot> SpotsOf(int session) const;

  const Index& index_;
  const Part& part_;
  State state_;
  Rules rules_ = Rules::None();
  std::int64_t most_ = 0, nodes_ = 0;
  std::vector<int> sessions_, seats_;  // in the order in which they are tried
  std::vector<int> like_;              // by position in `seats_`: the one before is its equal
  std::vector<int> choice_;            // by position in `seats_`
  Plan plan_;
};

}  // namespace binadaya::scheduling::domain::placement
