#include "services/reporting/documents/attendance_document.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/common/domain/text.h"
#include "services/reporting/documents/templates.h"

namespace binadaya::reporting::documents {
namespace {

namespace sv = scheduling::v1;

Message PresenceText(sv::Presence presence) {
  switch (presence) {
    case sv::PRESENCE_PRESENT:
      return {"Hadir", "Present"};
    case sv::PRESENCE_LATE:
      return {"Terlambat", "Late"};
    case sv::PRESENCE_LEFT_EARLY:
      return {"Pulang awal", "Left early"};
    case sv::PRESENCE_EXCUSED:
      return {"Izin", "Excused"};
    case sv::PRESENCE_ABSENT:
      return {"Tidak hadir", "Absent"};
    default:
      return {"", ""};
  }
}

bool IsVerified(const sv::SheetRow& row) { return !row.verified_by().empty(); }

// In the order of the names.
std::vector<const sv::SheetRow*> RowsOf(const AttendanceFacts& facts, const Frame& frame) {
  std::map<std::string, const sv::SheetRow*> by_person;
  std::vector<std::string> people;
  for (const sv::SheetRow& row : facts.sheet.rows()) {
    if (row.left() && !IsVerified(row)) continue;
    // Who came back after he had left has two rows: what was seen of him stands.
    const sv::SheetRow*& of = by_person[row.person()];
    if (of == nullptr || IsVerified(row)) of = &row;
    people.push_back(row.person());
  }
  std::vector<const sv::SheetRow*> rows;
  for (const std::string& person : ByName(std::move(people), frame))
    rows.push_back(by_person[person]);
  return rows;
}

std::string NoteOf(const sv::SheetRow& row, const Frame& frame) {
  const Speech say = frame.say;
  std::vector<std::string> notes;
  if (!IsVerified(row)) notes.push_back(say("belum diverifikasi", "not verified yet"));
  if (row.late_by() > 0)
    notes.push_back(Cat(say("terlambat ", "late by "), row.late_by(), say(" menit", " minutes")));
  if (row.early_by() > 0)
    notes.push_back(
        Cat(say("pulang ", "left "), row.early_by(), say(" menit lebih awal", " minutes early")));
  if (!row.closed_by().empty()) {
    notes.push_back(Cat(
        say("jamnya dilengkapi ", "its hours completed by "), frame.Person(row.closed_by()).name));
  }
  if (!row.corrections().empty()) {
    notes.push_back(
        Cat(say("dikoreksi ", "corrected on "), DayText(row.corrections().rbegin()->on(), say)));
  }
  if (row.left()) notes.push_back(say("tidak lagi peserta", "takes part no more"));
  return absl::StrJoin(notes, "; ");
}

// The rundown's item that it is held by; of a make-up session that of what it makes up, where and
// by whom it is held instead.
sv::RundownItem ItemOf(const AttendanceFacts& facts) {
  const sv::Session& session = facts.sheet.session();
  sv::RundownItem of;
  for (const sv::RundownItem& item : facts.rundown.content().items())
    if (item.id() == session.id() || item.id() == session.makes_up()) of = item;
  if (session.makes_up().empty()) return of;
  if (of.venue() != session.venue()) of.clear_place();
  of.set_venue(session.venue());
  of.set_speaker(session.speaker());
  return of;
}

std::vector<Fact> FactsAbove(const AttendanceFacts& facts, const Frame& frame) {
  const Speech say = frame.say;
  const sv::Session& session = facts.sheet.session();
  const sv::RundownItem item = ItemOf(facts);
  absl::CivilMinute begins;
  absl::ParseCivilTime(session.slot().from(), &begins);
  std::vector<Fact> all = FactsOf(static_cast<const BatchFacts&>(facts), frame);
  all.push_back(
      {{"Sesi", "Session"},
       Cat(session.title(), session.makes_up().empty() ? "" : say(" (pengganti)", " (make-up)"))});
  all.push_back({{"Hari, tanggal", "Day"}, WeekdayText(absl::CivilDay(begins), say)});
  all.push_back({{"Waktu", "Time"}, HoursText(session.slot(), say)});
  all.push_back({{"Tempat", "Place"}, PlaceOf(facts, item)});
  all.push_back({{"Narasumber", "Speaker"}, NameOf(SpeakerOf(facts, item), frame).name});
  if (!SaysWhoWasThere(facts)) return all;
  all.push_back({{"Terlaksana", "Took place"}, HoursText(session.delivered(), say)});
  int there = 0, rows = 0;
  for (const sv::SheetRow* row : RowsOf(facts, frame)) {
    ++rows;
    if (IsVerified(*row) && row->minutes() > 0) ++there;
  }
  all.push_back(
      {{"Kehadiran", "Attendance"},
       Cat(there, say(" dari ", " of "), rows, say(" peserta", " participants"))});
  return all;
}

std::vector<Step> StepsTo(const AttendanceFacts& facts) {
  if (!SaysWhoWasThere(facts)) {
    const sv::Speaker speaker = SpeakerOf(facts, ItemOf(facts));
    return {
        {{"Narasumber", "Speaker"}, speaker.person(), speaker.name()},
        {{"Panitia penyelenggara", "Committee"}, ""}};
  }
  std::set<std::string> verifiers;
  for (const sv::SheetRow& row : facts.sheet.rows())
    if (IsVerified(row)) verifiers.insert(row.verified_by());
  std::vector<Step> steps;
  for (const std::string& one : verifiers)
    steps.push_back({{"Diverifikasi oleh panitia", "Verified by the committee"}, one});
  return steps;
}

}  // namespace

bool SaysWhoWasThere(const AttendanceFacts& facts) {
  const auto& rows = facts.sheet.rows();
  return std::any_of(rows.begin(), rows.end(), &IsVerified);
}

bool NamesAnybody(const AttendanceFacts& facts) { return !RowsOf(facts, Frame()).empty(); }

Heading HeadingOf(const AttendanceFacts& facts) {
  const v1::Document about = AboutOf(facts, v1::ATTENDANCE_SHEET);
  return {
      .title = {"Daftar Hadir", "Attendance Sheet"},
      .unit = about.unit(),
      .year = about.year(),
      .portrait = true};
}

std::string Html(const AttendanceFacts& facts, const Frame& frame) {
  const Speech say = frame.say;
  std::vector<Values> rows;
  int no = 0;
  for (const sv::SheetRow* row : RowsOf(facts, frame)) {
    const Named person = frame.Person(row->person());
    const bool left = ++no % 2 == 1;
    rows.emplace_back()
        .Set("no", Cat(no))
        .Set("name", person.name)
        .Set("number", person.number)
        .Set("post", person.post)
        .Set("unit", person.unit)
        .Set("left", left ? Cat(no) : "")
        .Set("right", left ? "" : Cat(no))
        .Set("presence", IsVerified(*row) ? say(PresenceText(row->presence())) : "")
        .Set("minutes", IsVerified(*row) ? Cat(row->minutes()) : "")
        .Set("note", NoteOf(*row, frame));
  }
  Values values;
  values.Set("id", say.indonesian)
      .Set("en", !say.indonesian)
      .Set("facts", ValuesOf(FactsAbove(facts, frame), say))
      .Set("seen", SaysWhoWasThere(facts))
      .Set("rows", rows);
  return Page(HeadingOf(facts), frame, Fill(kAttendanceHtml, values));
}

std::vector<xlsx::Sheet> Sheets(const AttendanceFacts& facts, const Frame& frame) {
  const Speech say = frame.say;
  const bool seen = SaysWhoWasThere(facts);
  const auto head = [&](const char* id, const char* en) { return xlsx::Cell{say(id, en), true}; };
  xlsx::Sheet sheet =
      SheetOf({"Daftar Hadir", "Attendance"}, HeadingOf(facts), FactsAbove(facts, frame), frame);
  sheet.widths = {6, 36, 24, 30, 30, 16, 10, 40};
  sheet.rows.push_back(
      {head("No.", "No."), head("Nama", "Name"), head("NIP", "Employment number"),
       head("Jabatan", "Post"), head("Unit kerja", "Unit")});
  std::vector<xlsx::Cell>& heading = sheet.rows.back();
  if (seen) {
    heading.push_back(head("Kehadiran", "Presence"));
    heading.push_back(head("Menit", "Minutes"));
    heading.push_back(head("Keterangan", "Note"));
  } else {
    heading.push_back(head("Tanda tangan", "Signature"));
  }
  sheet.heading = static_cast<int>(sheet.rows.size());
  std::int64_t no = 0;
  for (const sv::SheetRow* row : RowsOf(facts, frame)) {
    const Named person = frame.Person(row->person());
    std::vector<xlsx::Cell>& cells = sheet.rows.emplace_back();
    cells = {{++no}, {person.name}, {person.number}, {person.post}, {person.unit}};
    if (!seen) continue;
    cells.push_back({IsVerified(*row) ? say(PresenceText(row->presence())) : ""});
    cells.emplace_back();
    if (IsVerified(*row)) cells.back().value = std::int64_t{row->minutes()};
    cells.push_back({NoteOf(*row, frame)});
  }
  return {sheet};
}

Print PrintOf(const AttendanceFacts& facts) {
  const sv::Session& session = facts.sheet.session();
  Print print{
      .about = AboutOf(facts, v1::ATTENDANCE_SHEET),
      .file =
          Cat(FileOf(facts, "daftar-hadir"), "-",
              absl::StrReplaceAll(session.slot().from(), {{":", ""}})),
      .steps = StepsTo(facts),
      .people = PeopleAmong(facts),
      .html = [facts](const Frame& frame) { return Html(facts, frame); },
      .sheets = [facts](const Frame& frame) { return Sheets(facts, frame); }};
  print.about.set_subject(session.id());
  print.about.set_state(sv::SessionState_Name(session.state()));
  for (const sv::SheetRow& row : facts.sheet.rows()) {
    print.people.push_back(row.person());
    print.people.push_back(row.closed_by());
  }
  return print;
}

}  // namespace binadaya::reporting::documents
