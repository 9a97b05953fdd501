// A version of the budget as a file, both ways.
#include <algorithm>
#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "services/budgeting/budget_file.h"
#include "services/budgeting/budgeting.h"
#include "services/common/csv.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/common/table_file.h"
#include "services/common/validate.h"
#include "services/common/xlsx.h"

namespace binadaya::budgeting {
namespace {

constexpr std::size_t kMostFindings = 1'000;

v1::DraftVersionRequest DraftOf(const v1::ImportVersionRequest& request, const v1::Budget& budget) {
  v1::DraftVersionRequest draft;
  draft.set_request_id(request.request_id());
  draft.set_unit(request.unit());
  draft.set_id(request.id());
  draft.set_version(request.version());
  draft.set_year(request.year());
  draft.set_kind(request.kind());
  *draft.mutable_budget() = budget;
  return draft;
}

int RowOf(const Finding& finding) {
  int row = 0;
  const auto value = finding.values.find("row");
  return value != finding.values.end() && absl::SimpleAtoi(value->second, &row) ? row : 0;
}

// What the contract's own rules say of a budget that was read.
void CheckContract(const v1::DraftVersionRequest& draft, BudgetFile& file) {
  for (Finding& finding : CheckRules(draft)) {
    file.Locate(finding);
    if (const int row = RowOf(finding); row > 0) file.unread.insert(row);
    file.findings.push_back(std::move(finding));
  }
}

// A sum over lines of which one could not be read says nothing.
bool IsOfSums(const Finding& finding) {
  constexpr std::string_view kSums = "BL-02 BL-07 BL-12 BL-15";
  return kSums.find(finding.rule) != std::string_view::npos;
}

void Add(const BudgetFile& file, Findings findings, Findings& to) {
  for (Finding& finding : findings) {
    file.Locate(finding);
    if (file.unread.contains(RowOf(finding))) continue;
    if (!file.unread.empty() && IsOfSums(finding)) continue;
    to.push_back(std::move(finding));
  }
}

void Show(Findings& findings, v1::ImportVersionResponse& response) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return RowOf(a) < RowOf(b);
  });
  response.set_finding_count(static_cast<int>(findings.size()));
  for (std::size_t i = 0; i < std::min(findings.size(), kMostFindings); ++i)
    ::binadaya::ToProto(findings[i], *response.add_findings());
}

}  // namespace

absl::StatusOr<v1::ImportVersionResponse> Budgeting::ImportVersion(
    Call& call, const v1::ImportVersionRequest& request) {
  BudgetFile file = ReadBudgetFile(ReadTables(request.file()));
  const v1::DraftVersionRequest draft = DraftOf(request, file.budget);
  const bool has_rows = file.budget.groups_size() > 0;
  if (has_rows || !Blocks(file.findings)) CheckContract(draft, file);
  const bool readable = !Blocks(file.findings);
  const auto apply = [&](Tx& tx) -> absl::StatusOr<v1::ImportVersionResponse> {
    v1::ImportVersionResponse response;
    Findings findings = file.findings, places;
    for (const v1::BudgetGroup& group : file.budget.groups())
      response.set_lines(response.lines() + group.lines_size());
    if (has_rows) {
      ASSIGN_OR_RETURN(Drafting drafting, Prepare(tx, draft, readable, places));
      const v1::Budget& budget = drafting.version.budget;
      Findings checked = CompareBefore(file, budget);
      for (Finding& finding : Check(tx, drafting.version)) checked.push_back(std::move(finding));
      if (readable && !Blocks(places)) {
        tx.Remark(Cat("file=", absl::BytesToHexString(Sha256(request.file()))));
        *response.mutable_version() = Keep(tx, drafting);
        response.mutable_version()->clear_budget();
        response.set_drafted(true);
      }
      Add(file, std::move(places), findings);
      Add(file, std::move(checked), findings);
    }
    Show(findings, response);
    return response;
  };
  return readable ? db_.Write(call, request, apply) : db_.Read(call, apply);
}

absl::StatusOr<v1::VersionFile> Budgeting::ExportVersion(
    Call& call, const v1::ExportVersionRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::VersionFile> {
    v1::Budget budget = ExampleBudget();
    if (!request.id().empty()) {
      if (!IsUuid(request.id())) return NoSuchObject("id");
      ASSIGN_OR_RETURN(
          const version_store::Version version,
          version_store::Get(tx, request.unit(), request.id()));
      budget = version.budget;
    }
    const Table table = WriteBudgetFile(budget);
    v1::VersionFile file;
    file.set_file(request.format() == v1::FILE_XLSX ? xlsx::Write({table}) : csv::Write(table));
    return file;
  });
}

}  // namespace binadaya::budgeting
