#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/import_files.h"
#include "services/cli/progress.h"

namespace binadaya::cli {

enum class ImportKind {
  kUnits,
  kCompetencies,
  kPosts,
  kPeople,
  kAppraisals,
  kTrainings,
  kEducation,
  kDiscipline,
  kLeave
};

// From so many bytes on a file comes as a job.
inline constexpr std::size_t kLargeFile = 1'000'000;

struct ImportOptions {
  std::string file;
  bool confirm = false;
  std::vector<int> skip_lines = {};
  std::string request_id = {};          // empty: a new one
  std::string date_format = {};         // "dd/mm/yyyy"
  std::vector<std::string> allow = {};  // "NAME", or "EXIT:12,15" for some lines
  bool complete = false;
  std::string findings = {};  // the file to write with what is wrong
  std::string sheet = {};     // the one of a workbook that is meant
  // A name for it that no file has, to be proposed.
  std::string free_name = "temuan.xlsx";
};

// Sends a file to the registry: first to ask what it would do, then, if confirmed and nothing is
// wrong, to write. Nothing is sent when the file itself is unusable.
absl::StatusOr<Answer> RunImport(
    const Environment& environment, ImportKind kind, ImportOptions options, Progress& progress);

// Writes a file to fill in: a workbook with one example row and a sheet of allowed values, or, when
// its name ends in .csv, the example alone. Under any other name nothing.
absl::StatusOr<Answer> RunImportTemplate(
    const Environment& environment, ImportKind kind, const std::string& file);

// What the registry said of a file. Pure. `request_id`: of a write; empty for a dry run. Rows that
// are merely new are counted, not listed.
Answer ImportAnswer(
    const registry::v1::ImportReport& report, const ImportOptions& options,
    const std::string& request_id, const Headings& headings = {});

}  // namespace binadaya::cli
