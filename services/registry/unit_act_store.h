#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/common/page.h"
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
struct Placed {
  std::string person, post;
};
std::vector<Placed> PeopleIn(Tx& tx, const std::string& unit);
// Closes units that nobody is in for good: whoever stands in there is released.
void Close(Tx& tx, const std::vector<domain::UnitAct>& acts);

}  // namespace binadaya::registry::unit_act_store
