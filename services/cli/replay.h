#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/progress.h"

namespace binadaya::cli {

// Has a service try what it parked again. Refused while something stays parked: its cause is still
// there. Where the publisher `accept` told versions anew (it was restored from a backup), what it
// tells now counts; empty: such aggregates go on waiting.
absl::StatusOr<Answer> RunReplayParked(
    const Environment& environment, const std::string& service, const std::string& accept);

// Has a service hear its topics from their beginning; what it applied is skipped.
absl::StatusOr<Answer> RunReplaySeek(const Environment& environment, const std::string& service);

// Has a service take over the past: every service that it hears publishes its log once more, to it
// alone; what it applied is skipped, what waited for it follows. Partitions whose position was lost
// begin anew. Safe to repeat.
absl::StatusOr<Answer> RunReplayBootstrap(
    const Environment& environment, const std::string& service, Progress& progress);

// The same after emptying its projection. Safe to repeat from the start when it breaks off.
absl::StatusOr<Answer> RunReplayProjection(
    const Environment& environment, const std::string& service, Progress& progress);

}  // namespace binadaya::cli
