// Documents: what their owners answer at this moment, printed.
#include <algorithm>

#include "services/common/app.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/reporting/document_store.h"
#include "services/reporting/documents/budget_document.h"
#include "services/reporting/documents/plan_document.h"
#include "services/reporting/reporting.h"

namespace binadaya::reporting {
namespace {

constexpr std::size_t kLargest = 16UL * 1024 * 1024;

const char* EndingOf(v1::DocumentFormat format) {
  return format == v1::PDF ? "pdf" : format == v1::XLSX ? "xlsx" : "html";
}

// "rincian-belanja-OPD04-2027-1.pdf".
std::string FileName(const documents::Print& print, v1::DocumentFormat format) {
  const std::string unit = print.about.unit() == "/" ? "kota" : print.about.unit();
  return Cat(
      print.file, "-", unit, "-", print.about.year(), "-", print.about.number(), ".",
      EndingOf(format));
}

}  // namespace

Call Reporting::Own(const Call& call) const {
  Call own = app_.Background(call.method(), call.remaining());
  own.set_traceparent(call.traceparent());
  return own;
}

absl::StatusOr<std::map<std::string, documents::Named>> Reporting::PeopleOf(
    const Call& own, const std::string& unit, const std::set<std::string>& ids) const {
  constexpr int kAtOnce = 1000;  // as the registry takes them
  std::map<std::string, documents::Named> people;
  auto id = ids.begin();
  while (id != ids.end()) {
    registry::v1::ResolvePeopleRequest ask;
    ask.set_request_id(NewId(own.now()));
    ask.set_unit(unit);
    for (; id != ids.end() && ask.people_size() < kAtOnce; ++id)
      if (IsUuid(*id)) ask.add_people(*id);
    if (ask.people().empty()) break;
    ASSIGN_OR_RETURN(
        const registry::v1::ResolvePeopleResponse found, registry_.ResolvePeople(own, ask));
    for (const registry::v1::ResolvedPerson& person : found.people()) {
      people[person.id()] = {
          .name = person.name(),
          .number = person.masked_number(),
          .post = person.post_title(),
          .unit = person.unit_name(),
          .active = person.active()};
    }
  }
  return people;
}

absl::StatusOr<documents::Frame> Reporting::FrameOf(
    const Call& call, const documents::Print& print, v1::DocumentLanguage language) const {
  const Call own = Own(call);
  const v1::Document& about = print.about;
  documents::Frame frame;
  frame.say.indonesian = language != v1::ENGLISH;
  frame.government = app_.config().document_head;
  frame.code = about.id();
  if (const std::string& address = app_.config().document_check; !address.empty())
    frame.address = Cat(address, about.id());
  absl::TimeZone zone;
  absl::LoadTimeZone(app_.config().time_zone, &zone);
  frame.printed = documents::InstantText(call.now(), zone, frame.say);
  frame.unit_name = frame.government.empty() ? frame.say("Kota", "The city") : frame.government;
  if (about.unit() != "/") {
    registry::v1::GetUnitRequest ask;
    ask.set_unit(about.unit());
    ASSIGN_OR_RETURN(const registry::v1::Unit unit, registry_.GetUnit(own, ask));
    frame.unit_name = unit.name();
  }
  std::set<std::string> named(print.people.begin(), print.people.end());
  for (const documents::Step& step : print.steps) named.insert(step.by);
  ASSIGN_OR_RETURN(frame.people, PeopleOf(own, "/", named));
  for (const documents::Step& step : print.steps) {
    documents::Signatory& signatory = frame.signatories.emplace_back(
        documents::Signatory{.capacity = step.capacity, .name = step.name});
    const auto person = frame.people.find(step.by);
    if (person == frame.people.end()) continue;
    signatory.name = person->second.name;
    signatory.number = person->second.number;
    signatory.post = person->second.post;
  }
  return frame;
}

template <class Rendered, class Request>
absl::StatusOr<Rendered> Reporting::Render(
    const Call& call, const Request& request, documents::Print print) {
  v1::Document& about = print.about;
  about.set_id(documents::CodeOf(print.sheets(documents::Frame())));
  ASSIGN_OR_RETURN(const documents::Frame frame, FrameOf(call, print, request.language()));
  Rendered rendered;
  if (request.format() == v1::XLSX) {
    rendered.set_content(xlsx::WriteSheets(print.sheets(frame)));
  } else {
    rendered.set_content(print.html(frame));
  }
  if (request.format() == v1::PDF) {
    ASSIGN_OR_RETURN(
        *rendered.mutable_content(), renderer_.Pdf(rendered.content(), call.deadline()));
  }
  if (rendered.content().size() > kLargest) {
    return Refuse(
        absl::StatusCode::kResourceExhausted,
        {{.rule = "DOC-04",
          .where = "format",
          .message = {
              "Dokumen ini melebihi 16 MiB. Ambil XLSX, atau pecah menjadi beberapa versi.",
              "This document is larger than 16 MiB. Take XLSX, or divide it."}}});
  }
  rendered.set_file_name(FileName(print, request.format()));
  ASSIGN_OR_RETURN(
      *rendered.mutable_document(),
      db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Document> {
        return document_store::Save(tx, about);
      }));
  if (rendered.document().id() != about.id()) {
    return Refuse(
        absl::StatusCode::kAborted,
        {{.rule = "DOC-05",
          .where = "request_id",
          .message = {
              "Isinya sudah berubah sejak permintaan ini dijawab. Minta sebagai dokumen baru.",
              "Its content has changed since this request was answered. Ask for it as a new "
              "one."}}});
  }
  return rendered;
}

absl::StatusOr<v1::RenderedDocument> Reporting::RenderBudgetVersion(
    Call& call, const v1::RenderBudgetVersionRequest& request) {
  budgeting::v1::GetVersionRequest ask;
  ask.set_unit(request.unit());
  ask.set_id(request.id());
  ASSIGN_OR_RETURN(const budgeting::v1::Version version, budgeting_.GetVersion(call, ask));
  return Render<v1::RenderedDocument>(call, request, documents::PrintOf(version));
}

absl::StatusOr<v1::RenderedDocument> Reporting::RenderPlan(
    Call& call, const v1::RenderPlanRequest& request) {
  needs::v1::GetPlanRequest ask;
  ask.set_plan(request.plan());
  ask.set_number(request.number());
  ASSIGN_OR_RETURN(const needs::v1::Plan plan, needs_.GetPlan(call, ask));
  return Render<v1::RenderedDocument>(call, request, documents::PrintOf(plan));
}

absl::StatusOr<v1::RenderedPersonalDocument> Reporting::RenderRundown(
    Call& call, const v1::RenderRundownRequest& request) {
  ASSIGN_OR_RETURN(const documents::RundownFacts facts, RundownFor(call, request));
  return Render<v1::RenderedPersonalDocument>(call, request, documents::PrintOf(facts));
}

absl::StatusOr<v1::RenderedPersonalDocument> Reporting::RenderAttendanceSheet(
    Call& call, const v1::RenderAttendanceSheetRequest& request) {
  ASSIGN_OR_RETURN(const documents::AttendanceFacts facts, AttendanceFor(call, request));
  return Render<v1::RenderedPersonalDocument>(call, request, documents::PrintOf(facts));
}

absl::StatusOr<v1::RenderedPersonalDocument> Reporting::RenderAssignmentLetter(
    Call& call, const v1::RenderAssignmentLetterRequest& request) {
  ASSIGN_OR_RETURN(const documents::AssignmentFacts facts, AssignmentFor(call, request));
  return Render<v1::RenderedPersonalDocument>(call, request, documents::PrintOf(facts));
}

absl::StatusOr<v1::RenderedPersonalDocument> Reporting::RenderInvitation(
    Call& call, const v1::RenderInvitationRequest& request) {
  ASSIGN_OR_RETURN(const documents::InvitationFacts facts, InvitationFor(call, request));
  return Render<v1::RenderedPersonalDocument>(call, request, documents::PrintOf(facts));
}

absl::StatusOr<v1::Document> Reporting::GetDocument(
    Call& call, const v1::GetDocumentRequest& request) {
  return db_.Read(call, [&](Tx& tx) { return document_store::Get(tx, request.id()); });
}

absl::StatusOr<v1::ListDocumentsResponse> Reporting::ListDocuments(
    Call& call, const v1::ListDocumentsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListDocumentsResponse> {
    v1::ListDocumentsResponse response;
    for (const v1::Document& document :
         document_store::PageOf(tx, call.scope(), request.kind(), request.year(), page)) {
      *response.add_documents() = document;
    }
    if (response.documents_size() == page.size())
      response.set_next_page_token(page.Next({response.documents().rbegin()->id()}));
    return response;
  });
}

}  // namespace binadaya::reporting
