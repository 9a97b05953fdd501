#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/common/domain/step.h"
#include "services/scheduling/domain/appointment.h"

// Appointments as files for calendar programs (RFC 5545, 5546, 7986), by libical. The same
// appointments make the same bytes. Lines end in CRLF and are folded at 75 bytes. Any thread.
namespace binadaya::scheduling::icalendar {

// What all files of one platform have in common.
struct Origin {
  std::string domain = {};   // behind the "@" of each UID; never changes: "id.go.semarangkota"
  absl::TimeZone zone = {};  // of the times on the wall
};

struct Event {
  domain::Appointment is = {};
  std::string location = {};
  std::vector<Message> description = {};  // a line each, Indonesian first
};

// A calendar that is subscribed to. `personal`: its events are CLASS:PRIVATE.
struct Calendar {
  Message name;
  bool personal = false;
  std::vector<Event> events = {};
};
std::string FeedOf(const Calendar& calendar, const Origin& origin);

// For one person; METHOD:CANCEL of what is cancelled, else METHOD:REQUEST. Its answer is the
// platform's to take (ConfirmEnrolment), so none is asked for.
struct Guest {
  std::string person = {};  // id
  bool accepted = false;    // PARTSTAT
  std::string unit = {};    // that organises, its code
};
std::string InvitationOf(const Event& event, const Guest& guest, const Origin& origin);

}  // namespace binadaya::scheduling::icalendar
