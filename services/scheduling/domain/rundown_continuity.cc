#include "services/scheduling/domain/rundown_continuity.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_join.h"

namespace binadaya::scheduling::domain {
namespace {

// Whether a finding, by what it names, is about somebody.
bool Concerns(const Finding& finding, const Seated& one, std::span<const UnitStaff> units) {
  if (finding.values.contains("quarter")) return finding.where == one.person;
  const auto is = [&](const char* name) {
    const auto found = finding.values.find(name);
    return found != finding.values.end() && found->second == one.person;
  };
  if (finding.values.contains("head")) return is("head") || is("secretary");
  return finding.where == one.unit ||
         std::any_of(units.begin(), units.end(), [&](const UnitStaff& unit) {
           return unit.kecamatan == finding.where && unit.head == one.person;
         });
}

}  // namespace

std::vector<Away> AwayFor(const Rundown& rundown, std::span<const Seated> seated) {
  std::vector<Away> away;
  for (const RundownItem& item : rundown.items) {
    const std::optional<Slot> slot = item.slot();
    if (Rests(item.kind) || !slot.has_value() || slot->empty()) continue;
    for (const Seated& one : seated)
      away.push_back(
          {.person = one.person,
           .unit = one.unit,
           .slot = *slot,
           .structural = one.structural,
           .direct_service = one.direct_service,
           .substitute = kWhoStays});
  }
  return away;
}

Findings CheckContinuityOf(
    const Rundown& rundown, std::span<const Seated> seated, std::span<const Away> others,
    std::span<const UnitStaff> units, const Calendar& calendar, const ContinuityPolicy& policy) {
  Findings findings;
  const std::vector<Away> ours = AwayFor(rundown, seated);
  for (auto& [finding, over] : CheckAdded(ours, others, units, calendar, policy)) {
    const auto quarter = finding.values.find("quarter");
    std::set<std::string> people;
    std::string unit = finding.where;
    for (const Seated& one : seated) {
      if (!Concerns(finding, one, units)) continue;
      people.insert(one.person);
      if (quarter != finding.values.end()) unit = one.unit;
    }
    std::vector<std::string> numbers, sessions;
    for (const RundownItem& item : rundown.items) {
      const std::optional<Slot> slot = item.slot();
      if (Rests(item.kind) || !slot.has_value()) continue;
      const absl::CivilDay day(slot->from);
      const bool then = quarter != finding.values.end()
                            ? QuarterName(day) == quarter->second
                            : absl::FormatCivilTime(day) == finding.values.at("day");
      if (!then) continue;
      numbers.push_back(item.number);
      sessions.push_back(item.id);
    }
    finding.values["unit"] = std::move(unit);
    finding.values["people"] = absl::StrJoin(people, ", ");
    finding.values["sessions"] = absl::StrJoin(sessions, ", ");
    finding.where = absl::StrJoin(numbers, ", ");
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace binadaya::scheduling::domain
