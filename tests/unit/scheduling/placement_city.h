#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "services/scheduling/domain/lot.h"
#include "services/scheduling/domain/placement.h"
#include "services/scheduling/domain/placement_state.h"
#include "tests/unit/scheduling/timetable.h"

// Problems that are made up, the same for a seed.
namespace binadaya::scheduling::domain::placement {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(lot::Mix(seed)) {}
  int Below(int limit) {
    return static_cast<int>(lot::Mix(state_++) % static_cast<std::uint64_t>(limit));
  }
  bool OneIn(int n) { return Below(n) == 0; }

 private:
  std::uint64_t state_;
};

struct CitySize {
  int batches = 300, seats = 60;  // of each
  int programs = 60, people = 16'000;
  int kelurahan = 177, kecamatan = 16, agencies = 47;
  int venues = 60, speakers = 120;
  int window = 56;  // days of a batch
  int days = 350;   // over which the windows lie
};
// So that an exact solver has a chance; a season; the year of CitySize.
inline constexpr CitySize kSmallCity = {
    .batches = 10,
    .seats = 30,
    .programs = 2,
    .people = 250,
    .kelurahan = 6,
    .kecamatan = 2,
    .agencies = 3,
    .venues = 6,
    .speakers = 12,
    .window = 28,
    .days = 56};
inline constexpr CitySize kMediumCity = {
    .batches = 60,
    .programs = 12,
    .people = 3'200,
    .kelurahan = 36,
    .kecamatan = 4,
    .agencies = 10,
    .venues = 12,
    .speakers = 24,
    .days = 126};

// A working year: eight sessions of two days for each batch, windows over the year, people of all
// units.
inline Problem CityYear(const CitySize& size, std::uint64_t seed) {
  Dice dice(seed);
  Problem problem;
  problem.calendar = timetable::Year2026();
  for (auto& day : problem.preferred) day = {{8 * 60, 15 * 60}};
  const auto named = [](const char* what, int n) { return what + std::to_string(n); };
  const auto add_unit = [&](std::string id, std::string path, int staff, std::string above) {
    problem.units.push_back(
        {.id = id,
         .path = std::move(path),
         .headcount = staff,
         .head = id + ".0",
         .secretary = id + ".1",
         .kecamatan = std::move(above)});
  };
  for (int i = 0; i < size.kecamatan; ++i)
    add_unit(named("kec", i), "/" + named("kec", i) + "/", 30, "");
  for (int i = 0; i < size.kelurahan; ++i) {
    const std::string above = named("kec", i % size.kecamatan);
    add_unit(named("kel", i), "/" + above + "/" + named("kel", i) + "/", 12, above);
  }
  const int few = size.kecamatan * 30 + size.kelurahan * 12;
  for (int i = 0; i < size.agencies; ++i)
    add_unit(named("opd", i), "/" + named("opd", i) + "/", (size.people - few) / size.agencies, "");
  for (std::size_t unit = 0; unit < problem.units.size(); ++unit) {
    for (int i = 0; i < problem.units[unit].headcount; ++i) {
      problem.people.push_back(
          {.id = problem.units[unit].id + "." + std::to_string(i),
           .unit = unit,
           .acting = i == 0 ? "secretary" : "",
           .accessible = dice.OneIn(200)});
    }
  }
  for (int i = 0; i < size.venues; ++i) {
    problem.venues.push_back(
        {.id = named("venue", i),
         .city = "Semarang",
         .capacity = 40 + 10 * dice.Below(10),
         .accessible = !dice.OneIn(4),
         .day_rate = {1'000'000}});
  }
  for (int i = 0; i < size.speakers; ++i)
    problem.speakers.push_back(
        {.id = named("speaker", i), .city = dice.OneIn(10) ? "Jakarta" : "Semarang"});
  const absl::CivilDay january(2026, 1, 5);
  const int spread = std::max(1, size.days - size.window);
  const int busy = size.days - 10;  // days with leave and agendas
  for (int i = 0; i < size.batches; ++i) {
    const int program = i % size.programs;
    const absl::CivilDay from =
        january + (spread * program / size.programs + dice.Below(spread / 20 + 1));
    problem.batches.push_back(
        {.id = named("batch", i),
         .program = named("program", program),
         .window = {from, from + size.window},
         .seats = size.seats,
         .structural = program % 7 == 0,
         .arm = program % 5 == 0 ? 1 + i / size.programs % 2 : 0,
         .settle_by = absl::CivilDay(2026, 12, 4)});
    std::vector<std::size_t> able;
    for (int k = 0; k < 6; ++k) able.push_back(static_cast<std::size_t>(dice.Below(size.speakers)));
    std::sort(able.begin(), able.end());
    able.erase(std::unique(able.begin(), able.end()), able.end());
    for (int k = 0; k < 8; ++k) {
      PlacedSession session = {
          .id = problem.batches.back().id + "/" + std::to_string(k),
          .batch = static_cast<std::size_t>(i),
          .minutes = k == 0       ? 15
                     : k % 4 == 3 ? 60
                                  : 90,
          .order = k,
          .starts = {450, 465, 480, 570, 585, 780, 900}};
      if (k == 0) {
        session.kind = ItemKind::kLeaderAddress;
        session.leader = named("leader", dice.Below(4));
      } else {
        session.speakers = able;
      }
      problem.sessions.push_back(std::move(session));
    }
  }
  // People in any order, so that every batch has some of many units.
  std::vector<std::size_t> people(problem.people.size());
  for (std::size_t i = 0; i < people.size(); ++i) people[i] = i;
  for (std::size_t i = people.size(); i > 1; --i)
    std::swap(people[i - 1], people[static_cast<std::size_t>(dice.Below(static_cast<int>(i)))]);
  for (std::size_t i = 0; i < people.size(); ++i) {
    const int program = static_cast<int>(i) % size.programs;
    Seat seat = {.person = people[i]};
    for (int batch = program; batch < size.batches; batch += size.programs)
      seat.batches.push_back(static_cast<std::size_t>(batch));
    // Spread over its batches to begin with, and an arm is for life.
    std::rotate(
        seat.batches.begin(),
        seat.batches.begin() +
            static_cast<std::ptrdiff_t>(
                i / static_cast<std::size_t>(size.programs) % seat.batches.size()),
        seat.batches.end());
    const int arm = problem.batches[seat.batches.front()].arm;
    std::erase_if(
        seat.batches, [&](std::size_t batch) { return problem.batches[batch].arm != arm; });
    problem.seats.push_back(std::move(seat));
  }
  for (int i = 0; i < size.people / 40; ++i) {  // leave
    const std::size_t who = static_cast<std::size_t>(dice.Below(static_cast<int>(people.size())));
    const Slot slot = timetable::Between(january + dice.Below(busy), 730, 1600);
    const std::string& id = problem.people[who].id;
    problem.bookings.push_back(
        {.of = "leave" + std::to_string(i), .resource = Resource::kPerson, .id = id, .slot = slot});
    problem.away.push_back(
        {.person = id,
         .unit = problem.units[problem.people[who].unit].id,
         .slot = slot,
         .training = false,
         .acting = "secretary"});
  }
  for (int i = 0; i < 4 * 100 * size.days / 350; ++i) {  // the leaders' agenda
    const int hour = 7 + dice.Below(8);
    problem.bookings.push_back(
        {.of = "hold" + std::to_string(i),
         .resource = Resource::kLeader,
         .id = named("leader", i % 4),
         .slot = timetable::Between(january + dice.Below(busy), hour * 100, hour * 100 + 200)});
  }
  problem.calendar.blackouts = {
      {"musrenbang", "/", timetable::Between(absl::CivilDay(2026, 2, 2), 0, 2359), "Musrenbang"},
      {"closing",
       "/",
       {absl::CivilMinute(2026, 12, 15, 0, 0), absl::CivilMinute(2027, 1, 1, 0, 0)},
       "Tutup anggaran"}};
  return problem;
}

// A small one in which everything collides with everything.
inline Problem Crowded(std::uint64_t seed) {
  Dice dice(seed);
  Problem problem = CityYear(
      {.batches = 8,
       .seats = 9,
       .programs = 3,
       .people = 76,
       .kelurahan = 3,
       .kecamatan = 1,
       .agencies = 1,
       .venues = 4,
       .speakers = 5,
       .window = 12},
      seed);
  const absl::CivilDay first(2026, 3, 26);
  for (PlacedBatch& batch : problem.batches) {
    batch.window = {first + dice.Below(6), first + 6 + dice.Below(6)};
    batch.settle_by = first + dice.Below(9);
    batch.compensated = dice.OneIn(4);
    if (dice.OneIn(3)) batch.venues = {0, 2};
  }
  for (PlacedSession& session : problem.sessions)
    if (dice.OneIn(4)) session.minutes = 30 + 30 * dice.Below(8);
  problem.units[0].direct_posts = 10;
  problem.units[1].direct_posts = 25;
  problem.units.back().kecamatan = "";
  for (Participant& person : problem.people) {
    person.direct_service = dice.OneIn(4);
    if (dice.OneIn(2)) person.substitute = "x";
    if (dice.OneIn(2)) person.acting = "";
    person.accessible = dice.OneIn(15);
  }
  problem.venues[0].city = "Solo";
  problem.venues[1].kind = VenueKind::kOnline;
  problem.venues[1].city = "";
  problem.venues[2].windows = {timetable::Between(first + 1, 700, 1400)};
  problem.venues[3].in_use = !dice.OneIn(2);
  for (Venue& venue : problem.venues) venue.capacity = 8 + dice.Below(6);
  problem.speakers[0].windows = {timetable::Between(first + 2, 900, 1700)};
  problem.speakers[1].in_use = false;
  for (int i = 0; i < 25; ++i) {  // seats in a second program
    Seat seat = {.person = static_cast<std::size_t>(dice.Below(70))};
    for (std::size_t batch = 0; batch < 8; ++batch)
      if (problem.batches[batch].program == "program2" && dice.OneIn(2))
        seat.batches.push_back(batch);
    const bool there =
        std::any_of(problem.seats.begin(), problem.seats.end(), [&](const Seat& other) {
          return other.person == seat.person &&
                 problem.batches[other.batches.front()].program == "program2";
        });
    if (!there && !seat.batches.empty()) problem.seats.push_back(std::move(seat));
  }
  problem.bookings.clear();
  problem.away.clear();
  const std::vector<std::pair<Resource, std::vector<std::string>>> resources = {
      {Resource::kVenue, {"venue0", "venue2", "venue3"}},
      {Resource::kSpeaker, {"speaker0", "speaker2", "speaker3"}},
      {Resource::kLeader, {"leader0", "leader1", "leader2", "leader3"}},
      {Resource::kPerson, {"kel0.0", "kel1.3", "kec0.1", "opd0.2"}}};
  for (int i = 0; i < 60; ++i) {
    const auto& [resource, ids] = resources[static_cast<std::size_t>(i % 4)];
    Booking booking = {
        .of = "other" + std::to_string(i),
        .resource = resource,
        .id = ids[static_cast<std::size_t>(dice.Below(static_cast<int>(ids.size())))]};
    booking.slot = timetable::Between(first + dice.Below(12), 600 + 100 * dice.Below(14), 2300);
    booking.slot.until = booking.slot.from + 30 * (1 + dice.Below(60));
    if (dice.OneIn(2)) booking.venue = "venue" + std::to_string(dice.Below(4));
    if (!booking.venue.empty() || dice.OneIn(2)) booking.city = dice.OneIn(3) ? "Solo" : "Semarang";
    problem.bookings.push_back(std::move(booking));
  }
  for (int i = 0; i < 60; ++i) {
    const UnitStaff& unit =
        problem.units[static_cast<std::size_t>(dice.Below(static_cast<int>(problem.units.size())))];
    const int hour = 6 + dice.Below(9);
    problem.away.push_back(
        {.person = unit.id + "." + std::to_string(dice.Below(14)),
         .unit = unit.id,
         .slot = timetable::Between(first + dice.Below(12), hour * 100, hour * 100 + 300),
         .training = dice.OneIn(2),
         .structural = dice.OneIn(4),
         .direct_service = dice.OneIn(3),
         .substitute = dice.OneIn(2) ? "x" : "",
         .acting = dice.OneIn(2) ? "x" : ""});
  }
  problem.calendar.blackouts = {
      {"b1", "/kec0/", timetable::Between(first + 3, 1000, 1400), "x"},
      {"b2", "/", {timetable::At(first + 4, 1500), timetable::At(first + 5, 900)}, "y"}};
  WorkPattern shifts = {};
  for (std::size_t day = 0; day < 7; ++day) shifts[day] = {{6 * 60, 10 * 60}, {20 * 60, 27 * 60}};
  problem.calendar.hours = {
      {.path = "/kec0/kel1/",
       .from = absl::CivilDay(2026, 1, 1),
       .normal = shifts,
       .ramadan = shifts,
       .on_holidays = true}};
  return problem;
}

// Anywhere, sensible or not.
inline Spot AnySpot(const Index& index, int session, Dice& dice) {
  const auto position = static_cast<std::size_t>(session);
  const PlacedSession& given = index.problem.sessions[position];
  const Index::Batch& batch =
      index.batches[static_cast<std::size_t>(index.sessions[position].batch)];
  Spot spot;
  spot.day = static_cast<std::int16_t>(batch.first - 1 + dice.Below(batch.last - batch.first + 3));
  spot.from = static_cast<std::int16_t>(
      dice.OneIn(5) ? 400 + 10 * dice.Below(60)
                    : given.starts[static_cast<std::size_t>(
                          dice.Below(static_cast<int>(given.starts.size())))]);
  spot.venue = static_cast<std::int16_t>(dice.Below(static_cast<int>(index.venues.size()) + 1) - 1);
  spot.speaker = static_cast<std::int16_t>(
      dice.Below(static_cast<int>(index.problem.speakers.size()) + 1) - 1);
  return spot;
}

}  // namespace binadaya::scheduling::domain::placement
