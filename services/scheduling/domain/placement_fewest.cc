#include "services/scheduling/domain/placement_fewest.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>
#include <utility>

namespace binadaya::scheduling::domain::placement {
namespace {

// What is tried of venues and speakers that are free, before all others.
constexpr int kFirstVenues = 4, kFirstSpeakers = 3;
constexpr int kMore = 12;  // changes beyond the bound
constexpr int kLook = 10;  // nodes that it costs to see what is broken

std::size_t Nth(int position) { return static_cast<std::size_t>(position); }

}  // namespace

Fewest::Fewest(const State& state, Freedom freedom, int first_day, int from)
    : index_(state.index()),
      freedom_(freedom),
      first_day_(first_day),
      from_(from),
      state_(state),
      bare_(state),
      changed_(index_.sessions.size()) {
  std::vector<Change> away;
  for (std::size_t i = 0; i < index_.sessions.size(); ++i)
    if (Changeable(static_cast<int>(i))) away.push_back({static_cast<int>(i), {}});
  bare_.Apply(away);
  base_ = bare_.score().hard;
}

bool Fewest::Changeable(int session) const {
  const PlacedSession& given = index_.problem.sessions[Nth(session)];
  const Spot& spot = state_.spot(session);
  const bool past = std::pair<int, int>(spot.day, spot.from) < std::pair(first_day_, from_);
  return !past && !changed_[Nth(session)] &&
         (((freedom_.hour || freedom_.day) && !given.keeps_time) ||
          (freedom_.venue && !given.keeps_venue) || (freedom_.speaker && !given.keeps_speaker));
}

// Whether a state breaks no more than `most` with the session there; it is as before afterwards.
bool Fewest::Holds(State& state, int session, const Spot& spot, std::int64_t most) {
  const Spot was = state.spot(session);
  --nodes_;
  state.Apply(std::vector<Change>{{session, spot}});
  const bool holds = state.score().hard <= most;
  state.Apply(std::vector<Change>{{session, was}});
  return holds;
}

// Those that would break a rule were nothing else there that may still change.
std::vector<int> Fewest::Must(const std::vector<int>& sessions) {
  std::vector<int> must;
  for (const int session : sessions)
    if (!Holds(bare_, session, state_.spot(session), base_)) must.push_back(session);
  return must;
}

FewestResult Fewest::Find(bool exact, std::int64_t nodes) {
  FewestResult result;
  if (base_ > 0) {  // by what stands
    result.refuted = true;
    return result;
  }
  std::vector<int> culprits = state_.Culprits();
  std::erase_if(culprits, [&](int session) { return !Changeable(session); });
  if (state_.score().hard > base_)
    result.bound = std::max(1, static_cast<int>(Must(culprits).size()));
  std::int64_t budget = nodes;
  const auto search = [&](int left, bool all, std::int64_t allowed) {
    all_ = all;
    nodes_ = allowed = std::min(allowed, budget);
    cut_short_ = ran_out_ = false;
    result.found = Mended(left);
    budget -= allowed - nodes_;
    return result.found;
  };
  const int most = result.bound + kMore;
  int left = result.bound;
  for (; exact && left <= most; ++left) {
    if (search(left, false, nodes / 4) || search(left, true, budget)) break;
    if (cut_short_) break;  // so many may do, but nobody knows
    result.refuted = !ran_out_;
    if (result.refuted) break;
    result.bound = left + 1;
  }
  budget = nodes;
  for (; !result.found && !result.refuted && left <= most && budget > 0; ++left)
    search(left, false, nodes / 4);
  result.changes = std::exchange(changes_, {});
  return result;
}

bool Fewest::Mended(int left) {
  if (state_.score().hard <= base_) return true;
  if (left == 0) {
    ran_out_ = true;
    return false;
  }
  nodes_ -= kLook;
  std::vector<int> culprits = state_.Culprits();
  std::erase_if(culprits, [&](int session) { return !Changeable(session); });
  const std::vector<int> must = Must(culprits);
  if (static_cast<int>(must.size()) > left) {
    ran_out_ = true;
    return false;
  }
  // Each of `must` changes in any case; else at least one of those that share in it.
  const std::vector<int> some = must.empty() ? culprits : std::vector<int>{must.front()};
  for (const int session : some) {
    changed_[Nth(session)] = true;
    if (Changed(session, left)) return true;
    changed_[Nth(session)] = false;
    if (cut_short_) return false;
  }
  return false;
}

// The nearest first.
std::vector<Spot> Fewest::Times(int session) const {
  const PlacedSession& given = index_.problem.sessions[Nth(session)];
  const Index::Batch& batch = index_.batches[given.batch];
  const Spot& now = state_.spot(session);
  if (given.keeps_time || !(freedom_.hour || freedom_.day)) return {now};
  std::vector<Spot> times;
  for (int day = batch.first; day <= batch.last; ++day) {
    if ((!freedom_.day && day != now.day) || day < first_day_) continue;
    if (index_.hours[Nth(batch.hours)][Nth(day)].closed) continue;
    for (const int from : given.starts) {
      if (day == first_day_ && from < from_) continue;
      Spot time = now;
      time.day = static_cast<std::int16_t>(day);
      time.from = static_cast<std::int16_t>(from);
      times.push_back(time);
    }
  }
  std::stable_sort(times.begin(), times.end(), [&](const Spot& a, const Spot& b) {
    const auto far = [&](const Spot& one) {
      return std::tuple(std::abs(one.day - now.day), std::abs(one.from - now.from));
    };
    return far(a) < far(b);
  });
  return times;
}

// The present one, those of the batch, then the smallest.
std::vector<std::int16_t> Fewest::Venues(int session) const {
  const PlacedSession& given = index_.problem.sessions[Nth(session)];
  const Spot& now = state_.spot(session);
  if (given.keeps_venue || !freedom_.venue) return {now.venue};
  const Index::Batch& batch = index_.batches[given.batch];
  std::vector<std::int16_t> venues;
  for (std::size_t venue = 0; venue < batch.venues.size(); ++venue)
    if (batch.venues[venue]) venues.push_back(static_cast<std::int16_t>(venue));
  const auto rank = [&](std::int16_t venue) {
    const bool own = std::any_of(batch.sessions.begin(), batch.sessions.end(), [&](int other) {
      return state_.spot(other).venue == venue;
    });
    return std::tuple(venue != now.venue, !own, index_.problem.venues[Nth(venue)].capacity, venue);
  };
  std::sort(venues.begin(), venues.end(), [&](std::int16_t a, std::int16_t b) {
    return rank(a) < rank(b);
  });
  return venues;
}

std::vector<std::int16_t> Fewest::Speakers(int session) const {
  const PlacedSession& given = index_.problem.sessions[Nth(session)];
  const std::int16_t now = state_.spot(session).speaker;
  if (given.keeps_speaker || !freedom_.speaker || given.speakers.empty()) return {now};
  std::vector<std::int16_t> speakers = {now};
  for (const std::size_t speaker : given.speakers)
    if (static_cast<std::int16_t>(speaker) != now)
      speakers.push_back(static_cast<std::int16_t>(speaker));
  return speakers;
}

bool Fewest::Changed(int session, int left) {
  for (const Spot& time : Times(session)) {
    if (nodes_ <= 0) {
      cut_short_ = true;
      return false;
    }
    Spot bare = time;
    if (freedom_.venue) bare.venue = -1;
    if (freedom_.speaker) bare.speaker = -1;
    const int faults = SpeakerFaults(index_, session, bare);
    if (!Holds(bare_, session, bare, base_ + faults)) continue;
    if (left == 1 && !Holds(state_, session, bare, base_ + faults)) {
      ran_out_ = true;  // perhaps with more changes
      continue;
    }
    if (Furnished(session, time, left)) return true;
    if (cut_short_) return false;
  }
  return false;
}

bool Fewest::Furnished(int session, const Spot& time, int left) {
  int venues = 0;
  for (const std::int16_t venue : Venues(session)) {
    Spot to = time;
    to.venue = venue;
    if (state_.RoomFaultsOf(session, to) > 0) continue;
    const bool venue_free = venue < 0 || state_.VenueClashes(session, to) == 0;
    if (!venue_free && (!all_ || left == 1)) {
      ran_out_ |= all_;
      continue;
    }
    int speakers = 0;
    for (const std::int16_t speaker : Speakers(session)) {
      to.speaker = speaker;
      if (to == state_.spot(session) || state_.SpeakerFaultsOf(session, to) > 0) continue;
      const bool speaker_free = speaker < 0 || state_.SpeakerClashes(session, to) == 0;
      if (!speaker_free && (!all_ || left == 1)) {
        ran_out_ |= all_;
        continue;
      }
      if (Tried(session, to, left)) return true;
      if (cut_short_ || (!all_ && ++speakers >= kFirstSpeakers)) break;
    }
    if (cut_short_ || (!all_ && ++venues >= kFirstVenues)) return false;
  }
  return false;
}

bool Fewest::Tried(int session, const Spot& to, int left) {
  if (nodes_-- <= 0) {
    cut_short_ = true;
    return false;
  }
  const Spot was = state_.spot(session);
  bare_.Apply(std::vector<Change>{{session, to}});
  if (bare_.score().hard <= base_) {
    state_.Apply(std::vector<Change>{{session, to}});
    changes_.push_back({session, to});
    if (Mended(left - 1)) return true;
    changes_.pop_back();
    state_.Apply(std::vector<Change>{{session, was}});
  }
  bare_.Apply(std::vector<Change>{{session, {}}});
  return false;
}

}  // namespace binadaya::scheduling::domain::placement
