#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/registry/directory_store.h"
#include "services/registry/domain/act.h"
#include "services/registry/domain/import.h"
#include "services/registry/domain/unit.h"

// Acts about units, and who is in the units that they are about.
namespace binadaya::registry::unit_act_store {

// As acts that wait, each in the place of one of the same unit and day.
void Add(Tx& tx, const std::vector<domain::UnitAct>& acts);
bool IsDue(Tx& tx);
std::vector<domain::UnitAct> Waiting(Tx& tx);  // oldest first
// One of a list: of one unit, in one state, when these are named; the newest day first.
struct Recorded {
  domain::UnitAct act;
  domain::ActState state = domain::ActState::kPending;
  std::string ended_because;
  absl::Time at;
  std::string by;
};
std::vector<Recorded> PageOf(
    Tx& tx, const std::string& unit, domain::ActState state, const Page& page);
// What one that waits says of the unit.
void Amend(Tx& tx, const domain::UnitAct& act);
// These are in force; this one never will be.
void InForce(Tx& tx, const std::vector<domain::UnitAct>& acts);
void Lapse(Tx& tx, const domain::UnitAct& act, const std::string& because);

// From when until when each unit exists.
std::map<std::string, domain::Span> Spans(Tx& tx);
// Who is in each unit for good, by the days on which acts that wait bring them and take them away.
std::map<std::string, std::vector<domain::Occupants>> Occupants(Tx& tx);
// Of units with rating campaigns of their own that have not closed: when the last one does.
std::map<std::string, absl::CivilDay> Campaigns(Tx& tx);
// Those that still run when the unit is closed are its heir's from then on.
void MoveCampaigns(Tx& tx, const domain::UnitAct& closed);
// Nobody is put on a post of these units, or moved away, until the transaction ends; who was is
// seen.
void Lock(Tx& tx, const std::vector<domain::UnitAct>& closed);
// The acts due about people who are in a unit for good.
std::vector<std::string> DueActsIn(Tx& tx, const std::string& unit);
std::vector<std::string> PeopleIn(Tx& tx, const std::string& unit);
// Closes units, each with its heir: whoever stands in there is released; who is there for good has
// yet to go along.
void Close(Tx& tx, const std::vector<domain::UnitAct>& acts);
// Has a person who is in a closed unit for good go along with its heir, and from a closed heir with
// the next, each on its day: where he is then; none when his unit is open, or he holds no post.
// ASG-06 where no one unit took it over.
absl::StatusOr<std::optional<directory_store::Assignment>> GoAlong(
    Tx& tx, const std::string& person);
// Has a person hold no post any more who is in a closed unit, from the day of its closing; and the
// head of an open one never have come there.
void Release(Tx& tx, const std::string& person);

}  // namespace binadaya::registry::unit_act_store
