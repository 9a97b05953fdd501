#pragma once

#include <map>
#include <string>
#include <vector>

namespace binadaya::registry::domain {

// A kind of units (DINAS, KECAMATAN): what it means, and the kinds under which it may stand, "" =
// directly under the city.
struct UnitKind {
  std::string meaning;
  std::vector<std::string> parents;
};
using UnitKinds = std::map<std::string, UnitKind>;  // by code

}  // namespace binadaya::registry::domain
