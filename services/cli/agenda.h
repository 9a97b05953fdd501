#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

// The agenda of the leaders (agenda pimpinan): asked for, decided, changed, fallen back.
namespace binadaya::cli {

// A hold by part of its leader's name, or the first letters of its id.
struct AgendaOptions {
  std::string leader, hold, unit, batch;
  std::string at, to;  // slots
  std::string priority, way, delegate, reason;
  std::string by;  // in whose name
};

absl::StatusOr<Answer> RunRequestHold(const Environment& environment, const AgendaOptions& options);
absl::StatusOr<Answer> RunDecideHold(
    const Environment& environment, const AgendaOptions& options,
    scheduling::v1::HoldDecision decision);
absl::StatusOr<Answer> RunFallBack(const Environment& environment, const AgendaOptions& options);

}  // namespace binadaya::cli
