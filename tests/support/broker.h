#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/kafka.h"

// Topics of tests on the stack's broker.
namespace binadaya::test {

// Those of these services, with fewer partitions: tests need order and spread, not width.
absl::StatusOr<std::vector<kafka::Topic>> TopicsOf(
    const std::string& prefix, const std::vector<std::string>& services);
// A broker that keeps the topics of all tests answers ever more slowly.
void DropTopics(const kafka::Brokers& brokers, const std::vector<std::string>& topics);

}  // namespace binadaya::test
