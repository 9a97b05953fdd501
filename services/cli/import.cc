#include "services/cli/import.h"

#include <fstream>
#include <utility>

#include "binadaya/registry/v1/registry.rpc.h"
#include "services/cli/line_scan.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using registry::v1::ImportReport;
using registry::v1::ImportRequest;

// "baris 12, nip" as the registry says it; findings that name only the column get the line put
// before.
std::string RowText(const ImportReport::Row& row) {
  std::string text;
  for (v1::Finding finding : row.findings()) {
    if (!finding.where().starts_with("baris")) {
      finding.set_where(
          Cat("baris ", row.line(), finding.where().empty() ? "" : ", ", finding.where()));
    }
    text += FindingText(finding);
  }
  if (text.empty() && row.outcome() == ImportReport::WRONG)
    text = Cat("baris ", row.line(), ": salah / wrong\n");
  return text;
}

std::string Verdict(const ImportReport& report, const std::string& request_id) {
  if (report.written()) {
    return Cat("sudah ditulis (permintaan ", request_id, ")\nwritten (request ", request_id, ")\n");
  }
  if (report.wrong_count() > 0) {
    return "tidak ada yang ditulis: perbaiki baris yang salah, atau lewati dengan --skip-line N\n"
           "nothing was written: mend the wrong rows, or leave them out with --skip-line N\n";
  }
  return "tidak ada yang ditulis; tambahkan --confirm untuk menulis\nnothing was written; add "
         "--confirm to write\n";
}

// The write may have been done although its answer was lost: the same request id finds out and
// never writes twice.
absl::Status InDoubt(const absl::Status& status, const std::string& request_id) {
  if (!IsTransient(status)) return status;
  return Refuse(
      status.code(),
      {{.rule = std::string(CodeName(status.code())),
        .where = "registry",
        .message =
            {Cat("jawaban tidak sampai, mungkin sudah ditulis; ulangi dengan --request-id ",
                 request_id),
             Cat("the answer was lost, it may have been written; repeat with --request-id ",
                 request_id)},
        .values = {{"error", std::string(status.message())}}}});
}

}  // namespace

Answer ImportAnswer(const ImportReport& report, const std::string& request_id) {
  Answer answer;
  for (const ImportReport::Row& row : report.rows()) answer.text += RowText(row);
  answer.text += Table(
      {{"new", Cat(report.new_count())},
       {"changed", Cat(report.changed_count())},
       {"same", Cat(report.same_count())},
       {"wrong", Cat(report.wrong_count())},
       {"skipped", Cat(report.skipped_count())}});
  answer.text += Verdict(report, request_id);
  answer.json = Redact(Json(report));
  if (report.wrong_count() > 0) answer.exit = ExitCode::kRefused;
  return answer;
}

absl::StatusOr<Answer> RunImport(
    const Environment& environment, ImportKind kind, const ImportOptions& options,
    Progress& progress) {
  if (!options.request_id.empty() && !IsUuid(options.request_id)) {
    return UsageError("--request-id must be a UUID in lower case");
  }
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  progress.Begin(options.confirm ? 3 : 2);
  progress.Step("scan");
  std::ifstream in(options.file, std::ios::binary);
  ScannedFile file = ScanFile(in);
  if (!file.findings.empty())
    return Refuse(absl::StatusCode::kInvalidArgument, std::move(file.findings));

  ImportRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_csv(std::move(file.bytes));
  request.mutable_skip_lines()->Add(options.skip_lines.begin(), options.skip_lines.end());
  const auto method = kind == ImportKind::kUnits ? &registry::RegistryClient::ImportUnits
                                                 : &registry::RegistryClient::ImportPeople;
  progress.Step("dry run");
  ASSIGN_OR_RETURN(const ImportReport plan, caller.Ask("registry", method, request, kLongPatience));
  if (!options.confirm || plan.wrong_count() > 0) return ImportAnswer(plan, "");

  request.set_request_id(options.request_id.empty() ? caller.NewRequestId() : options.request_id);
  request.set_confirm(true);
  progress.Step("write");
  const absl::StatusOr<ImportReport> report =
      caller.Ask("registry", method, request, kLongPatience);
  if (!report.ok()) return InDoubt(report.status(), request.request_id());
  return ImportAnswer(*report, request.request_id());
}

}  // namespace binadaya::cli
