#include "services/registry/domain/unit_world.h"

#include <algorithm>
#include <utility>

namespace binadaya::registry::domain {
namespace {

const std::set<std::string>& SetOf(
    const std::map<std::string, std::set<std::string>>& codes, const std::string& code) {
  static const std::set<std::string> none;
  const auto found = codes.find(code);
  return found == codes.end() ? none : found->second;
}

}  // namespace

World::World(const UnitDirectory& directory)
    : units_(directory.existing), occupants_(directory.occupants) {
  for (const auto& [code, unit] : units_) Link(unit);
}

const std::set<std::string>& World::Below(const std::string& code) const {
  return SetOf(below_, code);
}

const std::set<std::string>& World::Heirs(const std::string& code) const {
  return SetOf(heirs_, code);
}

std::optional<Unit> World::Apply(const UnitAct& act) {
  const auto known = units_.find(act.unit.code);
  if (known == units_.end()) {
    if (act.closes) return std::nullopt;
    Unit unit = act.unit;
    if (act.dated) unit.valid_from = act.effective;
    Link(unit);
    units_[unit.code] = std::move(unit);
    return std::nullopt;
  }
  Unit before = known->second;
  Unlink(before);
  Unit& unit = known->second;
  if (!act.closes) unit = act.unit;
  unit.valid_from = before.valid_from;
  unit.valid_to = before.valid_to;
  if (act.closes && !unit.valid_to.has_value()) unit.valid_to = act.effective;
  Link(unit);
  return before;
}

Occupants World::In(const std::string& unit, absl::CivilDay day) const {
  Occupants all;
  const auto found = occupants_.find(unit);
  if (found == occupants_.end()) return all;
  for (const Occupants& some : found->second) {
    if (some.leave.has_value() && *some.leave <= day) continue;
    if (some.come.has_value() && *some.come > day) continue;
    all.people += some.people;
    all.heads += some.heads;
    all.newest = std::max(all.newest, some.newest);
  }
  return all;
}

void World::GoAlong(const std::string& from, const std::string& to, absl::CivilDay day) {
  for (Occupants some : occupants_[from]) {
    if (some.leave.has_value() && *some.leave <= day) continue;
    some.come = std::max(day, some.come.value_or(day));
    occupants_[to].push_back(some);
  }
  occupants_.erase(from);
}

void World::Link(const Unit& unit) {
  if (unit.valid_to.has_value()) return;
  below_[unit.parent].insert(unit.code);
  for (const std::string& before : unit.succeeds) heirs_[before].insert(unit.code);
}

void World::Unlink(const Unit& unit) {
  below_[unit.parent].erase(unit.code);
  for (const std::string& before : unit.succeeds) heirs_[before].erase(unit.code);
}

}  // namespace binadaya::registry::domain
