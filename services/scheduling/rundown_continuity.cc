// SC-07 of a rundown, or of a part of one: whom it would take from which unit, beside all who are
// away already; and SC-09 of those whom it takes.
#include "services/scheduling/domain/rundown_continuity.h"

#include <algorithm>
#include <map>
#include <set>

#include "services/scheduling/gate_store.h"
#include "services/scheduling/override_store.h"
#include "services/scheduling/people_store.h"
#include "services/scheduling/question_store.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/venue_store.h"

namespace binadaya::scheduling {
Findings Scheduling::Continuity(
    Tx& tx, const batch_store::Batch& batch, const domain::Rundown& rundown,
    const domain::Rundown& beside) const {
  std::vector<domain::Seated> seated;
  std::vector<std::string> people;
  const std::vector<placement_store::Seat> seats = placement_store::SeatsOf(tx, {batch.id});
  for (const placement_store::Seat& seat : seats) people.push_back(seat.person);
  if (people.empty() || rundown.items.empty()) return {};
  absl::CivilDay first = rundown.items.front().day, last = first;
  for (const domain::Rundown* const of : {&rundown, &beside}) {
    for (const domain::RundownItem& item : of->items) {
      first = std::min(first, item.day);
      last = std::max(last, item.day);
    }
  }
  // Of whole quarters, for SVC-6 counts in them; an item may end on the day after.
  const domain::DaySpan days = {
      absl::CivilDay(QuarterOf(first)), absl::CivilDay(QuarterOf(last + 1) + kQuarterMonths)};

  const std::map<std::string, gate_store::Duty> duties = gate_store::DutiesOf(tx, people);
  std::set<std::string> paths;
  for (const auto& [person, duty] : duties) paths.insert(duty.unit);
  const std::vector<domain::UnitStaff> units =
      gate_store::UnitsOf(tx, {paths.begin(), paths.end()});
  std::map<std::string, std::string> unit_of;  // of whose leave matters
  for (const domain::UnitStaff& unit : units) {
    for (const std::string& one : {unit.head, unit.secretary})
      if (!one.empty()) unit_of.emplace(one, unit.id);
  }
  for (const auto& [person, duty] : duties) {
    unit_of.emplace(person, duty.unit);
    seated.push_back({person, duty.unit, duty.direct_service, batch.structural});
  }

  std::vector<domain::Away> others = domain::AwayFor(beside, seated);
  std::vector<std::string> in_units(paths.begin(), paths.end());
  for (const auto& [person, duty] : duties)
    if (!duty.kecamatan.empty()) in_units.push_back(duty.kecamatan);
  for (const gate_store::Seat& seat : gate_store::SeatsIn(
           tx, in_units, {absl::CivilMinute(days.from), absl::CivilMinute(days.until)})) {
    if (seat.batch == batch.id) continue;
    domain::AddByDay(
        {.person = seat.duty.person,
         .unit = seat.duty.unit,
         .slot = seat.slot,
         .structural = seat.structural,
         .direct_service = seat.duty.direct_service,
         .substitute = domain::kWhoStays},
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
      domain::AddByDay(
          {.person = leave.person, .unit = unit, .slot = slot, .training = false}, others);
  }
  Findings findings = domain::CheckContinuityOf(
      rundown, seated, others, units, calendar, SeatRulesOf(tx).gates.continuity);
  domain::LetBe(override_store::OfBatch(tx, batch.id), findings);
  for (Finding& finding : ClashesOf(tx, batch, rundown, seats))
    findings.push_back(std::move(finding));
  return findings;
}

Findings Scheduling::ClashesOf(
    Tx& tx, const batch_store::Batch& batch, const domain::Rundown& rundown,
    const std::vector<placement_store::Seat>& seats) const {
  const domain::ClashPolicy policy = Clash(tx);
  std::vector<std::string> venue_ids;
  for (const domain::RundownItem& item : rundown.items) venue_ids.push_back(item.venue);
  const auto venues = venue_store::OfIds(tx, venue_ids);
  std::vector<domain::Booking> asked;
  std::map<std::string, std::string> numbers;  // of items, by what they are called in bookings
  for (const domain::RundownItem& item : rundown.items) {
    const std::optional<domain::Slot> slot = item.slot();
    if (domain::Rests(item.kind) || !slot.has_value() || slot->empty()) continue;
    domain::Booking booking{
        .of = Cat(batch.id, "/", item.id), .resource = domain::Resource::kPerson, .slot = *slot};
    numbers[booking.of] = item.number;
    if (const auto venue = venues.find(item.venue); venue != venues.end())
      domain::TakePlaceAt(venue->second, booking);
    for (const placement_store::Seat& seat : seats) {
      booking.id = seat.person;
      asked.push_back(booking);
    }
  }
  // Whom a person has kept although something stands in his way, by what that is.
  std::set<std::pair<std::string, std::string>> told;
  std::vector<std::string> ids;
  std::map<std::string, std::string> person_of;
  for (const placement_store::Seat& seat : seats) {
    ids.push_back(seat.enrolment);
    person_of[seat.enrolment] = seat.person;
  }
  for (const auto& [enrolment, question] : question_store::NewestOf(tx, ids)) {
    const std::string& person = person_of.at(enrolment);
    if (!question.waives || question.place != question_store::PlaceOf(tx, person)) continue;
    for (const Finding& gate : question.reasons)
      if (const auto by = gate.values.find("by"); by != gate.values.end())
        told.emplace(person, by->second);
  }
  domain::Bookings booked(policy);
  for (domain::Booking& booking : BookedNear(tx, asked, batch.id))
    if (booking_store::OwnerOf(booking.of) != batch.id) booked.Add(std::move(booking));
  Findings findings;
  for (const domain::Conflict& conflict : booked.Against(asked)) {
    if (!told.emplace(conflict.id, booking_store::OwnerOf(conflict.with)).second) continue;
    findings.push_back(domain::FindingOf(conflict));
    findings.back().where = numbers[conflict.of];
  }
  return findings;
}

}  // namespace binadaya::scheduling
