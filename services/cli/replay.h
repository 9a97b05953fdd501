#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "binadaya/operations/v1/operations.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/progress.h"

namespace binadaya::cli {

// What waits in a service. Changes nothing.
absl::StatusOr<Answer> RunListParked(const Environment& environment, const std::string& service);

// Has a service try what it parked again. Refused while something stays parked: its cause is still
// there.
absl::StatusOr<Answer> RunReplayParked(const Environment& environment, const std::string& service);

// Rebuilds the projection of a service: empties it and has every service that it hears publish its
// log once more. Nothing is emptied before all of them answer. Safe to repeat from the start when
// it breaks off.
absl::StatusOr<Answer> RunReplayProjection(
    const Environment& environment, const std::string& service, Progress& progress);

// Pure.
Answer ParkedAnswer(const operations::v1::ListParkedResponse& parked);

}  // namespace binadaya::cli
