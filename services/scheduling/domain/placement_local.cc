#include "services/scheduling/domain/placement_local.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "services/scheduling/domain/availability.h"

namespace binadaya::scheduling::domain::placement {
namespace {

constexpr int kFriday = 4;

int Minutes(const Stretch& one, int from, int until) {
  return std::max(0, std::min(one.until, until) - std::max(one.from, from));
}

bool Closed(const Index& index, const std::vector<Slot>& windows, const Spot& spot, int minutes) {
  if (windows.empty()) return false;
  const Slot slot = SlotOn(index.DayAt(spot.day), {spot.from, spot.from + minutes});
  return !IsWithin(Merged(windows), slot);
}

struct Timed {
  int session = 0, day = 0, from = 0, until = 0;
  bool earns = false;
};

class LocalCount {
 public:
  LocalCount(const Index& index, int batch, std::span<const Spot> spots)
      : index_(index),
        spots_(spots),
        batch_(index.batches[static_cast<std::size_t>(batch)]),
        given_(index.problem.batches[static_cast<std::size_t>(batch)]) {
    for (const int session : batch_.sessions) {
      const Spot& spot = spots[static_cast<std::size_t>(session)];
      if (!spot.placed()) continue;
      const Index::Session& one = index.sessions[static_cast<std::size_t>(session)];
      timed_.push_back({session, spot.day, spot.from, spot.from + one.minutes, one.earns});
    }
    std::sort(timed_.begin(), timed_.end(), [](const Timed& a, const Timed& b) {
      return std::tuple(a.day, a.from, a.until, a.session) <
             std::tuple(b.day, b.from, b.until, b.session);
    });
  }

  Local Result(int people, bool accessible) && {
    Break(Rule::kCapacity, std::max(0, people - given_.seats));
    for (const Timed& one : timed_) OfSession(one, accessible);
    for (std::size_t i = 0; i < timed_.size(); ++i)
      for (std::size_t j = i + 1; j < timed_.size(); ++j) OfPair(timed_[i], timed_[j]);
    int used = 0;
    for (std::size_t first = 0; first < timed_.size();) {
      std::size_t after = first;
      while (after < timed_.size() && timed_[after].day == timed_[first].day) ++after;
      OfDay(std::span(timed_).subspan(first, after - first));
      used += IsWorking(timed_[first].day) ? 1 : 0;
      first = after;
    }
    if (timed_.empty()) return local_;
    const int first = timed_.front().day, last = timed_.back().day;
    Miss(
        Wish::kCompact, index_.working[static_cast<std::size_t>(last + 1)] -
                            index_.working[static_cast<std::size_t>(first)] - used);
    if (given_.settle_by.has_value()) Miss(Wish::kBudget, std::max(0, last - batch_.settle_by));
    return local_;
  }

 private:
  void Break(Rule rule, int amount) {
    local_.tally.rules[static_cast<std::size_t>(rule)] += amount;
  }
  void Miss(Wish wish, int amount) {
    local_.tally.wishes[static_cast<std::size_t>(wish)] += amount;
  }
  const Spot& At(const Timed& one) const { return spots_[static_cast<std::size_t>(one.session)]; }
  bool IsWorking(int day) const {
    const auto at = static_cast<std::size_t>(day);
    return index_.working[at + 1] > index_.working[at];
  }

  void OfSession(const Timed& one, bool accessible) {
    const auto position = static_cast<std::size_t>(one.session);
    const PlacedSession& session = index_.problem.sessions[position];
    const Spot& spot = At(one);
    const auto& starts = session.starts;
    if (spot.day < batch_.first || spot.day > batch_.last ||
        std::find(starts.begin(), starts.end(), spot.from) == starts.end()) {
      Break(Rule::kWindow, 1);
    }
    Break(Rule::kRoom, RoomFaults(index_, one.session, spot, accessible));
    Break(Rule::kSpeaker, SpeakerFaults(index_, one.session, spot));
    if (one.earns) {
      const RundownPolicy& policy = index_.policy.rundown;
      if (session.minutes < policy.least_learning || session.minutes > policy.most_learning)
        Break(Rule::kLearning, 1);
      int outside = session.minutes;
      for (const Stretch& stretch : index_.problem.preferred[static_cast<std::size_t>(
               index_.weekday[static_cast<std::size_t>(one.day)])])
        outside -= Minutes(stretch, one.from, one.until);
      Miss(Wish::kPreferred, outside);
      local_.outside += outside;
      local_.learning += session.minutes;
    }
    if (spot.venue < 0) return;
    const Venue& venue = index_.problem.venues[static_cast<std::size_t>(spot.venue)];
    Miss(Wish::kFit, std::max(0, venue.capacity - given_.seats));
    if (spot.speaker < 0 || venue.kind == VenueKind::kOnline) return;
    const std::string& home = index_.problem.speakers[static_cast<std::size_t>(spot.speaker)].city;
    if (!home.empty() && !venue.city.empty() && home != venue.city) Miss(Wish::kTravel, 1);
  }

  // `one` begins no later.
  void OfPair(const Timed& one, const Timed& then) {
    const bool overlap = one.day == then.day && then.from < one.until;
    if (overlap) Break(Rule::kOverlap, 1);
    const auto order = [&](const Timed& of) {
      return index_.sessions[static_cast<std::size_t>(of.session)].order;
    };
    if (!overlap && order(one) > order(then)) Break(Rule::kOrder, 1);
    if (!overlap && one.day == then.day) OfRest(one, then);
    const Spot &here = At(one), &there = At(then);
    if (overlap || one.day != then.day || here.venue < 0 || there.venue < 0) return;
    const int way = index_.Way(
        index_.venues[static_cast<std::size_t>(here.venue)],
        index_.venues[static_cast<std::size_t>(there.venue)]);
    if (then.from - one.until < way) Break(Rule::kPerson, 1);
  }

  // Where both stand nothing is to be done about it.
  void OfRest(const Timed& one, const Timed& then) {
    const PlacedSession& first = index_.problem.sessions[static_cast<std::size_t>(one.session)];
    const PlacedSession& next = index_.problem.sessions[static_cast<std::size_t>(then.session)];
    if (first.keeps_time && next.keeps_time) return;
    if (then.from - one.until < first.rest) Break(Rule::kBreaks, 1);
  }

  void OfDay(std::span<const Timed> day) {
    const auto at = static_cast<std::size_t>(day.front().day);
    const Index::Hours& open = index_.hours[static_cast<std::size_t>(batch_.hours)][at];
    const bool outside = std::any_of(day.begin(), day.end(), [&](const Timed& one) {
      return one.from < open.from || one.until > open.until;
    });
    if (open.closed || outside) Break(Rule::kWorkingTime, 1);
    for (std::size_t i = 1; i < day.size(); ++i)
      if (At(day[i - 1]).venue != At(day[i]).venue) Miss(Wish::kTravel, 1);
    OfBreaks(day);
    const RundownPolicy& policy = index_.policy.rundown;
    OfPrayer(day, index_.weekday[at] == kFriday ? policy.friday : policy.noon);
    OfPrayer(day, policy.afternoon);
    int learning = 0, until = 0;  // what runs beside counts once
    for (const Timed& one : day) {
      if (!one.earns) continue;
      learning += std::max(0, one.until - std::max(until, one.from));
      until = std::max(until, one.until);
    }
    if (learning > policy.day_learning) Break(Rule::kLearning, 1);
  }

  void OfBreaks(std::span<const Timed> day) {
    const RundownPolicy& policy = index_.policy.rundown;
    int run = 0, items = 0, busy_until = day.front().from;
    bool found = false;
    for (const Timed& one : day) {
      if (one.from - busy_until >= policy.break_minutes) {
        run = items = 0;
        found = false;
      }
      busy_until = std::max(busy_until, one.until);
      if (!one.earns) continue;
      run += one.until - one.from;
      ++items;
      if (found || items < 2 || run <= policy.run_minutes) continue;
      found = true;
      Break(Rule::kBreaks, 1);
    }
  }

  void OfPrayer(std::span<const Timed> day, const PrayerTime& prayer) {
    int free_from = prayer.window.from, longest = 0;
    for (const Timed& one : day) {
      longest = std::max(longest, std::min(one.from, prayer.window.until) - free_from);
      free_from = std::max(free_from, one.until);
    }
    longest = std::max(longest, prayer.window.until - free_from);
    if (longest < prayer.free_minutes) Break(Rule::kBreaks, 1);
  }

  const Index& index_;
  std::span<const Spot> spots_;
  const Index::Batch& batch_;
  const PlacedBatch& given_;
  std::vector<Timed> timed_;
  Local local_;
};

}  // namespace

Local LocalOf(
    const Index& index, int batch, std::span<const Spot> spots, int people, bool accessible) {
  return LocalCount(index, batch, spots).Result(people, accessible);
}

int RoomFaults(const Index& index, int session, const Spot& spot, bool accessible) {
  if (spot.venue < 0) return 0;
  const auto position = static_cast<std::size_t>(spot.venue);
  const Venue& venue = index.problem.venues[position];
  const auto& [batch, minutes, order, leader, earns, moves] =
      index.sessions[static_cast<std::size_t>(session)];
  const auto of = static_cast<std::size_t>(batch);
  int faults = Closed(index, venue.windows, spot, minutes) ? 1 : 0;
  if (accessible && !venue.accessible && venue.kind != VenueKind::kOnline) ++faults;
  if (index.batches[of].venues[position]) return faults;
  // One or more of those that never change.
  const PlacedBatch& given = index.problem.batches[of];
  constexpr std::int64_t kWhole = 100;
  const std::int64_t needed =
      (given.seats * (kWhole + index.policy.clash.spare_percent) + kWhole - 1) / kWhole;
  faults += venue.in_use ? 0 : 1;
  faults += venue.capacity < needed ? 1 : 0;
  const auto& named = given.venues;
  if (!named.empty() && std::find(named.begin(), named.end(), position) == named.end()) ++faults;
  return faults;
}

int SpeakerFaults(const Index& index, int session, const Spot& spot) {
  const PlacedSession& given = index.problem.sessions[static_cast<std::size_t>(session)];
  if (spot.speaker < 0) return given.speakers.empty() ? 0 : 1;
  const auto position = static_cast<std::size_t>(spot.speaker);
  const Speaker& speaker = index.problem.speakers[position];
  const auto& able = given.speakers;
  const bool can = std::find(able.begin(), able.end(), position) != able.end() && speaker.in_use;
  return (can ? 0 : 1) + (Closed(index, speaker.windows, spot, given.minutes) ? 1 : 0);
}

}  // namespace binadaya::scheduling::domain::placement
