#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

namespace binadaya::cli {

// Makes the broker's topics what `file` declares. Idempotent. A topic with another number of
// partitions is refused.
absl::StatusOr<Answer> RunTopicsApply(const Environment& environment, const std::string& file);

}  // namespace binadaya::cli
