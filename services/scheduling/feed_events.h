#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/scheduling/domain/clash.h"
#include "services/scheduling/icalendar/icalendar.h"

// What stands in a calendar, worked out anew each time: sessions of released rundowns, and holds.
namespace binadaya::scheduling::feed_events {

// What somebody takes part in or teaches, and his engagements as a leader or a delegate; of
// batches and holds that were not over before `since`. In no order.
std::vector<icalendar::Event> OfPerson(Tx& tx, const std::string& person, absl::CivilDay since);
// Likewise of a venue or a speaker.
std::vector<icalendar::Event> OfResource(
    Tx& tx, domain::Resource resource, const std::string& id, absl::CivilDay since);

// What a session of a batch is to one person.
struct Invited {
  icalendar::Event event = {};
  bool invited = false;  // else he was, and it is of him no more
  bool accepted = false;
};
struct Invitations {
  std::string unit = {};  // that organises, its code
  std::vector<Invited> to = {};
};
// By time. None: the batch never concerned him.
std::optional<Invitations> InvitationsTo(
    Tx& tx, const std::string& person, const std::string& batch);

}  // namespace binadaya::scheduling::feed_events
