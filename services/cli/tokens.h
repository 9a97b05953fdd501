#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/progress.h"
#include "services/common/call.h"

namespace binadaya::cli {

// "ANALYST:/33.74.01/": a role that a person may have, over a unit path. UsageError otherwise.
// Pure.
absl::StatusOr<Grant> ParseGrant(std::string_view text);

// A token of a person, made out to one service and signed with the operator's key. The text is the
// token and nothing else, for `$(…)`.
absl::StatusOr<Answer> RunToken(
    const Environment& environment, const std::string& service, const std::string& subject,
    const std::vector<std::string>& grants);

// Has every service refuse a token from now on. One that does not answer is told; the command may
// be repeated.
absl::StatusOr<Answer> RunTokenRevoke(
    const Environment& environment, const std::string& token_id, Progress& progress);

}  // namespace binadaya::cli
