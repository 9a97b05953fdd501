#include "services/scheduling/domain/placement_explain.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/scheduling/domain/placement_exact.h"
#include "services/scheduling/domain/placement_search.h"
#include "tests/unit/scheduling/placement_city.h"
#include "tests/unit/scheduling/placement_small.h"

namespace binadaya::scheduling::domain::placement {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

// After a search: why not.
Explanation WhyNot(Small& small) {
  const Index& index = small.index();
  Search search(index, 1);
  search.Run(300);
  return Explain(index, search.best());
}

// All lurah of a kecamatan, in batches of one day within a week.
Small Lurah(int how_many, std::size_t batches, int days) {
  Small small = Two();
  Problem& problem = small.problem;
  problem.batches.resize(batches);
  problem.sessions.resize(batches);
  problem.people.clear();
  problem.seats.clear();
  problem.units.clear();
  for (std::size_t i = 0; i < batches; ++i) {
    problem.batches[i].program = "lurah";
    problem.batches[i].window = {kMonday, kMonday + days};
    problem.batches[i].seats = how_many;
  }
  for (Venue& venue : problem.venues) venue.capacity = 100;
  for (int i = 0; i < how_many; ++i) {
    const std::string unit = "k" + std::to_string(i);
    problem.units.push_back(
        {.id = unit,
         .path = "/Mijen/" + unit + "/",
         .headcount = 9,
         .head = unit + ".0",
         .kecamatan = "Mijen"});
    problem.people.push_back({.id = unit + ".0", .unit = static_cast<std::size_t>(i)});
    problem.seats.push_back({.person = static_cast<std::size_t>(i)});
    for (std::size_t batch = 0; batch < batches; ++batch)
      problem.seats.back().batches.push_back(batch);
  }
  return small;
}

TEST(PlacementExplain, SaysThatTooManyLurahAreInOneBatch) {
  Small small = Lurah(16, 1, 5);
  const Explanation why = WhyNot(small);
  EXPECT_THAT(why.rules, ElementsAre(Rule::kLurah));
  EXPECT_TRUE(why.proven && why.smallest && why.least_proven);
  EXPECT_EQ(why.least, 8);
  ASSERT_EQ(why.findings.size(), 1U);
  EXPECT_EQ(why.findings[0].rule, "PLC-20");
  EXPECT_EQ(why.findings[0].where, "Mijen");
  EXPECT_EQ(
      why.findings[0].message.en,
      "With 16 people from 2026-04-06 to 2026-04-10, SVC-03 cannot hold for Mijen; 8 seats must "
      "move. Extend the window, or take fewer people.");
  EXPECT_EQ(
      why.findings[0].message.id,
      "Dengan 16 orang antara 2026-04-06 dan 2026-04-10, SVC-03 tidak dapat dipenuhi bagi Mijen; "
      "8 kursi harus pindah. Perpanjang masanya, atau kurangi pesertanya.");
}

TEST(PlacementExplain, CountsOverTheBatchesOfADay) {
  Small small = Lurah(18, 2, 1);
  const Explanation why = WhyNot(small);
  EXPECT_THAT(why.rules, ElementsAre(Rule::kLurah));
  EXPECT_EQ(why.least, 9);
  EXPECT_EQ(why.findings[0].values.at("must_move"), "9");
  small = Lurah(18, 2, 2);
  EXPECT_THAT(WhyNot(small).findings, ::testing::IsEmpty()) << "a day for each";
}

TEST(PlacementExplain, SaysThatThereAreMorePeopleThanSeats) {
  Small small = Lurah(6, 2, 5);
  small.problem.batches[0].seats = 2;
  small.problem.batches[1].seats = 3;
  const Explanation why = WhyNot(small);
  EXPECT_THAT(why.rules, ElementsAre(Rule::kCapacity));
  EXPECT_EQ(why.least, 1);
}

TEST(PlacementExplain, SaysThatOneVenueIsNotTwo) {
  Small two = Two();
  two.problem.venues.pop_back();
  for (PlacedBatch& batch : two.problem.batches) batch.window.until = kMonday + 1;
  const Explanation why = WhyNot(two);
  EXPECT_THAT(why.rules, ElementsAre(Rule::kVenue));
  EXPECT_EQ(why.least, 1);
}

TEST(PlacementExplain, FindsTheRulesThatTogetherDoNotHold) {
  // At 08:00 the venue is taken, at 13:00 the speaker is gone.
  Small two = Two();
  two.problem.venues.pop_back();
  two.problem.batches.pop_back();
  two.problem.sessions.pop_back();
  two.problem.seats.pop_back();
  two.problem.seats[0].batches = {0};
  two.problem.batches[0].window.until = kMonday + 1;
  two.problem.sessions[0].starts = {480, 780};
  two.problem.speakers[0].windows = {Clock(480, 720)};
  two.problem.bookings = {
      {.of = "x", .resource = Resource::kVenue, .id = "v0", .slot = Clock(480, 600)}};
  const Explanation why = WhyNot(two);
  EXPECT_THAT(why.rules, ElementsAre(Rule::kVenue, Rule::kSpeaker));
  EXPECT_TRUE(why.proven && why.smallest);
  EXPECT_EQ(why.least, 1);
  two.problem.speakers[0].windows = {Clock(480, 900)};
  EXPECT_THAT(WhyNot(two).findings, ::testing::IsEmpty());
}

TEST(PlacementExplain, SaysWhenNothingIsProven) {
  Small small = Lurah(16, 1, 5);
  const Index& index = small.index();
  const Plan plan = Search(index, 1).best();
  const Explanation why = Explain(index, plan, {.nodes = 1});
  EXPECT_FALSE(why.proven);
  ASSERT_GE(why.findings.size(), 2U);
  EXPECT_EQ(why.findings[0].rule, "PLC-21");
  EXPECT_TRUE(why.findings[0].warning);
  EXPECT_EQ(why.findings[1].rule, "SVC-03") << "and what the plan breaks";
}

TEST(PlacementExplain, LooksOnlyAtWhatIsInvolved) {
  // Elsewhere a town that has no problem at all.
  Small small = Lurah(16, 1, 5);
  const std::size_t own = small.problem.batches.size();
  const Problem town = CityYear(
      {.batches = 8,
       .seats = 20,
       .programs = 4,
       .people = 80,
       .kelurahan = 0,
       .kecamatan = 1,
       .agencies = 1,
       .venues = 3,
       .speakers = 9},
      1);
  Problem& problem = small.problem;
  const std::size_t units = problem.units.size(), people = problem.people.size();
  const std::size_t venues = problem.venues.size(), speakers = problem.speakers.size();
  problem.units.insert(problem.units.end(), town.units.begin(), town.units.end());
  problem.venues.insert(problem.venues.end(), town.venues.begin(), town.venues.end());
  problem.speakers.insert(problem.speakers.end(), town.speakers.begin(), town.speakers.end());
  problem.batches.insert(problem.batches.end(), town.batches.begin(), town.batches.end());
  for (Participant person : town.people) {
    person.unit += units;
    problem.people.push_back(person);
  }
  for (PlacedSession session : town.sessions) {
    session.batch += own;
    for (std::size_t& speaker : session.speakers) speaker += speakers;
    problem.sessions.push_back(session);
  }
  for (Seat seat : town.seats) {
    seat.person += people;
    for (std::size_t& batch : seat.batches) batch += own;
    problem.seats.push_back(seat);
  }
  ASSERT_THAT(CheckProblem(problem, {}), ::testing::IsEmpty());
  ASSERT_EQ(problem.venues.size(), venues + 3);
  const Explanation why = WhyNot(small);
  EXPECT_THAT(why.batches, ElementsAre(0));
  EXPECT_EQ(why.least, 8);
}

TEST(PlacementExplain, CallsSessionsByTheirNamesWherePeopleRead) {
  const auto said = [](Small& small, const Names& names) {
    Findings findings = Evaluate(small.problem, small.policy, small.plan).findings;
    EXPECT_EQ(findings.size(), 1U);
    CallByNames(names, findings.at(0));
    return findings.at(0);
  };
  Small two = Two();
  two.Add(0, 630, 60, kMonday, 0, 1);
  two.problem.sessions[0].id = "b0/i0";
  two.problem.sessions[0].order = 2;
  two.problem.sessions[2].id = "b0/i0/+";
  const Names names = {
      {"b0", {"angkatan 1", "batch 1"}},
      {"b0/i0", {"“Salam” (angkatan 1)", "“Salam” (batch 1)"}},
      {"b0/i0/+", {"“Etika” (angkatan 1)", "“Etika” (batch 1)"}}};
  Finding finding = said(two, names);
  EXPECT_EQ(
      finding.message.id,
      "Sesi ini mendahului “Etika” (angkatan 1), yang harus selesai lebih dulu. Tukar waktunya.");
  EXPECT_EQ(
      finding.message.en,
      "This session is before “Etika” (batch 1), which comes first. Exchange their times.");
  EXPECT_EQ(finding.values.at("after"), "b0/i0/+") << "for programs";
  EXPECT_EQ(
      said(two, {}).message.en,
      "This session is before b0/i0/+, which comes first. Exchange their times.");

  two.problem.sessions[0].order = 0;
  two.problem.sessions[0].rest = 60;
  two.SetStart(2, 629);
  finding = said(two, names);
  EXPECT_EQ(finding.rule, "PLC-15");
  EXPECT_THAT(finding.message.id, StartsWith("Jeda sesudah “Salam” (angkatan 1) tinggal 59 menit"));
  EXPECT_THAT(finding.message.en, StartsWith("The break behind “Salam” (batch 1) is 59 minutes"));
}

}  // namespace
}  // namespace binadaya::scheduling::domain::placement
