#pragma once

#include <map>
#include <string>

#include "services/scheduling/domain/rundown.h"

// From a plan back to the rundown that people read.
namespace binadaya::scheduling::domain::placement {

// Where an item takes place now; it lasts as long as before.
struct ItemPlace {
  absl::CivilDay day = {};
  int from = 0;              // minutes since midnight
  std::string venue = {};    // empty: as it was
  std::string name = {};     // of the venue, as it is printed
  std::string speaker = {};  // empty: as it was
};

// Of each item that does not rest: minutes of what rests behind it, until the next one of its day;
// no more than there is time for in between.
std::map<std::string, int> RestsBehind(const Rundown& rundown);

// `before` with the items of `places`, by id, where these say, in the order of time. What rests
// (meals, breaks, prayers) goes with the session that it follows: at its old hour if that is free
// and something follows; else right behind it and what rests there already, as long as the next
// session leaves time, or not at all: that enough rest is left is PLC-15, in a repair SC-10. What
// ended a day goes as long after it as before.
Rundown Placed(const Rundown& before, const std::map<std::string, ItemPlace>& places);

}  // namespace binadaya::scheduling::domain::placement
