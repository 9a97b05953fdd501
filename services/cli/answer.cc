#include "services/cli/answer.h"

#include "absl/strings/cord.h"
#include "services/common/domain/refusal.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

// Marks a status as ours: a server's INVALID_ARGUMENT is a refusal.
constexpr char kUsagePayload[] = "binadaya/usage";

int Severity(ExitCode code) {
  switch (code) {
    case ExitCode::kDone:
      return 0;
    case ExitCode::kTryAgain:
      return 1;
    case ExitCode::kRefused:
      return 2;
    case ExitCode::kUsage:
      return 3;
  }
  return 0;
}

}  // namespace

absl::Status UsageError(const Message& what) {
  absl::Status status = Refuse(
      absl::StatusCode::kInvalidArgument, {{.rule = kUsageRule, .where = "", .message = what}});
  status.SetPayload(kUsagePayload, absl::Cord());
  return status;
}

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return ExitCode::kDone;
  if (status.GetPayload(kUsagePayload).has_value()) return ExitCode::kUsage;
  return IsTransient(status) ? ExitCode::kTryAgain : ExitCode::kRefused;
}

ExitCode Worse(ExitCode a, ExitCode b) { return Severity(a) >= Severity(b) ? a : b; }

}  // namespace binadaya::cli
