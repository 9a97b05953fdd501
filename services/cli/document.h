#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "binadaya/reporting/v1/reporting.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

// Documents: printed to a file, and looked up by the code that stands on them.
namespace binadaya::cli {

struct DocumentOptions {
  std::string unit, of;  // of: a year, or the first letters of an id
  std::string format;    // empty: by the ending of `out`, else PDF
  std::string out;       // empty: the name that the document brings
  std::string document, kind;
  int year = 0, number = 0;
  bool all = false;
  std::string batch, invited;
  int session = 0;                                    // in order of time
  std::string letter_number, letter_date, signed_by;  // empty: is written on the letter
};
// The newest version of a unit's year, or one by its id.
absl::StatusOr<Answer> RunPrintBudget(
    const Environment& environment, const DocumentOptions& options);
// The plan of a year, or one by its id; `number` 0: the version in force, else the newest.
absl::StatusOr<Answer> RunPrintPlan(const Environment& environment, const DocumentOptions& options);
// Of a batch; `number` 0: its newest release.
absl::StatusOr<Answer> RunPrintRundown(
    const Environment& environment, const DocumentOptions& options);
absl::StatusOr<Answer> RunPrintSheet(
    const Environment& environment, const DocumentOptions& options);
absl::StatusOr<Answer> RunPrintAssignment(
    const Environment& environment, const DocumentOptions& options);
absl::StatusOr<Answer> RunPrintInvitation(
    const Environment& environment, const DocumentOptions& options);
// Whether a document is what it says, and still the newest.
absl::StatusOr<Answer> RunGetDocument(
    const Environment& environment, const DocumentOptions& options);
absl::StatusOr<Answer> RunListDocuments(
    const Environment& environment, const DocumentOptions& options);

// Pure.
absl::StatusOr<reporting::v1::DocumentFormat> FormatOf(
    const std::string& format, const std::string& out);
std::string DocumentText(const reporting::v1::Document& document);
std::string DocumentsText(const reporting::v1::ListDocumentsResponse& documents);

}  // namespace binadaya::cli
