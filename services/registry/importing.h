#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/db.h"
#include "services/common/status.h"
#include "services/common/table_file.h"
#include "services/registry/directory_store.h"
#include "services/registry/domain/record.h"
#include "services/registry/import_report.h"
#include "services/registry/import_store.h"
#include "services/registry/registry.h"

// The one way of every file: its rows are planned over what the registry holds, what the plan found
// is reported, and, once confirmed, it is written and kept who brought what.
namespace binadaya::registry {

// One kind of file, of rows that say a T.
template <class T>
struct FileKind {
  std::string_view name;  // in the audit: "PEOPLE"
  const std::vector<domain::Column>& columns;
  std::function<absl::StatusOr<domain::ImportPlan<T>>(
      Tx&, const std::vector<domain::Row>&, const domain::ImportOptions&)>
      plan;
  // Writes what is new or changed; what it concerned.
  std::function<absl::StatusOr<std::vector<import_store::Concerned>>(Tx&, domain::ImportPlan<T>)>
      write;
};

// Which records a kind of file holds; none of the other kinds.
std::optional<domain::RecordKind> RecordsIn(v1::GetImportTemplateRequest::Kind kind);

template <class T>
bool IsWritten(const domain::Planned<T>& planned) {
  return planned.outcome == domain::Outcome::kNew || planned.outcome == domain::Outcome::kChanged;
}

absl::StatusOr<domain::ImportOptions> OptionsOf(const v1::ImportRequest& request);
// Keeps who brought which file and whom it concerned; the audit row of the command says the first
// and how many rows there were.
void KeepImport(
    Tx& tx, std::string_view kind, const v1::ImportRequest& request, const v1::ImportReport& report,
    std::vector<import_store::Concerned> concerned);
// The answer to a write: the rows, and who they are, were for the dry run.
v1::ImportReport Written(v1::ImportReport report);

template <class T>
absl::StatusOr<v1::ImportReport> Import(
    Db& db, const Call& call, const v1::ImportRequest& request, const FileKind<T>& kind,
    const Progress& at) {
  ASSIGN_OR_RETURN(const domain::ImportOptions options, OptionsOf(request));
  const domain::Sheet sheet =
      domain::ReadSheet(ReadTables(request.file()), kind.columns, request.sheet());
  const auto apply = [&](Tx& tx) -> absl::StatusOr<v1::ImportReport> {
    RETURN_IF_ERROR(at(0, sheet.rows.size()));
    if (request.confirm()) directory_store::LockImports(tx);
    ImportReporter reporter(sheet, options);
    domain::ImportPlan<T> plan;
    if (reporter.readable()) {
      ASSIGN_OR_RETURN(plan, kind.plan(tx, sheet.rows, options));
    }
    reporter.Add(plan);
    v1::ImportReport report = std::move(reporter).Report();
    if (!request.confirm()) return report;
    if (!report.acceptable()) return RefuseImport(report);
    ASSIGN_OR_RETURN(auto concerned, kind.write(tx, std::move(plan)));
    KeepImport(tx, kind.name, request, report, std::move(concerned));
    RETURN_IF_ERROR(at(sheet.rows.size(), sheet.rows.size()));
    return Written(std::move(report));
  };
  if (!request.confirm()) return db.Read(call, apply);
  Call import = call;  // its audit row is about this import, which names whom it wrote
  import.set_scope(request.request_id(), call.scope_path());
  return db.Write(import, request, apply);
}

}  // namespace binadaya::registry
