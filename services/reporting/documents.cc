// Documents: what their owners answer at this moment, printed.
#include <algorithm>

#include "services/common/app.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/reporting/document_store.h"
#include "services/reporting/documents/budget_document.h"
#include "services/reporting/documents/document.h"
#include "services/reporting/documents/plan_document.h"
#include "services/reporting/reporting.h"

namespace binadaya::reporting {
namespace {

constexpr std::size_t kLargest = 16UL * 1024 * 1024;

v1::Document AboutBudget(const budgeting::v1::Version& version) {
  v1::Document about;
  about.set_kind(v1::BUDGET_VERSION);
  about.set_subject(version.id());
  about.set_unit(version.unit());
  about.set_year(version.year());
  about.set_number(version.seq());
  about.set_version(version.version());
  about.set_state(budgeting::v1::VersionState_Name(version.state()));
  about.set_in_force(!documents::HeadingOf(version).draft);
  about.set_total(version.total());
  return about;
}

v1::Document AboutPlan(const needs::v1::Plan& plan) {
  v1::Document about;
  about.set_kind(v1::ANNUAL_PLAN);
  about.set_subject(plan.id());
  about.set_unit("/");
  about.set_year(plan.year());
  about.set_number(plan.number());
  about.set_version(plan.version());
  about.set_state(needs::v1::PlanState_Name(plan.state()));
  about.set_in_force(!documents::HeadingOf(plan).draft);
  about.set_total(plan.rupiah());
  return about;
}

const char* EndingOf(v1::DocumentFormat format) {
  return format == v1::PDF ? "pdf" : format == v1::XLSX ? "xlsx" : "html";
}

// "rincian-belanja-OPD04-2027-1.pdf".
std::string FileName(const v1::Document& document, v1::DocumentFormat format) {
  const std::string unit = document.unit() == "/" ? "kota" : document.unit();
  return Cat(
      document.kind() == v1::BUDGET_VERSION ? "rincian-belanja-" : "rencana-tahunan-", unit, "-",
      document.year(), "-", document.number(), ".", EndingOf(format));
}

}  // namespace

absl::StatusOr<documents::Frame> Reporting::FrameOf(
    const Call& call, const v1::Document& about, v1::DocumentLanguage language,
    const std::vector<documents::Step>& steps) const {
  // On this service's own behalf: whoever may read a document need not be one who may look up
  // people.
  Call own = app_.Background(call.method(), call.remaining());
  own.set_traceparent(call.traceparent());
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
  registry::v1::ResolvePeopleRequest ask;
  ask.set_request_id(NewId(call.now()));
  ask.set_unit("/");
  for (const documents::Step& step : steps) {
    if (IsUuid(step.by)) ask.add_people(step.by);
  }
  registry::v1::ResolvePeopleResponse people;
  if (ask.people_size() > 0) {
    ASSIGN_OR_RETURN(people, registry_.ResolvePeople(own, ask));
  }
  for (const documents::Step& step : steps) {
    documents::Signatory& signatory =
        frame.signatories.emplace_back(documents::Signatory{.capacity = step.capacity});
    for (const registry::v1::ResolvedPerson& person : people.people()) {
      if (person.id() != step.by) continue;
      signatory.name = person.name();
      signatory.number = person.masked_number();
      signatory.post = person.post_title();
    }
  }
  return frame;
}

template <class Request, class Facts>
absl::StatusOr<v1::RenderedDocument> Reporting::Render(
    const Call& call, const Request& request, const Facts& facts, v1::Document about) {
  about.set_id(documents::CodeOf(documents::Sheets(facts, documents::Frame())));
  ASSIGN_OR_RETURN(
      const documents::Frame frame,
      FrameOf(call, about, request.language(), documents::StepsOf(facts)));
  v1::RenderedDocument rendered;
  if (request.format() == v1::XLSX) {
    rendered.set_content(xlsx::WriteSheets(documents::Sheets(facts, frame)));
  } else {
    rendered.set_content(documents::Html(facts, frame));
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
  rendered.set_file_name(FileName(about, request.format()));
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
  return Render(call, request, version, AboutBudget(version));
}

absl::StatusOr<v1::RenderedDocument> Reporting::RenderPlan(
    Call& call, const v1::RenderPlanRequest& request) {
  needs::v1::GetPlanRequest ask;
  ask.set_plan(request.plan());
  ask.set_number(request.number());
  ASSIGN_OR_RETURN(const needs::v1::Plan plan, needs_.GetPlan(call, ask));
  return Render(call, request, plan, AboutPlan(plan));
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
