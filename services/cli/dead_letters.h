#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "binadaya/operations/v1/operations.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

namespace binadaya::cli {

// What waits in a service: refused, behind what was refused, or for an earlier event.
absl::StatusOr<Answer> RunListParked(const Environment& environment, const std::string& service);
// What a service gave up: refused events, and those that it could not read at all. `all`: also what
// was settled, by whom and why.
absl::StatusOr<Answer> RunListDeadLetters(
    const Environment& environment, const std::string& service, bool all);
// Settles one, by its id or the first letters of it.
absl::StatusOr<Answer> RunDiscard(
    const Environment& environment, const std::string& service, const std::string& letter,
    const std::string& reason);

// Pure.
Answer ParkedAnswer(const operations::v1::ListParkedResponse& parked);
Answer DeadLettersAnswer(
    const operations::v1::ListDeadLettersResponse& letters, absl::TimeZone zone);

}  // namespace binadaya::cli
