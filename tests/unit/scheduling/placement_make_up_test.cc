// Make-up sessions beside a plan, by themselves and beside what a repair changes.
#include "services/scheduling/domain/placement_make_up.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/scheduling/domain/placement_repair.h"
#include "tests/unit/scheduling/placement_small.h"

namespace binadaya::scheduling::domain::placement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::size_t kMakeUp = 2;

// Two batches of a session each on Monday at 08:00; that of the first had been longer, and 60
// minutes of it are missing. They may be made up on Monday or Tuesday at 08:00, 10:00 or 14:00.
Small CutShort(int minutes = 60) {
  Small one = Two();
  one.problem.batches[0].window.until = kMonday + 2;
  one.problem.sessions.push_back(
      {.id = "0/+", .batch = 0, .minutes = minutes, .starts = {480, 600, 840}, .speakers = {0, 1}});
  one.plan.places.emplace_back();
  return one;
}
Disruption Losing(absl::CivilMinute told = absl::CivilMinute(kMonday - 3)) {
  Disruption of = {
      .cause = ChangeCause::kSpeaker, .reason = "listrik padam", .told = told, .addresses = {}};
  of.lost = {{.session = kMakeUp, .venue = 0}};
  return of;
}
Repair Mended(const Small& one, const Disruption& of = Losing()) {
  return Mend(one.problem, one.policy, one.plan, of);
}
std::vector<PlacedMakeUp> MadeUp(const Small& one, const Disruption& of = Losing()) {
  const Repair repair = Mended(one, of);
  return repair.options.empty() ? std::vector<PlacedMakeUp>() : repair.options[0].make_ups;
}

TEST(PlacementMakeUp, IsOfferedWhereNothingElseIsToBeMended) {
  const Repair repair = Mended(CutShort());
  ASSERT_THAT(repair.options, SizeIs(1));
  EXPECT_THAT(repair.findings, IsEmpty());
  const RepairOption& option = repair.options[0];
  EXPECT_EQ(option.kind, RepairKind::kMakeUp);
  EXPECT_THAT(option.make_ups, ElementsAre(PlacedMakeUp{kMakeUp, {kMonday, 600, 0, 0}}))
      << "as early as can be, beside its own session";
  EXPECT_THAT(option.changes, IsEmpty());
  EXPECT_EQ(option.minutes_lost, 0);
  EXPECT_EQ(option.minutes_recovered, 60);
  EXPECT_THAT(option.people, ElementsAre(0)) << "of that batch";
  EXPECT_THAT(option.speakers, ElementsAre(0));
  EXPECT_THAT(option.rules, IsEmpty());
  EXPECT_EQ(option.plan.places[kMakeUp], (Place{kMonday, 600, 0, 0}));
}

TEST(PlacementMakeUp, IsToldInTime) {
  const absl::CivilMinute day_before = absl::CivilMinute(kMonday - 1) + 600;
  EXPECT_THAT(
      MadeUp(CutShort(), Losing(day_before)),
      ElementsAre(PlacedMakeUp{kMakeUp, {kMonday, 600, 0, 0}}));
  EXPECT_THAT(
      MadeUp(CutShort(), Losing(day_before + 1)),
      ElementsAre(PlacedMakeUp{kMakeUp, {kMonday, 840, 0, 0}}))
      << "24 hours before";
}

TEST(PlacementMakeUp, TakesAnotherVenueOrSpeakerWhereItsOwnIsNotFree) {
  Small one = CutShort();
  for (const auto& [resource, id] : {std::pair(Resource::kVenue, "v0"), {Resource::kSpeaker, "s0"}})
    one.problem.bookings.push_back(
        {.of = "x", .resource = resource, .id = id, .slot = Clock(599, 1440)});
  one.problem.batches[0].window.until = kMonday + 1;
  EXPECT_THAT(MadeUp(one), ElementsAre(PlacedMakeUp{kMakeUp, {kMonday, 840, 1, 1}}))
      << "it is an hour away";
  one.problem.sessions[kMakeUp].speakers = {0};
  const Repair repair = Mended(one);
  EXPECT_THAT(repair.options, IsEmpty());
  ASSERT_THAT(repair.findings, SizeIs(1));
  EXPECT_EQ(repair.findings[0].rule, "PLC-30");
  EXPECT_FALSE(repair.findings[0].warning);
}

TEST(PlacementMakeUp, IsNotWhenItsPeopleHaveSomethingElse) {
  Small one = CutShort();
  one.problem.bookings = {
      {.of = "x", .resource = Resource::kPerson, .id = "p0", .slot = Clock(600, 900)}};
  EXPECT_THAT(MadeUp(one), ElementsAre(PlacedMakeUp{kMakeUp, {kMonday + 1, 480, 0, 0}}));
  one.problem.bookings[0].slot = Clock(660, 840);
  EXPECT_THAT(MadeUp(one), ElementsAre(PlacedMakeUp{kMakeUp, {kMonday, 600, 0, 0}}))
      << "back to back";
}

TEST(PlacementMakeUp, IsAsShortAsWhatIsMissing) {
  EXPECT_THAT(MadeUp(CutShort(10)), SizeIs(1)) << "SC-11 asks 45 minutes of what is planned";
  EXPECT_THAT(MadeUp(CutShort(180)), ElementsAre(PlacedMakeUp{kMakeUp, {kMonday + 1, 480, 0, 0}}))
      << "no three hours in a row are left on Monday";
}

TEST(PlacementMakeUp, StandsBesideWhatARepairMoves) {
  Small one = CutShort();
  one.problem.bookings = {
      {.of = "x", .resource = Resource::kVenue, .id = "v0", .slot = Clock(0, 1440)}};
  const Repair repair = Mended(one);
  ASSERT_FALSE(repair.options.empty());
  for (const RepairOption& option : repair.options) {
    ASSERT_THAT(option.make_ups, SizeIs(1));
    EXPECT_EQ(option.minutes_recovered, 90 + 60);
    EXPECT_EQ(option.minutes_lost, 0);
  }
  one.problem.sessions[kMakeUp].starts = {480};
  one.problem.batches[0].window.until = kMonday + 1;
  const Repair without = Mended(one);
  ASSERT_FALSE(without.options.empty());
  EXPECT_EQ(without.options[0].minutes_lost, 60);
  EXPECT_EQ(without.options[0].minutes_recovered, 90);
  ASSERT_FALSE(without.options[0].rules.empty());
  EXPECT_EQ(without.options[0].rules[0].rule, "PLC-31");
  EXPECT_EQ(without.options[0].rules[0].values.at("minutes"), "60");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::placement
