#include "services/scheduling/domain/placement_build.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace binadaya::scheduling::domain::placement {
namespace {

constexpr int kFirstDays = 20;  // first days of a batch

std::size_t Pos(int position) { return static_cast<std::size_t>(position); }

// People of a batch that is too full go to the emptiest that takes them.
void Level(State& state) {
  const Problem& problem = state.index().problem;
  const auto free_of = [&](int batch) {
    return problem.batches[Pos(batch)].seats - static_cast<int>(state.members(batch).size());
  };
  for (std::size_t seat = 0; seat < problem.seats.size(); ++seat) {
    if (free_of(state.batch_of(static_cast<int>(seat))) >= 0) continue;
    const auto& batches = problem.seats[seat].batches;
    const auto emptiest =
        std::max_element(batches.begin(), batches.end(), [&](std::size_t a, std::size_t b) {
          return free_of(static_cast<int>(a)) < free_of(static_cast<int>(b));
        });
    if (free_of(static_cast<int>(*emptiest)) > 0)
      state.Reseat(static_cast<int>(seat), static_cast<int>(*emptiest));
  }
}

// How much choice a batch has: days, and venues for each of its seats.
std::int64_t ChoiceOf(const Index& index, int batch) {
  const Index::Batch& one = index.batches[Pos(batch)];
  std::int64_t open = 0;
  for (int day = one.first; day <= one.last; ++day)
    open += index.hours[Pos(one.hours)][Pos(day)].closed ? 0 : 1;
  return open * std::count(one.venues.begin(), one.venues.end(), true);
}

std::size_t DaysIn(const std::vector<Change>& changes) {
  std::set<int> days;
  for (const Change& change : changes) days.insert(change.to.day);
  return days.size();
}

}  // namespace

bool Builder::Fits(int batch) {
  constexpr std::array kOwn = {Rule::kWindow, Rule::kWorkingTime, Rule::kOverlap,
                               Rule::kOrder,  Rule::kBreaks,      Rule::kLearning};
  const Tally tally = LocalOf(index_, batch, spots_, 0, false).tally;
  return std::all_of(kOwn.begin(), kOwn.end(), [&](Rule rule) { return tally.of(rule) == 0; });
}

std::vector<Change> Builder::Layout(const State& state, int batch, int first_day, unsigned turn) {
  const Index::Batch& one = index_.batches[Pos(batch)];
  std::vector<int> in_order;
  for (const int session : one.sessions) {
    const PlacedSession& given = index_.problem.sessions[Pos(session)];
    spots_[Pos(session)] = given.keeps_time ? state.spot(session) : Spot{};
    if (index_.sessions[Pos(session)].moves) in_order.push_back(session);
  }
  std::stable_sort(in_order.begin(), in_order.end(), [&](int a, int b) {
    return index_.sessions[Pos(a)].order < index_.sessions[Pos(b)].order;
  });
  std::vector<Change> changes;
  int day = first_day, until = 0;
  for (const int session : in_order) {
    Spot& spot = spots_[Pos(session)];
    const PlacedSession& given = index_.problem.sessions[Pos(session)];
    if (!given.keeps_time) {
      std::vector<int> starts = given.starts;
      std::sort(starts.begin(), starts.end());
      bool found = false;
      for (int at = day; at <= one.last && !found; ++at) {
        if (index_.hours[Pos(one.hours)][Pos(at)].closed) continue;
        for (const int from : starts) {
          if (at == day && from < until) continue;
          spot.day = static_cast<std::int16_t>(at);
          spot.from = static_cast<std::int16_t>(from);
          found = Fits(batch);
          if (found) break;
        }
      }
      if (!found) {  // somewhere: the search goes on from there
        spot.day = static_cast<std::int16_t>(std::clamp(day, one.first, one.last));
        spot.from = static_cast<std::int16_t>(starts.front());
      }
      day = spot.day;
      until = spot.from + given.minutes;
    }
    changes.push_back({session, spot});
  }
  Furnish(state, changes, turn);
  return changes;
}

void Builder::Furnish(const State& state, std::vector<Change>& changes, unsigned turn) const {
  if (changes.empty()) return;
  const int batch = index_.sessions[Pos(changes.front().session)].batch;
  const std::vector<bool>& allowed = index_.batches[Pos(batch)].venues;
  std::vector<int> venues;
  for (std::size_t venue = 0; venue < allowed.size(); ++venue)
    if (allowed[venue]) venues.push_back(static_cast<int>(venue));
  std::stable_sort(venues.begin(), venues.end(), [&](int a, int b) {
    return index_.problem.venues[Pos(a)].capacity < index_.problem.venues[Pos(b)].capacity;
  });
  const auto is_free = [&](int session, Spot spot, int venue) {
    spot.venue = static_cast<std::int16_t>(venue);
    return state.VenueClashes(session, spot) == 0 &&
           RoomFaults(index_, session, spot, state.accessible(batch)) == 0;
  };
  std::map<int, int> venue_of;  // by day: one for all of its sessions
  for (const Change& change : changes) {
    if (venue_of.contains(change.to.day)) continue;
    int& chosen = venue_of[change.to.day];
    chosen = -1;
    for (std::size_t i = 0; i < venues.size() && chosen < 0; ++i) {
      const int venue = venues[i];
      const bool all = std::all_of(changes.begin(), changes.end(), [&](const Change& other) {
        return other.to.day != change.to.day || is_free(other.session, other.to, venue);
      });
      if (all) chosen = venue;
    }
    if (chosen < 0 && !venues.empty()) chosen = venues[turn % venues.size()];
  }
  for (Change& change : changes) {
    const PlacedSession& given = index_.problem.sessions[Pos(change.session)];
    const Spot& now = state.spot(change.session);
    change.to.venue =
        static_cast<std::int16_t>(given.keeps_venue ? now.venue : venue_of.at(change.to.day));
    const std::vector<std::size_t>& able = given.speakers;
    change.to.speaker = given.keeps_speaker ? now.speaker : std::int16_t{-1};
    if (given.keeps_speaker || able.empty()) continue;
    int fewest = -1;
    for (std::size_t i = 0; i < able.size(); ++i) {
      Spot spot = change.to;
      spot.speaker = static_cast<std::int16_t>(able[(i + turn) % able.size()]);
      const int faults =
          state.SpeakerClashes(change.session, spot) + SpeakerFaults(index_, change.session, spot);
      if (fewest >= 0 && faults >= fewest) continue;
      fewest = faults;
      change.to.speaker = spot.speaker;
      if (faults == 0) break;
    }
  }
}

void Stand(State& state) {
  const Index& index = state.index();
  std::vector<Change> standing;
  for (std::size_t i = 0; i < index.sessions.size(); ++i) {
    const PlacedSession& given = index.problem.sessions[i];
    if (given.keeps_time || given.keeps_venue || given.keeps_speaker)
      standing.push_back({static_cast<int>(i), index.SpotOf(*given.now)});
  }
  state.Apply(standing);
}

void Build(State& state) {
  const Index& index = state.index();
  Stand(state);
  Level(state);
  std::vector<int> order(index.batches.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return ChoiceOf(index, a) < ChoiceOf(index, b);
  });
  Builder builder(index);
  for (const int batch : order) {
    const Index::Batch& one = index.batches[Pos(batch)];
    std::vector<int> open;
    for (int day = one.first; day <= one.last; ++day)
      if (!index.hours[Pos(one.hours)][Pos(day)].closed) open.push_back(day);
    if (open.empty()) open.push_back(one.first);
    const int tries = std::min(kFirstDays, static_cast<int>(open.size()));
    std::vector<Change> best;
    std::pair<Score, std::size_t> least;  // of equal ones the one on fewer days
    for (int i = 0; i < tries; ++i) {
      const int first = open[Pos(i) * open.size() / Pos(tries)];
      std::vector<Change> changes =
          builder.Layout(state, batch, first, static_cast<unsigned>(batch));
      std::vector<Change> back;
      for (const Change& change : changes)
        back.push_back({change.session, state.spot(change.session)});
      state.Apply(changes);
      const std::pair now(state.score(), DaysIn(changes));
      if (best.empty() || now < least) {
        least = now;
        best = std::move(changes);
      }
      state.Apply(back);
    }
    state.Apply(best);
  }
}

}  // namespace binadaya::scheduling::domain::placement
