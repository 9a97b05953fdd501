#include "services/registry/importing.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "services/common/enums.h"
#include "services/common/id.h"

namespace binadaya::registry {
namespace {

// "EXIT", or "EXIT:12,15" for some lines.
std::vector<std::string> ConfirmedTexts(const v1::ImportRequest& request) {
  std::vector<std::string> texts;
  for (const v1::ConfirmedChange& confirmed : request.confirmed_changes()) {
    texts.push_back(
        Cat(v1::ConfirmedChange::Kind_Name(confirmed.kind()), confirmed.lines().empty() ? "" : ":",
            absl::StrJoin(confirmed.lines(), ",")));
  }
  return texts;
}

// Records say how people were rated; who may not see that may not bring them either, for the report
// says what is on record.
absl::Status MayBringRecords(const Call& call) {
  if (call.Holds(::binadaya::v1::ANALYST, "/")) return absl::OkStatus();
  return Refuse(
      absl::StatusCode::kPermissionDenied,
      {{.rule = "REC-19",
        .where = "kind",
        .message = {
            "Catatan pegawai hanya dapat diimpor oleh analis kota. Mintalah peran ANALYST, atau "
            "minta analis mengimpornya.",
            "Records about people are imported by an analyst of the city only. Ask for the role "
            "ANALYST, or have an analyst import them."}}});
}

absl::Status Unwatched(std::size_t, std::size_t) { return absl::OkStatus(); }

}  // namespace

absl::StatusOr<domain::ImportOptions> OptionsOf(const v1::ImportRequest& request) {
  domain::ImportOptions options;
  options.skip.insert(request.skip_lines().begin(), request.skip_lines().end());
  for (const v1::ConfirmedChange& confirmed : request.confirmed_changes()) {
    options.confirmed.push_back(
        {.change = ToDomain<domain::Confirmable>(confirmed.kind()),
         .lines = {confirmed.lines().begin(), confirmed.lines().end()}});
  }
  options.complete = request.complete();
  options.dates = DateFormat::Parse(request.date_format());
  if (!request.date_format().empty() && !options.dates.has_value()) {
    return Refuse(
        absl::StatusCode::kInvalidArgument,
        {{.rule = "IMP-08",
          .where = "date_format",
          .message = {
              "Bentuk tanggal tidak dikenal. Tulis misalnya dd/mm/yyyy, d-m-yyyy atau dd mmmm "
              "yyyy; tahun empat angka.",
              "The form of dates is unknown. Write such as dd/mm/yyyy, d-m-yyyy or dd mmmm yyyy; "
              "the year has four digits."}}});
  }
  return options;
}

void KeepImport(
    Tx& tx, std::string_view kind, const v1::ImportRequest& request, const v1::ImportReport& report,
    std::vector<import_store::Concerned> concerned) {
  const std::string hash = Sha256(request.file());
  const std::vector<std::string> confirmed = ConfirmedTexts(request);
  tx.Remark(
      Cat("file=", absl::BytesToHexString(hash), " new=", report.new_count(),
          " changed=", report.changed_count(), " same=", report.same_count(), " skipped=",
          absl::StrJoin(request.skip_lines(), ","), " confirmed=", absl::StrJoin(confirmed, " ")));
  import_store::Add(
      tx,
      {.id = request.request_id(),
       .kind = kind,
       .file_hash = hash,
       .confirmed = confirmed,
       .concerned = std::move(concerned)},
      request, report);
}

v1::ImportReport Written(v1::ImportReport report) {
  report.clear_rows();
  report.clear_missing();
  report.set_written(true);
  return report;
}

absl::StatusOr<v1::ImportReport> Registry::ImportUnits(
    Call& call, const v1::ImportRequest& request) {
  return BringUnits(call, request, Unwatched);
}

absl::StatusOr<v1::ImportReport> Registry::ImportCompetencies(
    Call& call, const v1::ImportRequest& request) {
  return BringCompetencies(call, request, Unwatched);
}

absl::StatusOr<v1::ImportReport> Registry::ImportPosts(
    Call& call, const v1::ImportRequest& request) {
  return BringPosts(call, request, Unwatched);
}

absl::StatusOr<v1::ImportReport> Registry::ImportPeople(
    Call& call, const v1::ImportRequest& request) {
  return BringPeople(call, request, Unwatched);
}

absl::StatusOr<v1::ImportReport> Registry::ImportRecords(
    Call& call, const v1::ImportRecordsRequest& request) {
  using Files = v1::GetImportTemplateRequest;
  constexpr int kFirst = int{Files::APPRAISALS} - v1::RECORD_APPRAISAL;
  static_assert(
      kFirst + v1::RECORD_TRAINING == Files::TRAININGS &&
      kFirst + v1::RECORD_EDUCATION == Files::EDUCATION &&
      kFirst + v1::RECORD_DISCIPLINE == Files::DISCIPLINE &&
      kFirst + v1::RECORD_LEAVE == Files::LEAVE && v1::RecordKind_MAX == v1::RECORD_LEAVE);
  const auto file = static_cast<Files::Kind>(kFirst + request.kind());
  v1::ImportRequest import = request.import();
  import.set_request_id(request.request_id());
  return BringRecords(call, file, import, Unwatched);
}

absl::StatusOr<v1::StartImportResponse> Registry::StartImport(
    Call& call, const v1::StartImportRequest& request) {
  RETURN_IF_ERROR(OptionsOf(request.import()).status());
  if (RecordsIn(request.kind()).has_value()) RETURN_IF_ERROR(MayBringRecords(call));
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::StartImportResponse> {
    v1::StartImportResponse response;
    ASSIGN_OR_RETURN(const auto job, Jobs::Ask(tx, kImportJob, request));
    response.set_job(job.id());
    return response;
  });
}

absl::StatusOr<v1::ImportReport> Registry::DoImport(
    JobRun& run, const v1::StartImportRequest& request) {
  v1::ImportRequest import = request.import();
  import.set_request_id(run.id());
  const Progress at = [&run](std::size_t done, std::size_t total) {
    return run.At(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
  };
  switch (request.kind()) {
    case v1::GetImportTemplateRequest::UNITS:
      return BringUnits(run.call(), import, at);
    case v1::GetImportTemplateRequest::COMPETENCIES:
      return BringCompetencies(run.call(), import, at);
    case v1::GetImportTemplateRequest::POSTS:
      return BringPosts(run.call(), import, at);
    case v1::GetImportTemplateRequest::PEOPLE:
      return BringPeople(run.call(), import, at);
    default:
      if (RecordsIn(request.kind()).has_value())
        return BringRecords(run.call(), request.kind(), import, at);
      return absl::InternalError("a kind of file that this program does not know");
  }
}

absl::StatusOr<v1::ListImportsResponse> Registry::ListImports(
    Call& call, const v1::ListImportsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListImportsResponse> {
    v1::ListImportsResponse response;
    for (v1::Import& import : import_store::PageOf(tx, request, page))
      *response.add_imports() = std::move(import);
    if (response.imports_size() == page.size()) {
      const v1::Import& last = *response.imports().rbegin();
      response.set_next_page_token(page.Next({last.at(), last.id()}));
    }
    return response;
  });
}

absl::StatusOr<v1::Import> Registry::GetImport(Call& call, const v1::GetImportRequest& request) {
  return db_.Read(call, [&](Tx& tx) { return import_store::Get(tx, request.import()); });
}

}  // namespace binadaya::registry
