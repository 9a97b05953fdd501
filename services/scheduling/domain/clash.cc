#include "services/scheduling/domain/clash.h"

#include <algorithm>
#include <utility>

#include "services/common/domain/text.h"
#include "services/scheduling/domain/availability.h"
#include "services/scheduling/domain/written.h"

namespace binadaya::scheduling::domain {
namespace {

// Minutes that must lie between two engagements of one who travels.
int WayBetween(const Booking& one, const Booking& other, const ClashPolicy& policy) {
  const bool travels = one.resource != Resource::kVenue;
  const bool nowhere =
      (one.venue.empty() && one.city.empty()) || (other.venue.empty() && other.city.empty());
  if (!travels || nowhere) return 0;
  if (one.city != other.city) return policy.inter_city_minutes;
  return one.venue == other.venue ? 0 : policy.travel_minutes;
}

// From the end of the earlier to the start of the later; negative when they overlap.
std::int64_t GapBetween(const Slot& one, const Slot& other) {
  return std::max(one.from, other.from) - std::min(one.until, other.until);
}

Conflict About(const Booking& booking, ConflictKind kind) {
  return {
      .kind = kind,
      .resource = booking.resource,
      .id = booking.id,
      .of = booking.of,
      .slot = booking.slot};
}

Finding Said(const Conflict& conflict) {
  const std::string amount = Cat(conflict.amount);
  const std::string other =
      Cat(Written(conflict.other.from), "–", Written(conflict.other.until).substr(11));
  switch (conflict.kind) {
    case ConflictKind::kOverlap:
      return {
          .rule = "SC-09",
          .where = conflict.of,
          .message = {
              Cat("Bertabrakan ", amount, " menit dengan acara lain, ", other,
                  ". Pindahkan salah satunya."),
              Cat("It collides for ", amount, " minutes with another engagement, ", other,
                  ". Move one of the two.")}};
    case ConflictKind::kTravel:
      return {
          .rule = "SC-09",
          .where = conflict.of,
          .message = {
              Cat("Perjalanan dari atau ke acara lain, ", other, ", kurang ", amount,
                  " menit. Beri jarak, atau pilih tempat yang sama."),
              Cat("The way from or to another engagement, ", other, ", is ", amount,
                  " minutes short. Leave more time, or choose the same venue.")}};
    case ConflictKind::kClosed:
      return {
          .rule = "SC-09",
          .where = conflict.of,
          .message = {
              "Tidak tersedia pada waktu itu. Pilih waktu lain, atau yang lain.",
              "It is not available at that time. Choose another time, or another one."}};
    case ConflictKind::kTooSmall:
      return {
          .rule = "SC-12",
          .where = conflict.of,
          .message = {
              Cat("Tempat ini kurang ", amount,
                  " kursi, cadangan termasuk. Pilih yang lebih besar."),
              Cat("This venue is ", amount,
                  " seats short, spare ones included. Choose a larger one.")}};
    case ConflictKind::kInaccessible:
      return {
          .rule = "SC-12",
          .where = conflict.of,
          .message = {
              "Ada peserta yang perlu tempat yang aksesibel. Pilih tempat lain.",
              "A participant needs an accessible venue. Choose another."}};
    case ConflictKind::kOutOfUse:
      break;
  }
  return {
      .rule = "SC-09",
      .where = conflict.of,
      .message = {
          "Tempat ini tidak dipakai lagi. Pilih yang lain.",
          "This venue is no longer in use. Choose another."}};
}

std::string_view ResourceName(Resource resource) {
  switch (resource) {
    case Resource::kVenue:
      return "venue";
    case Resource::kSpeaker:
      return "speaker";
    case Resource::kPerson:
      return "person";
    case Resource::kLeader:
      return "leader";
  }
  return "";
}

}  // namespace

void TakePlaceAt(const Venue& venue, Booking& booking) {
  const bool online = venue.kind == VenueKind::kOnline;
  booking.venue = online ? "" : venue.id;
  booking.city = online ? "" : venue.city;
}

Conflict Conflict::FromOtherSide() const {
  Conflict seen = *this;
  std::swap(seen.of, seen.with);
  std::swap(seen.slot, seen.other);
  return seen;
}

Finding FindingOf(const Conflict& conflict) {
  Finding finding = Said(conflict);
  finding.values = {
      {std::string(ResourceName(conflict.resource)), conflict.id},
      {"from", Written(conflict.slot.from)},
      {"until", Written(conflict.slot.until)}};
  if (conflict.amount != 0) finding.values["amount"] = Cat(conflict.amount);
  if (!conflict.with.empty()) {
    finding.values["with"] = conflict.with;
    finding.values["with_from"] = Written(conflict.other.from);
    finding.values["with_until"] = Written(conflict.other.until);
  }
  return finding;
}

Finding FurtherConflicts(const Booking& booking, std::size_t more) {
  return {
      .rule = "SC-09",
      .where = booking.of,
      .message =
          {Cat("Bertabrakan dengan ", more, " acara lain lagi. Pilih waktu lain, atau yang lain."),
           Cat("It collides with ", more,
               " further engagements. Choose another time, or another one.")},
      .values = {{std::string(ResourceName(booking.resource)), booking.id}, {"more", Cat(more)}}};
}

std::optional<Conflict> ConflictOf(
    const Booking& booking, const Booking& with, const ClashPolicy& policy) {
  if (booking.resource != with.resource || booking.id != with.id || booking.of == with.of ||
      booking.slot.empty() || with.slot.empty()) {
    return std::nullopt;
  }
  const bool overlap = booking.slot.Overlaps(with.slot);
  const std::int64_t missing =
      WayBetween(booking, with, policy) - GapBetween(booking.slot, with.slot);
  if (!overlap && missing <= 0) return std::nullopt;
  Conflict conflict = About(booking, overlap ? ConflictKind::kOverlap : ConflictKind::kTravel);
  conflict.with = with.of;
  conflict.other = with.slot;
  conflict.amount = overlap ? booking.slot.MinutesWith(with.slot) : missing;
  return conflict;
}

std::optional<Conflict> OutsideOf(const std::vector<Slot>& windows, const Booking& booking) {
  if (windows.empty() || IsWithin(Merged(windows), booking.slot)) return std::nullopt;
  return About(booking, ConflictKind::kClosed);
}

int SeatsNeeded(int participants, const ClashPolicy& policy) {
  constexpr std::int64_t kPercent = 100;
  return static_cast<int>(
      (participants * (kPercent + policy.spare_percent) + kPercent - 1) / kPercent);
}

std::vector<Conflict> ConflictsOf(
    const Venue& venue, const Booking& booking, const RoomNeed& need, const ClashPolicy& policy) {
  std::vector<Conflict> conflicts;
  if (!venue.in_use) conflicts.push_back(About(booking, ConflictKind::kOutOfUse));
  if (std::optional<Conflict> closed = OutsideOf(venue.windows, booking))
    conflicts.push_back(*std::move(closed));
  const int needed = SeatsNeeded(need.participants, policy);
  if (venue.capacity < needed) {
    conflicts.push_back(About(booking, ConflictKind::kTooSmall));
    conflicts.back().amount = needed - venue.capacity;
  }
  // Whoever takes part from his desk needs no ramp.
  if (need.accessible && !venue.accessible && venue.kind != VenueKind::kOnline)
    conflicts.push_back(About(booking, ConflictKind::kInaccessible));
  return conflicts;
}

void Bookings::Add(Booking booking) {
  const Key key = {booking.resource, booking.id};
  keys_.emplace(booking.of, key);
  Shelf& shelf = shelves_[key];
  shelf.longest = std::max(shelf.longest, booking.slot.minutes());
  const absl::CivilMinute from = booking.slot.from;
  shelf.by_start.emplace(from, std::move(booking));
}

void Bookings::Remove(const std::string& of) {
  const auto [first, last] = keys_.equal_range(of);
  for (auto entry = first; entry != last; ++entry) {
    std::erase_if(
        shelves_[entry->second].by_start, [&](const auto& held) { return held.second.of == of; });
  }
  keys_.erase(of);
}

std::vector<Conflict> Bookings::Against(const Booking& booking) const {
  const auto shelf = shelves_.find({booking.resource, booking.id});
  if (shelf == shelves_.end()) return {};
  const int furthest = std::max(policy_.travel_minutes, policy_.inter_city_minutes);
  const auto& by_start = shelf->second.by_start;
  std::vector<Conflict> conflicts;
  const auto last = by_start.lower_bound(booking.slot.until + furthest);
  for (auto one = by_start.lower_bound(booking.slot.from - furthest - shelf->second.longest);
       one != last; ++one) {
    if (std::optional<Conflict> conflict = ConflictOf(booking, one->second, policy_))
      conflicts.push_back(*std::move(conflict));
  }
  return conflicts;
}

std::vector<Conflict> Bookings::Against(std::span<const Booking> bookings) const {
  std::vector<Conflict> conflicts;
  for (const Booking& booking : bookings) {
    std::vector<Conflict> more = Against(booking);
    conflicts.insert(conflicts.end(), more.begin(), more.end());
  }
  return conflicts;
}

}  // namespace binadaya::scheduling::domain
