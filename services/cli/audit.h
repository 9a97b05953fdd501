#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "binadaya/operations/v1/operations.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/progress.h"

namespace binadaya::cli {

// Who did, or was refused, what to whom. Empty = anything.
struct AuditOptions {
  std::string service = {};             // empty: all of them
  std::string actor = {}, target = {};  // a person by name, number or id; or what else is called so
  std::string method = {};              // "ValidateProfile"
  std::string from = {}, to = {};       // days, both included
  bool refused_only = false;
  bool all = false;  // not only the first page of each service
};
absl::StatusOr<Answer> RunAudit(
    const Environment& environment, const AuditOptions& options, Progress& progress);

// Has one service, or every one when `service` is empty, verify its sealed audit log. A fault ends
// with kRefused.
absl::StatusOr<Answer> RunVerifyAudit(
    const Environment& environment, const std::string& service, Progress& progress);

// Newest first, with the names of the people that are known by id. Pure.
std::string AuditText(
    const std::vector<std::pair<std::string, operations::v1::AuditEntry>>& entries,
    const std::map<std::string, std::string>& names, absl::TimeZone zone);
Answer AuditAnswer(const operations::v1::VerifyAuditResponse& report);

}  // namespace binadaya::cli
