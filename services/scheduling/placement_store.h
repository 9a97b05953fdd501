#pragma once

#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/common/retention.h"
#include "services/scheduling/domain/calendar.h"

// What placements and repairs are asked about, and what was proposed.
namespace binadaya::scheduling::placement_store {

// PLANNED or SCHEDULED batches below a unit, of items of a plan year; by id.
std::vector<std::string> Placeable(Tx& tx, const std::string& path, int year);
// SCHEDULED to RUNNING batches below a unit with something in the slot that has this venue or
// speaker; whose opening this leader has been asked for; that take place then (no resource and no
// unit), or that people below `people` take part in. By id.
struct Touch {
  std::string venue = {}, speaker = {}, leader = {}, people = {};
  domain::Slot slot = {};
};
std::vector<std::string> Touched(Tx& tx, const std::string& path, const Touch& touch);
std::vector<std::string> VenuesInUse(Tx& tx);

// A seat that is kept or held; by program and person.
struct Seat {
  std::string enrolment = {}, person = {}, batch = {}, program = {};
  int arm = 0;
  bool kept = false;
  bool operator==(const Seat&) const = default;
};
std::vector<Seat> SeatsOf(Tx& tx, const std::vector<std::string>& batches);

enum class Kind { kPlacement = 1, kRepair };
// What was proposed: its state, what lists show of it, and all that is kept of it.
struct Proposal {
  Kind kind = Kind::kPlacement;
  std::string id = {}, unit = {};
  int state = 0;
  std::string shown = {}, record = {};  // serialised
};
// What is removed, by the policy retention.proposal_days: proposals that nobody accepted.
Retention::Portion NotAccepted();
void Add(Tx& tx, const Proposal& proposal);
void Save(Tx& tx, const Proposal& proposal);
// Into `record`; NotFound, of the field `where`, when it is not of that unit. `lock`: nobody else
// accepts it until the end.
absl::Status Read(
    Tx& tx, Kind kind, const std::string& unit, const std::string& id, const char* where, bool lock,
    google::protobuf::Message& record);
// What lists show, newest first; `state` 0: of any.
std::vector<std::string> PageOf(
    Tx& tx, Kind kind, const std::vector<std::string>& paths, int state, const Page& page);

}  // namespace binadaya::scheduling::placement_store
