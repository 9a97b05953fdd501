#include "services/scheduling/domain/placement_repair.h"

#include <algorithm>
#include <functional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/scheduling/domain/placement_fewest.h"
#include "services/scheduling/domain/placement_search.h"
#include "tests/unit/scheduling/placement_city.h"
#include "tests/unit/scheduling/placement_small.h"

namespace binadaya::scheduling::domain::placement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A batch with an opening by the mayor at 07:45, a lesson at 08:00 and another at 13:00.
Small Opened() {
  Small one = Two();
  one.problem.batches[0].window.until = kMonday + 2;
  one.Add(0, 465, 15, kMonday, 0, -1);
  one.problem.sessions[2].kind = ItemKind::kLeaderAddress;
  one.problem.sessions[2].leader = "mayor";
  one.problem.sessions[2].speakers = {};
  one.At(2).speaker = kNone;
  one.problem.sessions[2].starts = {450, 465};
  one.Add(0, 780, 60, kMonday, 0, 1);
  one.problem.venues[0].day_rate = {1'000'000};
  one.problem.venues[1].day_rate = {400'000};
  return one;
}
Disruption Told() {
  return {
      .cause = ChangeCause::kLeaderAgenda,
      .reason = "agenda provinsi",
      .told = absl::CivilMinute(kMonday - 3) + 600,
      .addresses = {2}};
}
const RepairOption* OfKind(const Repair& repair, RepairKind kind) {
  for (const RepairOption& option : repair.options)
    if (option.kind == kind) return &option;
  return nullptr;
}

TEST(PlacementRepair, DoesNothingWhereNothingBreaks) {
  const Small one = Opened();
  EXPECT_EQ(Broken(one), "");
  const Repair repair = Mend(one.problem, one.policy, one.plan, Told());
  EXPECT_THAT(repair.options, IsEmpty());
  EXPECT_THAT(repair.findings, IsEmpty());
}

TEST(PlacementRepair, OffersThreeWaysAfterALeadersNewHold) {
  Small one = Opened();
  // He is elsewhere from 07:45 to 14:00, in the same city: an hour away.
  one.problem.bookings = {
      {.of = "hold",
       .resource = Resource::kLeader,
       .id = "mayor",
       .slot = Clock(465, 840),
       .city = "Semarang"}};
  const Repair repair = Mend(one.problem, one.policy, one.plan, Told());
  EXPECT_THAT(repair.affected, ElementsAre(2));
  EXPECT_THAT(repair.broken, ElementsAre(Rule::kLeader));
  ASSERT_EQ(repair.options.size(), 2U);

  const RepairOption& closing = repair.options[0];
  EXPECT_EQ(closing.kind, RepairKind::kFallback);
  EXPECT_EQ(closing.fallback, Fallback::kMove);
  EXPECT_THAT(closing.changes, ElementsAre(SessionChange{2, {kMonday, 465, 0}, {kMonday, 900, 0}}));
  EXPECT_EQ(closing.minutes_lost, 0);
  EXPECT_EQ(closing.minutes_recovered, 15);
  EXPECT_TRUE(closing.fewest);
  EXPECT_EQ(closing.bound, 1);
  EXPECT_THAT(closing.people, ElementsAre(0));
  EXPECT_EQ(closing.money.rupiah, 0);
  EXPECT_THAT(closing.rules, IsEmpty()) << "three days before";

  EXPECT_THAT(repair.findings, ::testing::SizeIs(1)) << "no hour of the day does";
  EXPECT_EQ(repair.findings[0].rule, "PLC-30");
  EXPECT_TRUE(repair.findings[0].warning);
  EXPECT_THAT(
      repair.findings[0].message.en, ::testing::HasSubstr("No shift inside the day that keeps"));

  // Nothing comes before the opening, so it can only move if the first day of all does: not
  // before Monday, and two lessons go after it.
  const RepairOption& move = repair.options[1];
  EXPECT_EQ(move.kind, RepairKind::kMove);
  EXPECT_TRUE(move.fewest);
  EXPECT_EQ(move.bound, 3);
  EXPECT_EQ(move.changes.size(), 3U);
  for (const SessionChange& change : move.changes) EXPECT_EQ(change.after.day, kMonday + 1);
}

TEST(PlacementRepair, ClosesAtTheVenueAndNotWhereTheBatchGoesOnAtWork) {
  Small one = Opened();
  one.Add(0, 480, 60, kMonday + 1, 0, 2);
  one.At(4).venue = kNone;
  one.problem.sessions[4].keeps_venue = true;
  one.problem.bookings = {
      {.of = "hold",
       .resource = Resource::kLeader,
       .id = "mayor",
       .slot = Clock(465, 840),
       .city = "Semarang"}};
  const Repair repair = Mend(one.problem, one.policy, one.plan, Told());
  const RepairOption* closing = OfKind(repair, RepairKind::kFallback);
  ASSERT_NE(closing, nullptr);
  EXPECT_EQ(closing->fallback, Fallback::kMove);
  EXPECT_THAT(
      closing->changes, ElementsAre(SessionChange{2, {kMonday, 465, 0}, {kMonday, 900, 0}}));
  EXPECT_EQ(closing->money.rupiah, 0) << "no second day of the hall";

  // He is away until the evening: nobody is called together the next day for him alone.
  one.problem.bookings[0].slot = Clock(465, 1200);
  const Repair away = Mend(one.problem, one.policy, one.plan, Told());
  const RepairOption* instead = OfKind(away, RepairKind::kFallback);
  ASSERT_NE(instead, nullptr);
  EXPECT_EQ(instead->fallback, Fallback::kDelegate);
  EXPECT_THAT(instead->changes, IsEmpty());
}

TEST(PlacementRepair, ShiftsInsideTheDay) {
  Small one = Opened();
  one.problem.bookings = {
      {.of = "hold", .resource = Resource::kLeader, .id = "mayor", .slot = Clock(466, 840)}};
  const Repair repair = Mend(one.problem, one.policy, one.plan, Told());
  const RepairOption* shift = OfKind(repair, RepairKind::kShift);
  ASSERT_NE(shift, nullptr);
  EXPECT_THAT(shift->changes, ElementsAre(SessionChange{2, {kMonday, 465, 0}, {kMonday, 450, 0}}));
  EXPECT_TRUE(shift->fewest);
}

TEST(PlacementRepair, LetsADelegateSpeakWhenTheLeaderCannotComeAtAll) {
  Small one = Opened();
  one.problem.bookings = {
      {.of = "hold", .resource = Resource::kLeader, .id = "mayor", .slot = Clock(0, 4000)}};
  Disruption told = Told();
  told.told = absl::CivilMinute(kMonday) - 60;  // the evening before
  told.change_until = {kMonday - 4, kMonday - 4};
  const Repair repair = Mend(one.problem, one.policy, one.plan, told);
  const RepairOption* fallback = OfKind(repair, RepairKind::kFallback);
  ASSERT_NE(fallback, nullptr);
  EXPECT_EQ(fallback->fallback, Fallback::kDelegate);
  EXPECT_THAT(fallback->changes, IsEmpty());
  EXPECT_THAT(fallback->stood_in, ElementsAre(2));
  EXPECT_EQ(fallback->minutes_lost, 15);
  EXPECT_EQ(fallback->minutes_recovered, 0);
  ASSERT_EQ(fallback->rules.size(), 1U) << "learning stays where it is";
  EXPECT_EQ(fallback->rules[0].rule, "BATCH-35");
  EXPECT_EQ(fallback->rules[0].values.at("hours"), "8");
  told.fallbacks = {Fallback::kVideo};
  EXPECT_EQ(OfKind(Mend(one.problem, one.policy, one.plan, told), RepairKind::kFallback), nullptr)
      << "he has not agreed to be recorded";
  told = Told();
  told.by_video = {2};
  EXPECT_EQ(
      OfKind(Mend(one.problem, one.policy, one.plan, told), RepairKind::kFallback)->fallback,
      Fallback::kVideo)
      << "so he speaks himself";
  EXPECT_EQ(OfKind(repair, RepairKind::kMove), nullptr) << "he is away for all of it";
}

TEST(PlacementRepair, LeavesWhatIsConfirmedOrOver) {
  Small one = Opened();
  one.problem.bookings = {
      {.of = "hold", .resource = Resource::kLeader, .id = "mayor", .slot = Clock(466, 840)}};
  PlacedSession& opening = one.problem.sessions[2];
  opening.now = one.At(2);
  opening.keeps_time = opening.keeps_venue = opening.keeps_speaker = true;
  Disruption told = Told();
  told.fallbacks = {Fallback::kDelegate};
  Repair repair = Mend(one.problem, one.policy, one.plan, told);
  EXPECT_THAT(repair.options, ::testing::SizeIs(1));
  EXPECT_NE(OfKind(repair, RepairKind::kFallback), nullptr);
  opening.keeps_time = opening.keeps_venue = opening.keeps_speaker = false;
  EXPECT_NE(OfKind(Mend(one.problem, one.policy, one.plan, told), RepairKind::kShift), nullptr);
  told.told = absl::CivilMinute(kMonday) + 451;  // later than the earlier hour
  EXPECT_EQ(OfKind(Mend(one.problem, one.policy, one.plan, told), RepairKind::kShift), nullptr);
}

TEST(PlacementRepair, FindsAnotherSpeaker) {
  Small one = Opened();
  one.problem.sessions[0].speakers = {0, 1};
  one.problem.speakers[0].windows = {Clock(700, 1000)};  // in the afternoon only
  one.problem.sessions[1].speakers = {};
  one.At(1).speaker = kNone;
  Disruption told = Told();
  told.addresses = {};
  Repair repair = Mend(one.problem, one.policy, one.plan, told);
  EXPECT_THAT(repair.affected, ElementsAre(0));
  const RepairOption* fallback = OfKind(repair, RepairKind::kFallback);
  ASSERT_NE(fallback, nullptr);
  EXPECT_EQ(fallback->fallback, Fallback::kDelegate);
  EXPECT_THAT(
      fallback->changes, ElementsAre(SessionChange{0, {kMonday, 480, 0, 0}, {kMonday, 480, 0, 1}}));
  EXPECT_THAT(fallback->speakers, ElementsAre(0, 1))
      << "the one who comes and the one who does not";
  EXPECT_EQ(fallback->minutes_recovered, 90);
  one.problem.speakers[1].in_use = false;
  repair = Mend(one.problem, one.policy, one.plan, told);
  fallback = OfKind(repair, RepairKind::kFallback);
  EXPECT_EQ(fallback, nullptr) << "nobody agreed to a video";
  told.by_video = {0};
  repair = Mend(one.problem, one.policy, one.plan, told);
  fallback = OfKind(repair, RepairKind::kFallback);
  ASSERT_NE(fallback, nullptr);
  EXPECT_EQ(fallback->fallback, Fallback::kVideo);
  EXPECT_EQ(fallback->minutes_lost, 90);
}

TEST(PlacementRepair, MovesOutOfALostVenue) {
  Small one = Opened();
  one.problem.venues[0].in_use = false;
  one.SetStart(1, 660);  // the other batch has the other venue from 11:00 to 12:30
  Disruption told = Told();
  told.cause = ChangeCause::kVenue;
  told.change_until = {kMonday - 4, kMonday - 4};
  const Repair repair = Mend(one.problem, one.policy, one.plan, told);
  EXPECT_THAT(repair.affected, ElementsAre(0, 2, 3));
  EXPECT_THAT(repair.broken, ElementsAre(Rule::kRoom));
  ASSERT_EQ(repair.options.size(), 1U) << "neither a fallback nor another hour helps";
  const RepairOption& move = repair.options[0];
  EXPECT_EQ(move.bound, 3);
  EXPECT_TRUE(move.fewest);
  for (const SessionChange& change : move.changes) {
    EXPECT_EQ(change.after.venue, 1U);
    EXPECT_EQ(change.after.from, change.before.from);
  }
  EXPECT_EQ(move.money.rupiah, -1'000'000) << "the other one is paid already";
  ASSERT_EQ(move.rules.size(), 1U);
  EXPECT_EQ(move.rules[0].rule, "BATCH-33") << "too late for learning to change";
}

Booking Lost(std::size_t venue) {
  return {
      .of = "lost",
      .resource = Resource::kVenue,
      .id = "v" + std::to_string(venue),
      .slot = Clock(0, kDayMinutes)};
}

TEST(PlacementRepair, LeavesWhatHasBegunWhateverItBreaks) {
  Small one = Opened();
  one.problem.bookings = {
      Lost(0), {.of = "leave", .resource = Resource::kPerson, .id = "p0", .slot = Clock(465, 600)}};
  Disruption told = Told();
  told.cause = ChangeCause::kVenue;
  told.addresses = {2};
  told.told = absl::CivilMinute(kMonday) + 480;  // in the minute in which two sessions begin
  const Repair repair = Mend(one.problem, one.policy, one.plan, told);
  EXPECT_THAT(repair.affected, ElementsAre(3));
  EXPECT_THAT(repair.broken, ElementsAre(Rule::kVenue));
  const RepairOption* move = OfKind(repair, RepairKind::kMove);
  ASSERT_NE(move, nullptr);
  EXPECT_THAT(
      move->changes, ElementsAre(SessionChange{3, {kMonday, 780, 0, 0}, {kMonday, 780, 1, 0}}));
  EXPECT_EQ(move->minutes_recovered, 60);
  told.told = absl::CivilMinute(kMonday) + 780;  // all of it
  EXPECT_THAT(Mend(one.problem, one.policy, one.plan, told).broken, IsEmpty());
}

TEST(PlacementRepair, MendsNothingThatWasBrokenBefore) {
  Small one = Opened();
  one.SetStart(1, 660);
  one.problem.units[0].headcount = 1;  // whoever leaves it leaves it empty
  one.problem.bookings = {
      {.of = "leave", .resource = Resource::kPerson, .id = "p0", .slot = Clock(0, 5000)}};
  const Problem before = one.problem;
  Disruption told = Told();
  told.addresses = {};
  Repair repair = Mend(one.problem, one.policy, one.plan, told);
  EXPECT_THAT(repair.broken, ElementsAre(Rule::kPerson, Rule::kUnit)) << "as it was heard of";
  told.before = &before;
  EXPECT_THAT(Mend(one.problem, one.policy, one.plan, told).broken, IsEmpty());

  one.problem.bookings.push_back(Lost(0));
  repair = Mend(one.problem, one.policy, one.plan, told);
  EXPECT_THAT(repair.broken, ElementsAre(Rule::kVenue));
  EXPECT_THAT(repair.affected, ElementsAre(0, 2, 3));
  const RepairOption* move = OfKind(repair, RepairKind::kMove);
  ASSERT_NE(move, nullptr);
  EXPECT_EQ(move->bound, 3);
  EXPECT_TRUE(move->fewest);
  for (const SessionChange& change : move->changes) {
    EXPECT_EQ(change.after.venue, 1U);
    EXPECT_EQ(change.after.day, kMonday) << "on another day nobody was too few before";
  }
}

TEST(PlacementRepair, PaysForNothingNewWithWhatWasBrokenBefore) {
  // An old holiday with one session, and a new one with four: moving the one would pay for a batch.
  Small one = Opened();
  one.Add(0, 480, 60, kMonday - 4, 0, -5);
  one.problem.batches[0].window = {kMonday - 5, kMonday + 2};
  std::vector<Holiday>& holidays = one.problem.calendar.holidays[2026];
  holidays.push_back({.day = kMonday - 4, .name = "old"});
  const Problem before = one.problem;
  holidays.push_back({.day = kMonday, .name = "new"});
  Disruption told = Told();
  told.told = absl::CivilMinute(kMonday - 6);
  told.addresses = {};
  told.before = &before;
  const Repair repair = Mend(one.problem, one.policy, one.plan, told);
  EXPECT_THAT(repair.broken, ElementsAre(Rule::kWorkingTime));
  EXPECT_THAT(repair.affected, ElementsAre(0, 1, 2, 3));
  const RepairOption* move = OfKind(repair, RepairKind::kMove);
  ASSERT_NE(move, nullptr);
  EXPECT_TRUE(move->fewest);
  std::vector<std::size_t> changed;
  for (const SessionChange& change : move->changes) changed.push_back(change.session);
  EXPECT_THAT(changed, ElementsAre(0, 1, 2, 3));
}

TEST(PlacementRepair, TakesTheRestOfADayFromAHolidayOrABlackoutThatHasBegun) {
  for (const bool holiday : {true, false}) {
    Small one = Opened();
    const Problem before = one.problem;
    if (holiday) {
      one.problem.calendar.holidays[2026].push_back({.day = kMonday, .name = "new"});
    } else {
      one.problem.calendar.blackouts = {
          {.id = "b", .path = "/u/", .slot = Clock(0, kDayMinutes), .reason = "x"}};
      // Others of the unit are in training that is no part of this.
      one.problem.away = {{.person = "other", .unit = "u", .slot = Clock(480, 600)}};
    }
    Disruption told = Told();
    told.told = absl::CivilMinute(kMonday) + 600;
    told.addresses = {};
    told.before = &before;
    const Repair repair = Mend(one.problem, one.policy, one.plan, told);
    EXPECT_THAT(repair.broken, ElementsAre(holiday ? Rule::kWorkingTime : Rule::kBlackout));
    EXPECT_THAT(repair.affected, ElementsAre(3));
    const RepairOption* move = OfKind(repair, RepairKind::kMove);
    ASSERT_NE(move, nullptr);
    EXPECT_THAT(
        move->changes,
        ElementsAre(SessionChange{3, {kMonday, 780, 0, 0}, {kMonday + 1, 780, 0, 0}}));
  }
}

// Every way of changing some sessions, the fewest first: what Fewest is held against.
int ByTryingAll(State& state, const std::vector<int>& sessions, const Freedom& freedom, int most) {
  const Index& index = state.index();
  const std::function<bool(std::size_t, int)> mends = [&](std::size_t from, int left) {
    if (state.score().hard == 0) return true;
    if (left == 0) return false;
    for (std::size_t i = from; i < sessions.size(); ++i) {
      const int session = sessions[i];
      const auto position = static_cast<std::size_t>(session);
      const PlacedSession& given = index.problem.sessions[position];
      const Index::Batch& batch = index.batches[given.batch];
      const Spot was = state.spot(session);
      for (int day = batch.first; day <= batch.last; ++day) {
        if (!freedom.day && day != was.day) continue;
        for (const int hour : given.starts) {
          for (std::size_t venue = 0; venue < index.venues.size(); ++venue) {
            Spot to = was;
            to.day = static_cast<std::int16_t>(day);
            to.from = static_cast<std::int16_t>(hour);
            if (freedom.venue) to.venue = static_cast<std::int16_t>(venue);
            state.Apply(std::vector<Change>{{session, to}});
            const bool mended = mends(i + 1, left - 1);
            state.Apply(std::vector<Change>{{session, was}});
            if (mended) return true;
            if (!freedom.venue) break;
          }
        }
      }
    }
    return false;
  };
  for (int left = 0; left <= most; ++left)
    if (mends(0, left)) return left;
  return -1;
}

TEST(PlacementFewest, ChangesAsFewAsTryingAllWould) {
  std::vector<int> seen(5);
  for (std::uint64_t seed = 1; seed <= 80; ++seed) {
    // Three batches with two sessions each, two venues, three days; then something is lost.
    Dice dice(seed);
    Small three = Two();
    Problem& problem = three.problem;
    problem.batches.push_back(problem.batches[0]);
    problem.batches[2].id = problem.batches[2].program = "b2";
    problem.venues[0].capacity = 30;
    three.Add(2, 780, 90, kMonday, 0, 0);
    for (std::size_t batch = 0; batch < 3; ++batch) {
      problem.batches[batch].window.until = kMonday + 2;
      three.Add(batch, 480, 90, kMonday + 1, batch % 2, 1);
    }
    for (PlacedSession& session : problem.sessions) {
      session.speakers = {};
      session.starts = {480, 780};
    }
    for (std::optional<Place>& place : three.plan.places) place->speaker = kNone;
    three.At(5).from = 780;
    ASSERT_EQ(Broken(three), "");
    for (int i = 1 + dice.Below(6); i > 0; --i) {
      const int from = dice.OneIn(2) ? 480 : 780;
      problem.bookings.push_back(
          {.of = "x" + std::to_string(i),
           .resource = Resource::kVenue,
           .id = "v" + std::to_string(dice.Below(2)),
           .slot = SlotOn(kMonday + dice.Below(2), {from, from + 30})});
    }
    State state(three.index());
    state.Load(three.plan);
    const Freedom freedom = {.day = dice.OneIn(2), .hour = true, .venue = dice.OneIn(2)};
    const int fewest = ByTryingAll(state, {0, 1, 2, 3, 4, 5}, freedom, 4);
    Fewest search(state, freedom, 0, 0);
    const FewestResult result = search.Find(true, 1'000'000);
    if (fewest < 0) {
      EXPECT_TRUE(!result.found || result.changes.size() > 4) << seed;
      continue;
    }
    ++seen[static_cast<std::size_t>(fewest)];
    ASSERT_TRUE(result.found) << seed;
    EXPECT_EQ(static_cast<int>(result.changes.size()), fewest) << seed;
    EXPECT_EQ(result.bound, fewest) << seed << ": proven";
    state.Apply(result.changes);
    EXPECT_EQ(state.score().hard, 0) << seed;
  }
  EXPECT_GT(seen[1], 0);
  EXPECT_GT(seen[2], 0);
  EXPECT_GT(seen[3] + seen[4], 0) << "the hard ones";
}

}  // namespace
}  // namespace binadaya::scheduling::domain::placement
