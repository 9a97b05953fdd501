#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/registry/directory_store.h"
#include "services/registry/domain/act.h"

// Acts about people, and what they change.
namespace binadaya::registry::act_store {

// A person locked until the end of the transaction, and how he stands today.
absl::StatusOr<domain::Standing> Lock(Tx& tx, const std::string& person);
domain::Place PlaceOf(Tx& tx, const domain::Act& act);

void Add(Tx& tx, const domain::Act& act);
absl::StatusOr<domain::Act> Get(Tx& tx, const std::string& act);
// What waits for a day until `day`, oldest first.
std::vector<domain::Act> Pending(Tx& tx, const std::string& person, absl::CivilDay day);
// Of everybody, by person.
std::map<std::string, std::vector<domain::Act>> Waiting(Tx& tx);
std::vector<domain::Act> PageOf(Tx& tx, const std::string& person, const Page& page);
// Annulled or lapsed, and why.
void End(Tx& tx, const domain::Act& act, domain::ActState state, const std::string& because);

// In force: keeps what it replaces, and changes employment, grade, legal position and number as far
// as it says so; the end of a contract goes with the contract. Assignments that an exit ends.
void Enforce(Tx& tx, const domain::Act& act);
void EndAssignments(Tx& tx, const domain::Act& act);
// Where somebody acts for another today (Plt, Plh), active or not.
std::vector<directory_store::Assignment> ActingOf(Tx& tx, const std::string& person);
// Whether nothing about the person came into force after it.
bool IsNewest(Tx& tx, const domain::Act& act);
// Makes undone what it did, with the moves of units that those whom it put somewhere went along
// with; who comes back into a closed unit has yet to go along. False when that has been changed
// since.
bool Undo(Tx& tx, const domain::Act& act);

// A person's employment numbers and the days on which they were his, the present one first; '' =
// not known, or still.
struct Number {
  std::string value, from, to;
};
std::vector<Number> Numbers(Tx& tx, const std::string& person);

// Who leaves by the end of a contract or by age until a day, soonest first.
struct Leaving {
  std::string person, post, unit, path, on;
  bool contract = false;  // the contract ends before the age is reached
};
std::vector<Leaving> PageOfLeaving(
    Tx& tx, const std::vector<std::string>& paths, absl::CivilDay until,
    const domain::LevelTable& ages, const Page& page);

}  // namespace binadaya::registry::act_store
