// SC-07 of a draft: whom it would take from which unit, beside all who are away already.
#include "services/scheduling/domain/rundown_continuity.h"

#include <algorithm>
#include <map>
#include <set>

#include "services/scheduling/gate_store.h"
#include "services/scheduling/people_store.h"
#include "services/scheduling/scheduling.h"

namespace binadaya::scheduling {
namespace {

// Within a day each.
void AddAway(domain::Away away, std::vector<domain::Away>& all) {
  domain::Slot rest = away.slot;
  while (!rest.empty()) {
    const absl::CivilMinute midnight(absl::CivilDay(rest.from) + 1);
    away.slot = {rest.from, std::min(rest.until, midnight)};
    all.push_back(away);
    rest.from = midnight;
  }
}

}  // namespace

Findings Scheduling::Continuity(
    Tx& tx, const batch_store::Batch& batch, const domain::Rundown& rundown) const {
  std::vector<domain::Seated> seated;
  std::vector<std::string> people;
  for (const placement_store::Seat& seat : placement_store::SeatsOf(tx, {batch.id}))
    people.push_back(seat.person);
  if (people.empty() || rundown.items.empty()) return {};
  const auto [first, last] = std::minmax_element(
      rundown.items.begin(), rundown.items.end(),
      [](const domain::RundownItem& a, const domain::RundownItem& b) { return a.day < b.day; });
  // Of whole quarters, for SVC-6 counts in them; an item may end on the day after.
  const domain::DaySpan days = {
      absl::CivilDay(QuarterOf(first->day)),
      absl::CivilDay(QuarterOf(last->day + 1) + kQuarterMonths)};

  const std::map<std::string, gate_store::Duty> duties = gate_store::DutiesOf(tx, people);
  std::set<std::string> paths;
  for (const auto& [person, duty] : duties) paths.insert(duty.unit);
  const std::vector<domain::UnitStaff> units =
      gate_store::UnitsOf(tx, {paths.begin(), paths.end()});
  std::map<std::string, const domain::UnitStaff*> staff;
  std::map<std::string, std::string> unit_of;  // of whose leave matters
  for (const domain::UnitStaff& unit : units) {
    staff[unit.id] = &unit;
    for (const std::string& one : {unit.head, unit.secretary})
      if (!one.empty()) unit_of.emplace(one, unit.id);
  }
  const auto acting = [&](const std::string& unit, const std::string& person) {
    const auto of = staff.find(unit);
    return of == staff.end() ? "" : domain::ActingFor(*of->second, person);
  };
  for (const auto& [person, duty] : duties) {
    unit_of.emplace(person, duty.unit);
    seated.push_back({person, duty.unit, acting(duty.unit, person)});
  }

  std::vector<domain::Away> others;
  std::vector<std::string> in_units(paths.begin(), paths.end());
  for (const auto& [person, duty] : duties)
    if (!duty.kecamatan.empty()) in_units.push_back(duty.kecamatan);
  for (const gate_store::Seat& seat : gate_store::SeatsIn(
           tx, in_units, {absl::CivilMinute(days.from), absl::CivilMinute(days.until)})) {
    if (seat.batch == batch.id) continue;
    AddAway(
        {.person = seat.duty.person,
         .unit = seat.duty.unit,
         .slot = seat.slot,
         .acting = acting(seat.duty.unit, seat.duty.person)},
        others);
  }
  const domain::Calendar calendar = calendar_store::CalendarOf(tx, days.from, days.until);
  std::vector<std::string> whose;
  for (const auto& [person, unit] : unit_of) whose.push_back(person);
  for (const people_store::Leave& leave : people_store::LeavesOf(tx, whose, days)) {
    const domain::DaySpan within = {
        std::max(leave.days.from, days.from), std::min(leave.days.until, days.until)};
    const std::string& unit = unit_of.at(leave.person);
    for (const domain::Slot& slot : calendar.SlotsOf("/", {.days = within}))
      AddAway(
          {.person = leave.person,
           .unit = unit,
           .slot = slot,
           .training = false,
           .acting = acting(unit, leave.person)},
          others);
  }
  return domain::CheckContinuityOf(
      rundown, seated, others, units, calendar, SeatRulesOf(tx).gates.continuity);
}

}  // namespace binadaya::scheduling
