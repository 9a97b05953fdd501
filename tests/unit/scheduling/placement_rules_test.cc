#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/scheduling/domain/placement_state.h"
#include "tests/unit/scheduling/placement_small.h"

namespace binadaya::scheduling::domain::placement {
namespace {

TEST(PlacementRules, AreAllKept) {
  EXPECT_EQ(Broken(Two()), "");
  EXPECT_EQ(CheckProblem(Two().problem, {}).size(), 0U);
}

TEST(PlacementRules, KeepTheWindow) {
  Small two = Two();
  two.At(0).day = kMonday + 4;
  EXPECT_EQ(Broken(two), "");
  two.problem.batches[0].window.until = kMonday + 4;
  EXPECT_EQ(Broken(two), "PLC-10=1");
  two.problem.batches[0].window = {kMonday + 4, kMonday + 5};
  EXPECT_EQ(Broken(two), "");
  two.problem.sessions[0].starts = {570};
  EXPECT_EQ(Broken(two), "PLC-10=1");
}

TEST(PlacementRules, KeepSeats) {
  Small two = Two();
  two.problem.batches[0].seats = 1;
  EXPECT_EQ(Broken(two), "");
  two.plan.batches[1] = 0;
  EXPECT_EQ(Broken(two), "PLC-11=1");
  two.problem.batches[0].seats = 2;
  EXPECT_EQ(Broken(two), "");
}

TEST(PlacementRules, KeepWorkingTime) {
  Small two = Two();
  two.SetStart(0, 900);
  two.problem.sessions[0].minutes = 60;  // 15:00 to 16:00
  EXPECT_EQ(Broken(two), "");
  two.problem.sessions[0].minutes = 61;
  EXPECT_EQ(Broken(two), "SC-08=1");
  two.problem.batches[0].compensated = true;
  EXPECT_EQ(Broken(two), "");
  two = Two();
  two.problem.batches[0].window.from = kMonday - 3;
  two.At(0).day = kMonday - 1;
  EXPECT_EQ(Broken(two), "SC-08=1") << "a Sunday";
  two.At(0).day = kMonday - 3;
  EXPECT_EQ(Broken(two), "SC-08=1") << "Good Friday";
  two.problem.batches[0].compensated = true;
  EXPECT_EQ(Broken(two), "SC-08=1") << "nothing makes a holiday good";
  two.problem.calendar.holidays[2026] = {{kMonday - 3, "Libur", true}};
  EXPECT_EQ(Broken(two), "") << "a provisional one warns";
  two.problem.batches[0].compensated = false;
  two.SetStart(0, 930);
  two.problem.sessions[0].minutes = 60;  // 15:30 to 16:30
  EXPECT_EQ(Broken(two), "") << "worked like any Friday";
  two.problem.sessions[0].minutes = 61;
  EXPECT_EQ(Broken(two), "SC-08=1");
}

TEST(PlacementRules, KeepTheOrderOfABatch) {
  Small two = Two();
  two.Add(0, 570, 60, kMonday, 0, 1);  // 08:00 to 09:30, then at once
  two.problem.sessions[0].kind = ItemKind::kOpening;
  EXPECT_EQ(Broken(two), "");
  two.SetStart(2, 569);
  EXPECT_EQ(Broken(two), "SC-03=1 SC-09 venue=1 SC-09 speaker=1");
  two.SetStart(2, 570);
  two.problem.sessions[0].order = 2;
  EXPECT_EQ(Broken(two), "PLC-12=1");
  two.problem.sessions[2].order = 2;
  EXPECT_EQ(Broken(two), "");
  two.problem.sessions[0].order = 0;
  two.At(0).day = kMonday + 1;
  EXPECT_EQ(Broken(two), "PLC-12=1") << "also from day to day";
}

TEST(PlacementRules, KeepBreaksAndPrayers) {
  Small two = Two();
  two.problem.sessions[0].minutes = 60;
  two.Add(0, 540, 60, kMonday, 0, 1);
  EXPECT_EQ(Broken(two), "") << "120 minutes";
  two.problem.sessions[2].minutes = 61;
  EXPECT_EQ(Broken(two), "SC-10=1");
  two.SetStart(2, 554);
  EXPECT_EQ(Broken(two), "SC-10=1") << "a break of 14 minutes is none";
  two.SetStart(2, 555);
  EXPECT_EQ(Broken(two), "");
  two = Two();
  two.SetStart(0, 675);  // 11:15 to 12:45: 15 minutes of the prayer time are left
  EXPECT_EQ(Broken(two), "");
  two.problem.sessions[0].minutes = 91;
  EXPECT_EQ(Broken(two), "SC-10=1");
  two = Two();
  two.At(0).day = kMonday + 4;
  two.SetStart(0, 600);  // 10:00 to 11:30, on a Friday
  EXPECT_EQ(Broken(two), "");
  two.SetStart(0, 601);
  EXPECT_EQ(Broken(two), "SC-10=1");
}

TEST(PlacementRules, KeepTheBreaksOfTheRundown) {
  Small two = Two();
  two.Add(0, 630, 60, kMonday, 0, 1);  // an hour behind the first
  two.problem.sessions[0].rest = 60;
  EXPECT_EQ(Broken(two), "");
  two.SetStart(2, 629);
  EXPECT_EQ(Broken(two), "SC-10=1");
  EXPECT_EQ(Evaluate(two.problem, two.policy, two.plan).findings[0].rule, "PLC-15");
  for (const std::size_t session : {0U, 2U}) {
    two.problem.sessions[session].now = two.At(session);
    two.problem.sessions[session].keeps_time = true;
    EXPECT_EQ(Broken(two), session == 0 ? "SC-10=1" : "") << "where both stand nothing is done";
  }
  two.problem.sessions[2].keeps_time = false;
  two.SetStart(2, 480);
  two.At(2).day = kMonday + 1;
  EXPECT_EQ(Broken(two), "") << "overnight";
  two.problem.sessions[0].rest = 0;
  two.problem.sessions[2].rest = 60;
  two.At(2).day = kMonday;
  two.SetStart(2, 585);
  EXPECT_EQ(Broken(two), "") << "not before it";
}

TEST(PlacementRules, KeepToWhatADayAndASessionHold) {
  Small two = Two();
  for (const auto& [minutes, broken] : std::vector<std::pair<int, std::string>>{
           {44, "SC-11=1"}, {45, ""}, {180, ""}, {181, "SC-11=1"}}) {
    two.problem.sessions[0].minutes = minutes;
    EXPECT_EQ(Broken(two), broken) << minutes;
  }
  two.problem.sessions[0].minutes = 180;  // 08:00 to 11:00
  two.Add(0, 780, 105, kMonday, 0, 1);    // 13:00 to 14:45
  two.Add(0, 900, 60, kMonday, 0, 2);     // 15:00 to 16:00
  EXPECT_EQ(Broken(two), "");
  two.problem.calendar.hours = {
      {.path = "/", .from = absl::CivilDay(2026, 1, 1), .normal = EarlyHours()}};
  two.Add(0, 420, 45, kMonday, 0, -1);  // 07:00 to 07:45: 390 minutes
  EXPECT_EQ(Broken(two), "");
  two.problem.sessions[4].minutes = 61;  // all 405, and one too many
  two.problem.sessions[4].starts = {404};
  two.At(4).from = 404;
  EXPECT_EQ(Broken(two), "SC-11=1");
  two.problem.sessions[4].minutes = 60;
  EXPECT_EQ(Broken(two), "");
}

TEST(PlacementRules, KeepVenuesApart) {
  Small two = Two();
  two.At(1).venue = 0;
  EXPECT_EQ(Broken(two), "SC-09 venue=1");
  two.SetStart(1, 570);
  EXPECT_EQ(Broken(two), "") << "back to back";
  two.SetStart(1, 569);
  EXPECT_EQ(Broken(two), "SC-09 venue=1");
  two = Two();
  two.problem.bookings = {
      {.of = "x", .resource = Resource::kVenue, .id = "v0", .slot = Clock(570, 600)}};
  EXPECT_EQ(Broken(two), "");
  two.problem.bookings[0].slot = Clock(569, 600);
  EXPECT_EQ(Broken(two), "SC-09 venue=1");
}

TEST(PlacementRules, KeepSpeakersApart) {
  Small two = Two();
  two.At(1).speaker = 0;
  two.problem.sessions[1].speakers = {0};
  two.SetStart(1, 630);  // an hour after the first, elsewhere
  EXPECT_EQ(Broken(two), "");
  two.SetStart(1, 629);
  EXPECT_EQ(Broken(two), "SC-09 speaker=1");
  two.At(1).venue = 0;
  EXPECT_EQ(Broken(two), "") << "no way, no time for it";
  two.problem.venues[1].city = "Solo";
  two.At(1).venue = 1;
  two.SetStart(1, 750);
  two.problem.sessions[1].minutes = 45;
  EXPECT_EQ(Broken(two), "");
  two.SetStart(1, 749);
  EXPECT_EQ(Broken(two), "SC-09 speaker=1") << "to another city";
  two.problem.venues[1].kind = VenueKind::kOnline;
  two.SetStart(1, 570);
  EXPECT_EQ(Broken(two), "") << "nobody travels to where it is online";
  two = Two();
  two.problem.sessions[0].speakers = {1};
  EXPECT_EQ(Broken(two), "SC-09 speaker=1") << "he does not teach it";
  two = Two();
  two.At(0).speaker = kNone;
  EXPECT_EQ(Broken(two), "SC-09 speaker=1");
  two = Two();
  two.problem.speakers[0].windows = {Clock(480, 570)};
  EXPECT_EQ(Broken(two), "");
  two.problem.speakers[0].windows = {Clock(480, 569)};
  EXPECT_EQ(Broken(two), "SC-09 speaker=1");
  two.problem.speakers[0] = {.id = "s0", .in_use = false};
  EXPECT_EQ(Broken(two), "SC-09 speaker=1");
}

TEST(PlacementRules, KeepPeopleInOnePlace) {
  Small two = Two();
  two.problem.seats.push_back({.person = 0, .batches = {1}});
  two.plan.batches.push_back(1);
  EXPECT_EQ(Broken(two), "SC-09 person=1");
  two.SetStart(1, 630);
  EXPECT_EQ(Broken(two), "");
  two.SetStart(1, 629);
  EXPECT_EQ(Broken(two), "SC-09 person=1");
  two = Two();
  two.problem.bookings = {
      {.of = "leave", .resource = Resource::kPerson, .id = "p0", .slot = Clock(570, 600)}};
  EXPECT_EQ(Broken(two), "");
  two.problem.bookings[0].slot = Clock(569, 600);
  EXPECT_EQ(Broken(two), "SC-09 person=1");
  two = Two();
  two.problem.sessions[0].kind = ItemKind::kOpening;
  two.Add(0, 630, 60, kMonday, 1, 1);
  two.problem.sessions[2].speakers = {};
  two.At(2).speaker = kNone;
  EXPECT_EQ(Broken(two), "");
  two.SetStart(2, 629);
  EXPECT_EQ(Broken(two), "SC-09 person=1") << "a batch on its way";
}

TEST(PlacementRules, TellEachPersonOnce) {
  Small two = Two();
  two.problem.seats.push_back({.person = 0, .batches = {1}});
  two.plan.batches.push_back(1);
  two.Add(1, 600, 60, kMonday, 1, 1);
  two.SetStart(0, 540);  // collides with both sessions of the other batch
  EXPECT_EQ(Broken(two), "SC-09 person=2");
  const Findings findings = Evaluate(two.problem, two.policy, two.plan).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].values.at("person"), "p0");
}

TEST(PlacementRules, KeepRoomsThatDo) {
  Small two = Two();
  two.problem.venues[0].capacity = 10;  // 10 people and one more
  EXPECT_EQ(Broken(two), "SC-12=1");
  two.problem.batches[0].seats = 9;
  EXPECT_EQ(Broken(two), "");
  two = Two();
  two.problem.people[0].accessible = true;
  EXPECT_EQ(Broken(two), "");
  two.problem.venues[0].accessible = false;
  EXPECT_EQ(Broken(two), "SC-12=1");
  two.plan.batches[0] = 1;
  EXPECT_EQ(Broken(two), "") << "where he is not";
  two = Two();
  two.problem.batches[0].venues = {1};
  EXPECT_EQ(Broken(two), "SC-12=1");
  two = Two();
  two.problem.venues[0].windows = {Clock(480, 570)};
  EXPECT_EQ(Broken(two), "");
  two.problem.venues[0].windows = {Clock(481, 600)};
  EXPECT_EQ(Broken(two), "SC-12=1");
  two.problem.venues[0] = {.id = "v0", .capacity = 11, .in_use = false};
  EXPECT_EQ(Broken(two), "SC-12=1");
}

TEST(PlacementRules, KeepSpeakersFromTeachingWhileTheySitElsewhere) {
  Small two = Two();
  two.problem.speakers[0].person = "p1";
  EXPECT_EQ(Broken(two), "SC-09 speaker=1");
  two.SetStart(1, 630);  // an hour after the first, elsewhere
  EXPECT_EQ(Broken(two), "");
  two.SetStart(1, 629);
  EXPECT_EQ(Broken(two), "SC-09 speaker=1");
  two.At(1).venue = 0;
  EXPECT_EQ(Broken(two), "") << "no way, no time for it";
  two = Two();
  two.problem.speakers[0].person = two.problem.speakers[1].person = "p1";
  EXPECT_EQ(Broken(two), "SC-09 speaker=1") << "his own batch is none of another";
  two.plan.batches[1] = 0;
  EXPECT_EQ(Broken(two), "SC-09 speaker=1") << "where he sits, and teaches the other";
  two.problem.speakers[1].person = "";
  EXPECT_EQ(Broken(two), "") << "where he sits and teaches";
}

TEST(PlacementRules, KeepServicesGoing) {
  Small two = Two();
  two.problem.units[0].headcount = 9;  // one of them may go
  EXPECT_EQ(Broken(two), "SVC-01=1");
  two.problem.calendar.holidays[2026] = {{kMonday, "Libur", true}};
  EXPECT_EQ(Broken(two), "SVC-01=1") << "a provisional holiday is worked";
  two.problem.units[0].headcount = 10;
  EXPECT_EQ(Broken(two), "");
  two.problem.units[0].headcount = 9;
  two.SetStart(1, 570);
  EXPECT_EQ(Broken(two), "") << "one after the other";
}

TEST(PlacementRules, KeepHeadOrSecretaryAtHome) {
  Small two = Two();
  two.problem.units[0].head = "p0";
  two.problem.units[0].secretary = "p1";
  EXPECT_EQ(Broken(two), "SVC-02=1");
  two.SetStart(1, 570);
  EXPECT_EQ(Broken(two), "");
  two.problem.sessions[0].kind = ItemKind::kPretest;
  two.problem.sessions[0].minutes = 420;  // 08:00 to 15:00, six hours of them worked
  two.SetStart(1, 900);
  two.problem.sessions[1].minutes = 60;
  EXPECT_EQ(Broken(two), "SC-10=1 SVC-02=1") << "nobody acts for him, nor prays";
  two.problem.people[0].acting = "p1";
  EXPECT_EQ(Broken(two), "SC-10=1");
}

TEST(PlacementRules, KeepLurahAtHome) {
  Small two = Two();
  two.problem.units = {
      {.id = "k1", .path = "/kec/k1/", .headcount = 9, .head = "p0", .kecamatan = "Mijen"},
      {.id = "k2", .path = "/kec/k2/", .headcount = 9, .head = "p1", .kecamatan = "Mijen"}};
  two.problem.people[1].unit = 1;
  EXPECT_EQ(Broken(two), "SVC-03=1");
  two.SetStart(1, 900);
  two.problem.sessions[1].minutes = 60;
  EXPECT_EQ(Broken(two), "SVC-03=1") << "at whatever hours of a day";
  for (const char* const id : {"k3", "k4"})
    two.problem.units.push_back(
        {.id = id, .path = "/kec/k3/", .headcount = 9, .kecamatan = "Mijen"});
  EXPECT_EQ(Broken(two), "SVC-03=1") << "an office that nobody holds is none of four";
  two.problem.units[2].head = "p8";
  two.problem.units[3].head = "p9";
  EXPECT_EQ(Broken(two), "");
  two.problem.units.resize(2);
  two.At(1).day = kMonday + 1;
  EXPECT_EQ(Broken(two), "");
}

TEST(PlacementRules, KeepCountersOpen) {
  Small two = Two();
  two.problem.units[0].direct_posts = 19;
  for (Participant& person : two.problem.people) {
    person.direct_service = true;
    person.substitute = "x";
  }
  EXPECT_EQ(Broken(two), "SVC-04=1");
  two.problem.units[0].direct_posts = 20;
  EXPECT_EQ(Broken(two), "");
  two.problem.people[1].substitute = "";
  EXPECT_EQ(Broken(two), "SVC-04=1") << "nobody stands in";
}

TEST(PlacementRules, KeepOutOfBlackouts) {
  Small two = Two();
  two.problem.calendar.blackouts = {{"b", "/u/", Clock(570, 600), "Musrenbang"}};
  EXPECT_EQ(Broken(two), "");
  two.problem.calendar.blackouts[0].slot = Clock(569, 600);
  EXPECT_EQ(Broken(two), "SVC-05=1") << "two people of it, one unit and day";
}

TEST(PlacementRules, KeepToFiveDaysAQuarter) {
  Small two = Two();
  two.problem.batches[0].window.until = kMonday + 14;
  for (int day = 1; day < 5; ++day) two.Add(0, 480, 90, kMonday + day, 0, day);
  EXPECT_EQ(Broken(two), "");
  two.Add(0, 480, 90, kMonday + 7, 0, 9);
  EXPECT_EQ(Broken(two), "SVC-06=1");
  two.problem.batches[0].structural = true;
  EXPECT_EQ(Broken(two), "");
  two.problem.batches[0].structural = false;
  two.plan.batches[0] = 1;
  EXPECT_EQ(Broken(two), "") << "an empty batch";
}

TEST(PlacementRules, BarNothingByWhatOthersBreakByThemselves) {
  Small two = Two();
  two.problem.units[0].headcount = 10;  // two of them may go at a time
  two.problem.units[0].head = "h";
  two.problem.units[0].secretary = "s";
  two.problem.calendar.blackouts = {
      {.id = "b", .path = "/u/", .slot = Clock(1440, 2880), .reason = "x"}};
  for (const char* person : {"h", "s", "a"})
    two.problem.away.push_back({.person = person, .unit = "u", .slot = Clock(1920, 1980)});
  for (int day = 0; day < 6; ++day)
    two.problem.away.push_back(
        {.person = "a", .unit = "u", .slot = Clock(1440 * day + 900, 1440 * day + 960)});
  EXPECT_EQ(Broken(two), "") << "Tuesday is theirs, and so is a quarter with six days";
  two.At(1).day = kMonday + 1;
  EXPECT_EQ(Broken(two), "SVC-01=1 SVC-05=1") << "the fourth of two";
  two.problem.seats[1].person = 0;
  two.problem.people[0].id = "a";
  EXPECT_EQ(Broken(two), "SVC-05=1") << "who is away in any case";
}

TEST(PlacementRules, TakeALeaderForAWish) {
  Small two = Two();
  two.problem.sessions[0].leader = "mayor";
  two.problem.bookings = {
      {.of = "h", .resource = Resource::kLeader, .id = "mayor", .slot = Clock(570, 600)}};
  EXPECT_EQ(Wished(two, Wish::kLeader), 0);
  two.problem.bookings[0].slot = Clock(569, 600);
  EXPECT_EQ(Wished(two, Wish::kLeader), 1);
  EXPECT_EQ(Broken(two), "");
  State state(two.index(), Rules::None().With(Rule::kLeader));
  state.Load(two.plan);
  EXPECT_EQ(state.score().hard, 1) << "where it is asked for";
}

TEST(PlacementWishes, CountLearningAtOddHours) {
  Small two = Two();
  for (auto& day : two.problem.preferred) day = {{8 * 60 + 10, 9 * 60}, {9 * 60 + 10, 16 * 60}};
  EXPECT_EQ(Wished(two, Wish::kPreferred), 2 * 20);
  two.problem.sessions[0].kind = ItemKind::kOpening;
  EXPECT_EQ(Wished(two, Wish::kPreferred), 20);
}

TEST(PlacementWishes, CountDaysBetween) {
  Small two = Two();
  two.problem.batches[0].window.until = kMonday + 14;
  two.Add(0, 480, 90, kMonday + 1, 0, 1);
  EXPECT_EQ(Wished(two, Wish::kCompact), 0);
  two.At(2).day = kMonday + 8;  // Tuesday to Friday and the Monday
  EXPECT_EQ(Wished(two, Wish::kCompact), 5);
}

TEST(PlacementWishes, CountPairsOfAbsencesInAWeek) {
  Small two = Two();
  EXPECT_EQ(Wished(two, Wish::kBalance), 1);
  two.Add(0, 480, 90, kMonday + 1, 0, 1);
  EXPECT_EQ(Wished(two, Wish::kBalance), 3) << "three days of one unit";
  two.problem.batches[0].window.until = kMonday + 14;
  two.At(2).day = kMonday + 7;
  EXPECT_EQ(Wished(two, Wish::kBalance), 1);
}

TEST(PlacementWishes, CountWays) {
  Small two = Two();
  two.problem.sessions[0].kind = ItemKind::kOpening;
  two.Add(0, 780, 60, kMonday, 0, 1);
  EXPECT_EQ(Wished(two, Wish::kTravel), 0);
  two.At(2).venue = 1;
  EXPECT_EQ(Wished(two, Wish::kTravel), 1);
  two.problem.speakers[0].city = "Jakarta";
  EXPECT_EQ(Wished(two, Wish::kTravel), 3) << "he comes for two sessions";
  two.problem.venues[1].kind = VenueKind::kOnline;
  EXPECT_EQ(Wished(two, Wish::kTravel), 2) << "one of them is online";
  two.problem.venues[1].kind = VenueKind::kRoom;
  two.problem.speakers[0].city = "Semarang";
  EXPECT_EQ(Wished(two, Wish::kTravel), 1);
}

TEST(PlacementWishes, CountEmptySeats) {
  Small two = Two();
  EXPECT_EQ(Wished(two, Wish::kFit), 1 + 20);
  two.At(1).venue = 0;
  EXPECT_EQ(Wished(two, Wish::kFit), 2);
}

TEST(PlacementWishes, CountDaysThatAreTooLateForTheBudget) {
  Small two = Two();
  two.problem.batches[0].settle_by = kMonday;
  EXPECT_EQ(Wished(two, Wish::kBudget), 0);
  two.At(0).day = kMonday + 3;
  EXPECT_EQ(Wished(two, Wish::kBudget), 3);
}

TEST(PlacementWishes, CountWhatMakesArmsUnequal) {
  Small two = Two();
  for (auto& day : two.problem.preferred) day = {{8 * 60, 9 * 60 + 30}};
  two.problem.batches[0].program = two.problem.batches[1].program = "p";
  two.problem.batches[0].arm = 1;
  two.problem.batches[1].arm = 2;
  EXPECT_EQ(Wished(two, Wish::kArms), 0);
  two.SetStart(1, 510);
  EXPECT_EQ(Wished(two, Wish::kArms), 333) << "30 of 90 minutes";
  two.SetStart(0, 510);
  EXPECT_EQ(Wished(two, Wish::kArms), 0) << "both alike";
}

TEST(PlacementWishes, HaveWeightsAndNeverOutweighARule) {
  const Tally tally = {.wishes = {1, 2, 3, 4, 5, 6, 7, 8}};
  EXPECT_EQ(
      ScoreOf(tally, Rules::All(), kDefaultWeights),
      (Score{0, 1 + 120 + 30 + 180 + 1000 + 6 + 210 + 40}));
  EXPECT_LT((Score{0, 1'000'000'000}), (Score{1, 0}));
}

}  // namespace
}  // namespace binadaya::scheduling::domain::placement
