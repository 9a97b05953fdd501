#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/common/domain/finding.h"
#include "services/scheduling/domain/slot.h"
#include "services/scheduling/domain/venue.h"

// Two things at once (SC-09), and rooms that do not do (SC-12): one kind of answer, whatever
// collides, which names both sides and is the same from either. Sessions are compared, never the
// first and last day of a course.
namespace binadaya::scheduling::domain {

enum class Resource { kVenue = 1, kSpeaker, kPerson, kLeader };

// One session, hold or leave has something or somebody for a time.
struct Booking {
  std::string of = {};  // the session, hold, leave
  Resource resource = Resource::kVenue;
  std::string id = {};  // of the resource
  Slot slot = {};
  // Where it is; both empty: nowhere that one travels to (online, leave).
  std::string venue = {}, city = {};
};

// It takes place there; at an online venue nowhere.
void TakePlaceAt(const Venue& venue, Booking& booking);

struct ClashPolicy {
  int travel_minutes = 60;  // between two venues of a city; the time is enough if it is just that
  int inter_city_minutes = 180;
  int spare_percent = 10;  // of the participants, free in a room
};

enum class ConflictKind {
  kOverlap = 1,
  kTravel,        // too little time from the one to the other
  kClosed,        // outside the windows in which it can be had
  kTooSmall,      // SC-12
  kInaccessible,  // SC-12
  kOutOfUse
};

struct Conflict {
  ConflictKind kind = ConflictKind::kOverlap;
  Resource resource = Resource::kVenue;
  std::string id = {};    // of the resource
  std::string of = {};    // what was asked about
  std::string with = {};  // what it collides with; empty: with the resource itself
  Slot slot = {}, other = {};
  // That both have (overlap), or that are missing on the way (travel); seats missing (too small).
  std::int64_t amount = 0;
  // The same conflict, seen from what it is with.
  Conflict FromOtherSide() const;
  bool operator==(const Conflict&) const = default;
};
// "SC-09" or "SC-12", in words, with what it collides with in the values.
Finding FindingOf(const Conflict& conflict);
// SC-09: how many more there are than were named (values: more).
Finding FurtherConflicts(const Booking& booking, std::size_t more);

// None: they are of different resources, of the same session, or agree.
std::optional<Conflict> ConflictOf(
    const Booking& booking, const Booking& with, const ClashPolicy& policy);

// A window in which the resource can be had, or none at all, is not respected. `windows`: empty =
// always.
std::optional<Conflict> OutsideOf(const std::vector<Slot>& windows, const Booking& booking);

// What a session needs of a room.
struct RoomNeed {
  int participants = 0;
  bool accessible = false;  // somebody needs it
};
// So many seats, spare ones included.
int SeatsNeeded(int participants, const ClashPolicy& policy);
// SC-12, and what else of the venue itself does not do, all at once.
std::vector<Conflict> ConflictsOf(
    const Venue& venue, const Booking& booking, const RoomNeed& need, const ClashPolicy& policy);

// All bookings of a year, looked up by resource and time. What moves is removed and added anew.
class Bookings {
 public:
  explicit Bookings(ClashPolicy policy = {}) : policy_(policy) {}

  void Add(Booking booking);
  // All of a session, hold or leave.
  void Remove(const std::string& of);
  // In the order of time; the session's own do not count.
  std::vector<Conflict> Against(const Booking& booking) const;
  // Of a session that asks for several things at once.
  std::vector<Conflict> Against(std::span<const Booking> bookings) const;

 private:
  struct Shelf {
    std::multimap<absl::CivilMinute, Booking> by_start;
    std::int64_t longest = 0;  // minutes
  };
  using Key = std::pair<Resource, std::string>;

  ClashPolicy policy_;
  std::map<Key, Shelf> shelves_;
  std::multimap<std::string, Key> keys_;  // of what is booked
};

}  // namespace binadaya::scheduling::domain
