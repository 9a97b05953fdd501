#include "services/scheduling/domain/placement_state.h"

#include <algorithm>
#include <type_traits>

namespace binadaya::scheduling::domain::placement {
namespace {

template <class T>
void Swap(std::vector<T>& from, T what) {
  const auto found = std::find(from.begin(), from.end(), what);
  *found = from.back();
  from.pop_back();
}

}  // namespace

State::State(const Index& index, Rules rules)
    : index_(index),
      rules_(rules),
      spots_(index.sessions.size()),
      batch_of_(index.problem.seats.size()),
      members_(index.batches.size()),
      member_at_(index.problem.seats.size()),
      accessible_(index.batches.size()),
      venue_(index.venues.size() * At(index.days)),
      speaker_(index.problem.speakers.size() * At(index.days)),
      leader_(At(index.leaders * index.days)),
      active_(index.batches.size() * At(index.days)),
      active_on_(At(index.days)),
      in_unit_(index.batches.size() * index.units.size()),
      days_in_(index.batches.size() * At(index.quarters)),
      away_(index.units.size() * At(index.weeks)),
      local_(index.batches.size()),
      unit_cost_(index.units.size() * At(index.days)),
      lurah_cost_(index.kecamatan.size() * At(index.days)),
      quarter_cost_(index.people.size() * At(index.quarters)),
      arm_cost_(index.programs.size()) {
  units_.in.resize(unit_cost_.size());
  lurah_.in.resize(lurah_cost_.size());
  quarters_.in.resize(quarter_cost_.size());
  batches_.in.resize(local_.size());
  for (std::size_t seat = 0; seat < batch_of_.size(); ++seat) {
    const Seat& given = index.problem.seats[seat];
    const int batch = static_cast<int>(given.batches.front());
    batch_of_[seat] = batch;
    member_at_[seat] = static_cast<int>(members_[At(batch)].size());
    members_[At(batch)].push_back(static_cast<int>(seat));
    accessible_[At(batch)] += index.people[given.person].accessible ? 1 : 0;
    ++InUnit(batch, static_cast<int>(seat));
  }
  for (std::size_t i = 0; i < local_.size(); ++i) batches_.Add(i);
  for (std::size_t i = 0; i < unit_cost_.size(); ++i) units_.Add(i);
  for (std::size_t i = 0; i < lurah_cost_.size(); ++i) lurah_.Add(i);
  for (std::size_t i = 0; i < quarter_cost_.size(); ++i) quarters_.Add(i);
  Refresh();
  PardonOthers();
}

// How many of the batch are of the unit that the seat's person is of.
int& State::InUnit(int batch, int seat) {
  const Index::Person& person = index_.people[index_.problem.seats[At(seat)].person];
  return in_unit_[At(batch) * index_.units.size() + At(person.unit)];
}

void State::Load(const Plan& plan) {
  for (std::size_t seat = 0; seat < plan.batches.size(); ++seat)
    Reseat(static_cast<int>(seat), static_cast<int>(plan.batches[seat]));
  std::vector<Change> changes;
  for (std::size_t session = 0; session < plan.places.size(); ++session) {
    const std::optional<Place>& place = plan.places[session];
    const Spot to = place.has_value() ? index_.SpotOf(*place) : Spot{};
    if (to != spots_[session]) changes.push_back({static_cast<int>(session), to});
  }
  Apply(changes);
}

void State::Ask(Rules rules) {
  rules_ = rules;
  score_ = ScoreOf(tally_, rules, index_.policy.weights);
}

Plan State::plan() const {
  Plan plan;
  for (const Spot& one : spots_)
    plan.places.push_back(one.placed() ? std::optional(index_.PlaceOf(one)) : std::nullopt);
  for (const int batch : batch_of_) plan.batches.push_back(At(batch));
  return plan;
}

void State::Break(Rule rule, std::int64_t amount) {
  tally_.rules[static_cast<std::size_t>(rule)] += amount;
  if (rules_.Has(rule)) score_.hard += amount;
}

void State::Miss(Wish wish, std::int64_t amount) {
  const auto position = static_cast<std::size_t>(wish);
  tally_.wishes[position] += amount;
  score_.soft += index_.policy.weights[position] * amount;
}

void State::Apply(std::span<const Change> changes) {
  for (const Change& change : changes) {
    Spot& spot = spots_[At(change.session)];
    if (!spot.placed()) continue;
    Put(change.session, -1);
    if (spot.day != change.to.day || spot.from != change.to.from) {
      Days(change.session, -1);
      spot.from = -1;  // so that it is counted again below
    }
    spot.day = -1;
  }
  for (const Change& change : changes) {
    Spot& spot = spots_[At(change.session)];
    const bool same_time = spot.from == change.to.from;
    spot = change.to;
    if (spot.placed()) {
      Put(change.session, 1);
      if (!same_time) Days(change.session, 1);
    }
    batches_.Add(At(index_.sessions[At(change.session)].batch));
  }
  Refresh();
}

void State::Put(int session, int sign) {
  const Spot spot = spots_[At(session)];
  const Index::Session& one = index_.sessions[At(session)];
  const auto enter = [&](std::vector<std::vector<int>>& timelines, int who) {
    std::vector<int>& timeline = timelines[At(who * index_.days + spot.day)];
    if (sign > 0) {
      timeline.push_back(session);
    } else {
      Swap(timeline, session);
    }
  };
  // What it collides with is counted while it is in no timeline.
  if (sign < 0) {
    if (spot.venue >= 0) enter(venue_, spot.venue);
    if (spot.speaker >= 0) enter(speaker_, spot.speaker);
    if (one.leader >= 0) enter(leader_, one.leader);
  }
  if (spot.venue >= 0) Break(Rule::kVenue, std::int64_t{sign} * VenueClashes(session, spot));
  if (spot.speaker >= 0) Break(Rule::kSpeaker, std::int64_t{sign} * SpeakerClashes(session, spot));
  Break(Rule::kSpeaker, std::int64_t{sign} * ClashesWithTaught(session, spot));
  if (one.leader >= 0) {
    const int missed = sign * LeaderClashes(session, spot);
    Break(Rule::kLeader, missed);
    Miss(Wish::kLeader, missed);
  }
  Break(Rule::kPerson, std::int64_t{sign} * PersonClashes(session, spot));
  if (sign > 0) {
    if (spot.venue >= 0) enter(venue_, spot.venue);
    if (spot.speaker >= 0) enter(speaker_, spot.speaker);
    if (one.leader >= 0) enter(leader_, one.leader);
  }
}

void State::Days(int session, int sign) {
  const int batch = index_.sessions[At(session)].batch, day = spots_[At(session)].day;
  std::uint8_t& active = active_[At(batch * index_.days + day)];
  Touch(batch, day);
  const bool toggles = sign > 0 ? active == 0 : active == 1;
  active = static_cast<std::uint8_t>(active + sign);
  if (!toggles) return;
  if (sign > 0) {
    active_on_[At(day)].push_back(batch);
  } else {
    Swap(active_on_[At(day)], batch);
  }
  const int quarter = index_.quarter[At(day)];
  days_in_[At(batch * index_.quarters + quarter)] += sign;
  const bool counts = !index_.problem.batches[At(batch)].structural;
  for (const int seat : members_[At(batch)]) {
    Count(seat, day, sign);
    if (counts) TouchQuarter(static_cast<int>(index_.problem.seats[At(seat)].person), quarter);
  }
}

void State::Count(int seat, int day, int sign) {
  const int unit = index_.people[index_.problem.seats[At(seat)].person].unit;
  int& days = away_[At(unit * index_.weeks + index_.week[At(day)])];
  Miss(Wish::kBalance, sign > 0 ? days : -(days - 1));
  days += sign;
}

void State::Touch(int batch, int day) {
  for (const int seat : members_[At(batch)]) TouchOf(seat, day);
}

void State::TouchOf(int seat, int day) {
  const Index::Person& person = index_.people[index_.problem.seats[At(seat)].person];
  units_.Add(UnitDay(person.unit, day));
  if (person.kecamatan >= 0) lurah_.Add(At(person.kecamatan * index_.days + day));
}

void State::TouchQuarter(int person, int quarter) {
  quarters_.Add(At(person * index_.quarters + quarter));
}

void State::Reseat(int seat, int batch) {
  const int from = batch_of_[At(seat)];
  if (from == batch) return;
  const std::size_t who = index_.problem.seats[At(seat)].person;
  const Index::Person& person = index_.people[who];
  const auto settle = [&](int where, int sign) {
    if (person.several)
      for (const int session : index_.batches[At(where)].sessions)
        if (const Spot& spot = spots_[At(session)]; spot.placed()) {
          Break(Rule::kPerson, std::int64_t{sign} * ClashesOfSeat(seat, session, spot));
          Break(Rule::kSpeaker, std::int64_t{sign} * ClashesWithTaught(seat, session, spot));
        }
    std::vector<int> days;
    for (const int session : index_.batches[At(where)].sessions)
      if (spots_[At(session)].placed()) days.push_back(spots_[At(session)].day);
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    for (const int day : days) {
      TouchOf(seat, day);
      Count(seat, day, sign);
    }
    accessible_[At(where)] += person.accessible ? sign : 0;
    InUnit(where, seat) += sign;
    batches_.Add(At(where));
  };
  settle(from, -1);
  std::vector<int>& left = members_[At(from)];
  const int at = member_at_[At(seat)];
  left[At(at)] = left.back();
  member_at_[At(left.back())] = at;
  left.pop_back();
  batch_of_[At(seat)] = batch;
  member_at_[At(seat)] = static_cast<int>(members_[At(batch)].size());
  members_[At(batch)].push_back(seat);
  settle(batch, 1);
  for (int quarter = 0; quarter < index_.quarters; ++quarter)
    TouchQuarter(static_cast<int>(who), quarter);
  Refresh();
}

void State::Refresh() {
  for (const int batch : batches_.list) RefreshBatch(batch);
  const auto become = [&](Rule rule, auto& was, int is) {
    if (is != was) Break(rule, is - was);
    was = static_cast<std::remove_reference_t<decltype(was)>>(is);
  };
  for (const int at : units_.list) {
    const UnitCost is = LookAtUnit(at / index_.days, at % index_.days);
    for (std::size_t i = 0; i < kOfUnit.size(); ++i) {
      const int pardoned = pardoned_ == nullptr ? 0 : pardoned_->units[At(at)][i];
      become(kOfUnit[i], unit_cost_[At(at)][i], std::max(0, is[i] - pardoned));
    }
  }
  for (const int at : lurah_.list) {
    const int pardoned = pardoned_ == nullptr ? 0 : pardoned_->lurah[At(at)];
    const int is = LookAtLurah(at / index_.days, at % index_.days);
    become(Rule::kLurah, lurah_cost_[At(at)], std::max(0, is - pardoned));
  }
  for (const int at : quarters_.list) {
    const int pardoned = pardoned_ == nullptr ? 0 : pardoned_->quarters[At(at)];
    const int is = LookAtQuarter(at / index_.quarters, at % index_.quarters);
    become(Rule::kQuarter, quarter_cost_[At(at)], std::max(0, is - pardoned));
  }
  for (Pending* pending : {&units_, &lurah_, &quarters_, &batches_}) {
    for (const int at : pending->list) pending->in[At(at)] = false;
    pending->list.clear();
  }
}

void State::RefreshBatch(int batch) {
  Local& was = local_[At(batch)];
  Local is = LocalOf(
      index_, batch, spots_, static_cast<int>(members_[At(batch)].size()), accessible(batch));
  if (pardoned_ != nullptr) {
    const auto& days = pardoned_->days;
    for (auto at = days.lower_bound({batch, 0}); at != days.end() && at->first.first == batch;
         ++at) {
      const int day = at->first.second;
      const Tally all = OfDay(batch, day), counts = Unpardoned(batch, day);
      for (std::size_t i = 0; i < kRules; ++i) is.tally.rules[i] += counts.rules[i] - all.rules[i];
    }
  }
  for (std::size_t i = 0; i < kRules; ++i)
    if (is.tally.rules[i] != was.tally.rules[i])
      Break(static_cast<Rule>(i), is.tally.rules[i] - was.tally.rules[i]);
  for (std::size_t i = 0; i < kWishes; ++i)
    if (is.tally.wishes[i] != was.tally.wishes[i])
      Miss(static_cast<Wish>(i), is.tally.wishes[i] - was.tally.wishes[i]);
  const bool arms = is.learning != was.learning || is.outside != was.outside;
  was = is;
  if (!arms || index_.problem.batches[At(batch)].arm == 0) return;
  const int program = index_.batches[At(batch)].program;
  const int cost = LookAtArms(program);
  Miss(Wish::kArms, cost - arm_cost_[At(program)]);
  arm_cost_[At(program)] = cost;
}

bool State::Clash(int session, const Spot& spot, int other, bool travels) const {
  const Spot& there = spots_[At(other)];
  if (there.day != spot.day || other == session) return false;
  if (Stands(session, spot) && Stands(other, there)) return false;
  const int gap =
      std::max(spot.from, there.from) - std::min(
                                            spot.from + index_.sessions[At(session)].minutes,
                                            there.from + index_.sessions[At(other)].minutes);
  if (gap < 0) return true;
  if (!travels || spot.venue < 0 || there.venue < 0) return false;
  return gap < index_.Way(index_.venues[At(spot.venue)], index_.venues[At(there.venue)]);
}

int State::Against(
    const std::vector<int>& others, const std::vector<Index::Standing>& standing, int session,
    const Spot& spot, bool travels, int pardoned) const {
  int clashes = std::max(0, AgainstStanding(standing, session, spot, travels) - pardoned);
  for (const int other : others) clashes += Clash(session, spot, other, travels) ? 1 : 0;
  return clashes;
}

int State::AgainstStanding(
    const std::vector<Index::Standing>& standing, int session, const Spot& spot,
    bool travels) const {
  int clashes = 0;
  for (const Index::Standing& one : standing) {
    const int gap = std::max<int>(spot.from, one.from) -
                    std::min(spot.from + index_.sessions[At(session)].minutes, one.until);
    const int way =
        travels && spot.venue >= 0 ? index_.Way(index_.venues[At(spot.venue)], one.at) : 0;
    clashes += gap < way ? 1 : 0;
  }
  return clashes;
}

int State::VenueClashes(int session, const Spot& spot) const {
  return Against(
      venue_[At(spot.venue * index_.days + spot.day)],
      index_.StandingOf(index_.venue_busy, spot.venue, spot.day), session, spot, false,
      Spared(session, spot, &Spot::venue, &Pardoned::Session::venue));
}

int State::SpeakerClashes(int session, const Spot& spot) const {
  const int clashes = Against(
      speaker_[At(spot.speaker * index_.days + spot.day)],
      index_.StandingOf(index_.speaker_busy, spot.speaker, spot.day), session, spot, true,
      Spared(session, spot, &Spot::speaker, &Pardoned::Session::speaker));
  return clashes + ClashesWithSeats(session, spot);
}

int State::LeaderClashes(int session, const Spot& spot) const {
  const int leader = index_.sessions[At(session)].leader;
  return Against(
      leader_[At(leader * index_.days + spot.day)],
      index_.StandingOf(index_.leader_busy, leader, spot.day), session, spot, true,
      Spared(session, spot, &Spot::day, &Pardoned::Session::leader));
}

int State::PersonClashes(int session, const Spot& spot) const {
  int clashes = 0;
  for (const int seat : members_[At(index_.sessions[At(session)].batch)])
    if (index_.people[index_.problem.seats[At(seat)].person].several)
      clashes += ClashesOfSeat(seat, session, spot);
  return clashes;
}

int State::ClashesOfSeat(int seat, int session, const Spot& spot) const {
  const auto person = static_cast<int>(index_.problem.seats[At(seat)].person);
  static const std::vector<int> kNobody;
  int pardoned = 0;
  if (pardoned_ != nullptr) {
    const std::map<int, int>& people = pardoned_->sessions[At(session)].people;
    if (const auto misses = people.find(person); misses != people.end()) pardoned = misses->second;
  }
  int clashes = Against(
      kNobody, index_.StandingOf(index_.person_busy, person, spot.day), session, spot, true,
      pardoned);
  for (const int other : index_.people[At(person)].seats) {
    if (batch_of_[At(other)] == batch_of_[At(seat)]) continue;
    for (const int with : index_.batches[At(batch_of_[At(other)])].sessions)
      clashes += Clash(session, spot, with, true) ? 1 : 0;
  }
  return clashes;
}

}  // namespace binadaya::scheduling::domain::placement
