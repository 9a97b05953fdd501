// Calendars as they are sent, letter by letter.
#include "services/scheduling/icalendar/icalendar.h"

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya::scheduling::icalendar {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Origin In(const char* zone) {
  Origin origin{.domain = "id.go.semarangkota"};
  EXPECT_TRUE(absl::LoadTimeZone(zone, &origin.zone));
  return origin;
}

Event Lesson() {
  Event event;
  event.is.id = "019c2f00-0000-7000-8000-000000000001";
  event.is.sequence = 2;
  event.is.created = absl::FromCivil(absl::CivilSecond(2027, 3, 1, 1, 0, 0), absl::UTCTimeZone());
  event.is.changed = absl::FromCivil(absl::CivilSecond(2027, 3, 2, 1, 2, 3), absl::UTCTimeZone());
  event.is.slot = {absl::CivilMinute(2027, 4, 8, 8, 0), absl::CivilMinute(2027, 4, 8, 10, 0)};
  event.is.title = "Materi 2";
  event.location = "Aula, Kota Semarang";
  event.description = {{"Kelas OPD04/2.", "Batch OPD04/2."}, {"Anda mengajar.", "You teach."}};
  return event;
}

// With lines as people read them.
std::string Plain(const std::string& file) { return absl::StrReplaceAll(file, {{"\r\n", "\n"}}); }

constexpr char kZone[] =
    R"(BEGIN:VTIMEZONE
TZID:Asia/Jakarta
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
TZNAME:WIB
END:STANDARD
END:VTIMEZONE
)";

constexpr char kEvent[] =
    R"(UID:019c2f00-0000-7000-8000-000000000001@id.go.semarangkota
SEQUENCE:2
DTSTAMP:20270302T010203Z
CREATED:20270301T010000Z
LAST-MODIFIED:20270302T010203Z
DTSTART;TZID=Asia/Jakarta:20270408T080000
DTEND;TZID=Asia/Jakarta:20270408T100000
SUMMARY:Materi 2
LOCATION:Aula\, Kota Semarang
DESCRIPTION:Kelas OPD04/2.\nAnda mengajar.\n\nBatch OPD04/2.\nYou teach.
)";

TEST(ICalendar, OfAPersonIsPrivateAndTellsWhereItStands) {
  EXPECT_EQ(
      Plain(FeedOf(
          {.name = {"Kalender pelatihan", "Training calendar"},
           .personal = true,
           .events = {Lesson()}},
          In("Asia/Jakarta"))),
      absl::StrCat(
          R"(BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Binadaya//scheduling//ID
CALSCALE:GREGORIAN
NAME:Kalender pelatihan / Training calendar
X-WR-CALNAME:Kalender pelatihan / Training calendar
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
)",
          kZone, "BEGIN:VEVENT\n", kEvent,
          R"(STATUS:CONFIRMED
TRANSP:OPAQUE
CLASS:PRIVATE
END:VEVENT
END:VCALENDAR
)"));
}

TEST(ICalendar, OfARoomIsOpenAndShowsWhatIsCancelledAsFree) {
  Event gone = Lesson();
  gone.is.status = domain::AppointmentStatus::kCancelled;
  Event perhaps = Lesson();
  perhaps.is.status = domain::AppointmentStatus::kTentative;
  const std::string file = Plain(FeedOf(
      {.name = {"Tempat Aula, \"Lantai\n 2\"", "venue"}, .events = {gone, perhaps}},
      In("Asia/Jakarta")));
  EXPECT_THAT(file, HasSubstr("NAME:Tempat Aula\\, \"Lantai\\n 2\" / venue\n"));
  EXPECT_THAT(file, HasSubstr("X-WR-CALNAME:Tempat Aula \"Lantai 2\" / venue\n"));
  EXPECT_THAT(file, HasSubstr("STATUS:CANCELLED\nTRANSP:TRANSPARENT\nEND:VEVENT\n"));
  EXPECT_THAT(file, HasSubstr("STATUS:TENTATIVE\nTRANSP:OPAQUE\nEND:VEVENT\n"));
  EXPECT_THAT(file, Not(HasSubstr("CLASS")));
}

TEST(ICalendar, InvitesOnePersonAndTakesItBack) {
  const Guest guest{
      .person = "019c2f00-0000-7000-8000-0000000000aa", .accepted = true, .unit = "33.74.14"};
  const std::string invitation = Plain(InvitationOf(Lesson(), guest, In("Asia/Jakarta")));
  EXPECT_EQ(
      invitation, absl::StrCat(
                      R"(BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Binadaya//scheduling//ID
CALSCALE:GREGORIAN
METHOD:REQUEST
)",
                      kZone, "BEGIN:VEVENT\n", kEvent,
                      R"(STATUS:CONFIRMED
TRANSP:OPAQUE
CLASS:PRIVATE
ORGANIZER;CN=33.74.14:urn:binadaya:unit:33.74.14
ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:urn:uuid:
 019c2f00-0000-7000-8000-0000000000aa
END:VEVENT
END:VCALENDAR
)"));
  Event gone = Lesson();
  gone.is.status = domain::AppointmentStatus::kCancelled;
  const std::string cancelled =
      Plain(InvitationOf(gone, {.person = "p", .unit = "u"}, In("Asia/Jakarta")));
  EXPECT_THAT(cancelled, HasSubstr("METHOD:CANCEL\n"));
  EXPECT_THAT(cancelled, HasSubstr("STATUS:CANCELLED\n"));
  EXPECT_THAT(cancelled, HasSubstr("PARTSTAT=NEEDS-ACTION"));
}

TEST(ICalendar, EscapesWhatIsWrittenAndFoldsLinesBetweenCharacters) {
  Event event = Lesson();
  event.is.title = "a,b;c\\d\x01\x7f baris\nkedua";
  for (int i = 0; i < 60; ++i) event.location += "é";
  const std::string file = FeedOf({.name = {"k", "c"}, .events = {event}}, In("Asia/Jakarta"));
  EXPECT_THAT(file, HasSubstr("SUMMARY:a\\,b\\;c\\\\d baris\\nkedua\r\n"));
  std::size_t begins = 0;
  for (std::size_t end; (end = file.find("\r\n", begins)) != std::string::npos; begins = end + 2) {
    EXPECT_LE(end - begins, 75u);
    // No line begins within a character.
    EXPECT_NE(static_cast<unsigned char>(file[begins + 1]) & 0xc0, 0x80);
  }
  EXPECT_EQ(begins, file.size());
  EXPECT_THAT(absl::StrReplaceAll(file, {{"\r\n ", ""}}), HasSubstr(event.location.substr(20)));
}

TEST(ICalendar, TellsTheChangesOfAZoneAsFarAsEventsReach) {
  Event summer = Lesson(), winter = Lesson();
  winter.is.slot = {absl::CivilMinute(2027, 12, 31, 8, 0), absl::CivilMinute(2028, 1, 1, 0, 0)};
  Event leap = Lesson();
  leap.is.slot = {absl::CivilMinute(2028, 2, 29, 8, 0), absl::CivilMinute(2028, 2, 29, 9, 0)};
  const std::string file =
      Plain(FeedOf({.name = {"k", "c"}, .events = {summer, winter, leap}}, In("Europe/Berlin")));
  EXPECT_THAT(file, HasSubstr(R"(BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19700101T000000
TZOFFSETFROM:+0200
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20271031T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
)"));
  EXPECT_THAT(file, HasSubstr("DTEND;TZID=Europe/Berlin:20280101T000000\n"));
  EXPECT_THAT(file, HasSubstr("DTSTART;TZID=Europe/Berlin:20280229T080000\n"));
  // Without events it is a calendar still.
  EXPECT_THAT(
      Plain(FeedOf({.name = {"k", "c"}}, In("Asia/Jakarta"))),
      HasSubstr("X-PUBLISHED-TTL:PT1H\nBEGIN:VTIMEZONE\n"));
}

}  // namespace
}  // namespace binadaya::scheduling::icalendar
