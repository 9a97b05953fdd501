#include "services/registry/import_report.h"

#include <algorithm>

#include "services/common/domain/text.h"
#include "services/common/enums.h"
#include "services/common/status.h"

namespace binadaya::registry {
namespace {

// An answer must fit the 17 MB that a client takes, beside all lines of all kinds.
constexpr std::size_t kMostBytes = 8UL * 1024 * 1024;
constexpr int kMostMissing = 100;

// "nip, baris 3, 4, 9"
std::string Where(const v1::ImportReport::Kind& kind) {
  const std::string& column = kind.finding().where();
  if (kind.lines(0) == 0) return column;
  return Cat(
      column, column.empty() ? "baris " : ", baris ",
      LineList({kind.lines().data(), static_cast<std::size_t>(kind.lines_size())}));
}

}  // namespace

ImportReporter::ImportReporter(const domain::Sheet& sheet, const domain::ImportOptions& options) {
  report_.set_row_count(static_cast<int>(sheet.rows.size()));
  report_.set_sheet(sheet.name);
  report_.set_heading_line(sheet.heading);
  for (const Finding& finding : sheet.findings) kinds_.Add(0, finding);
  for (const int line : domain::UnknownLines(sheet, options.skip))
    kinds_.Add(line, domain::NoSuchLine());
  readable_ = !Blocks(sheet.findings);
  report_.set_acceptable(
      readable_ && std::all_of(kinds_.all().begin(), kinds_.all().end(), [](const auto& kind) {
        return kind.finding.warning;
      }));
  if (readable_) return;
  for (const domain::Row& row : sheet.rows)
    Count(options.skip.contains(row.line) ? domain::Outcome::kSkipped : domain::Outcome::kWrong);
}

void ImportReporter::Count(domain::Outcome outcome) {
  switch (outcome) {
    case domain::Outcome::kNew:
      report_.set_new_count(report_.new_count() + 1);
      break;
    case domain::Outcome::kChanged:
      report_.set_changed_count(report_.changed_count() + 1);
      break;
    case domain::Outcome::kSame:
      report_.set_same_count(report_.same_count() + 1);
      break;
    case domain::Outcome::kWrong:
      report_.set_wrong_count(report_.wrong_count() + 1);
      break;
    case domain::Outcome::kSkipped:
      report_.set_skipped_count(report_.skipped_count() + 1);
      break;
  }
}

void ImportReporter::Add(const Row& row) {
  Count(row.outcome);
  if (row.outcome == domain::Outcome::kWrong) report_.set_acceptable(false);
  for (const Finding& finding : row.findings) kinds_.Add(row.line, finding);
  if (row.findings.empty() && row.outcome != domain::Outcome::kChanged) return;
  v1::ImportReport::Row out;
  out.set_line(row.line);
  out.set_outcome(ToContract<v1::ImportReport::Outcome>(row.outcome));
  for (const Finding& finding : row.findings) {
    ::binadaya::v1::Finding& told = *out.add_findings();
    ::binadaya::ToProto(finding, told);
    told.set_where(Cat("baris ", row.line, finding.where.empty() ? "" : ", ", finding.where));
  }
  if (!row.changes.empty()) out.set_who(row.who);
  for (const domain::FieldChange& change : row.changes) {
    v1::ImportReport::Change& told = *out.add_changes();
    told.set_field(change.field);
    told.set_before(change.before);
    told.set_after(change.after);
  }
  size_ += out.ByteSizeLong();
  if (size_ > kMostBytes) {
    report_.set_rows_left_out(report_.rows_left_out() + 1);
  } else {
    *report_.add_rows() = std::move(out);
  }
}

void ImportReporter::AddMissing(const std::string& name) {
  report_.set_missing_count(report_.missing_count() + 1);
  if (report_.missing_size() < kMostMissing) report_.add_missing(name);
}

v1::ImportReport ImportReporter::Report() && {
  for (const domain::FindingKind& kind : kinds_.all()) {
    v1::ImportReport::Kind& out = *report_.add_kinds();
    ::binadaya::ToProto(kind.finding, *out.mutable_finding());
    out.mutable_lines()->Add(kind.lines.begin(), kind.lines.end());
  }
  return std::move(report_);
}

absl::Status RefuseImport(const v1::ImportReport& report) {
  Findings findings;
  for (const v1::ImportReport::Kind& kind : report.kinds()) {
    const ::binadaya::v1::Finding& finding = kind.finding();
    if (finding.warning()) continue;
    findings.push_back(
        {.rule = finding.rule(), .where = Where(kind), .message = {finding.id(), finding.en()}});
  }
  return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
}

}  // namespace binadaya::registry
