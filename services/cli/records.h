#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

// What is on record about people beside acts: appraisals, trainings, education, discipline, leave.
namespace binadaya::cli {

struct RecordOptions {
  std::string person, what, field, from, to, document, reason, record, kind, as_of;
  int year = 0;
};
// `what`: the predicate of a year. Another one than is on record corrects it, with a reason.
absl::StatusOr<Answer> RunRecordAppraisal(
    const Environment& environment, const RecordOptions& options);
// `what`: the training.
absl::StatusOr<Answer> RunRecordTraining(
    const Environment& environment, const RecordOptions& options);
// `what`: the level, SD to S3.
absl::StatusOr<Answer> RunRecordEducation(
    const Environment& environment, const RecordOptions& options);
// `what`: how severe; `to`: the first day on which it is over.
absl::StatusOr<Answer> RunRecordDiscipline(
    const Environment& environment, const RecordOptions& options);
// `what`: the kind of leave; `to`: its last day.
absl::StatusOr<Answer> RunRecordLeave(const Environment& environment, const RecordOptions& options);
// `record`: the first letters of its id.
absl::StatusOr<Answer> RunRecordAnnul(const Environment& environment, const RecordOptions& options);
// Those of a kind (empty = all) that stood on a day, newest first.
absl::StatusOr<Answer> RunListRecords(const Environment& environment, const RecordOptions& options);

// Pure.
std::string RecordsText(const registry::v1::ListRecordsResponse& records);

}  // namespace binadaya::cli
