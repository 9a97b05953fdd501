#pragma once

#include <span>
#include <string>
#include <vector>

#include "services/common/domain/finding.h"
#include "services/common/domain/money.h"
#include "services/scheduling/domain/slot.h"

// Where training takes place (tempat).
namespace binadaya::scheduling::domain {

enum class VenueKind {
  kRoom = 1,
  kHall,
  kHotel,
  kField,
  kOnline  // a meeting room on the net: nobody travels to it
};

struct Venue {
  std::string id = {};
  std::string name = {};
  std::string city = {}, province = {};  // of prices (BL-05) and travel; none online
  VenueKind kind = VenueKind::kRoom;
  int capacity = 0;  // people
  bool accessible = false;
  Money day_rate = {};
  std::vector<Slot> windows = {};  // in which it can be had; empty: always
  bool in_use = true;              // else nothing new is booked
};
// Refuses: VEN-01 no capacity; VEN-02 no city or province, or an online one that has them; VEN-03
// a window that is empty; VEN-04 a negative rate; VEN-05 no name.
Findings CheckVenue(const Venue& venue);

// A batch that people rely on, with sessions to come at a venue.
struct Housed {
  std::string batch = {};
  int seats = 0;  // that it needs
};
// VEN-06: whom the venue held, and holds no more; five are named, and all are counted.
Findings CheckSmaller(const Venue& before, const Venue& now, std::span<const Housed> housed);

}  // namespace binadaya::scheduling::domain
