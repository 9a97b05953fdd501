#include "services/scheduling/domain/placement_state.h"

#include <algorithm>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/scheduling/placement_city.h"

namespace binadaya::scheduling::domain::placement {
namespace {

// What differs, rule by rule.
std::string Compared(const Tally& is, const Tally& should) {
  std::string text;
  for (std::size_t i = 0; i < kRules; ++i)
    if (is.rules[i] != should.rules[i])
      text += "rule " + std::to_string(i) + ": " + std::to_string(is.rules[i]) + ", not " +
              std::to_string(should.rules[i]) + "; ";
  for (std::size_t i = 0; i < kWishes; ++i)
    if (is.wishes[i] != should.wishes[i])
      text += "wish " + std::to_string(i) + ": " + std::to_string(is.wishes[i]) + ", not " +
              std::to_string(should.wishes[i]) + "; ";
  return text;
}

// One to three sessions go anywhere or nowhere, or a person goes to another batch. Returns how to
// undo it.
std::function<void()> AnyMove(State& state, Dice& dice) {
  const Index& index = state.index();
  if (dice.OneIn(4)) {
    const int seat = dice.Below(static_cast<int>(index.problem.seats.size()));
    const auto& batches = index.problem.seats[static_cast<std::size_t>(seat)].batches;
    const int was = state.batch_of(seat);
    state.Reseat(
        seat, static_cast<int>(
                  batches[static_cast<std::size_t>(dice.Below(static_cast<int>(batches.size())))]));
    return [&state, seat, was] { state.Reseat(seat, was); };
  }
  std::vector<Change> changes, back;
  for (int i = 1 + dice.Below(3); i > 0; --i) {
    const int session = dice.Below(static_cast<int>(index.sessions.size()));
    if (std::any_of(
            back.begin(), back.end(), [&](const Change& one) { return one.session == session; })) {
      continue;
    }
    Spot to = dice.OneIn(6) ? Spot{} : AnySpot(index, session, dice);
    if (const Spot& is = state.spot(session); is.placed() && dice.OneIn(3)) {
      to.day = is.day;  // only the venue and the speaker
      to.from = is.from;
    }
    changes.push_back({session, to});
    back.push_back({session, state.spot(session)});
  }
  state.Apply(changes);
  return [&state, back] { state.Apply(back); };
}

TEST(PlacementState, CountsEveryMoveAsTheWholePlanWouldBeCounted) {
  Tally seen;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Problem problem = Crowded(seed);
    for (std::size_t i = 0; i < problem.speakers.size(); ++i)  // some teach, and sit elsewhere
      problem.speakers[i].person = problem.people[problem.seats[9 * i].person].id;
    for (std::size_t i = 0; i < problem.sessions.size(); i += 3) problem.sessions[i].rest = 45;
    const Policy policy;
    ASSERT_THAT(CheckProblem(problem, policy), ::testing::IsEmpty());
    const Index index(problem, policy);
    State state(index);
    Dice dice(seed);
    for (int move = 0; move < 1500; ++move) {
      const Tally before = state.tally();
      const auto undo = AnyMove(state, dice);
      if (dice.OneIn(3)) {
        undo();
        ASSERT_EQ(Compared(state.tally(), before), "") << "undone, seed " << seed;
      }
      if (move % 30 != 0) continue;
      const Tally whole = Evaluate(problem, policy, state.plan()).tally;
      ASSERT_EQ(Compared(state.tally(), whole), "") << "move " << move << ", seed " << seed;
      ASSERT_EQ(state.score(), ScoreOf(whole, Rules::All(), policy.weights));
      for (std::size_t i = 0; i < kRules; ++i) seen.rules[i] += whole.rules[i];
      for (std::size_t i = 0; i < kWishes; ++i) seen.wishes[i] += whole.wishes[i];
    }
    State again(index);
    again.Load(state.plan());
    EXPECT_EQ(Compared(again.tally(), state.tally()), "");
    EXPECT_EQ(again.plan(), state.plan());
  }
  EXPECT_THAT(seen.rules, ::testing::Each(::testing::Gt(0))) << "some rule was never broken";
  EXPECT_THAT(seen.wishes, ::testing::Each(::testing::Gt(0)));
}

}  // namespace
}  // namespace binadaya::scheduling::domain::placement
