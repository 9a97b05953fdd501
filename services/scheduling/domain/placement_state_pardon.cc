// What is broken already, and does not count.
#include <algorithm>
#include <set>

#include "services/scheduling/domain/placement_state.h"

namespace binadaya::scheduling::domain::placement {

void State::Pardon(const State& before, bool begun) {
  Pardoned pardoned = pardoned_ != nullptr ? *pardoned_ : Pardoned();
  pardoned.units.resize(unit_cost_.size());
  pardoned.lurah.resize(lurah_cost_.size());
  pardoned.quarters.resize(quarter_cost_.size());
  pardoned.sessions.resize(spots_.size());
  const auto raise = [](auto& to, auto what) { to = std::max(to, what); };
  const Index& was = before.index_;
  for (int day = 0; day < was.days; ++day) {
    const int here = index_.DayOf(was.DayAt(day));
    if (here < 0 || here >= index_.days) continue;
    for (std::size_t unit = 0; unit < index_.units.size(); ++unit) {
      const int at = static_cast<int>(unit);
      const UnitCost& cost = before.unit_cost_[before.UnitDay(at, day)];
      for (std::size_t i = 0; i < cost.size(); ++i)
        if (!begun || kOfUnit[i] != Rule::kBlackout)
          pardoned.units[UnitDay(at, here)][i] =
              static_cast<std::int16_t>(pardoned.units[UnitDay(at, here)][i] + cost[i]);
    }
    for (std::size_t i = 0; i < index_.kecamatan.size(); ++i)
      pardoned.lurah[i * At(index_.days) + At(here)] +=
          before.lurah_cost_[i * At(was.days) + At(day)];
    if (day > 0 && was.quarter[At(day)] == was.quarter[At(day - 1)]) continue;
    for (const auto& [id, person] : index_.person_of)
      if (const auto then = was.person_of.find(id); then != was.person_of.end())
        pardoned.quarters[At(person * index_.quarters + index_.quarter[At(here)])] +=
            before.quarter_cost_[At(then->second * was.quarters + was.quarter[At(day)])];
  }
  std::set<std::pair<int, int>> days;  // batches and days of `before`
  for (std::size_t i = 0; i < spots_.size(); ++i) {
    const Spot& spot = before.spots_[i];
    if (!spot.placed()) continue;
    const auto session = static_cast<int>(i);
    const int batch = was.sessions[i].batch;
    Pardoned::Session& of = pardoned.sessions[i];
    of.begun |= begun;
    of.spot = index_.SpotOf(was.PlaceOf(spot));
    days.emplace(batch, spot.day);
    const auto clashes = [&](const auto& busy, int who, bool travels) {
      return who < 0 ? 0
                     : before.AgainstStanding(
                           was.StandingOf(busy, who, spot.day), session, spot, travels);
    };
    raise(of.venue, clashes(was.venue_busy, spot.venue, false));
    raise(of.speaker, clashes(was.speaker_busy, spot.speaker, true));
    raise(of.leader, clashes(was.leader_busy, was.sessions[i].leader, true));
    raise(of.room, RoomFaults(was, session, spot, before.accessible(batch)));
    raise(of.engagement, SpeakerFaults(was, session, spot));
    for (const int seat : before.members_[At(batch)]) {
      const auto person = static_cast<int>(was.problem.seats[At(seat)].person);
      if (const int missed = clashes(was.person_busy, person, true); missed > 0)
        raise(of.people[person], missed);
    }
  }
  for (const auto& [batch, day] : days) {
    Tally broken = before.Unpardoned(batch, day);
    if (begun) broken.rules[static_cast<std::size_t>(Rule::kWorkingTime)] = 0;
    const bool any = std::any_of(
        broken.rules.begin(), broken.rules.end(), [](std::int64_t amount) { return amount > 0; });
    if (!any && !begun) continue;
    Tally& of = pardoned.days[{batch, index_.DayOf(was.DayAt(day))}];
    for (std::size_t i = 0; i < kRules; ++i) of.rules[i] += broken.rules[i];
  }
  Forgive(std::move(pardoned));
}

void State::PardonOthers() {
  const auto any = [](const auto& costs) {
    return std::any_of(costs.begin(), costs.end(), [](const auto& cost) { return cost != 0; });
  };
  if (std::none_of(unit_cost_.begin(), unit_cost_.end(), any) && !any(lurah_cost_) &&
      !any(quarter_cost_)) {
    return;
  }
  Forgive(
      {.units = unit_cost_,
       .lurah = lurah_cost_,
       .quarters = quarter_cost_,
       .sessions = std::vector<Pardoned::Session>(spots_.size())});
}

void State::Forgive(Pardoned pardoned) {
  pardoned_ = std::make_shared<const Pardoned>(std::move(pardoned));
  for (std::size_t i = 0; i < unit_cost_.size(); ++i) units_.Add(i);
  for (std::size_t i = 0; i < lurah_cost_.size(); ++i) lurah_.Add(i);
  for (std::size_t i = 0; i < quarter_cost_.size(); ++i) quarters_.Add(i);
  Refresh();
}

bool State::Stands(int session, const Spot& spot) const {
  return pardoned_ != nullptr && spot == pardoned_->sessions[At(session)].spot;
}

int State::Spared(
    int session, const Spot& spot, std::int16_t Spot::*resource,
    int Pardoned::Session::*what) const {
  if (pardoned_ == nullptr) return 0;
  const Pardoned::Session& was = pardoned_->sessions[At(session)];
  const bool same = spot.day == was.spot.day && spot.from == was.spot.from &&
                    spot.*resource == was.spot.*resource;
  return same ? was.*what : 0;
}

int State::RoomFaultsOf(int session, const Spot& spot) const {
  const bool needed = accessible(index_.sessions[At(session)].batch);
  const int faults = RoomFaults(index_, session, spot, needed);
  return std::max(0, faults - Spared(session, spot, &Spot::venue, &Pardoned::Session::room));
}

int State::SpeakerFaultsOf(int session, const Spot& spot) const {
  const int faults = SpeakerFaults(index_, session, spot);
  return std::max(
      0, faults - Spared(session, spot, &Spot::speaker, &Pardoned::Session::engagement));
}

// Without the people of the batch, who are as many on each.
Tally State::OfDay(int batch, int day, bool with_begun) const {
  std::vector<Spot> spots = spots_;
  for (const int session : index_.batches[At(batch)].sessions)
    if (spots[At(session)].day != day || (!with_begun && HasBegun(session)))
      spots[At(session)] = {};
  return LocalOf(index_, batch, spots, 0, accessible(batch)).tally;
}

Tally State::Unpardoned(int batch, int day) const {
  Tally tally = OfDay(batch, day);
  if (pardoned_ == nullptr) return tally;
  const auto found = pardoned_->days.find({batch, day});
  if (found == pardoned_->days.end()) return tally;
  constexpr auto kHours = static_cast<std::size_t>(Rule::kWorkingTime);
  tally.rules[kHours] = OfDay(batch, day, false).rules[kHours];
  for (std::size_t i = 0; i < kRules; ++i)
    tally.rules[i] -= std::min(tally.rules[i], found->second.rules[i]);
  return tally;
}

}  // namespace binadaya::scheduling::domain::placement
