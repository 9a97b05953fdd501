#include "services/scheduling/domain/placement_search.h"

#include <algorithm>
#include <utility>

#include "services/scheduling/domain/lot.h"

namespace binadaya::scheduling::domain::placement {
namespace {

constexpr int kPercent = 100;
constexpr int kTries = 16;  // to draw something that fits

std::size_t Slotted(int position) { return static_cast<std::size_t>(position); }

}  // namespace

// The draws of one step: a function of seed and step, so nothing of them has to be saved.
class Search::Draw {
 public:
  Draw(std::uint64_t seed, std::int64_t step)
      : state_(lot::Mix(seed ^ lot::Mix(static_cast<std::uint64_t>(step)))) {}
  int Below(std::size_t limit) {
    state_ = lot::Mix(state_);
    return static_cast<int>(state_ % limit);
  }
  template <class T>
  const T& Of(const std::vector<T>& some) {
    return some[Slotted(Below(some.size()))];
  }

 private:
  std::uint64_t state_;
};

Search::Search(const Index& index, std::uint64_t seed, const SearchPolicy& policy)
    : index_(index), policy_(policy), seed_(seed), state_(index), builder_(index) {
  exchange_.resize(index.batches.size());
  for (std::size_t i = 0; i < index.sessions.size(); ++i)
    if (index.sessions[i].moves) moving_.push_back(static_cast<int>(i));
  for (std::size_t i = 0; i < index.problem.seats.size(); ++i) {
    const auto& batches = index.problem.seats[i].batches;
    if (batches.size() < 2) continue;
    choosers_.push_back(static_cast<int>(i));
    for (const std::size_t batch : batches) exchange_[batch].push_back(static_cast<int>(i));
  }
  Build(state_);
  memory_.assign(Slotted(policy.memory), state_.score());
  Keep();
}

Search::Search(const Index& index, const SearchState& saved, const SearchPolicy& policy)
    : Search(index, saved.seed, policy) {
  state_.Load(saved.best);
  Keep();
  state_.Load(saved.now);
  step_ = saved.step;
  memory_ = saved.memory;
  culprits_ = saved.culprits;
}

SearchState Search::Save() const {
  return {seed_, step_, state_.plan(), best(), best_score_, memory_, culprits_};
}

void Search::Keep() {
  best_score_ = state_.score();
  best_tally_ = state_.tally();
  best_spots_.assign(state_.spots().begin(), state_.spots().end());
  best_batches_.resize(index_.problem.seats.size());
  for (std::size_t i = 0; i < best_batches_.size(); ++i)
    best_batches_[i] = state_.batch_of(static_cast<int>(i));
}

Plan Search::best() const {
  Plan plan;
  for (const Spot& one : best_spots_)
    plan.places.push_back(one.placed() ? std::optional(index_.PlaceOf(one)) : std::nullopt);
  for (const int batch : best_batches_) plan.batches.push_back(Slotted(batch));
  return plan;
}

void Search::Run(std::int64_t steps) {
  for (const std::int64_t until = step_ + steps; step_ < until; ++step_) {
    if (step_ % policy_.culprits_for == 0)
      culprits_ = state_.score().hard > 0 ? state_.Culprits() : std::vector<int>{};
    Draw draw(seed_, step_);
    const Score before = state_.score();
    undo_.clear();
    unseat_.clear();
    Score& then = memory_[static_cast<std::size_t>(step_) % memory_.size()];
    if (Try(draw) && state_.score() > before && state_.score() > then) Undo();
    then = std::min(then, state_.score());
    if (state_.score() < best_score_) Keep();
  }
}

bool Search::Try(Draw& draw) {
  const int kind = draw.Below(kPercent);
  if (kind >= 80 || moving_.empty()) return SwapPeople(draw);
  if (kind < 25) return MoveSession(draw);
  if (kind < 40) return ChangeVenue(draw);
  if (kind < 50) return ChangeSpeaker(draw);
  if (kind < 55) return SwapVenues(draw);
  if (kind < 70) return ShiftBatch(draw);
  return LayOutAnew(draw);
}

bool Search::Apply(std::vector<Change> changes) {
  std::erase_if(changes, [&](const Change& one) { return one.to == state_.spot(one.session); });
  for (const Change& one : changes) undo_.push_back({one.session, state_.spot(one.session)});
  state_.Apply(changes);
  return !changes.empty();
}

void Search::Undo() {
  state_.Apply(undo_);
  for (auto one = unseat_.rbegin(); one != unseat_.rend(); ++one)
    state_.Reseat(one->first, one->second);
}

// Mostly one that breaks a rule, while there are such.
int Search::SessionFrom(Draw& draw) const {
  if (!culprits_.empty() && draw.Below(10) < 7) return draw.Of(culprits_);
  return draw.Of(moving_);
}

std::vector<int> Search::OnDayOf(int session) const {
  std::vector<int> others;
  for (const int other : index_.batches[Slotted(index_.sessions[Slotted(session)].batch)].sessions)
    if (state_.spot(other).day == state_.spot(session).day) others.push_back(other);
  return others;
}

bool Search::MoveSession(Draw& draw) {
  const int session = SessionFrom(draw);
  const PlacedSession& given = index_.problem.sessions[Slotted(session)];
  if (given.keeps_time) return false;
  const Index::Batch& batch = index_.batches[given.batch];
  Spot to = state_.spot(session);
  // Mostly to a day that the batch has already.
  to.day = draw.Below(2) == 0
               ? state_.spot(draw.Of(batch.sessions)).day
               : static_cast<std::int16_t>(
                     batch.first + draw.Below(Slotted(batch.last - batch.first + 1)));
  to.from = static_cast<std::int16_t>(draw.Of(given.starts));
  if (draw.Below(3) != 0) return Apply({{session, to}});
  std::vector<Change> changes = {{session, to}};
  builder_.Furnish(state_, changes, static_cast<unsigned>(draw.Below(kPercent)));
  return Apply(std::move(changes));
}

bool Search::ChangeVenue(Draw& draw) {
  const int session = SessionFrom(draw);
  const Index::Batch& batch = index_.batches[Slotted(index_.sessions[Slotted(session)].batch)];
  const auto venue = static_cast<std::int16_t>(draw.Below(batch.venues.size()));
  if (!batch.venues[Slotted(venue)]) return false;
  std::vector<Change> changes;
  for (const int other : draw.Below(4) == 0 ? std::vector<int>{session} : OnDayOf(session)) {
    if (index_.problem.sessions[Slotted(other)].keeps_venue) continue;
    changes.push_back({other, state_.spot(other)});
    changes.back().to.venue = venue;
  }
  return Apply(std::move(changes));
}

bool Search::ChangeSpeaker(Draw& draw) {
  const int session = SessionFrom(draw);
  const PlacedSession& given = index_.problem.sessions[Slotted(session)];
  if (given.keeps_speaker || given.speakers.empty()) return false;
  Change change = {session, state_.spot(session)};
  const std::int16_t was = change.to.speaker;
  change.to.speaker = static_cast<std::int16_t>(draw.Of(given.speakers));
  std::vector<Change> changes = {change};
  // Whoever has him at that time takes the other one instead.
  for (const int other : index_.batches[given.batch].sessions) {
    const PlacedSession& of = index_.problem.sessions[Slotted(other)];
    Spot to = state_.spot(other);
    const bool able =
        std::find(of.speakers.begin(), of.speakers.end(), Slotted(was)) != of.speakers.end();
    if (other == session || of.keeps_speaker || to.speaker != change.to.speaker || !able) continue;
    to.speaker = was;
    changes.push_back({other, to});
    break;
  }
  return Apply(std::move(changes));
}

// Two batches exchange their venues on a day.
bool Search::SwapVenues(Draw& draw) {
  const int session = SessionFrom(draw);
  int other = -1;
  for (int tries = 0; tries < kTries && other < 0; ++tries) {
    const int candidate = draw.Of(moving_);
    const bool same =
        index_.sessions[Slotted(candidate)].batch == index_.sessions[Slotted(session)].batch;
    if (!same && state_.spot(candidate).day == state_.spot(session).day) other = candidate;
  }
  if (other < 0) return false;
  std::vector<Change> changes;
  for (const auto& [from, to] : {std::pair(session, other), std::pair(other, session)}) {
    for (const int one : OnDayOf(from)) {
      if (index_.problem.sessions[Slotted(one)].keeps_venue) continue;
      changes.push_back({one, state_.spot(one)});
      changes.back().to.venue = state_.spot(to).venue;
    }
  }
  return Apply(std::move(changes));
}

// All days of a batch to others, hours and the rest as they are.
bool Search::ShiftBatch(Draw& draw) {
  const int session = SessionFrom(draw);
  const Index::Batch& batch = index_.batches[Slotted(index_.sessions[Slotted(session)].batch)];
  std::vector<int> days;
  for (const int one : batch.sessions) {
    if (index_.problem.sessions[Slotted(one)].keeps_time) return false;
    days.push_back(state_.spot(one).day);
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  int next = batch.first + draw.Below(Slotted(batch.last - batch.first + 1));
  std::vector<int> to;
  for (; to.size() < days.size() && next <= batch.last; ++next)
    if (!index_.hours[Slotted(batch.hours)][Slotted(next)].closed) to.push_back(next);
  if (to.size() < days.size()) return false;
  std::vector<Change> changes;
  for (const int one : batch.sessions) {
    const auto at = std::lower_bound(days.begin(), days.end(), state_.spot(one).day);
    changes.push_back({one, state_.spot(one)});
    changes.back().to.day =
        static_cast<std::int16_t>(to[static_cast<std::size_t>(at - days.begin())]);
  }
  if (draw.Below(2) == 0)
    builder_.Furnish(state_, changes, static_cast<unsigned>(draw.Below(kPercent)));
  return Apply(std::move(changes));
}

bool Search::LayOutAnew(Draw& draw) {
  const int batch = index_.sessions[Slotted(SessionFrom(draw))].batch;
  const Index::Batch& one = index_.batches[Slotted(batch)];
  const int first = one.first + draw.Below(Slotted(one.last - one.first + 1));
  return Apply(builder_.Layout(state_, batch, first, static_cast<unsigned>(draw.Below(kPercent))));
}

bool Search::SwapPeople(Draw& draw) {
  if (choosers_.empty()) return false;
  int seat = draw.Of(choosers_);
  if (!culprits_.empty() && draw.Below(10) < 7) {  // one of a batch that breaks a rule
    const int batch = index_.sessions[Slotted(draw.Of(culprits_))].batch;
    const std::vector<int>& some = exchange_[Slotted(batch)];
    for (int tries = 0; tries < kTries && !some.empty(); ++tries) {
      seat = draw.Of(some);
      if (state_.batch_of(seat) == batch) break;
    }
  }
  const auto& batches = index_.problem.seats[Slotted(seat)].batches;
  const int from = state_.batch_of(seat), to = static_cast<int>(draw.Of(batches));
  if (from == to) return false;
  const auto move = [&](int who, int where) {
    unseat_.emplace_back(who, state_.batch_of(who));
    state_.Reseat(who, where);
  };
  const int free =
      index_.problem.batches[Slotted(to)].seats - static_cast<int>(state_.members(to).size());
  if (free > 0 && draw.Below(2) == 0) {
    move(seat, to);
    return true;
  }
  const std::vector<int>& some = exchange_[Slotted(to)];
  for (int tries = 0; tries < kTries; ++tries) {
    const int other = draw.Of(some);
    const auto& theirs = index_.problem.seats[Slotted(other)].batches;
    if (state_.batch_of(other) != to ||
        std::find(theirs.begin(), theirs.end(), Slotted(from)) == theirs.end()) {
      continue;
    }
    move(seat, to);
    move(other, from);
    return true;
  }
  return false;
}

namespace {

// Days that a batch has at least, for no day holds more learning than it may.
std::int64_t DaysOf(const Index& index, const Index::Batch& batch) {
  std::int64_t learning = 0;
  for (const int session : batch.sessions)
    if (index.sessions[Slotted(session)].earns)
      learning += index.sessions[Slotted(session)].minutes;
  const std::int64_t most = index.policy.rundown.day_learning;
  return std::max<std::int64_t>(batch.sessions.empty() ? 0 : 1, (learning + most - 1) / most);
}

// Were the days on which people of a unit are away spread evenly over all weeks that there are.
std::int64_t LeastBalance(const Index& index) {
  std::int64_t pairs = 0;
  for (const Index::Unit& unit : index.units) {
    std::int64_t days = 0;
    std::vector<bool> weeks(Slotted(index.weeks));
    for (const int seat : unit.seats) {
      std::int64_t fewest = index.days;
      for (const std::size_t one : index.problem.seats[Slotted(seat)].batches) {
        const Index::Batch& batch = index.batches[one];
        fewest = std::min(fewest, DaysOf(index, batch));
        for (int day = batch.first; day <= batch.last; ++day)
          weeks[Slotted(index.week[Slotted(day)])] = true;
        for (const int session : batch.sessions)
          if (const auto& now = index.problem.sessions[Slotted(session)].now; now.has_value())
            weeks[Slotted(index.week[Slotted(index.DayOf(now->day))])] = true;
      }
      days += fewest;
    }
    const std::int64_t all =
        std::max<std::int64_t>(1, std::count(weeks.begin(), weeks.end(), true));
    const std::int64_t each = days / all, more = days % all;
    pairs += more * (each + 1) * each / 2 + (all - more) * each * (each - 1) / 2;
  }
  return pairs;
}

// What it costs to hold a session at its best hour.
std::int64_t LeastOutside(const Index& index, const PlacedSession& session) {
  if (!Earns(session.kind) || session.keeps_time) return 0;
  int least = session.minutes;
  for (const auto& day : index.problem.preferred) {
    for (const int from : session.starts) {
      const int until = from + session.minutes;
      int outside = session.minutes;
      for (const Stretch& one : day)
        outside -= std::max(0, std::min(one.until, until) - std::max(one.from, from));
      least = std::min(least, outside);
    }
  }
  return least;
}

}  // namespace

Score BoundOf(const Index& index) {
  const auto weight = [&](Wish wish) {
    return index.policy.weights[static_cast<std::size_t>(wish)];
  };
  Score bound = {.soft = weight(Wish::kBalance) * LeastBalance(index)};
  for (const PlacedSession& session : index.problem.sessions) {
    bound.soft += weight(Wish::kPreferred) * LeastOutside(index, session);
    const std::vector<bool>& venues = index.batches[session.batch].venues;
    if (session.keeps_venue) continue;
    std::optional<int> fit;  // none: no venue does, and it has another
    for (std::size_t venue = 0; venue < venues.size(); ++venue) {
      const int empty = std::max(
          0, index.problem.venues[venue].capacity - index.problem.batches[session.batch].seats);
      if (venues[venue]) fit = std::min(fit.value_or(empty), empty);
    }
    bound.soft += weight(Wish::kFit) * fit.value_or(0);
  }
  return bound;
}

}  // namespace binadaya::scheduling::domain::placement
