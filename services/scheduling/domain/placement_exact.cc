#include "services/scheduling/domain/placement_exact.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain::placement {
namespace {

// What distinguishes a seat from others; of equals one order is as good as any.
std::string KindOf(const Index& index, int seat) {
  const Seat& given = index.problem.seats[static_cast<std::size_t>(seat)];
  const Index::Person& person = index.people[given.person];
  const Index::Unit& unit = index.units[static_cast<std::size_t>(person.unit)];
  const std::string options = absl::StrJoin(given.batches, " ");
  const bool alone = unit.seats.size() == 1 && unit.cap > 0 && !person.direct;
  bool special_days = person.several;
  for (int day = 0; day < index.days && !special_days; ++day)
    special_days = index.UnitOn(person.unit, day) != nullptr;
  if (!special_days && alone) {
    return Cat(
        options, "/", person.kecamatan, " ", unit.hours, " ", person.acting, person.accessible,
        unit.head == static_cast<int>(given.person));
  }
  if (!person.several && !person.special)
    return Cat(options, "/unit ", person.unit, " ", person.accessible);
  return Cat(options, "/person ", given.person);
}

}  // namespace

Part PartOf(const Problem& problem, const std::vector<std::size_t>& batches) {
  Part part = {.problem = problem, .batches = batches};
  Problem& some = part.problem;
  some.batches.clear();
  some.sessions.clear();
  some.seats.clear();
  std::vector<std::size_t> now(problem.batches.size(), kNone);
  for (const std::size_t batch : batches) {
    now[batch] = some.batches.size();
    some.batches.push_back(problem.batches[batch]);
  }
  const std::size_t outside = some.batches.size();
  for (const PlacedSession& session : problem.sessions) {
    if (now[session.batch] == kNone) continue;
    some.sessions.push_back(session);
    some.sessions.back().batch = now[session.batch];
  }
  for (const Seat& seat : problem.seats) {
    Seat mine = {.person = seat.person, .batches = {outside}};
    for (const std::size_t batch : seat.batches)
      if (now[batch] != kNone) mine.batches.push_back(now[batch]);
    if (mine.batches.size() == 1) continue;
    part.may_stay_out.push_back(mine.batches.size() <= seat.batches.size());
    some.seats.push_back(std::move(mine));
  }
  PlacedBatch nowhere = {.id = "", .program = "", .seats = static_cast<int>(some.seats.size()) + 1};
  if (!some.batches.empty()) nowhere.window = some.batches.front().window;
  some.batches.push_back(std::move(nowhere));
  return part;
}

Exact::Exact(const Index& index, const Part& part) : index_(index), part_(part), state_(index) {
  for (std::size_t i = 0; i < index.sessions.size(); ++i) sessions_.push_back(static_cast<int>(i));
  std::stable_sort(sessions_.begin(), sessions_.end(), [&](int a, int b) {
    const auto &one = index.sessions[static_cast<std::size_t>(a)],
               &other = index.sessions[static_cast<std::size_t>(b)];
    return std::pair(one.batch, one.order) < std::pair(other.batch, other.order);
  });
  std::vector<std::pair<std::string, int>> seats;
  for (std::size_t i = 0; i < part.problem.seats.size(); ++i) {
    if (part.may_stay_out[i]) continue;  // it does no harm there
    if (part.problem.seats[i].batches.size() == 2) {
      state_.Reseat(static_cast<int>(i), static_cast<int>(part.problem.seats[i].batches[1]));
    } else {
      seats.emplace_back(KindOf(index, static_cast<int>(i)), static_cast<int>(i));
    }
  }
  std::sort(seats.begin(), seats.end());
  for (std::size_t i = 0; i < seats.size(); ++i) {
    seats_.push_back(seats[i].second);
    like_.push_back(i > 0 && seats[i - 1].first == seats[i].first ? 1 : 0);
  }
  choice_.resize(seats_.size());
}

Exact::Answer Exact::Solve(Rules rules, std::int64_t most, std::int64_t nodes) {
  rules_ = rules;
  nodes_ = nodes;
  state_.Ask(rules);
  most_ = state_.score().hard + most;
  return Sessions(0);
}

// What no rule looks at is not tried.
std::vector<Spot> Exact::SpotsOf(int session) const {
  const auto position = static_cast<std::size_t>(session);
  const PlacedSession& given = index_.problem.sessions[position];
  const Index::Batch& batch = index_.batches[given.batch];
  const auto now = given.now.has_value() ? index_.SpotOf(*given.now) : Spot{};
  std::vector<std::int16_t> venues, speakers;
  if (given.keeps_venue) {
    venues = {now.venue};
  } else if (rules_.Has(Rule::kVenue) || rules_.Has(Rule::kRoom) || rules_.Has(Rule::kPerson)) {
    for (std::size_t venue = 0; venue < batch.venues.size(); ++venue)
      if (batch.venues[venue] || !rules_.Has(Rule::kRoom))
        venues.push_back(static_cast<std::int16_t>(venue));
    if (venues.empty() && !batch.venues.empty()) venues.push_back(0);
  }
  if (given.keeps_speaker) {
    speakers = {now.speaker};
  } else if (rules_.Has(Rule::kSpeaker)) {
    for (const std::size_t speaker : given.speakers)
      speakers.push_back(static_cast<std::int16_t>(speaker));
  }
  if (venues.empty()) venues = {-1};
  if (speakers.empty()) speakers = {-1};
  std::vector<Spot> times;
  if (given.keeps_time) {
    times = {now};
  } else {
    for (int day = batch.first; day <= batch.last; ++day)
      for (const int from : given.starts)
        times.push_back({static_cast<std::int16_t>(day), static_cast<std::int16_t>(from)});
  }
  std::vector<Spot> spots;
  for (Spot spot : times) {
    for (const std::int16_t venue : venues) {
      for (const std::int16_t speaker : speakers) {
        spot.venue = venue;
        spot.speaker = speaker;
        spots.push_back(spot);
      }
    }
  }
  return spots;
}

Exact::Answer Exact::Sessions(std::size_t at) {
  if (at == sessions_.size()) return Seats(0);
  const int session = sessions_[at];
  Answer answer = Answer::kNone;
  for (const Spot& spot : SpotsOf(session)) {
    if (--nodes_ < 0) return Answer::kCutShort;
    state_.Apply(std::vector<Change>{{session, spot}});
    if (state_.score().hard <= most_) answer = Sessions(at + 1);
    state_.Apply(std::vector<Change>{{session, {}}});
    if (answer != Answer::kNone) return answer;
  }
  return answer;
}

Exact::Answer Exact::Seats(std::size_t at) {
  if (at == seats_.size()) {
    plan_ = state_.plan();
    return Answer::kFound;
  }
  const int seat = seats_[at];
  const auto& batches = part_.problem.seats[static_cast<std::size_t>(seat)].batches;
  const int first = like_[at] == 1 ? choice_[at - 1] : 1;  // 0 is outside
  Answer answer = Answer::kNone;
  for (int choice = first; choice < static_cast<int>(batches.size()); ++choice) {
    if (--nodes_ < 0) return Answer::kCutShort;
    choice_[at] = choice;
    state_.Reseat(seat, static_cast<int>(batches[static_cast<std::size_t>(choice)]));
    if (state_.score().hard <= most_) answer = Seats(at + 1);
    state_.Reseat(seat, static_cast<int>(batches.front()));
    if (answer != Answer::kNone) return answer;
  }
  return answer;
}

}  // namespace binadaya::scheduling::domain::placement
