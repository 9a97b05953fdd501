#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/registry/domain/import.h"
#include "services/registry/domain/unit.h"

namespace binadaya::registry::domain {

struct UnitDirectory {
  std::map<std::string, Unit> existing;  // by code
  UnitKinds kinds;
  std::vector<UnitAct> waiting = {};                             // oldest first
  std::map<std::string, std::vector<Occupants>> occupants = {};  // by unit
  std::map<std::string, absl::CivilDay> campaigns = {};  // by unit: when the last of its own closes
};

// Plans a unit file over what exists. UNIT-01 code missing or with other than letters, digits, '.',
// '-', '_'; UNIT-02 unknown kind; UNIT-03 parent neither in the file nor in the registry; UNIT-04 a
// cycle of parents; UNIT-05 code twice in the file; UNIT-06 name missing; UNIT-07 a cell that is
// neither yes nor no (empty = no); UNIT-08 a kind that changes and is not confirmed; UNIT-09 a
// parent of a kind that has no such parts; UNIT-10 a code that differs from another in case alone;
// UNIT-18 a closing or a succession without its decree; IMP-09 no date; and JudgeUnits. A parent
// may stand after its child.
ImportPlan<UnitAct> PlanUnits(
    const std::vector<Row>& rows, const UnitDirectory& directory, const ImportOptions& options,
    absl::CivilDay today, int horizon_years);

// Whether two are about the same unit and day: the newer one takes the place of the other.
bool Replaces(const UnitAct& act, const UnitAct& other);
// Whether a row is new, changes what is known or is the same, as far as its own cells go.
Outcome Settle(Planned<UnitAct>& planned, const UnitDirectory& directory);

// Whether acts about units can take effect, each on its day among all that wait: UNIT-03, UNIT-04,
// UNIT-08, UNIT-09; UNIT-11 something later is in force; UNIT-12 the parent is closed, or will be,
// or does not exist yet; UNIT-13 units remain under one that is closed; UNIT-14 people remain in
// one that is closed, and no one unit takes them over; ASG-05 it would have two heads then; UNIT-15
// succeeds a unit that is not there; UNIT-16 closed by then; UNIT-17 not there to be closed;
// UNIT-19 a rating campaign still runs over one that is closed, and no one unit takes it over
// (warning); ACT-02.
void JudgeUnits(
    ImportPlan<UnitAct>& plan, const UnitDirectory& directory, const ImportOptions& options,
    absl::CivilDay today, int horizon_years);

}  // namespace binadaya::registry::domain
