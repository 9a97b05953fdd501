#include "services/scheduling/domain/appointment.h"

#include <algorithm>
#include <tuple>

namespace binadaya::scheduling::domain {
namespace {

using Appointments = std::map<std::string, Appointment>;

auto Matters(const Appointment& one) {
  return std::tie(one.slot, one.title, one.place, one.venue, one.speaker);
}

void Become(Appointment& appointment, AppointmentStatus status, int sequence, absl::Time at) {
  appointment.status = status;
  appointment.sequence = sequence;
  appointment.changed = at;
}

void Release(const ReleasedVersion& version, Appointments& all) {
  const int sequence = 2 * (version.number - 1);
  std::set<std::string> present;
  for (const RundownItem& item : version.rundown.items) {
    const std::optional<Slot> slot = item.slot();
    if (!slot.has_value()) continue;  // SC-02: none that was released
    present.insert(item.id);
    Appointment now{
        .id = item.id,
        .sequence = sequence,
        .created = version.at,
        .changed = version.at,
        .slot = *slot,
        .title = item.title,
        .place = item.place,
        .venue = item.venue,
        .speaker = item.speaker,
        .rests = Rests(item.kind)};
    if (const auto was = all.find(item.id); was != all.end()) {
      const Appointment& before = was->second;
      now.created = before.created;
      now.speakers = before.speakers;
      if (before.status == AppointmentStatus::kConfirmed && Matters(before) == Matters(now)) {
        now.sequence = before.sequence;
        now.changed = before.changed;
      }
    }
    if (!item.speaker.empty()) now.speakers.insert(item.speaker);
    all[item.id] = std::move(now);
  }
  for (auto& [id, one] : all) {
    if (!present.contains(id) && one.status == AppointmentStatus::kConfirmed)
      Become(one, AppointmentStatus::kCancelled, sequence, version.at);
  }
}

// A place that is only written goes for both while their venue is one.
Appointment Planned(const MakeUpSession& session, const std::vector<ReleasedVersion>& versions) {
  Appointment one{
      .id = session.id,
      .created = session.planned,
      .changed = session.planned,
      .slot = session.slot,
      .title = session.title,
      .venue = session.venue,
      .speaker = session.speaker};
  for (const ReleasedVersion& version : versions) {
    if (version.at > session.planned) break;
    for (const RundownItem& item : version.rundown.items)
      if (item.id == session.makes_up) one.place = item.venue == one.venue ? item.place : "";
  }
  if (!one.speaker.empty()) one.speakers.insert(one.speaker);
  return one;
}

}  // namespace

std::vector<Appointment> AppointmentsOf(const BatchHistory& history) {
  Appointments all;
  for (const ReleasedVersion& version : history.versions) Release(version, all);
  const auto fall = [&](Appointment& one, int sequence, absl::Time unless_known) {
    if (one.status != AppointmentStatus::kConfirmed || history.booked.contains(one.id)) return;
    const auto freed = history.freed.find(one.id);
    Become(
        one, AppointmentStatus::kCancelled, sequence,
        freed == history.freed.end() ? unless_known : freed->second);
  };
  if (!history.versions.empty()) {
    const ReleasedVersion& newest = history.versions.back();
    for (auto& [id, one] : all) fall(one, 2 * newest.number - 1, newest.at);
  }
  for (const MakeUpSession& session : history.make_ups) {
    Appointment one = Planned(session, history.versions);
    fall(one, 1, session.planned);
    all[session.id] = std::move(one);
  }
  std::vector<Appointment> listed;
  listed.reserve(all.size());
  for (auto& [id, one] : all) listed.push_back(std::move(one));
  std::sort(listed.begin(), listed.end(), [](const Appointment& a, const Appointment& b) {
    return std::tie(a.slot, a.id) < std::tie(b.slot, b.id);
  });
  return listed;
}

std::optional<Appointment> AppointmentOf(const Hold& hold, const std::string& person) {
  const bool stands_in = hold.fallback == Fallback::kDelegate && hold.delegate == person;
  if (hold.leader != person && !stands_in) return std::nullopt;
  Appointment one{.id = hold.id, .slot = hold.slot};
  switch (hold.state) {
    case HoldState::kRequested:
    case HoldState::kTentative:
    case HoldState::kChanged:
      one.status = AppointmentStatus::kTentative;
      one.slot = hold.proposed.value_or(hold.slot);
      break;
    case HoldState::kConfirmed:
    case HoldState::kFallbackActive:
    case HoldState::kDone:
      one.status = stands_in || hold.Stands() ? AppointmentStatus::kConfirmed
                                              : AppointmentStatus::kCancelled;
      break;
    case HoldState::kReleased:
      one.status = AppointmentStatus::kCancelled;
      break;
  }
  return one;
}

bool IsShown(const Appointment& appointment, absl::CivilDay today, const FeedPolicy& policy) {
  const bool cancelled = appointment.status == AppointmentStatus::kCancelled;
  return absl::CivilDay(appointment.slot.until) +
             (cancelled ? policy.cancelled_days : policy.days) >=
         today;
}

}  // namespace binadaya::scheduling::domain
