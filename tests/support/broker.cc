#include "tests/support/broker.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

#include "absl/strings/str_split.h"
#include "services/cli/topics.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::test {
namespace {

constexpr int kPartitions = 3;
constexpr int kPatienceMs = 20'000;

using Queue = std::unique_ptr<rd_kafka_queue_t, decltype(&rd_kafka_queue_destroy)>;
using Answer = std::unique_ptr<rd_kafka_event_t, decltype(&rd_kafka_event_destroy)>;

absl::StatusOr<kafka::Client> ClientOf(const kafka::Brokers& brokers) {
  return kafka::Make(RD_KAFKA_PRODUCER, kafka::ClientConf(brokers));
}

}  // namespace

absl::StatusOr<std::vector<kafka::Topic>> TopicsOf(
    const std::string& prefix, const std::vector<std::string>& services) {
  std::ostringstream lines;
  lines << std::ifstream(BINADAYA_CHECKOUT "/infra/kafka/topics.txt").rdbuf();
  ASSIGN_OR_RETURN(std::vector<kafka::Topic> topics, cli::TopicsOfGraph(lines.str()));
  // Of a service that is not here nothing is replayed, set aside or translated.
  const auto here = [&](std::string_view service) {
    return std::ranges::find(services, service) != services.end();
  };
  std::erase_if(topics, [&](const kafka::Topic& topic) {
    const std::vector<std::string> parts = absl::StrSplit(topic.name, '.');
    if (parts.back() == "json") return !here("bridge");
    return parts[0] != "binadaya" && !here(parts[1]);
  });
  for (kafka::Topic& topic : topics) {
    topic.name = prefix + topic.name;
    topic.partitions = kPartitions;
    topic.config.clear();
  }
  return topics;
}

void DropTopics(const kafka::Brokers& brokers, const std::vector<std::string>& topics) {
  const absl::StatusOr<kafka::Client> client = ClientOf(brokers);
  if (!client.ok()) return;
  const Queue queue(rd_kafka_queue_new(client->get()), &rd_kafka_queue_destroy);
  std::vector<rd_kafka_DeleteTopic_t*> deletions;
  for (const std::string& topic : topics)
    deletions.push_back(rd_kafka_DeleteTopic_new(topic.c_str()));
  rd_kafka_DeleteTopics(client->get(), deletions.data(), deletions.size(), nullptr, queue.get());
  const Answer done(rd_kafka_queue_poll(queue.get(), kPatienceMs / 2), &rd_kafka_event_destroy);
  rd_kafka_DeleteTopic_destroy_array(deletions.data(), deletions.size());
}

}  // namespace binadaya::test
