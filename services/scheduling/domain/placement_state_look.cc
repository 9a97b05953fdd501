// What units, kecamatan, people and programs look like at the moment: the parts of a tally that are
// no pairs.
#include <algorithm>
#include <map>
#include <utility>

#include "services/scheduling/domain/placement_state.h"

namespace binadaya::scheduling::domain::placement {

// The most people at one moment, who are in training; each counts once. `people` is scratch.
int State::Fullest(const std::vector<Crew>& crew, bool direct, std::vector<int>& people) {
  const auto counts = [&](const Crew& one) { return one.training && (!direct || one.direct); };
  std::size_t fullest = 0;
  for (const Crew& start : crew) {
    if (!counts(start)) continue;
    people.clear();
    for (const Crew& one : crew)
      if (counts(one) && one.from <= start.from && start.from < one.until)
        people.push_back(one.person);
    std::sort(people.begin(), people.end());
    const auto different = std::unique(people.begin(), people.end()) - people.begin();
    fullest = std::max(fullest, static_cast<std::size_t>(different));
  }
  return static_cast<int>(fullest);
}

// How many blackouts of a unit somebody has a session in, at whatever hour.
std::int16_t State::BlackedOut(const Index::Unit& unit, const Index::OnDay& on, int day) const {
  std::int16_t broken = 0;
  for (const Index::Minutes& blackout : on.blackouts) {
    const auto meets = [&](int from, int until) {
      return from < blackout.until && blackout.from < until;
    };
    bool met = false;
    for (const int seat : unit.seats) {
      const int batch = batch_of_[At(seat)];
      if (met || active_[At(batch * index_.days + day)] == 0) continue;
      for (const int session : index_.batches[At(batch)].sessions) {
        const Spot& spot = spots_[At(session)];
        if (HasBegun(session)) continue;
        met |=
            spot.day == day && meets(spot.from, spot.from + index_.sessions[At(session)].minutes);
      }
    }
    if (met) ++broken;
  }
  return broken;
}

State::UnitCost State::LookAtUnit(int unit, int day) const {
  const Index::Unit& one = index_.units[At(unit)];
  const Index::OnDay* on = index_.UnitOn(unit, day);
  int trained = 0;
  bool special = on != nullptr;
  for (const int batch : active_on_[At(day)])
    trained += in_unit_[At(batch) * index_.units.size() + At(unit)];
  for (const int seat : one.special)
    special |= active_[At(batch_of_[At(seat)] * index_.days + day)] > 0;
  if (!special && trained <= one.cap) return {};

  crew_.clear();
  bool direct = false;
  if (on != nullptr)
    for (const Index::Absence& away : on->absences) {
      trained += away.training ? 1 : 0;
      direct |= away.direct;
      crew_.push_back(
          {away.person, away.from, away.until, away.training, away.direct, away.substitute,
           away.acting});
    }
  UnitCost cost = {};
  const std::vector<Stretch>& work = index_.work[At(one.hours)][At(day)];
  const bool crowded = trained > one.cap;  // else only the special ones matter
  for (const int seat : crowded ? one.seats : one.special) {
    const int batch = batch_of_[At(seat)];
    if (active_[At(batch * index_.days + day)] == 0) continue;
    const auto person = static_cast<int>(index_.problem.seats[At(seat)].person);
    const Index::Person& who = index_.people[At(person)];
    direct |= who.direct;
    for (const int session : index_.batches[At(batch)].sessions) {
      const Spot& spot = spots_[At(session)];
      if (spot.day != day) continue;
      const int until = spot.from + index_.sessions[At(session)].minutes;
      for (const Stretch& part : work) {
        const int starts = std::max<int>(part.from, spot.from), ends = std::min(part.until, until);
        if (starts < ends)
          crew_.push_back({person, starts, ends, true, who.direct, who.substitute, who.acting});
      }
    }
  }
  if (on != nullptr) cost[3] = BlackedOut(one, *on, day);
  const auto over = [](int amount) { return static_cast<std::int16_t>(std::max(0, amount)); };
  if (crowded) cost[0] = over(Fullest(crew_, false, people_) - one.cap);
  if (direct) cost[2] = over(Fullest(crew_, true, people_) - one.direct_cap);

  people_.clear();  // at a counter, and nobody stands in
  for (const Crew& away : crew_)
    if (away.training && away.direct && !away.substitute) people_.push_back(away.person);
  std::sort(people_.begin(), people_.end());
  cost[2] = static_cast<std::int16_t>(
      cost[2] + (std::unique(people_.begin(), people_.end()) - people_.begin()));

  if (one.head < 0) return cost;
  std::sort(crew_.begin(), crew_.end(), [](const Crew& a, const Crew& b) {
    return std::pair(a.from, a.until) < std::pair(b.from, b.until);
  });
  int minutes = 0, reached = 0;
  bool together = false, learns = false, acted = false;
  for (const Crew& head : crew_) {
    if (head.person != one.head) continue;
    minutes += std::max(0, head.until - std::max(head.from, reached));
    reached = std::max(reached, head.until);
    learns |= head.training;
    acted |= head.acting;
    for (const Crew& other : crew_)
      together |= one.secretary >= 0 && other.person == one.secretary && head.from < other.until &&
                  other.from < head.until && (head.training || other.training);
  }
  cost[1] = static_cast<std::int16_t>(together ? 1 : 0);
  if (learns && minutes >= index_.policy.continuity.acting_minutes && !acted) ++cost[1];
  return cost;
}

int State::LookAtLurah(int kecamatan, int day) const {
  const Index::Kecamatan& one = index_.kecamatan[At(kecamatan)];
  int gone = 0;
  bool learns = false;
  for (const int lurah : one.lurah) {
    const Index::Person& person = index_.people[At(lurah)];
    bool away = false;
    if (const Index::OnDay* on = index_.UnitOn(person.unit, day); on != nullptr) {
      for (const Index::Absence& absence : on->absences) {
        if (absence.person != lurah) continue;
        away = true;
        learns |= absence.training;
      }
    }
    for (const int seat : person.seats) {
      const int batch = batch_of_[At(seat)];
      if (active_[At(batch * index_.days + day)] == 0) continue;
      for (const int session : index_.batches[At(batch)].sessions) {
        const Spot& spot = spots_[At(session)];
        if (spot.day != day) continue;
        const int until = spot.from + index_.sessions[At(session)].minutes;
        for (const Stretch& part : index_.work[At(index_.units[At(person.unit)].hours)][At(day)]) {
          if (part.from >= until || spot.from >= part.until) continue;
          away = learns = true;
        }
      }
    }
    gone += away ? 1 : 0;
  }
  return learns ? std::max(0, gone - one.cap) : 0;
}

int State::LookAtQuarter(int person, int quarter) const {
  const Index::Person& one = index_.people[At(person)];
  int days = 0;
  if (!one.several) {
    for (const int seat : one.seats)
      if (const int batch = batch_of_[At(seat)]; !index_.problem.batches[At(batch)].structural)
        days = days_in_[At(batch * index_.quarters + quarter)];
  } else {
    people_.clear();  // days, here
    for (const int day : index_.trained_on[At(person)])
      if (index_.quarter[At(day)] == quarter) people_.push_back(day);
    for (const int seat : one.seats) {
      const int batch = batch_of_[At(seat)];
      if (index_.problem.batches[At(batch)].structural) continue;
      for (const int session : index_.batches[At(batch)].sessions)
        if (const Spot& spot = spots_[At(session)];
            spot.placed() && index_.quarter[At(spot.day)] == quarter)
          people_.push_back(spot.day);
    }
    std::sort(people_.begin(), people_.end());
    days = static_cast<int>(std::unique(people_.begin(), people_.end()) - people_.begin());
  }
  return std::max(0, days - index_.policy.continuity.quarter_days);
}

int State::LookAtArms(int program) const {
  std::map<int, std::pair<std::int64_t, std::int64_t>> arms;  // outside and all, minutes
  for (const int batch : index_.programs[At(program)].batches) {
    auto& [outside, all] = arms[index_.problem.batches[At(batch)].arm];
    outside += local_[At(batch)].outside;
    all += local_[At(batch)].learning;
  }
  constexpr std::int64_t kMille = 1000;
  std::int64_t least = kMille, most = 0;
  for (const auto& [arm, minutes] : arms) {
    const auto& [outside, all] = minutes;
    const std::int64_t mille = all == 0 ? 0 : outside * kMille / all;
    least = std::min(least, mille);
    most = std::max(most, mille);
  }
  return static_cast<int>(std::max<std::int64_t>(0, most - least));
}

std::vector<int> State::Culprits() const {
  std::vector<bool> found(spots_.size());
  const auto any = [&](Rule rule) { return rules_.Has(rule) && tally_.of(rule) > 0; };
  const auto batch_breaks = [&](int batch, int day) {
    for (const int session : index_.batches[At(batch)].sessions)
      if (day < 0 || spots_[At(session)].day == day) found[At(session)] = true;
  };
  const auto on_day = [&](const std::vector<int>& seats, int day) {
    for (const int seat : seats) batch_breaks(batch_of_[At(seat)], day);
  };
  for (std::size_t batch = 0; batch < local_.size(); ++batch) {
    const auto breaks = [&](const Tally& tally) {
      constexpr std::array kOwn = {Rule::kWindow, Rule::kWorkingTime, Rule::kOverlap, Rule::kOrder,
                                   Rule::kBreaks, Rule::kLearning,    Rule::kPerson};
      return std::any_of(
          kOwn.begin(), kOwn.end(), [&](Rule rule) { return any(rule) && tally.of(rule) > 0; });
    };
    if (!breaks(local_[batch].tally)) continue;
    const auto position = static_cast<int>(batch);
    // Where something is pardoned, what is not is looked for day by day; an order goes over days.
    if (pardoned_ == nullptr || local_[batch].tally.of(Rule::kOrder) > 0) {
      batch_breaks(position, -1);
      continue;
    }
    for (int day = 0; day < index_.days; ++day)
      if (active_[batch * At(index_.days) + At(day)] > 0 && breaks(Unpardoned(position, day)))
        batch_breaks(position, day);
  }
  for (std::size_t i = 0; i < spots_.size(); ++i) {
    const Spot& spot = spots_[i];
    if (!spot.placed()) continue;
    const auto session = static_cast<int>(i);
    const Index::Session& one = index_.sessions[i];
    if (any(Rule::kVenue) && spot.venue >= 0)
      found[i] = found[i] || VenueClashes(session, spot) > 0;
    if (any(Rule::kSpeaker) && !found[i])
      found[i] = (spot.speaker >= 0 && SpeakerClashes(session, spot) > 0) ||
                 ClashesWithTaught(session, spot) > 0 || SpeakerFaultsOf(session, spot) > 0;
    if (any(Rule::kLeader) && !found[i] && one.leader >= 0)
      found[i] = LeaderClashes(session, spot) > 0;
    if (any(Rule::kRoom) && !found[i]) found[i] = RoomFaultsOf(session, spot) > 0;
    if (any(Rule::kPerson) && !found[i]) found[i] = PersonClashes(session, spot) > 0;
  }
  const bool units = std::any_of(kOfUnit.begin(), kOfUnit.end(), any);
  for (std::size_t at = 0; units && at < unit_cost_.size(); ++at) {
    bool breaks = false;
    for (std::size_t i = 0; i < kOfUnit.size(); ++i)
      breaks |= unit_cost_[at][i] > 0 && rules_.Has(kOfUnit[i]);
    const auto unit = at / At(index_.days), day = at % At(index_.days);
    if (breaks) on_day(index_.units[unit].seats, static_cast<int>(day));
  }
  for (std::size_t at = 0; any(Rule::kLurah) && at < lurah_cost_.size(); ++at) {
    if (lurah_cost_[at] == 0) continue;
    for (const int lurah : index_.kecamatan[at / At(index_.days)].lurah)
      on_day(index_.people[At(lurah)].seats, static_cast<int>(at % At(index_.days)));
  }
  for (std::size_t at = 0; any(Rule::kQuarter) && at < quarter_cost_.size(); ++at) {
    if (quarter_cost_[at] == 0) continue;
    for (const int seat : index_.people[at / At(index_.quarters)].seats)
      batch_breaks(batch_of_[At(seat)], -1);
  }
  std::vector<int> culprits;
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i] && spots_[i].placed()) culprits.push_back(static_cast<int>(i));
  return culprits;
}

}  // namespace binadaya::scheduling::domain::placement
