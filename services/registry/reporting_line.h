#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/db.h"
#include "services/registry/domain/assignment.h"

// Who stands above whom: the head of a person's unit; for a head, the head of the unit above.
// A deputy (Plt, Plh) of a head counts between his dates and goes before the one he stands in for.
// Where nobody active heads a unit, the next one above does.
namespace binadaya::registry::reporting_line {

// Who heads a unit, and by what.
struct Head {
  std::string person, post, unit;
  domain::AssignmentKind kind = domain::AssignmentKind::kDefinitive;
};

// The superior (atasan langsung) of a person on a day; none at the top, and for who held no post
// then. A person is never his own, nor is who stands in for him in his own unit.
std::optional<Head> Superior(Tx& tx, const std::string& person, absl::CivilDay day);

// The same of many at once, by person; who has none is left out.
std::map<std::string, Head> Superiors(
    Tx& tx, const std::vector<std::string>& people, absl::CivilDay day);
// Whose superior he is today, by id.
std::vector<std::string> Reports(Tx& tx, const std::string& superior, absl::CivilDay today);

// Who holds the post of a unit's head for good today, other than `person`; "" = vacant. The unit is
// locked until the end of the transaction, so that two do not find it vacant.
std::string LockHead(Tx& tx, const std::string& unit, const std::string& person);
// ASG-05 unless every unit has one definitive head at most today: for changes of many people, once
// they are whole. `where` names the field.
absl::Status CheckHeads(Tx& tx, std::string_view where);

}  // namespace binadaya::registry::reporting_line
