#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/kafka.h"

// The topics of a broker as any reader finds them.
namespace binadaya::test {

// One record of a topic.
struct Record {
  int partition = 0;
  std::int64_t offset = 0;
  std::string id;
  std::string subject;
  std::int64_t sequence = 0;
  std::string type = {};  // "id.go.….rating.recorded.v1"
  std::string payload = {};
  std::string bytes = {};  // key, headers and payload
};

// All topics, without the broker's own.
absl::StatusOr<std::vector<std::string>> TopicNames(const kafka::Brokers& brokers);
// Every record of every partition of a topic.
absl::StatusOr<std::vector<Record>> Dump(const kafka::Brokers& brokers, const std::string& topic);

}  // namespace binadaya::test
