#include "services/scheduling/domain/placement_index.h"

#include <algorithm>

#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain::placement {
namespace {

constexpr int kHundred = 100;  // percent
constexpr int kWeekdays = 7;

template <class Map>
int Number(Map& numbers, const std::string& id) {
  return numbers.emplace(id, static_cast<int>(numbers.size())).first->second;
}

template <class Map>
int Found(const Map& numbers, const std::string& id) {
  const auto found = numbers.find(id);
  return found == numbers.end() ? -1 : found->second;
}

absl::CivilDay QuarterOf(absl::CivilDay day) {
  return absl::CivilDay(day.year(), (day.month() - 1) / 3 * 3 + 1, 1);
}

}  // namespace

Index::Index(const Problem& of, const Policy& by) : problem(of), policy(by) {
  Days();
  People();
  Batches();
  Sessions();
  Units();
  Stand();
  Absences();
}

// Whole quarters, for their days of training are counted.
void Index::Days() {
  absl::CivilDay last = absl::CivilDay::min();
  first_day_ = absl::CivilDay::max();
  for (const PlacedBatch& batch : problem.batches) {
    first_day_ = std::min(first_day_, batch.window.from);
    last = std::max(last, batch.window.until - 1);
  }
  for (const PlacedSession& session : problem.sessions) {
    if (!session.now.has_value()) continue;
    first_day_ = std::min(first_day_, session.now->day);
    last = std::max(last, session.now->day);
  }
  if (last < first_day_) return;
  first_day_ = QuarterOf(first_day_);
  const absl::CivilMonth after = absl::CivilMonth(QuarterOf(last)) + 3;
  days = static_cast<int>(absl::CivilDay(after) - first_day_);
  working.push_back(0);
  const absl::CivilDay monday(1970, 1, 5);
  const absl::civil_diff_t first_week = (first_day_ - monday) / kWeekdays;
  for (int day = 0; day < days; ++day) {
    const absl::CivilDay at = DayAt(day);
    working.push_back(working.back() + (problem.calendar.IsWorkingDay(at) ? 1 : 0));
    week.push_back(static_cast<int>((at - monday) / kWeekdays - first_week));
    quarter.push_back(
        static_cast<int>((absl::CivilMonth(QuarterOf(at)) - absl::CivilMonth(first_day_)) / 3));
    weekday.push_back(static_cast<int>(absl::GetWeekday(at)));
  }
  weeks = week.back() + 1;
  quarters = quarter.back() + 1;
}

void Index::People() {
  for (const UnitStaff& unit : problem.units) Number(unit_of_, unit.id);
  for (const Participant& person : problem.people) {
    Number(person_of, person.id);
    people.push_back(
        {.unit = static_cast<int>(person.unit),
         .direct = person.direct_service,
         .substitute = !person.substitute.empty(),
         .acting = !person.acting.empty(),
         .accessible = person.accessible,
         .special = person.direct_service});
  }
  for (std::size_t i = 0; i < problem.seats.size(); ++i)
    people[problem.seats[i].person].seats.push_back(static_cast<int>(i));
  for (Person& person : people) person.several = person.seats.size() > 1;
}

int Index::PersonOf(const std::string& id, const std::string& unit) {
  const int number = Number(person_of, id);
  if (number == static_cast<int>(people.size())) people.push_back({.unit = Found(unit_of_, unit)});
  return number;
}

void Index::Batches() {
  std::map<std::pair<std::string, bool>, int> classes;
  std::map<std::string, int> program_of;
  constexpr std::int64_t kWhole = kHundred;
  for (const PlacedBatch& one : problem.batches) {
    Batch batch = {
        .first = DayOf(one.window.from),
        .last = DayOf(one.window.until) - 1,
        .settle_by = one.settle_by.has_value() ? DayOf(*one.settle_by) : days,
        .program = Number(program_of, one.program)};
    const std::int64_t needed =
        (one.seats * (kWhole + policy.clash.spare_percent) + kWhole - 1) / kWhole;
    for (std::size_t venue = 0; venue < problem.venues.size(); ++venue) {
      const bool named = one.venues.empty() ||
                         std::find(one.venues.begin(), one.venues.end(), venue) != one.venues.end();
      batch.venues.push_back(
          named && problem.venues[venue].in_use && problem.venues[venue].capacity >= needed);
    }
    const auto [known, fresh] =
        classes.emplace(std::pair(one.path, one.compensated), static_cast<int>(hours.size()));
    batch.hours = known->second;
    if (fresh) {
      std::vector<Hours>& of = hours.emplace_back();
      for (int day = 0; day < days; ++day) {
        const absl::CivilDay at = DayAt(day);
        const Holiday* holiday = problem.calendar.HolidayOn(at);
        const auto open = problem.calendar.WorkingDay(one.path, at, Calendar::Provisional::kWorked);
        if (holiday != nullptr && !holiday->provisional) {
          of.push_back({true, 0, kDayMinutes});
        } else if (one.compensated) {
          of.push_back({false, 0, kDayMinutes});
        } else if (!open.has_value()) {
          of.push_back({true, 0, kDayMinutes});
        } else {
          const absl::CivilMinute midnight(at);
          of.push_back(
              {false, static_cast<int>(open->from - midnight),
               static_cast<int>(open->until - midnight)});
        }
      }
    }
    programs.resize(program_of.size());
    if (one.arm != 0)
      programs[static_cast<std::size_t>(batch.program)].batches.push_back(
          static_cast<int>(batches.size()));
    batches.push_back(std::move(batch));
  }
}

void Index::Sessions() {
  for (const PlacedSession& one : problem.sessions) {
    batches[one.batch].sessions.push_back(static_cast<int>(sessions.size()));
    sessions.push_back(
        {.batch = static_cast<int>(one.batch),
         .minutes = one.minutes,
         .order = one.order,
         .leader = one.leader.empty() ? -1 : Number(leader_of_, one.leader),
         .earns = Earns(one.kind),
         .moves = !(one.keeps_time && one.keeps_venue && one.keeps_speaker)});
  }
  leaders = static_cast<int>(leader_of_.size());
}

void Index::Units() {
  std::map<std::string, int> kecamatan_of, class_of;
  std::vector<int> in_office;  // lurah, of each kecamatan
  for (std::size_t i = 0; i < problem.units.size(); ++i) {
    const UnitStaff& one = problem.units[i];
    Unit unit = {
        .cap = AwayCapOf(one.headcount, policy.continuity),
        .direct_cap = DirectCapOf(one.direct_posts, policy.continuity)};
    if (!one.kecamatan.empty()) {
      unit.kecamatan = Number(kecamatan_of, one.kecamatan);
      in_office.resize(kecamatan_of.size());
      if (!one.head.empty()) ++in_office[static_cast<std::size_t>(unit.kecamatan)];
    }
    // Units for which the same hours are said share their days.
    std::string said;
    for (std::size_t h = 0; h < problem.calendar.hours.size(); ++h)
      if (IsBelow(one.path, problem.calendar.hours[h].path)) said += Cat(h, " ");
    unit.hours = Number(class_of, said);
    if (unit.hours == static_cast<int>(work.size())) {
      auto& of = work.emplace_back();
      for (int day = 0; day < days; ++day) {
        const absl::CivilMinute midnight(DayAt(day));
        std::vector<Stretch>& stretches = of.emplace_back();
        for (const Slot& part :
             problem.calendar.Worked(one.path, {midnight, midnight + kDayMinutes}))
          stretches.push_back(
              {static_cast<int>(part.from - midnight), static_cast<int>(part.until - midnight)});
      }
    }
    units.push_back(std::move(unit));
  }
  kecamatan.resize(kecamatan_of.size());
  for (std::size_t i = 0; i < in_office.size(); ++i)
    kecamatan[i].cap = in_office[i] * policy.continuity.lurah_percent / kHundred;
  for (const Away& away : problem.away) PersonOf(away.person, away.unit);
  for (std::size_t i = 0; i < units.size(); ++i) {
    const int head = Found(person_of, problem.units[i].head);
    const int secretary = Found(person_of, problem.units[i].secretary);
    const auto mine = [&](int person) {
      return person >= 0 && people[static_cast<std::size_t>(person)].unit == static_cast<int>(i);
    };
    if (mine(head)) {
      units[i].head = head;
      people[static_cast<std::size_t>(head)].special = true;
      if (units[i].kecamatan >= 0) {
        people[static_cast<std::size_t>(head)].kecamatan = units[i].kecamatan;
        kecamatan[static_cast<std::size_t>(units[i].kecamatan)].lurah.push_back(head);
      }
    }
    if (mine(head) && mine(secretary)) {
      units[i].secretary = secretary;
      people[static_cast<std::size_t>(secretary)].special = true;
    }
  }
  for (std::size_t i = 0; i < problem.seats.size(); ++i) {
    const Person& person = people[problem.seats[i].person];
    Unit& unit = units[static_cast<std::size_t>(person.unit)];
    unit.seats.push_back(static_cast<int>(i));
    if (person.special) unit.special.push_back(static_cast<int>(i));
  }
}

int Index::CityOf(const std::string& city) { return city.empty() ? -1 : Number(city_of_, city); }

Whereabouts Index::AtOf(const Booking& booking) {
  return {
      .venue = booking.venue.empty() ? -1 : Number(venue_of_, booking.venue),
      .city = CityOf(booking.city),
      .nowhere = booking.venue.empty() && booking.city.empty()};
}

void Index::Stand() {
  std::map<std::string, int> venue_at, speaker_at;
  for (std::size_t i = 0; i < problem.venues.size(); ++i) {
    const Venue& venue = problem.venues[i];
    venue_at[venue.id] = static_cast<int>(i);
    Booking there;
    TakePlaceAt(venue, there);
    venues.push_back(AtOf(there));
  }
  for (std::size_t i = 0; i < problem.speakers.size(); ++i) {
    speaker_at[problem.speakers[i].id] = static_cast<int>(i);
    speaker_is.push_back(Found(person_of, problem.speakers[i].person));
    if (speaker_is.back() < 0) continue;
    Person& person = people[static_cast<std::size_t>(speaker_is.back())];
    person.several = true;
    person.speakers.push_back(static_cast<int>(i));
  }
  for (std::size_t i = 0; i < problem.seats.size(); ++i)
    if (!people[problem.seats[i].person].speakers.empty()) teaching.push_back(static_cast<int>(i));
  const int furthest = std::max(policy.clash.travel_minutes, policy.clash.inter_city_minutes);
  for (const Booking& booking : problem.bookings) {
    if (booking.slot.empty()) continue;
    int who = -1;
    auto* busy = &venue_busy;
    switch (booking.resource) {
      case Resource::kVenue:
        who = Found(venue_at, booking.id);
        break;
      case Resource::kSpeaker:
        who = Found(speaker_at, booking.id);
        busy = &speaker_busy;
        break;
      case Resource::kPerson:
        who = Found(person_of, booking.id);
        busy = &person_busy;
        break;
      case Resource::kLeader:
        who = Found(leader_of_, booking.id);
        busy = &leader_busy;
        break;
    }
    if (who < 0) continue;
    if (booking.resource == Resource::kPerson) people[static_cast<std::size_t>(who)].several = true;
    const int first = std::max(0, DayOf(absl::CivilDay(booking.slot.from - furthest)));
    const int last = std::min(days - 1, DayOf(absl::CivilDay(booking.slot.until + furthest)));
    for (int day = first; day <= last; ++day) {
      const absl::CivilMinute midnight(DayAt(day));
      (*busy)[{who, day}].push_back(
          {.from = static_cast<int>(booking.slot.from - midnight),
           .until = static_cast<int>(booking.slot.until - midnight),
           .at = AtOf(booking)});
    }
  }
}

void Index::Absences() {
  on_day_at_.assign(units.size() * static_cast<std::size_t>(days), -1);
  const auto on = [&](int unit, int day) -> OnDay& {
    std::int32_t& at = on_day_at_[static_cast<std::size_t>(unit * days + day)];
    if (at < 0) {
      at = static_cast<std::int32_t>(on_day_.size());
      on_day_.emplace_back();
    }
    return on_day_[static_cast<std::size_t>(at)];
  };
  trained_on.resize(people.size());
  for (const Away& away : problem.away) {
    const int number = PersonOf(away.person, away.unit);
    const absl::CivilDay civil(away.slot.from);
    if (away.slot.empty() || !Within(civil)) continue;
    const int day = DayOf(civil);
    if (away.training && !away.structural)
      trained_on[static_cast<std::size_t>(number)].push_back(day);
    const int unit = Found(unit_of_, away.unit);
    if (unit < 0) continue;
    const absl::CivilMinute midnight(civil);
    const int from = static_cast<int>(away.slot.from - midnight);
    const int until = static_cast<int>(away.slot.until - midnight);
    OnDay& here = on(unit, day);
    if (away.training) here.trained.push_back({from, until});
    const int hours_class = units[static_cast<std::size_t>(unit)].hours;
    for (const Stretch& part :
         work[static_cast<std::size_t>(hours_class)][static_cast<std::size_t>(day)]) {
      const int starts = std::max(part.from, from), ends = std::min(part.until, until);
      if (starts >= ends) continue;
      here.absences.push_back(
          {.person = number,
           .from = starts,
           .until = ends,
           .training = away.training,
           .direct = away.direct_service,
           .substitute = !away.substitute.empty(),
           .acting = !away.acting.empty()});
    }
  }
  for (std::size_t person = 0; person < trained_on.size(); ++person) {
    std::vector<int>& of = trained_on[person];
    std::sort(of.begin(), of.end());
    of.erase(std::unique(of.begin(), of.end()), of.end());
    if (!of.empty()) people[person].several = true;
  }
  for (const Blackout& blackout : problem.calendar.blackouts) {
    const int first = std::max(0, DayOf(absl::CivilDay(blackout.slot.from)));
    const int last = std::min(days - 1, DayOf(absl::CivilDay(blackout.slot.until)));
    for (std::size_t unit = 0; unit < units.size(); ++unit) {
      if (!IsBelow(problem.units[unit].path, blackout.path)) continue;
      for (int day = first; day <= last; ++day) {
        const absl::CivilMinute midnight(DayAt(day));
        const int from =
            static_cast<int>(std::max<absl::civil_diff_t>(0, blackout.slot.from - midnight));
        const int until = static_cast<int>(
            std::min<absl::civil_diff_t>(kDayMinutes, blackout.slot.until - midnight));
        if (from < until) on(static_cast<int>(unit), day).blackouts.push_back({from, until});
      }
    }
  }
}

Spot Index::SpotOf(const Place& place) const {
  const auto number = [](std::size_t position) {
    return position == kNone ? std::int16_t{-1} : static_cast<std::int16_t>(position);
  };
  return {
      .day = static_cast<std::int16_t>(DayOf(place.day)),
      .from = static_cast<std::int16_t>(place.from),
      .venue = number(place.venue),
      .speaker = number(place.speaker)};
}

Place Index::PlaceOf(const Spot& spot) const {
  const auto position = [](std::int16_t number) {
    return number < 0 ? kNone : static_cast<std::size_t>(number);
  };
  return {DayAt(spot.day), spot.from, position(spot.venue), position(spot.speaker)};
}

int Index::Way(const Whereabouts& one, const Whereabouts& other) const {
  if (one.nowhere || other.nowhere) return 0;
  if (one.city != other.city) return policy.clash.inter_city_minutes;
  return one.venue == other.venue ? 0 : policy.clash.travel_minutes;
}

const Index::OnDay* Index::UnitOn(int unit, int day) const {
  const std::int32_t at = on_day_at_[static_cast<std::size_t>(unit * days + day)];
  return at < 0 ? nullptr : &on_day_[static_cast<std::size_t>(at)];
}

const std::vector<Index::Standing>& Index::StandingOf(
    const std::map<std::pair<int, int>, std::vector<Standing>>& of, int who, int day) const {
  static const std::vector<Standing> kNothing;
  const auto found = of.find({who, day});
  return found == of.end() ? kNothing : found->second;
}

}  // namespace binadaya::scheduling::domain::placement
