#include "services/scheduling/icalendar/icalendar.h"

#include <libical/ical.h>

#include <algorithm>
#include <memory>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/text.h"

namespace binadaya::scheduling::icalendar {
namespace {

constexpr char kProgram[] = "-//Binadaya//scheduling//ID";
constexpr int kRefreshSeconds = 3600;
constexpr char kRefresh[] = "PT1H";

using Component = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;
Component Made(icalcomponent_kind kind) { return {icalcomponent_new(kind), &icalcomponent_free}; }

std::string TextOf(const Component& component) {
  char* const text = icalcomponent_as_ical_string_r(component.get());
  std::string copy = text;
  icalmemory_free_buffer(text);
  return copy;
}

// What a line of text may hold: no control characters (RFC 5545, 3.1).
std::string Plain(std::string text) {
  std::erase_if(text, [](char c) { return (c >= 0 && c < ' ' && c != '\n') || c == '\x7f'; });
  return text;
}

icaltimetype WallTime(absl::CivilSecond at) {
  icaltimetype time = icaltime_null_time();
  time.year = static_cast<int>(at.year());
  time.month = at.month();
  time.day = at.day();
  time.hour = at.hour();
  time.minute = at.minute();
  time.second = at.second();
  return time;
}

icaltimetype Instant(absl::Time at) {
  icaltimetype time = WallTime(absl::ToCivilSecond(at, absl::UTCTimeZone()));
  time.zone = icaltimezone_get_utc_timezone();
  return time;
}

void Add(icalcomponent* to, icalproperty* property) { icalcomponent_add_property(to, property); }

// For programs from before RFC 7986. Of these libical escapes nothing, so they hold nothing that
// would have to be.
void AddOld(icalcomponent* to, const char* name, std::string value) {
  std::erase_if(value, [](char c) { return c == ',' || c == ';' || c == '\\' || c == '\n'; });
  icalproperty* const property = icalproperty_new_x(value.c_str());
  icalproperty_set_x_name(property, name);
  Add(to, property);
}

void AddTime(icalcomponent* to, icalproperty* property, const Origin& origin) {
  icalproperty_add_parameter(property, icalparameter_new_tzid(origin.zone.name().c_str()));
  Add(to, property);
}

// What holds in the zone from an instant on; `from`: seconds east of UTC before it.
void AddObservance(
    icalcomponent* zone, absl::CivilSecond onset, int from, absl::Time at, absl::TimeZone of) {
  const absl::TimeZone::CivilInfo now = of.At(at);
  Component observance = Made(now.is_dst ? ICAL_XDAYLIGHT_COMPONENT : ICAL_XSTANDARD_COMPONENT);
  Add(observance.get(), icalproperty_new_dtstart(WallTime(onset)));
  Add(observance.get(), icalproperty_new_tzoffsetfrom(from));
  Add(observance.get(), icalproperty_new_tzoffsetto(now.offset));
  Add(observance.get(), icalproperty_new_tzname(now.zone_abbr));
  icalcomponent_add_component(zone, observance.release());
}

// As far as the events reach: what held when the first begins, and each change until the last ends.
// Without events too, for a calendar holds at least one component (RFC 5545, 3.6).
void AddZone(icalcomponent* calendar, const std::vector<Event>& events, const Origin& origin) {
  absl::Time from = events.empty() ? absl::UnixEpoch() : absl::InfiniteFuture();
  absl::Time until = absl::InfinitePast();
  for (const Event& event : events) {
    from = std::min(from, absl::FromCivil(event.is.slot.from, origin.zone));
    until = std::max(until, absl::FromCivil(event.is.slot.until, origin.zone));
  }
  Component zone = Made(ICAL_VTIMEZONE_COMPONENT);
  Add(zone.get(), icalproperty_new_tzid(origin.zone.name().c_str()));
  const int offset = origin.zone.At(from).offset;
  AddObservance(zone.get(), absl::CivilSecond(1970), offset, from, origin.zone);
  absl::TimeZone::CivilTransition change;
  for (absl::Time at = from; origin.zone.NextTransition(at, &change);) {
    // The hour that is skipped, or that comes twice, begins with the change.
    at = origin.zone.At(std::min(change.from, change.to)).trans;
    if (at > until) break;
    AddObservance(
        zone.get(), change.from, origin.zone.At(at - absl::Seconds(1)).offset, at, origin.zone);
  }
  icalcomponent_add_component(calendar, zone.release());
}

Component CalendarWith(const std::vector<Event>& events, const Origin& origin) {
  Component calendar = Made(ICAL_VCALENDAR_COMPONENT);
  Add(calendar.get(), icalproperty_new_version("2.0"));
  Add(calendar.get(), icalproperty_new_prodid(kProgram));
  Add(calendar.get(), icalproperty_new_calscale("GREGORIAN"));
  AddZone(calendar.get(), events, origin);
  return calendar;
}

icalproperty_status StatusOf(domain::AppointmentStatus status) {
  switch (status) {
    case domain::AppointmentStatus::kTentative:
      return ICAL_STATUS_TENTATIVE;
    case domain::AppointmentStatus::kCancelled:
      return ICAL_STATUS_CANCELLED;
    case domain::AppointmentStatus::kConfirmed:
      break;
  }
  return ICAL_STATUS_CONFIRMED;
}

Component EventOf(const Event& event, bool personal, const Origin& origin) {
  const domain::Appointment& is = event.is;
  Component out = Made(ICAL_VEVENT_COMPONENT);
  Add(out.get(), icalproperty_new_uid(Cat(is.id, "@", origin.domain).c_str()));
  Add(out.get(), icalproperty_new_sequence(is.sequence));
  Add(out.get(), icalproperty_new_dtstamp(Instant(is.changed)));
  Add(out.get(), icalproperty_new_created(Instant(is.created)));
  Add(out.get(), icalproperty_new_lastmodified(Instant(is.changed)));
  AddTime(out.get(), icalproperty_new_dtstart(WallTime(absl::CivilSecond(is.slot.from))), origin);
  AddTime(out.get(), icalproperty_new_dtend(WallTime(absl::CivilSecond(is.slot.until))), origin);
  Add(out.get(), icalproperty_new_summary(Plain(is.title).c_str()));
  if (!event.location.empty())
    Add(out.get(), icalproperty_new_location(Plain(event.location).c_str()));
  const auto in = [&](std::string Message::*language) {
    return absl::StrJoin(event.description, "\n", [&](std::string* text, const Message& line) {
      text->append(line.*language);
    });
  };
  Add(out.get(),
      icalproperty_new_description(Plain(Cat(in(&Message::id), "\n\n", in(&Message::en))).c_str()));
  Add(out.get(), icalproperty_new_status(StatusOf(is.status)));
  Add(out.get(), icalproperty_new_transp(
                     is.status == domain::AppointmentStatus::kCancelled ? ICAL_TRANSP_TRANSPARENT
                                                                        : ICAL_TRANSP_OPAQUE));
  if (personal) Add(out.get(), icalproperty_new_class(ICAL_CLASS_PRIVATE));
  return out;
}

}  // namespace

std::string FeedOf(const Calendar& calendar, const Origin& origin) {
  const Component out = CalendarWith(calendar.events, origin);
  const std::string name = Plain(Cat(calendar.name.id, " / ", calendar.name.en));
  Add(out.get(), icalproperty_new_name(name.c_str()));
  AddOld(out.get(), "X-WR-CALNAME", name);
  Add(out.get(), icalproperty_new_refreshinterval(icaldurationtype_from_int(kRefreshSeconds)));
  AddOld(out.get(), "X-PUBLISHED-TTL", kRefresh);
  for (const Event& event : calendar.events) {
    icalcomponent_add_component(out.get(), EventOf(event, calendar.personal, origin).release());
  }
  return TextOf(out);
}

std::string InvitationOf(const Event& event, const Guest& guest, const Origin& origin) {
  const bool cancelled = event.is.status == domain::AppointmentStatus::kCancelled;
  const Component out = CalendarWith({event}, origin);
  Add(out.get(), icalproperty_new_method(cancelled ? ICAL_METHOD_CANCEL : ICAL_METHOD_REQUEST));
  Component of = EventOf(event, true, origin);
  // Any URI is an address (RFC 5545, 3.3.3): units and people have no mailbox here.
  icalproperty* const organizer =
      icalproperty_new_organizer(Cat("urn:binadaya:unit:", guest.unit).c_str());
  icalproperty_add_parameter(organizer, icalparameter_new_cn(guest.unit.c_str()));
  Add(of.get(), organizer);
  icalproperty* const attendee = icalproperty_new_attendee(Cat("urn:uuid:", guest.person).c_str());
  icalproperty_add_parameter(attendee, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
  icalproperty_add_parameter(
      attendee, icalparameter_new_partstat(
                    guest.accepted ? ICAL_PARTSTAT_ACCEPTED : ICAL_PARTSTAT_NEEDSACTION));
  icalproperty_add_parameter(attendee, icalparameter_new_rsvp(ICAL_RSVP_FALSE));
  Add(of.get(), attendee);
  icalcomponent_add_component(out.get(), of.release());
  return TextOf(out);
}

}  // namespace binadaya::scheduling::icalendar
