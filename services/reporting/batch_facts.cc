// What the documents of a batch print: asked of scheduling, and of budgeting, as the caller.
#include <algorithm>

#include "services/common/app.h"
#include "services/common/status.h"
#include "services/reporting/reporting.h"

namespace binadaya::reporting {
namespace {

namespace sv = scheduling::v1;

// PUBLISHED, and whatever comes after it but a cancellation.
bool IsPublished(const sv::Batch& batch) {
  switch (batch.state()) {
    case sv::BATCH_PUBLISHED:
    case sv::BATCH_LOCKED:
    case sv::BATCH_RUNNING:
    case sv::BATCH_DELIVERED:
    case sv::BATCH_COMPLETED:
      return true;
    default:
      return false;
  }
}

absl::Status CheckPublished(const sv::Batch& batch) {
  if (IsPublished(batch)) return absl::OkStatus();
  return Refuse(
      {.rule = "DOC-07",
       .where = "batch",
       .message =
           {"Angkatan ini belum dipublikasikan, atau sudah dibatalkan. Surat dan daftar hadir "
            "hanya untuk angkatan yang dipublikasikan.",
            "This batch is not published, or it was cancelled. Letters and attendance sheets are "
            "for published batches only."},
       .values = {{"state", sv::BatchState_Name(batch.state())}}});
}

absl::Status NobodyOnIt(const char* where) {
  return Refuse(
      {.rule = "DOC-09",
       .where = where,
       .message = {
           "Belum ada orang yang disebut dokumen ini. Tunggu sampai peserta mengonfirmasi, atau "
           "tetapkan narasumbernya, lalu cetak lagi.",
           "There is nobody yet whom this document would name. Wait until participants have "
           "confirmed, or enter the speakers, then print again."}});
}

// A session that is not held yet, as the rundown has it.
sv::Session PlannedSession(const sv::Batch& batch, const sv::RundownItem& item) {
  const auto at = [&](int minute) {
    return absl::FormatCivilTime(absl::CivilMinute(documents::DayOf(item)) + minute);
  };
  sv::Session session;
  session.set_id(item.id());
  session.set_batch(batch.id());
  session.set_title(item.title());
  session.mutable_slot()->set_from(at(item.from()));
  session.mutable_slot()->set_until(at(documents::EndOf(item)));
  session.set_state(sv::SESSION_PLANNED);
  return session;
}

// What earns lesson hours (F-08), and so has a sheet.
bool IsLesson(const sv::RundownItem& item) {
  return item.kind() == sv::LEARNING || item.kind() == sv::PRACTICE ||
         item.kind() == sv::OUTDOOR_LEARNING || item.kind() == sv::RTL_CLINIC;
}

}  // namespace

absl::Status Reporting::CheckSigner(
    const Call& call, const std::string& unit, const v1::LetterHead& head) const {
  if (head.signed_by().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto people, PeopleOf(Own(call), unit, {head.signed_by()}));
  const auto signer = people.find(head.signed_by());
  if (signer != people.end() && signer->second.active) return absl::OkStatus();
  return Refuse(
      {.rule = "DOC-10",
       .where = "head.signed_by",
       .message = {
           "Penanda tangan bukan pegawai unit penyelenggara. Pilih pegawainya, atau kosongkan "
           "supaya namanya ditulis pada surat.",
           "The signer does not work in the unit that organises. Choose somebody who does, or "
           "leave it empty, and the name is written on the letter."}});
}

absl::StatusOr<documents::BatchFacts> Reporting::BatchFor(
    const Call& call, const std::string& unit, const std::string& batch, int number) const {
  documents::BatchFacts facts;
  facts.asked = absl::ToUnixMicros(call.now());
  sv::GetBatchRequest get;
  get.set_unit(unit);
  get.set_id(batch);
  ASSIGN_OR_RETURN(facts.batch, scheduling_.GetBatch(call, get));
  if (facts.batch.released() == 0) {
    return Refuse(
        {.rule = "DOC-06",
         .where = "batch",
         .message = {
             "Susunan acara angkatan ini belum dirilis. Rilis dahulu, lalu cetak.",
             "The rundown of this batch is not released yet. Release it, then print."}});
  }
  sv::GetRundownRequest rundown;
  rundown.set_unit(unit);
  rundown.set_batch(batch);
  rundown.set_number(number == 0 ? facts.batch.released() : number);
  ASSIGN_OR_RETURN(facts.rundown, scheduling_.GetRundown(call, rundown));
  std::set<std::string> venues, speakers;
  for (const sv::RundownItem& item : facts.rundown.content().items()) {
    if (!item.venue().empty()) venues.insert(item.venue());
    if (!item.speaker().empty()) speakers.insert(item.speaker());
  }
  RETURN_IF_ERROR(AddPlaces(call, venues, speakers, facts));
  needs::v1::GetProgramRequest program;
  program.set_program(facts.batch.program());
  ASSIGN_OR_RETURN(const needs::v1::Program found, needs_.GetProgram(Own(call), program));
  facts.title = found.design().title();
  return facts;
}

absl::Status Reporting::AddPlaces(
    const Call& call, const std::set<std::string>& venues, const std::set<std::string>& speakers,
    documents::BatchFacts& facts) const {
  if (!venues.empty()) {
    sv::ListVenuesRequest list;
    list.mutable_ids()->Add(venues.begin(), venues.end());
    list.set_page_size(list.ids_size());
    ASSIGN_OR_RETURN(const sv::ListVenuesResponse listed, scheduling_.ListVenues(call, list));
    for (const sv::Venue& one : listed.venues()) facts.venues[one.id()] = one;
  }
  if (!speakers.empty()) {
    sv::ListSpeakersRequest list;
    list.mutable_ids()->Add(speakers.begin(), speakers.end());
    list.set_page_size(list.ids_size());
    ASSIGN_OR_RETURN(const sv::ListSpeakersResponse listed, scheduling_.ListSpeakers(call, list));
    for (const sv::Speaker& one : listed.speakers()) facts.speakers[one.id()] = one;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<sv::Enrolment>> Reporting::EnrolmentsOf(
    const Call& call, const sv::Batch& batch) const {
  std::vector<sv::Enrolment> all;
  sv::ListEnrolmentsRequest list;
  list.set_unit(batch.unit());
  list.set_batch(batch.id());
  list.set_page_size(1000);
  do {
    ASSIGN_OR_RETURN(
        const sv::ListEnrolmentsResponse listed, scheduling_.ListEnrolments(call, list));
    all.insert(all.end(), listed.enrolments().begin(), listed.enrolments().end());
    list.set_page_token(listed.next_page_token());
  } while (!list.page_token().empty());
  return all;
}

absl::StatusOr<documents::RundownFacts> Reporting::RundownFor(
    const Call& call, const v1::RenderRundownRequest& request) const {
  documents::RundownFacts facts;
  ASSIGN_OR_RETURN(
      static_cast<documents::BatchFacts&>(facts),
      BatchFor(call, request.unit(), request.batch(), request.number()));
  sv::ListRundownReleasesRequest list;
  list.set_unit(request.unit());
  list.set_batch(request.batch());
  do {
    ASSIGN_OR_RETURN(
        const sv::ListRundownReleasesResponse listed, scheduling_.ListRundownReleases(call, list));
    for (const sv::RundownRelease& one : listed.releases())
      if (one.number() == facts.rundown.number()) facts.release = one;
    list.set_page_token(listed.next_page_token());
  } while (facts.release.number() == 0 && !list.page_token().empty());
  if (absl::Time at; absl::ParseTime(absl::RFC3339_full, facts.release.released_at(), &at, nullptr))
    facts.released_on = absl::FormatCivilTime(clock_.DayOf(at));
  std::set<int> years;
  for (const sv::RundownItem& item : facts.rundown.content().items())
    years.insert(static_cast<int>(documents::DayOf(item).year()));
  for (const int year : years) {
    registry::v1::ListHolidaysRequest ask;
    ask.set_year(year);
    ASSIGN_OR_RETURN(const registry::v1::Holidays found, registry_.ListHolidays(Own(call), ask));
    facts.holidays.insert(facts.holidays.end(), found.holidays().begin(), found.holidays().end());
  }
  return facts;
}

absl::StatusOr<documents::AttendanceFacts> Reporting::AttendanceFor(
    const Call& call, const v1::RenderAttendanceSheetRequest& request) const {
  documents::AttendanceFacts facts;
  ASSIGN_OR_RETURN(
      static_cast<documents::BatchFacts&>(facts),
      BatchFor(call, request.unit(), request.batch(), 0));
  sv::GetSheetRequest get;
  get.set_unit(request.unit());
  get.set_session(request.session());
  const absl::StatusOr<sv::Sheet> sheet = scheduling_.GetSheet(call, get);
  if (!sheet.ok() && !absl::IsNotFound(sheet.status())) return sheet.status();
  if (sheet.ok()) {
    if (sheet->session().batch() != facts.batch.id()) return NoSuchObject("session");
    facts.sheet = *sheet;
    std::set<std::string> venues, speakers;
    if (!sheet->session().venue().empty()) venues.insert(sheet->session().venue());
    if (!sheet->session().speaker().empty()) speakers.insert(sheet->session().speaker());
    RETURN_IF_ERROR(AddPlaces(call, venues, speakers, facts));
  }
  // What was seen before a batch was cancelled stays on record.
  if (!documents::SaysWhoWasThere(facts)) RETURN_IF_ERROR(CheckPublished(facts.batch));
  if (!sheet.ok()) {
    // Kept from the batch's first day on; its paper is wanted the day before.
    const auto& items = facts.rundown.content().items();
    const auto item = std::find_if(items.begin(), items.end(), [&](const sv::RundownItem& one) {
      return one.id() == request.session() && IsLesson(one);
    });
    if (item == items.end()) return NoSuchObject("session");
    *facts.sheet.mutable_session() = PlannedSession(facts.batch, *item);
    ASSIGN_OR_RETURN(const std::vector<sv::Enrolment> seats, EnrolmentsOf(call, facts.batch));
    for (const sv::Enrolment& seat : seats) {
      if (!documents::IsExpected(seat)) continue;
      sv::SheetRow& row = *facts.sheet.add_rows();
      row.set_enrolment(seat.id());
      row.set_person(seat.person());
    }
  }
  if (facts.sheet.session().state() == sv::SESSION_CANCELLED) {
    return Refuse(
        {.rule = "DOC-08",
         .where = "session",
         .message = {
             "Sesi ini dibatalkan, sehingga tidak mempunyai daftar hadir. Pilih sesi lain atau "
             "sesi penggantinya.",
             "This session was cancelled, so it has no attendance sheet. Choose another one, or "
             "the one that makes it up."}});
  }
  if (!documents::NamesAnybody(facts)) return NobodyOnIt("session");
  return facts;
}

absl::StatusOr<documents::AssignmentFacts> Reporting::AssignmentFor(
    const Call& call, const v1::RenderAssignmentLetterRequest& request) const {
  documents::AssignmentFacts facts;
  ASSIGN_OR_RETURN(
      static_cast<documents::BatchFacts&>(facts),
      BatchFor(call, request.unit(), request.batch(), 0));
  RETURN_IF_ERROR(CheckPublished(facts.batch));
  RETURN_IF_ERROR(CheckSigner(call, request.unit(), request.head()));
  facts.head = request.head();
  ASSIGN_OR_RETURN(const std::vector<sv::Enrolment> seats, EnrolmentsOf(call, facts.batch));
  for (const sv::Enrolment& seat : seats)
    if (documents::IsExpected(seat)) facts.people.push_back(seat.person());
  if (facts.people.empty()) return NobodyOnIt("batch");
  sv::GetPublicationRequest get;
  get.set_unit(request.unit());
  get.set_batch(request.batch());
  ASSIGN_OR_RETURN(const sv::Publication publication, scheduling_.GetPublication(call, get));
  if (publication.payments().empty()) return facts;
  budgeting::v1::GetFundsRequest ask;
  ask.set_unit(request.unit());
  ask.set_plan_item(facts.batch.plan_item());
  ASSIGN_OR_RETURN(const budgeting::v1::Funds funds, budgeting_.GetFunds(call, ask));
  for (const sv::Payment& payment : publication.payments()) {
    documents::Funding& line = facts.funding.emplace_back();
    line.amount = {payment.amount()};
    for (const budgeting::v1::Funds::OfLine& one : funds.lines()) {
      if (one.line() != payment.line()) continue;
      line.year = one.year();
      line.account = one.account();
      line.description = one.description();
    }
  }
  return facts;
}

absl::StatusOr<documents::InvitationFacts> Reporting::InvitationFor(
    const Call& call, const v1::RenderInvitationRequest& request) const {
  documents::InvitationFacts facts;
  ASSIGN_OR_RETURN(
      static_cast<documents::BatchFacts&>(facts),
      BatchFor(call, request.unit(), request.batch(), 0));
  RETURN_IF_ERROR(CheckPublished(facts.batch));
  RETURN_IF_ERROR(CheckSigner(call, request.unit(), request.head()));
  facts.head = request.head();
  facts.invited = request.invited();
  if (facts.invited == v1::SPEAKERS) {
    if (facts.speakers.empty()) return NobodyOnIt("invited");
    return facts;
  }
  ASSIGN_OR_RETURN(const std::vector<sv::Enrolment> seats, EnrolmentsOf(call, facts.batch));
  for (const sv::Enrolment& seat : seats)
    if (documents::HasSeat(seat)) facts.people.push_back(seat.person());
  if (facts.people.empty()) return NobodyOnIt("invited");
  return facts;
}

}  // namespace binadaya::reporting
