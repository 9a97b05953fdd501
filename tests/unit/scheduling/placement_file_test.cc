// Problems and plans as files: nothing is lost on the way, and what is malformed is refused with
// where.
#include "tests/bench/placement_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/scheduling/placement_city.h"

namespace binadaya::bench {
namespace {

namespace placement = scheduling::domain::placement;
using placement::Plan;
using testing::HasSubstr;

// Somewhere; what is to keep its place is there.
Plan AnyPlan(const placement::Problem& problem, std::uint64_t seed) {
  const placement::Policy policy;
  const placement::Index index(problem, policy);
  placement::Dice dice(seed);
  Plan plan;
  for (std::size_t i = 0; i < problem.sessions.size(); ++i) {
    plan.places.push_back(index.PlaceOf(placement::AnySpot(index, static_cast<int>(i), dice)));
    if (problem.sessions[i].now.has_value()) plan.places.back() = problem.sessions[i].now;
  }
  for (const placement::Seat& seat : problem.seats)
    plan.batches.push_back(
        seat.batches[static_cast<std::size_t>(dice.Below(static_cast<int>(seat.batches.size())))]);
  return plan;
}

// A crowded one in which some sessions stand already.
PlacementInstance Standing(std::uint64_t seed) {
  PlacementInstance instance = {.problem = placement::Crowded(seed)};
  const Plan plan = AnyPlan(instance.problem, seed);
  for (std::size_t i = 0; i < plan.places.size(); i += 3) {
    placement::PlacedSession& session = instance.problem.sessions[i];
    session.starts.push_back(plan.places[i]->from);
    session.now = plan.places[i];
    session.keeps_time = i % 2 == 0;
    session.keeps_venue = i % 4 < 2;
    session.keeps_speaker = i % 5 == 0;
  }
  for (std::size_t i = 0; i < instance.problem.speakers.size(); ++i)
    instance.problem.speakers[i].person = instance.problem.people[9 * i].id;
  instance.policy.weights = {2, 3, 5, 7, 11, 13, 17, 19};
  instance.policy.clash.travel_minutes = 45;
  instance.policy.continuity.quarter_days = 2;
  instance.policy.rundown.friday = {{660, 790}, 80};
  return instance;
}

TEST(PlacementFile, ARoundTripChangesNothing) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const PlacementInstance instance = Standing(seed);
    const std::string json = WriteInstance(instance);
    const absl::StatusOr<PlacementInstance> read = ReadInstance(json);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(WriteInstance(*read), json);

    const Plan plan = AnyPlan(instance.problem, seed);
    const absl::StatusOr<Plan> read_plan = ReadPlan(WritePlan(plan), read->problem);
    ASSERT_TRUE(read_plan.ok()) << read_plan.status();
    EXPECT_EQ(*read_plan, plan);
    const auto tally = placement::Evaluate(instance.problem, instance.policy, plan).tally;
    EXPECT_EQ(placement::Evaluate(read->problem, read->policy, *read_plan).tally, tally);
    EXPECT_EQ(read->policy.weights, instance.policy.weights);
  }
}

TEST(PlacementFile, NowhereStaysNowhere) {
  const placement::Problem problem = placement::Crowded(1);
  Plan plan = AnyPlan(problem, 1);
  plan.places[3].reset();
  plan.places[4]->venue = placement::kNone;
  const absl::StatusOr<Plan> read = ReadPlan(WritePlan(plan), problem);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, plan);
}

TEST(PlacementFile, WhatIsLeftOutOfThePolicyIsAsToday) {
  const std::string json = WriteInstance({.problem = placement::Crowded(1)});
  const std::size_t at = json.find(",\"policy\"");
  ASSERT_NE(at, std::string::npos);
  const absl::StatusOr<PlacementInstance> read = ReadInstance(json.substr(0, at) + "}");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(WriteInstance(*read), json);
}

TEST(PlacementFile, AMalformedProblemIsRefusedWithWhere) {
  const std::string json = WriteInstance(Standing(1));
  struct Case {
    std::string from, to, where;
  };
  const std::vector<Case> cases = {
      {"{\"batches\"", "{\"batches\" 1, \"batchs\"", "batches"},
      {"\"compensated\"", "\"compnsated\"", "compnsated"},
      {"\"resource\":\"VENUE\"", "\"resource\":\"ROOM\"", "resource"},
      {"\"resource\":\"VENUE\"", "\"of\":\"\"", "bookings[0].resource"},
      {"\"seats\":9", "\"seats\":\"nine\"", "seats"},
      {"\"seats\":9", "\"seats\":-9", "batches[0].seats: -9"},
      {"\"window\":{\"from\":\"2026-", "\"window\":{\"from\":\"2026-13-", "batches[0].window.from"},
      {"\"minutes\":15", "\"minutes\":2000000000", "sessions[0].minutes"},
      {"\"preferred\":[", "\"preferred\":[{},", "preferred: seven days"},
      {"\"batch\":7", "\"batch\":70", "PLC-01 batch7/"},
      {"\"travel_minutes\":45", "\"travel_minutes\":-1", "Clash"}};
  for (const Case& one : cases) {
    const std::size_t at = json.find(one.from);
    ASSERT_NE(at, std::string::npos) << one.from;
    const std::string wrong = json.substr(0, at) + one.to + json.substr(at + one.from.size());
    const absl::StatusOr<PlacementInstance> read = ReadInstance(wrong);
    ASSERT_FALSE(read.ok()) << one.to;
    EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(one.where));
  }
  EXPECT_FALSE(ReadInstance("").ok());
  EXPECT_FALSE(ReadInstance(json.substr(0, json.size() / 2)).ok());
}

TEST(PlacementFile, APlanOfSomethingElseIsRefusedWithWhere) {
  const PlacementInstance instance = Standing(1);
  const Plan plan = AnyPlan(instance.problem, 1);
  const auto refused = [&](auto change) {
    Plan wrong = plan;
    change(wrong);
    return std::string(ReadPlan(WritePlan(wrong), instance.problem).status().message());
  };
  EXPECT_THAT(refused([](Plan& wrong) { wrong.places.pop_back(); }), HasSubstr("places: one for"));
  EXPECT_THAT(refused([](Plan& wrong) { wrong.batches.pop_back(); }), HasSubstr("batches: one"));
  EXPECT_THAT(refused([](Plan& wrong) { wrong.places[1]->venue = 4; }), HasSubstr("[1].venue"));
  EXPECT_THAT(refused([](Plan& wrong) { wrong.places[1]->speaker = 5; }), HasSubstr("[1].speaker"));
  EXPECT_THAT(refused([](Plan& wrong) { wrong.batches[2] = 8; }), HasSubstr("batches[2]: not in"));
  EXPECT_THAT(refused([](Plan& wrong) { ++wrong.places[0]->day; }), HasSubstr("keeps its time"));
  EXPECT_THAT(
      refused([](Plan& wrong) { wrong.places[0]->venue = wrong.places[0]->venue == 1 ? 2 : 1; }),
      HasSubstr("keeps its venue"));
  EXPECT_THAT(
      refused(
          [](Plan& wrong) { wrong.places[0]->speaker = wrong.places[0]->speaker == 1 ? 2 : 1; }),
      HasSubstr("keeps its speaker"));
}

}  // namespace
}  // namespace binadaya::bench
