// All that is wrong with a rundown, with what it would book against what is booked.
#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_split.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/domain/speaker.h"
#include "services/scheduling/gate_store.h"
#include "services/scheduling/hold_store.h"
#include "services/scheduling/people_store.h"
#include "services/scheduling/rating_store.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/session_store.h"
#include "services/scheduling/speaker_invitation_store.h"
#include "services/scheduling/speaker_store.h"
#include "services/scheduling/venue_store.h"

namespace binadaya::scheduling {
namespace {

using domain::Booking;
using domain::Conflict;
using domain::RundownItem;

Finding NotOnRecord(const RundownItem& item, const char* what, const std::string& id) {
  return {
      .rule = "RUN-05",
      .where = item.number,
      .message =
          {"Tempat atau narasumber acara ini tidak tercatat. Pilih yang tercatat, atau catat dulu.",
           "The venue or speaker of this item is not on record. Choose one that is, or enter it "
           "first."},
      .values = {{what, id}}};
}

// Of the first to the last minute of bookings, as far around as somebody may have to travel.
domain::Slot Around(std::span<const Booking> bookings, const domain::ClashPolicy& policy) {
  domain::Slot around = bookings.front().slot;
  for (const Booking& booking : bookings) {
    around.from = std::min(around.from, booking.slot.from);
    around.until = std::max(around.until, booking.slot.until);
  }
  const int way = std::max(policy.travel_minutes, policy.inter_city_minutes);
  return {around.from - way, around.until + way};
}

// A day that a rundown has minutes of.
std::optional<domain::DaySpan> DaysOf(const domain::Rundown& rundown) {
  std::optional<domain::DaySpan> days;
  const auto take = [&](absl::CivilDay day) {
    if (!days.has_value()) days = {day, day + 1};
    days->from = std::min(days->from, day);
    days->until = std::max(days->until, day + 1);
  };
  for (const domain::RundownDay& day : rundown.days) take(day.day);
  for (const RundownItem& item : rundown.items) take(item.day);
  return days;
}

// What people are held by but what they teach, as bookings of one resource each: leave, the
// agenda, and where they have a seat, or one is kept for them, in another batch than `but`.
void AddDuties(
    Tx& tx, const std::map<std::string, std::string>& resource_of, domain::Resource resource,
    const domain::Slot& around, const std::string& but, std::vector<Booking>& booked) {
  std::vector<std::string> people;
  for (const auto& [person, id] : resource_of) people.push_back(person);
  const domain::DaySpan days = {absl::CivilDay(around.from), absl::CivilDay(around.until) + 1};
  const domain::Calendar calendar = calendar_store::CalendarOf(tx, days.from, days.until);
  for (const people_store::Leave& leave : people_store::LeavesOf(tx, people, days)) {
    const domain::DaySpan away = {
        std::max(leave.days.from, days.from), std::min(leave.days.until, days.until)};
    for (const domain::Slot& slot : calendar.SlotsOf("/", {.days = away}))
      booked.push_back({leave.record, resource, resource_of.at(leave.person), slot});
  }
  for (const std::string& leader : gate_store::LeadersOf(tx, people, around)) {
    for (const domain::Hold& hold : hold_store::AgendaOf(tx, leader, {around}))
      if (hold.Stands()) booked.push_back({hold.id, resource, resource_of.at(leader), hold.slot});
  }
  for (const gate_store::Seat& seat : gate_store::SeatsOf(tx, people, around))
    if (seat.batch != but)
      booked.push_back(gate_store::BookingOf(seat, resource, resource_of.at(seat.duty.person)));
}

}  // namespace

std::vector<Booking> Scheduling::BookedNear(
    Tx& tx, std::span<const Booking> asked, const std::string& but) const {
  std::vector<Booking> booked;
  if (asked.empty()) return booked;
  const domain::Slot around = Around(asked, Clash(tx));
  std::map<domain::Resource, std::set<std::string>> ids;
  for (const Booking& booking : asked) ids[booking.resource].insert(booking.id);
  const auto take = [&](std::vector<Booking> more) {
    booked.insert(booked.end(), more.begin(), more.end());
  };
  for (const auto& [resource, set] : ids) {
    const std::vector<std::string> list(set.begin(), set.end());
    std::map<std::string, std::string> people;
    switch (resource) {
      case domain::Resource::kVenue:
        take(booking_store::Near(tx, resource, list, around, but));
        break;
      case domain::Resource::kSpeaker:
        take(booking_store::Near(tx, resource, list, around, but));
        for (const auto& [id, speaker] : speaker_store::OfIds(tx, list))
          if (!speaker.person.empty()) people[speaker.person] = id;
        break;
      case domain::Resource::kPerson:
      case domain::Resource::kLeader:
        if (resource == domain::Resource::kPerson) take(booking_store::TaughtBy(tx, list, around));
        for (const std::string& id : list) people[id] = id;
        break;
    }
    if (!people.empty()) AddDuties(tx, people, resource, around, but, booked);
  }
  return booked;
}

Scheduling::Checked Scheduling::Check(Tx& tx, const batch_store::Batch& batch, bool lock) const {
  Checked checked{.rundown = AsDomain(batch.draft)};
  const domain::Rundown& rundown = checked.rundown;
  const std::optional<domain::DaySpan> days = DaysOf(rundown);
  if (!days.has_value()) return checked;
  const domain::RundownPolicy policy = RundownRules(tx);
  const domain::ClashPolicy clash = Clash(tx);
  checked.measure = domain::Measure(rundown, policy);
  checked.findings = domain::CheckRundown(
      rundown, calendar_store::CalendarOf(tx, days->from, days->until),
      learned::PathOfUnit(tx, batch.unit).value_or("/"), policy, domain::kNamed);

  std::vector<std::string> venue_ids, speaker_ids;
  for (const RundownItem& item : rundown.items) {
    if (!item.venue.empty()) venue_ids.push_back(item.venue);
    if (!item.speaker.empty()) speaker_ids.push_back(item.speaker);
  }
  const auto venues = venue_store::OfIds(tx, venue_ids, lock);
  auto speakers = speaker_store::OfIds(tx, speaker_ids, lock);
  const domain::SpeakerPolicy rated = SpeakerRules(tx);
  rating_store::AddTo(tx, rated, speakers);
  const Acceptances accepted = speaker_invitation_store::AcceptedIn(tx, batch.id);
  std::map<std::string, std::string> numbers;  // of items, by what they are called in bookings
  // What is wrong with a venue or a speaker itself is told once.
  std::set<std::pair<std::string, int>> told;
  const auto tell = [&](const Conflict& conflict) {
    const bool itself = conflict.with.empty() && conflict.kind != domain::ConflictKind::kClosed;
    if (itself && !told.emplace(conflict.id, static_cast<int>(conflict.kind)).second) return;
    Finding finding = domain::FindingOf(conflict);
    finding.where = numbers[conflict.of];
    checked.findings.push_back(std::move(finding));
  };
  for (const RundownItem& item : rundown.items) {
    Booking booking{.of = Cat(batch.id, "/", item.id)};
    numbers[booking.of] = item.number;
    const auto venue = venues.find(item.venue);
    const auto speaker = speakers.find(item.speaker);
    if (!item.venue.empty() && venue == venues.end())
      checked.findings.push_back(NotOnRecord(item, "venue", item.venue));
    if (!item.speaker.empty() && speaker == speakers.end())
      checked.findings.push_back(NotOnRecord(item, "speaker", item.speaker));
    const std::optional<domain::Slot> slot = item.slot();
    if (!slot.has_value() || slot->empty()) continue;
    booking.slot = *slot;
    if (venue != venues.end()) {
      domain::TakePlaceAt(venue->second, booking);
      booking.resource = domain::Resource::kVenue;
      booking.id = venue->first;
      checked.bookings.push_back(booking);
      for (const Conflict& conflict : domain::ConflictsOf(
               venue->second, booking,
               {.participants = batch.capacity, .accessible = batch.accessible}, clash)) {
        tell(conflict);
      }
    }
    if (speaker != speakers.end()) {
      booking.resource = domain::Resource::kSpeaker;
      booking.id = speaker->first;
      checked.bookings.push_back(booking);
      if (const auto closed = domain::OutsideOf(speaker->second.windows, booking)) tell(*closed);
      const bool first = told.emplace(speaker->first, 0).second;
      for (Finding& finding : domain::CheckEngagement(
               speaker->second, EngagementIn(item, batch.program, accepted, speaker->first),
               rated)) {
        if (!first && finding.where != "expertise") continue;  // of himself once
        finding.where = item.number;
        checked.findings.push_back(std::move(finding));
      }
    }
  }
  domain::Bookings booked(clash);
  std::set<std::string> make_ups;  // of the batch itself: they stand, whatever its rundown is
  if (batch_store::HasBegun(batch))
    for (const session_store::Held& held : session_store::OfBatch(tx, batch.id))
      if (!held.is.makes_up.empty()) make_ups.insert(Cat(batch.id, "/", held.is.id));
  for (Booking& booking : BookedNear(tx, checked.bookings, ""))
    if (!booking.of.starts_with(Cat(batch.id, "/")) || make_ups.contains(booking.of))
      booked.Add(std::move(booking));
  for (const Booking& booking : checked.bookings) booked.Add(booking);
  for (const Booking& booking : checked.bookings) {
    const std::vector<Conflict> conflicts = booked.Against(booking);
    const std::size_t named = std::min<std::size_t>(conflicts.size(), domain::kNamed);
    for (std::size_t i = 0; i < named; ++i) tell(conflicts[i]);
    if (const std::size_t more = conflicts.size() - named; more > 0) {
      checked.findings.push_back(domain::FurtherConflicts(booking, more));
      checked.findings.back().where = numbers[booking.of];
    }
  }
  return checked;
}

void Scheduling::ForgiveOld(Tx& tx, batch_store::Batch batch, Checked& checked) const {
  // The same finding names the same items, however they are numbered.
  const auto key = [](const Finding& finding, const domain::Rundown& rundown) {
    std::map<std::string, std::string> ids;
    for (const RundownItem& item : rundown.items) ids[item.number] = item.id;
    std::string text = finding.rule;
    for (const std::string& where : std::vector<std::string>(absl::StrSplit(finding.where, ", "))) {
      const auto id = ids.find(where);
      absl::StrAppend(&text, "|", id == ids.end() ? where : id->second);
    }
    for (const auto& [name, value] : finding.values) absl::StrAppend(&text, "|", name, "=", value);
    return text;
  };
  const auto release = batch_store::ReleaseOf(tx, batch.id, batch.released);
  if (!release.has_value()) return;
  batch.draft = release->content;
  const Checked before = Check(tx, batch, false);
  std::multiset<std::string> old;
  for (const Finding& finding : before.findings) old.insert(key(finding, before.rundown));
  for (Finding& finding : checked.findings) {
    const auto found = old.find(key(finding, checked.rundown));
    if (found == old.end()) continue;
    finding.warning = true;
    old.erase(found);
  }
}

}  // namespace binadaya::scheduling
