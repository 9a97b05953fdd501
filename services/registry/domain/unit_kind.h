#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/domain/finding.h"

namespace binadaya::registry::domain {

// A kind of units (DINAS, KECAMATAN): the kinds under which it may stand, "" = directly under the
// city; and what class of thing it is, which a unit stays as long as it lives.
struct UnitKind {
  std::string unit_class;
  std::set<std::string> parents;
};
using UnitKinds = std::map<std::string, UnitKind>;

// UNIT-08 a unit of this kind does not stand under one of `parent_kind` ("" = under the city);
// UNIT-09 it was another class of unit before (`former`; empty for a new one). Kinds that are not
// in `kinds` are UNIT-02's. `where` names the row.
Findings CheckUnitKind(
    const UnitKinds& kinds, std::string_view kind, std::string_view parent_kind,
    std::string_view former, std::string_view where);
// UNIT-10: `code` and one of `others` differ only in capitals.
Findings CheckUnitTwin(
    std::string_view code, const std::vector<std::string>& others, std::string_view where);

}  // namespace binadaya::registry::domain
