#include "services/cli/import.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "services/cli/jobs.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/read_file.h"
#include "services/cli/render.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/common/table_file.h"

namespace binadaya::cli {
namespace {

using registry::v1::ImportReport;
using registry::v1::ImportRequest;
using registry::v1::ImportTemplate;

constexpr int kMostChanges = 50;  // lines of a table on the screen
constexpr int kMostMissing = 20;
constexpr char kDateFormat[] = "date_format";  // in the values of a finding

// One summary of a kind of finding: where, as far as it is not everywhere, and what to do.
std::string KindText(const ImportReport::Kind& kind, const Headings& headings) {
  v1::Finding finding = kind.finding();
  finding.mutable_values()->erase(kDateFormat);  // the hint says it
  finding.set_where(HeadingOf(headings, finding.where()));
  if (kind.lines(0) != 0) {
    finding.set_where(
        Cat(finding.where(), finding.where().empty() ? "baris " : ", baris ",
            LineList({kind.lines().data(), static_cast<std::size_t>(kind.lines_size())})));
  }
  std::string text = FindingText(finding);
  if (const std::string hint = Hint(kind); !hint.empty()) text += Cat("  → ", hint, "\n");
  return text;
}

// Who changes, and each field as it is and as it would be.
std::string ChangesText(const ImportReport& report, const Headings& headings) {
  std::vector<std::vector<std::string>> table = {
      {Say("baris", "line"), Say("siapa", "who"), Say("kolom", "column"), Say("sekarang", "now"),
       Say("menjadi", "will be")}};
  int more = report.rows_left_out();
  for (const ImportReport::Row& row : report.rows()) {
    for (const ImportReport::Change& change : row.changes()) {
      if (table.size() > kMostChanges) {
        ++more;
        break;
      }
      table.push_back(
          {Cat(row.line()), row.who(), HeadingOf(headings, change.field()), change.before(),
           change.after()});
    }
  }
  if (table.size() == 1) return "";
  std::string text = Table(table);
  if (more > 0) {
    text +=
        Say(Cat("… dan ", more, " baris lagi (--json)\n"),
            Cat("… and ", more, " more rows (--json)\n"));
  }
  return text;
}

std::string MissingText(const ImportReport& report) {
  if (report.missing_count() == 0) return "";
  std::string text =
      Say(Cat("tidak ada dalam berkas: ", report.missing_count(), "; tidak dihapus\n"),
          Cat("not in the file: ", report.missing_count(), "; not removed\n"));
  for (int i = 0; i < std::min(kMostMissing, report.missing_size()); ++i)
    text += Cat("  ", report.missing(i), "\n");
  return text;
}

// Whether something is said of a line, that would stand beside it.
bool LinesAreTold(const ImportReport& report) {
  return std::any_of(
      report.kinds().begin(), report.kinds().end(),
      [](const ImportReport::Kind& kind) { return kind.lines_size() > 0 && kind.lines(0) != 0; });
}

// Where the file with the findings is, or why there is none.
std::string WhereTold(const ImportReport& report, const std::string& findings) {
  if (findings.empty()) return "";
  if (!LinesAreTold(report)) {
    return report.kinds().empty()
               ? Say(Cat(findings, " tidak ditulis: tidak ada temuan\n"),
                     Cat(findings, " was not written: nothing was found\n"))
               : Say(Cat(findings, " tidak ditulis: temuannya tentang berkas, bukan barisnya\n"),
                     Cat(findings,
                         " was not written: what was found is about the file, not its "
                         "rows\n"));
  }
  return Say(
      Cat(findings,
          " memuat berkas ini dengan temuannya di kolom Temuan: "
          "perbaiki di sana, lalu impor berkas itu\n"),
      Cat(findings,
          " holds this file with what is wrong in the column Temuan: "
          "mend it there, then import that file\n"));
}

// Whether lines are what is to be mended, or the file as a whole.
bool LinesAreWrong(const ImportReport& report) {
  return std::any_of(
      report.kinds().begin(), report.kinds().end(), [](const ImportReport::Kind& kind) {
        return !kind.finding().warning() && kind.lines_size() > 0 && kind.lines(0) != 0;
      });
}

std::string Verdict(
    const ImportReport& report, const ImportOptions& options, const std::string& request_id) {
  if (report.written() && report.new_count() + report.changed_count() == 0) {
    return Say(
        Cat("tidak ada yang berubah: semua sudah tercatat (permintaan ", request_id, ")\n"),
        Cat("nothing has changed: all of it was on record (request ", request_id, ")\n"));
  }
  if (report.written()) {
    return Say(
        Cat("sudah ditulis (permintaan ", request_id, ")\n"),
        Cat("written (request ", request_id, ")\n"));
  }
  if (!report.acceptable() && !LinesAreWrong(report)) {
    return Say(
        "tidak ada yang ditulis: perbaiki berkasnya, atau tambahkan yang disebut sesudah →\n",
        "nothing was written: mend the file, or add what stands behind →\n");
  }
  if (!report.acceptable()) {
    std::string text = Say(
        "tidak ada yang ditulis: perbaiki baris yang salah, tambahkan yang disebut sesudah →, atau "
        "lewati barisnya dengan --skip-line N\n",
        "nothing was written: mend the wrong rows, add what stands behind →, or leave them out "
        "with "
        "--skip-line N\n");
    if (!options.findings.empty()) return text;
    return Cat(
        text, "--findings ", options.free_name,
        Say(" menulis berkas ini dengan temuannya, siap diperbaiki\n",
            " writes this file with what is wrong, ready to be mended\n"));
  }
  return Say(
      "tidak ada yang ditulis; tambahkan --confirm untuk menulis\n",
      "nothing was written; add --confirm to write\n");
}

// "EXIT:12,15" as the registry takes it.
absl::StatusOr<registry::v1::ConfirmedChange> ParseAllowance(const std::string& text) {
  registry::v1::ConfirmedChange change;
  const std::size_t colon = text.find(':');
  registry::v1::ConfirmedChange::Kind kind;
  const std::string name = absl::AsciiStrToUpper(text.substr(0, colon));
  if (!registry::v1::ConfirmedChange::Kind_Parse(name, &kind) ||
      kind == registry::v1::ConfirmedChange::KIND_UNSPECIFIED) {
    return UsageError(
        {Cat("--allow ", text, ": pilih NAME, EXIT, RETURN, UNIT_KIND, atau NAMESAKE"),
         Cat("--allow ", text, ": choose NAME, EXIT, RETURN, UNIT_KIND or NAMESAKE")});
  }
  change.set_kind(kind);
  if (colon == std::string::npos) return change;
  for (const absl::string_view line : absl::StrSplit(text.substr(colon + 1), ',')) {
    int number = 0;
    if (!absl::SimpleAtoi(line, &number) || number < 1) {
      return UsageError(
          {Cat("--allow ", text, ": baris adalah bilangan, misalnya EXIT:12,15"),
           Cat("--allow ", text, ": lines are numbers, such as EXIT:12,15")});
    }
    change.add_lines(number);
  }
  return change;
}

absl::StatusOr<ImportRequest> RequestOf(const ImportOptions& options, std::string bytes) {
  ImportRequest request;
  request.set_file(std::move(bytes));
  request.mutable_skip_lines()->Add(options.skip_lines.begin(), options.skip_lines.end());
  request.set_date_format(options.date_format);
  request.set_sheet(options.sheet);
  request.set_complete(options.complete);
  for (const std::string& text : options.allow) {
    ASSIGN_OR_RETURN(*request.add_confirmed_changes(), ParseAllowance(text));
  }
  return request;
}

// What imports a kind of file, and what its template is asked for by. Of records: which they are.
struct OfKind {
  ImportKind kind;
  registry::v1::GetImportTemplateRequest::Kind form;
  absl::StatusOr<ImportReport> (registry::RegistryClient::*import)(
      const Call&, const ImportRequest&) const = nullptr;
  registry::v1::RecordKind records = registry::v1::RECORD_KIND_UNSPECIFIED;
};
const OfKind& For(ImportKind kind) {
  using registry::RegistryClient;
  using Form = registry::v1::GetImportTemplateRequest;
  static constexpr OfKind kKinds[] = {
      {ImportKind::kUnits, Form::UNITS, &RegistryClient::ImportUnits},
      {ImportKind::kCompetencies, Form::COMPETENCIES, &RegistryClient::ImportCompetencies},
      {ImportKind::kPosts, Form::POSTS, &RegistryClient::ImportPosts},
      {ImportKind::kPeople, Form::PEOPLE, &RegistryClient::ImportPeople},
      {.kind = ImportKind::kAppraisals,
       .form = Form::APPRAISALS,
       .records = registry::v1::RECORD_APPRAISAL},
      {.kind = ImportKind::kTrainings,
       .form = Form::TRAININGS,
       .records = registry::v1::RECORD_TRAINING},
      {.kind = ImportKind::kEducation,
       .form = Form::EDUCATION,
       .records = registry::v1::RECORD_EDUCATION},
      {.kind = ImportKind::kDiscipline,
       .form = Form::DISCIPLINE,
       .records = registry::v1::RECORD_DISCIPLINE},
      {.kind = ImportKind::kLeave, .form = Form::LEAVE, .records = registry::v1::RECORD_LEAVE}};
  return *std::find_if(
      std::begin(kKinds), std::end(kKinds), [&](const OfKind& one) { return one.kind == kind; });
}

absl::StatusOr<ImportReport> BringAtOnce(
    const Operator& caller, const OfKind& kind, const ImportRequest& request) {
  if (kind.import != nullptr) return caller.Ask("registry", kind.import, request, kLongPatience);
  registry::v1::ImportRecordsRequest records;
  records.set_request_id(request.request_id());
  records.set_kind(kind.records);
  *records.mutable_import() = request;
  return caller.Ask("registry", &registry::RegistryClient::ImportRecords, records, kLongPatience);
}

// A large file as a job: the same import, which may take longer than a call.
absl::StatusOr<ImportReport> Bring(
    const Operator& caller, ImportKind kind, const ImportRequest& request, Progress& progress) {
  if (request.file().size() < kLargeFile) return BringAtOnce(caller, For(kind), request);
  registry::v1::StartImportRequest start;
  start.set_request_id(request.request_id());
  start.set_kind(For(kind).form);
  *start.mutable_import() = request;
  ASSIGN_OR_RETURN(
      const auto started,
      caller.Ask("registry", &registry::RegistryClient::StartImport, start, kLongPatience));
  ASSIGN_OR_RETURN(
      const google::protobuf::Any result,
      Await(caller, "registry", started.job(), [&](const operations::v1::Job& job) {
        progress.Detail(HowFar(job));
      }));
  ImportReport report;
  if (!result.UnpackTo(&report)) return absl::InternalError("the job's result is no report");
  return report;
}

absl::StatusOr<ImportTemplate> TemplateFor(const Operator& caller, ImportKind kind) {
  registry::v1::GetImportTemplateRequest request;
  request.set_kind(For(kind).form);
  return caller.Ask("registry", &registry::RegistryClient::GetImportTemplate, request);
}

// Templates are Indonesian. Without an answer columns are called as findings call them.
Headings HeadingsFor(const Operator& caller, ImportKind kind) {
  Headings headings;
  if (Spoken() == Language::kEnglish) return headings;
  const auto form = TemplateFor(caller, kind);
  if (form.ok())
    for (const auto& column : form->columns()) headings[column.name()] = column.heading();
  return headings;
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

Answer ImportAnswer(
    const ImportReport& report, const ImportOptions& options, const std::string& request_id,
    const Headings& headings) {
  Answer answer;
  for (const ImportReport::Kind& kind : report.kinds()) answer.text += KindText(kind, headings);
  answer.text += Redact(ChangesText(report, headings));
  answer.text += Redact(MissingText(report));
  answer.text += Table(
      {{Say("baru", "new"), Cat(report.new_count())},
       {Say("berubah", "changed"), Cat(report.changed_count())},
       {Say("sama", "same"), Cat(report.same_count())},
       {Say("salah", "wrong"), Cat(report.wrong_count())},
       {Say("dilewati", "skipped"), Cat(report.skipped_count())},
       {Say("semua baris", "all rows"), Cat(report.row_count())}});
  answer.text += Verdict(report, options, request_id);
  answer.text += WhereTold(report, options.findings);
  answer.json = Redact(Json(report));
  if (!report.acceptable()) answer.exit = ExitCode::kRefused;
  return answer;
}

absl::StatusOr<Answer> RunImport(
    const Environment& environment, ImportKind kind, ImportOptions options, Progress& progress) {
  if (options.file.empty()) {
    return UsageError(
        {"FILE belum disebut; --template menulis berkas untuk diisi",
         "FILE is missing; --template writes one to fill in"});
  }
  if (!options.request_id.empty() && !IsUuid(options.request_id)) {
    return UsageError(
        {"--request-id harus UUID huruf kecil", "--request-id must be a UUID in lower case"});
  }
  if (!options.findings.empty()) RETURN_IF_ERROR(MustBeTable(options.findings));
  RETURN_IF_ERROR(MustBeNew(options.findings));
  options.free_name = FreeName(options.free_name);
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  progress.Begin(options.confirm ? 3 : 2);
  progress.Step(Say("baca", "read"));
  std::ifstream in(options.file, std::ios::binary);
  ASSIGN_OR_RETURN(std::string bytes, ReadFile(in));
  RETURN_IF_ERROR(CheckContent(options.file, bytes));
  const std::vector<binadaya::Table> tables = ReadTables(bytes);
  // What cannot be read to its end would only come back.
  if (Blocks(tables.front().findings))
    return Refuse(absl::StatusCode::kInvalidArgument, tables.front().findings);
  ASSIGN_OR_RETURN(ImportRequest request, RequestOf(options, std::move(bytes)));
  request.set_request_id(caller.NewRequestId());
  const Headings headings = HeadingsFor(caller, kind);
  progress.Step(Say("uji coba", "dry run"));
  ASSIGN_OR_RETURN(const ImportReport plan, Bring(caller, kind, request, progress));
  // A file that is wrong as a whole, such as one with several sheets, is not read line by line.
  if (!options.findings.empty() && LinesAreTold(plan))
    RETURN_IF_ERROR(Save(options.findings, {FindingsTable(tables, plan, headings)}));
  if (!options.confirm || !plan.acceptable()) return ImportAnswer(plan, options, "", headings);

  request.set_request_id(options.request_id.empty() ? caller.NewRequestId() : options.request_id);
  request.set_confirm(true);
  progress.Step(Say("tulis", "write"));
  const absl::StatusOr<ImportReport> report = Bring(caller, kind, request, progress);
  if (!report.ok()) return InDoubt(report.status(), request.request_id());
  return ImportAnswer(*report, options, request.request_id(), headings);
}

absl::StatusOr<Answer> RunImportTemplate(
    const Environment& environment, ImportKind kind, const std::string& file) {
  RETURN_IF_ERROR(MustBeTable(file));
  RETURN_IF_ERROR(MustBeNew(file));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const ImportTemplate form, TemplateFor(caller, kind));
  RETURN_IF_ERROR(Save(file, TemplateTables(form)));
  return Answer{
      .text =
          Say(Cat("ditulis: ", file, "; ganti baris contoh dengan data\n"),
              Cat("written: ", file, "; put the data in place of the example row\n")),
      .json = Json(form)};
}

}  // namespace binadaya::cli
