#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/registry/domain/import_rows.h"
#include "services/registry/domain/import_units.h"

namespace binadaya::registry::domain {

// The units as they are after more and more acts, and who is in them.
class World {
 public:
  explicit World(const UnitDirectory& directory);

  const Unit* Find(const std::string& code) const { return domain::Find(units_, code); }
  // The open units under one, and those that succeed one.
  const std::set<std::string>& Below(const std::string& code) const;
  const std::set<std::string>& Heirs(const std::string& code) const;

  // Gives the unit as it was before; none when it is new, or was not there to be closed.
  std::optional<Unit> Apply(const UnitAct& act);

  // Who is in a unit on a day, as far as acts are known.
  Occupants In(const std::string& unit, absl::CivilDay day) const;
  void GoAlong(const std::string& from, const std::string& to, absl::CivilDay day);

 private:
  void Link(const Unit& unit);
  void Unlink(const Unit& unit);

  std::map<std::string, Unit> units_;
  std::map<std::string, std::set<std::string>> below_, heirs_;  // by code
  std::map<std::string, std::vector<Occupants>> occupants_;     // by unit
};

}  // namespace binadaya::registry::domain
