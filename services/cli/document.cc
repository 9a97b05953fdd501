#include "services/cli/document.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "binadaya/budgeting/v1/budgeting.rpc.h"
#include "binadaya/reporting/v1/reporting.rpc.h"
#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/find.h"
#include "services/cli/import_files.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/plan.h"
#include "services/cli/render.h"
#include "services/cli/schedule.h"
#include "services/cli/schedule_find.h"
#include "services/cli/words.h"
#include "services/common/domain/money_text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using budgeting::BudgetingClient;
using reporting::ReportingClient;
using scheduling::SchedulingClient;
namespace pv = reporting::v1;
namespace sv = scheduling::v1;

bool IsYear(const std::string& text) {
  return text.size() == 4 && std::all_of(text.begin(), text.end(), IsDigit);
}

// A version of a unit by its year, then the newest, or by the first letters of its id.
absl::StatusOr<std::string> VersionMeant(
    const Operator& caller, const std::string& unit, const std::string& text) {
  budgeting::v1::ListVersionsRequest list;
  list.set_unit(unit);
  if (IsYear(text)) list.set_year(std::stoi(text));
  ASSIGN_OR_RETURN(
      const budgeting::v1::ListVersionsResponse listed,
      caller.AskPages("budgeting", &BudgetingClient::ListVersions, list));
  std::vector<Candidate> candidates;
  for (const budgeting::v1::Version& version : listed.versions()) {
    if (version.unit() != unit) continue;  // one of a unit below it
    if (IsYear(text)) return version.id();
    if (!version.id().starts_with(text)) continue;
    candidates.push_back({version.id(), Cat(version.id(), "  ", version.year()), false});
  }
  ASSIGN_OR_RETURN(
      const std::size_t chosen,
      Choose({"versi anggaran unit itu", "budget version of that unit"}, text, candidates));
  return candidates[chosen].id;
}

// The id of a learning session: as they are held, or before the first day as the rundown has them.
absl::StatusOr<std::string> SessionMeant(
    const Operator& caller, const sv::Batch& batch, int number) {
  sv::GetDeliveryRequest get;
  get.set_unit(batch.unit());
  get.set_batch(batch.id());
  ASSIGN_OR_RETURN(
      const sv::Delivery delivery, caller.Ask("scheduling", &SchedulingClient::GetDelivery, get));
  std::vector<std::string> sessions;
  for (const sv::Session& session : delivery.sessions()) sessions.push_back(session.id());
  if (sessions.empty() && batch.released() > 0) {
    sv::GetRundownRequest released;
    released.set_unit(batch.unit());
    released.set_batch(batch.id());
    released.set_number(batch.released());
    ASSIGN_OR_RETURN(
        sv::Rundown rundown, caller.Ask("scheduling", &SchedulingClient::GetRundown, released));
    auto& items = *rundown.mutable_content()->mutable_items();
    std::stable_sort(items.begin(), items.end(), [](const auto& one, const auto& other) {
      return std::pair(one.day(), one.from()) < std::pair(other.day(), other.from());
    });
    for (const sv::RundownItem& item : items)
      if (Learns(item.kind())) sessions.push_back(item.id());
  }
  if (number < 1 || number > static_cast<int>(sessions.size()))
    return NoSuchSession(sessions.size());
  return sessions[static_cast<std::size_t>(number - 1)];
}

template <class Request>
absl::StatusOr<Request> OfBatch(const Operator& caller, const DocumentOptions& options) {
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  Request request;
  request.set_unit(batch.unit());
  request.set_batch(batch.id());
  return request;
}

absl::Status SetHead(const Operator& caller, const DocumentOptions& options, pv::LetterHead& head) {
  head.set_number(options.letter_number);
  head.set_date(options.letter_date);
  if (options.signed_by.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const registry::v1::Person signer, FindPerson(caller, options.signed_by));
  head.set_signed_by(signer.id());
  return absl::OkStatus();
}

template <class Request, class Rendered>
absl::StatusOr<Answer> Printed(
    const Operator& caller, const DocumentOptions& options,
    Method<ReportingClient, Request, Rendered> method, Request request) {
  ASSIGN_OR_RETURN(const pv::DocumentFormat format, FormatOf(options.format, options.out));
  request.set_request_id(caller.NewRequestId());
  request.set_format(format);
  request.set_language(Spoken() == Language::kIndonesian ? pv::INDONESIAN : pv::ENGLISH);
  ASSIGN_OR_RETURN(
      const Rendered rendered, caller.Ask("reporting", method, request, kLongPatience));
  const std::string file = options.out.empty() ? rendered.file_name() : options.out;
  RETURN_IF_ERROR(SaveBytes(file, rendered.content()));
  Answer answer = AnswerOf(DocumentText(rendered.document()), rendered.document());
  answer.note = Say(Cat("ditulis ke ", file, "\n"), Cat("written to ", file, "\n"));
  return answer;
}

// Of a document that is about no money: none.
std::string TotalOf(const pv::Document& document) {
  return document.total() == 0 ? "-" : Rupiah({document.total()});
}

}  // namespace

absl::StatusOr<pv::DocumentFormat> FormatOf(const std::string& format, const std::string& out) {
  if (!format.empty()) return Parse<pv::DocumentFormat>("--format", format);
  const std::size_t point = out.rfind('.');
  if (point == std::string::npos) return pv::PDF;
  return Parse<pv::DocumentFormat>("--out", out.substr(point + 1));
}

std::string DocumentText(const pv::Document& document) {
  return Table(
      {{Say("kode", "code"), document.id()},
       {Say("jenis", "kind"), Word(document.kind())},
       {"unit", document.unit()},
       {Say("tahun", "year"), Cat(document.year())},
       {Say("nomor", "number"), Cat(document.number())},
       {Say("keadaan", "state"), document.in_force()
                                     ? Say("berlaku ketika dicetak", "in force when printed")
                                     : Say("rancangan", "draft")},
       {Say("jumlah", "total"), TotalOf(document)},
       {Say("pertama dicetak", "first printed"), document.made_at()},
       {Say("digantikan oleh", "superseded by"),
        document.superseded_by().empty() ? "-" : document.superseded_by()}});
}

std::string DocumentsText(const pv::ListDocumentsResponse& documents) {
  Rows rows = {
      {Say("KODE", "CODE"), Say("JENIS", "KIND"), "UNIT", Say("TAHUN", "YEAR"),
       Say("NOMOR", "NUMBER"), Say("BERLAKU", "IN FORCE"), Say("JUMLAH", "TOTAL"),
       Say("DICETAK", "PRINTED")}};
  for (const pv::Document& one : documents.documents()) {
    rows.push_back(
        {one.id(), Word(one.kind()), one.unit(), Cat(one.year()), Cat(one.number()),
         one.in_force() ? Say("ya", "yes") : Say("rancangan", "draft"), TotalOf(one),
         one.made_at()});
  }
  return TableOf(rows);
}

absl::StatusOr<Answer> RunPrintBudget(
    const Environment& environment, const DocumentOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const std::string unit, FindUnitCode(caller, options.unit));
  pv::RenderBudgetVersionRequest request;
  request.set_unit(unit);
  ASSIGN_OR_RETURN(*request.mutable_id(), VersionMeant(caller, unit, options.of));
  return Printed(caller, options, &ReportingClient::RenderBudgetVersion, request);
}

absl::StatusOr<Answer> RunPrintPlan(
    const Environment& environment, const DocumentOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const needs::v1::Plan plan, FindPlan(caller, options.of, options.number));
  pv::RenderPlanRequest request;
  request.set_plan(plan.id());
  request.set_number(plan.number());
  return Printed(caller, options, &ReportingClient::RenderPlan, request);
}

absl::StatusOr<Answer> RunPrintRundown(
    const Environment& environment, const DocumentOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(auto request, OfBatch<pv::RenderRundownRequest>(caller, options));
  request.set_number(options.number);
  return Printed(caller, options, &ReportingClient::RenderRundown, request);
}

absl::StatusOr<Answer> RunPrintSheet(
    const Environment& environment, const DocumentOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  pv::RenderAttendanceSheetRequest request;
  request.set_unit(batch.unit());
  request.set_batch(batch.id());
  ASSIGN_OR_RETURN(*request.mutable_session(), SessionMeant(caller, batch, options.session));
  return Printed(caller, options, &ReportingClient::RenderAttendanceSheet, request);
}

absl::StatusOr<Answer> RunPrintAssignment(
    const Environment& environment, const DocumentOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(auto request, OfBatch<pv::RenderAssignmentLetterRequest>(caller, options));
  RETURN_IF_ERROR(SetHead(caller, options, *request.mutable_head()));
  return Printed(caller, options, &ReportingClient::RenderAssignmentLetter, request);
}

absl::StatusOr<Answer> RunPrintInvitation(
    const Environment& environment, const DocumentOptions& options) {
  ASSIGN_OR_RETURN(const pv::Invited invited, Parse<pv::Invited>("INVITED", options.invited));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(auto request, OfBatch<pv::RenderInvitationRequest>(caller, options));
  request.set_invited(invited);
  RETURN_IF_ERROR(SetHead(caller, options, *request.mutable_head()));
  return Printed(caller, options, &ReportingClient::RenderInvitation, request);
}

absl::StatusOr<Answer> RunGetDocument(
    const Environment& environment, const DocumentOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  pv::GetDocumentRequest request;
  request.set_id(options.document);
  ASSIGN_OR_RETURN(
      const pv::Document document, caller.Ask("reporting", &ReportingClient::GetDocument, request));
  return AnswerOf(DocumentText(document), document);
}

absl::StatusOr<Answer> RunListDocuments(
    const Environment& environment, const DocumentOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  pv::ListDocumentsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  RETURN_IF_ERROR(Put<pv::DocumentKind>(
      "--kind", options.kind, [&](pv::DocumentKind kind) { request.set_kind(kind); }));
  request.set_year(options.year);
  ASSIGN_OR_RETURN(
      const pv::ListDocumentsResponse listed,
      caller.AskPages("reporting", &ReportingClient::ListDocuments, request, options.all));
  return AnswerOf(DocumentsText(listed), listed);
}

}  // namespace binadaya::cli
