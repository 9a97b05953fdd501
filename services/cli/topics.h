#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/common/kafka.h"

namespace binadaya::cli {

// The topics that the lines of infra/kafka/topics.txt stand for, with the graph of the services.
absl::StatusOr<std::vector<kafka::Topic>> TopicsOfGraph(std::string_view lines);

// Makes the broker's topics what `file` declares and, with TLS, who may write and read them.
// Idempotent. A topic with another number of partitions is refused.
absl::StatusOr<Answer> RunTopicsApply(const Environment& environment, const std::string& file);

}  // namespace binadaya::cli
