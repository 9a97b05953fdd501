#include "services/scheduling/domain/placement_make_up.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace binadaya::scheduling::domain::placement {
namespace {

class MakeUpSearch {
 public:
  MakeUpSearch(State& state, const LostMinutes& lost)
      : state_(state),
        lost_(lost),
        position_(static_cast<int>(lost.session)),
        session_(state.index().problem.sessions[lost.session]),
        batch_(state.index().batches[session_.batch]) {
    for (std::size_t venue = 0; venue < batch_.venues.size(); ++venue)
      if (batch_.venues[venue]) venues_.push_back(venue);
    const std::vector<Venue>& all = state.index().problem.venues;
    std::stable_sort(venues_.begin(), venues_.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(a != lost.venue, all[a].capacity) <
             std::pair(b != lost.venue, all[b].capacity);
    });
  }

  std::optional<Spot> Find(absl::CivilMinute earliest) {
    const Index& index = state_.index();
    const std::vector<Index::Hours>& hours = index.hours[static_cast<std::size_t>(batch_.hours)];
    const std::int64_t broken = state_.score().hard;
    std::optional<Spot> best;
    std::int64_t least = 0;
    for (int day = std::max(0, batch_.first); day <= batch_.last; ++day) {
      if (hours[static_cast<std::size_t>(day)].closed) continue;
      for (const int from : session_.starts) {
        if (SlotOn(index.DayAt(day), {from, from}).from < earliest) continue;
        Spot spot;
        spot.day = static_cast<std::int16_t>(day);
        spot.from = static_cast<std::int16_t>(from);
        if (!Furnish(spot)) continue;
        Put(spot);
        const Score score = state_.score();
        Put({});
        if (score.hard > broken || (best.has_value() && score.soft >= least)) continue;
        best = spot;
        least = score.soft;
      }
    }
    if (best.has_value()) Put(*best);
    return best;
  }

 private:
  void Put(const Spot& spot) { state_.Apply(std::vector<Change>{{position_, spot}}); }

  bool Furnish(Spot& spot) const {
    const auto room = [&](std::size_t venue) {
      spot.venue = static_cast<std::int16_t>(venue);
      return state_.RoomFaultsOf(position_, spot) == 0 && state_.VenueClashes(position_, spot) == 0;
    };
    const auto able = [&](std::size_t speaker) {
      spot.speaker = static_cast<std::int16_t>(speaker);
      return state_.SpeakerFaultsOf(position_, spot) == 0 &&
             state_.SpeakerClashes(position_, spot) == 0;
    };
    if (lost_.venue != kNone && std::none_of(venues_.begin(), venues_.end(), room)) return false;
    const std::vector<std::size_t>& speakers = session_.speakers;
    return speakers.empty() || std::any_of(speakers.begin(), speakers.end(), able);
  }

  State& state_;
  const LostMinutes& lost_;
  const int position_;
  const PlacedSession& session_;
  const Index::Batch& batch_;
  std::vector<std::size_t> venues_;
};

}  // namespace

std::vector<PlacedMakeUp> PlaceMakeUps(
    State& state, std::span<const LostMinutes> lost, absl::CivilMinute earliest) {
  std::vector<LostMinutes> in_order(lost.begin(), lost.end());
  const auto minutes = [&](const LostMinutes& one) {
    return state.index().problem.sessions[one.session].minutes;
  };
  std::stable_sort(
      in_order.begin(), in_order.end(),
      [&](const LostMinutes& a, const LostMinutes& b) { return minutes(a) > minutes(b); });
  std::vector<PlacedMakeUp> placed;
  for (const LostMinutes& one : in_order)
    if (const std::optional<Spot> spot = MakeUpSearch(state, one).Find(earliest))
      placed.push_back({one.session, state.index().PlaceOf(*spot)});
  return placed;
}

}  // namespace binadaya::scheduling::domain::placement
