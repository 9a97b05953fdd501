#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/scheduling/domain/placement_index.h"
#include "services/scheduling/domain/placement_state.h"
#include "tests/unit/scheduling/timetable.h"

// A plan that can be looked at with bare eyes, for tests of single rules.
namespace binadaya::scheduling::domain::placement {

inline const absl::CivilDay kMonday(2026, 4, 6);
// Minutes of that Monday.
inline Slot Clock(int from, int until) { return SlotOn(kMonday, {from, until}); }

// Office hours that begin at six.
inline WorkPattern EarlyHours() {
  WorkPattern pattern = {};
  for (std::size_t day = 0; day < 5; ++day) pattern[day] = {{6 * 60, 12 * 60}, {13 * 60, 16 * 60}};
  return pattern;
}

struct Small {
  Problem problem = {};
  Policy policy = {};
  Plan plan = {};
  std::shared_ptr<Index> made = {};

  Place& At(std::size_t session) { return *plan.places[session]; }
  // And so that it may begin then.
  void SetStart(std::size_t session, int from) {
    At(session).from = from;
    problem.sessions[session].starts = {from};
  }
  void Add(
      std::size_t batch, int from, int minutes, absl::CivilDay day, std::size_t venue, int order) {
    problem.sessions.push_back(
        {.id = std::to_string(problem.sessions.size()),
         .batch = batch,
         .minutes = minutes,
         .order = order,
         .starts = {from},
         .speakers = {batch}});
    plan.places.push_back(Place{day, from, venue, batch});
  }
  const Index& index() {
    made = std::make_shared<Index>(problem, policy);
    return *made;
  }
};

// Two batches, each with one session on Monday at 08:00 for 90 minutes, a venue, a speaker and a
// person of its own. Batch 0 is exactly as large as its venue.
inline Small Two() {
  Small two;
  Problem& problem = two.problem;
  problem.calendar = timetable::Year2026();
  for (auto& day : problem.preferred) day = {{0, kDayMinutes}};
  problem.venues = {
      {.id = "v0", .city = "Semarang", .capacity = 11, .accessible = true},
      {.id = "v1", .city = "Semarang", .capacity = 30, .accessible = true}};
  problem.speakers = {{.id = "s0"}, {.id = "s1"}};
  problem.units = {{.id = "u", .path = "/u/", .headcount = 40}};
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string name = std::to_string(i);
    problem.batches.push_back(
        {.id = "b" + name, .program = "p" + name, .window = {kMonday, kMonday + 5}, .seats = 10});
    problem.people.push_back({.id = "p" + name});
    problem.seats.push_back({.person = i, .batches = {i, 1 - i}});
    two.plan.batches.push_back(i);
    two.Add(i, 480, 90, kMonday, i, 0);
  }
  return two;
}

// "SC-08=1 SVC-01=2", as both ways of counting find it.
inline std::string Broken(Small two) {
  const Index& index = two.index();
  State state(index);
  state.Load(two.plan);
  const Tally tally = Evaluate(two.problem, two.policy, two.plan).tally;
  EXPECT_EQ(state.tally(), tally);
  std::string text;
  for (std::size_t i = 0; i < kRules; ++i) {
    const Rule rule = static_cast<Rule>(i);
    if (tally.rules[i] == 0 || rule == Rule::kLeader) continue;
    const char* of = rule == Rule::kVenue     ? " venue"
                     : rule == Rule::kSpeaker ? " speaker"
                     : rule == Rule::kPerson  ? " person"
                                              : "";
    text += (text.empty() ? "" : " ") + IdOf(rule) + of + "=" + std::to_string(tally.rules[i]);
  }
  return text;
}
inline std::int64_t Wished(Small two, Wish wish) {
  Broken(two);  // both ways of counting agree
  return Evaluate(two.problem, two.policy, two.plan).tally.of(wish);
}

}  // namespace binadaya::scheduling::domain::placement
