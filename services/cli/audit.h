#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "binadaya/operations/v1/operations.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/progress.h"

namespace binadaya::cli {

// Has one service, or every one when `service` is empty, verify its sealed audit log. A fault ends
// with kRefused.
absl::StatusOr<Answer> RunVerifyAudit(
    const Environment& environment, const std::string& service, Progress& progress);

// Pure.
Answer AuditAnswer(const operations::v1::VerifyAuditResponse& report);

}  // namespace binadaya::cli
