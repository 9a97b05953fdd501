#pragma once

#include <string>
#include <vector>

#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/scheduling/domain/hold.h"

// The agenda of the leaders.
namespace binadaya::scheduling::hold_store {

struct Hold {
  std::string unit = {};
  domain::Hold hold = {};
};

// With the agenda of its leader: decisions about that are made one after the other, until the
// transaction ends. NotFound when it is not of that unit.
absl::StatusOr<Hold> Lock(Tx& tx, const std::string& unit, const std::string& id);
// That it opens; empty: none. It never changes.
std::string BatchOf(Tx& tx, const std::string& unit, const std::string& id);
// The leader's that are open or done and touch one of these slots.
std::vector<domain::Hold> AgendaOf(
    Tx& tx, const std::string& leader, const std::vector<domain::Slot>& slots);
// That are his as a leader or a delegate, are open and end after `now`.
std::vector<Hold> ToComeOf(Tx& tx, const std::string& person, absl::CivilMinute now);
// Those that are open, of the openings of these batches.
std::vector<Hold> OfBatches(Tx& tx, const std::vector<std::string>& batches);
// Those in which somebody is the leader or stands in for him, and that end from a day on.
struct Engagement {
  Hold of = {};
  int version = 0;
  absl::Time changed = {};
};
std::vector<Engagement> OfPerson(Tx& tx, const std::string& person, absl::CivilDay since);
void Add(Tx& tx, const Hold& hold);
void Save(Tx& tx, const domain::Hold& hold);
// By time.
std::vector<Hold> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const v1::ListHoldsRequest& request,
    const Page& page);

}  // namespace binadaya::scheduling::hold_store
