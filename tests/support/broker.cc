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
  // Of a service that is not here nothing is replayed, and nothing set aside.
  std::erase_if(topics, [&](const kafka::Topic& topic) {
    const std::vector<std::string> parts = absl::StrSplit(topic.name, '.');
    return parts[0] != "binadaya" && std::count(services.begin(), services.end(), parts[1]) == 0;
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

absl::Status ForgetTopic(const kafka::Brokers& brokers, const std::string& topic) {
  ASSIGN_OR_RETURN(const kafka::Client client, ClientOf(brokers));
  const kafka::Partitions ends(rd_kafka_topic_partition_list_new(kPartitions));
  for (int part = 0; part < kPartitions; ++part) {
    std::int64_t low = 0, high = 0;
    if (rd_kafka_query_watermark_offsets(
            client.get(), topic.c_str(), part, &low, &high, kPatienceMs) !=
        RD_KAFKA_RESP_ERR_NO_ERROR)
      return absl::UnavailableError(Cat("the broker does not say where ", topic, " ends"));
    rd_kafka_topic_partition_list_add(ends.get(), topic.c_str(), part)->offset = high;
  }
  const Queue queue(rd_kafka_queue_new(client.get()), &rd_kafka_queue_destroy);
  rd_kafka_DeleteRecords_t* request = rd_kafka_DeleteRecords_new(ends.get());
  rd_kafka_DeleteRecords(client.get(), &request, 1, nullptr, queue.get());
  rd_kafka_DeleteRecords_destroy(request);
  const Answer done(rd_kafka_queue_poll(queue.get(), kPatienceMs), &rd_kafka_event_destroy);
  if (done == nullptr || rd_kafka_event_error(done.get()) != RD_KAFKA_RESP_ERR_NO_ERROR)
    return absl::UnavailableError(Cat("the broker does not forget ", topic));
  return absl::OkStatus();
}

}  // namespace binadaya::test
