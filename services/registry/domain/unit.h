#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"

// Organisational units, and what is decided about them.
namespace binadaya::registry::domain {

// A kind of units (DINAS, KECAMATAN): what it means, and the kinds under which it may stand, "" =
// directly under the city.
struct UnitKind {
  std::string meaning;
  std::vector<std::string> parents;
};
using UnitKinds = std::map<std::string, UnitKind>;  // by code

// Since when a unit exists of which nobody said so.
inline constexpr absl::CivilDay kAlways(1900, 1, 1);

struct Unit {
  std::string code;
  std::string name;
  std::string kind;             // see UnitKinds
  std::string parent;           // code; empty = directly under the city
  std::string path;             // "/33.74.01/33.74.01.1001/": the codes from the top down
  bool direct_service = false;  // serves citizens at a counter or on the street
  std::vector<std::string> succeeds = {};  // codes of the units in whose place it came
  absl::CivilDay valid_from = kAlways;
  std::optional<absl::CivilDay> valid_to = {};  // closed from that day on
  std::optional<absl::CivilDay> changed = {};   // when it became what it is
};
// Whether two say the same of a unit, wherever the units above it stand.
bool SameUnit(const Unit& a, const Unit& b);

// What a decree says of a unit: from a day on it is like this, or is closed.
struct UnitAct {
  std::string id = {};
  Unit unit = {};
  absl::CivilDay effective = {};
  bool dated = false;  // the day was given
  std::string decree = {};
  bool closes = false;
  std::string heir = {};  // of one that closes, once it is judged: who takes everything over
};

// What a later act leaves of a unit as it was when it was recorded stays as an act before it makes
// it.
void Follow(UnitAct& later, const Unit& before, const Unit& after);

// People of a unit whom the same act brings, if one that waits does, and takes away.
struct Occupants {
  std::optional<absl::CivilDay> come = {}, leave = {};
  int people = 0;
  int heads = 0;               // of them
  absl::CivilDay newest = {};  // the last one came
};

}  // namespace binadaya::registry::domain
