#include "services/cli/document.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "binadaya/budgeting/v1/budgeting.rpc.h"
#include "binadaya/reporting/v1/reporting.rpc.h"
#include "services/cli/find.h"
#include "services/cli/import_files.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/plan.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/money_text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using budgeting::BudgetingClient;
using reporting::ReportingClient;
namespace pv = reporting::v1;

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

template <class Request>
absl::StatusOr<Answer> Printed(
    const Operator& caller, const DocumentOptions& options,
    Method<ReportingClient, Request, pv::RenderedDocument> method, Request request) {
  ASSIGN_OR_RETURN(const pv::DocumentFormat format, FormatOf(options.format, options.out));
  request.set_request_id(caller.NewRequestId());
  request.set_format(format);
  request.set_language(Spoken() == Language::kIndonesian ? pv::INDONESIAN : pv::ENGLISH);
  ASSIGN_OR_RETURN(
      const pv::RenderedDocument rendered, caller.Ask("reporting", method, request, kLongPatience));
  const std::string file = options.out.empty() ? rendered.file_name() : options.out;
  RETURN_IF_ERROR(SaveBytes(file, rendered.content()));
  Answer answer = AnswerOf(DocumentText(rendered.document()), rendered.document());
  answer.note = Say(Cat("ditulis ke ", file, "\n"), Cat("written to ", file, "\n"));
  return answer;
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
       {Say("jumlah", "total"), Rupiah({document.total()})},
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
         one.in_force() ? Say("ya", "yes") : Say("rancangan", "draft"), Rupiah({one.total()}),
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
