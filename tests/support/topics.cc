#include "tests/support/topics.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/kafka.h"
#include "services/common/status.h"

namespace binadaya::test {
namespace {

std::string Header(const rd_kafka_headers_t* headers, const char* name) {
  const void* value = nullptr;
  std::size_t size = 0;
  if (headers == nullptr ||
      rd_kafka_header_get_last(headers, name, &value, &size) != RD_KAFKA_RESP_ERR_NO_ERROR)
    return "";
  return {static_cast<const char*>(value), size};
}

// Key, headers and payload as they are.
std::string Bytes(const rd_kafka_message_t& message, const rd_kafka_headers_t* headers) {
  std::string bytes(static_cast<const char*>(message.key), message.key_len);
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0;
       headers != nullptr && rd_kafka_header_get_all(headers, i, &name, &value, &size) == 0; ++i)
    bytes += Cat("\n", name, "=", std::string(static_cast<const char*>(value), size));
  return Cat(bytes, "\n", std::string(static_cast<const char*>(message.payload), message.len));
}

}  // namespace

absl::StatusOr<std::vector<std::string>> TopicNames(const kafka::Brokers& brokers) {
  ASSIGN_OR_RETURN(
      const kafka::Client client, kafka::Make(RD_KAFKA_PRODUCER, kafka::ClientConf(brokers)));
  const rd_kafka_metadata_t* metadata = nullptr;
  if (const rd_kafka_resp_err_t error =
          rd_kafka_metadata(client.get(), 1, nullptr, &metadata, 10'000);
      error != RD_KAFKA_RESP_ERR_NO_ERROR)
    return absl::UnavailableError(rd_kafka_err2str(error));
  std::vector<std::string> topics;
  for (int i = 0; i < metadata->topic_cnt; ++i) {
    const std::string name = metadata->topics[i].topic;
    if (!name.starts_with("__")) topics.push_back(name);
  }
  rd_kafka_metadata_destroy(metadata);
  return topics;
}

absl::StatusOr<std::vector<Record>> Dump(const kafka::Brokers& brokers, const std::string& topic) {
  kafka::Conf conf = {
      {"group.id", Cat("dump.", topic)},
      {"enable.auto.commit", "false"},
      {"auto.offset.reset", "error"},
      {"allow.auto.create.topics", "false"}};
  for (auto& property : kafka::ClientConf(brokers)) conf.push_back(std::move(property));
  ASSIGN_OR_RETURN(const kafka::Client client, kafka::Make(RD_KAFKA_CONSUMER, conf));
  rd_kafka_poll_set_consumer(client.get());
  const rd_kafka_metadata_t* metadata = nullptr;
  rd_kafka_topic_t* handle = rd_kafka_topic_new(client.get(), topic.c_str(), nullptr);
  rd_kafka_resp_err_t error = rd_kafka_metadata(client.get(), 0, handle, &metadata, 10'000);
  rd_kafka_topic_destroy(handle);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
    return absl::UnavailableError(Cat("no metadata of ", topic, ": ", rd_kafka_err2str(error)));
  const int partitions = metadata->topic_cnt == 1 ? metadata->topics[0].partition_cnt : 0;
  rd_kafka_metadata_destroy(metadata);
  const kafka::Partitions list(rd_kafka_topic_partition_list_new(partitions));
  std::int64_t left = 0;
  for (int partition = 0; partition < partitions; ++partition) {
    std::int64_t low = 0, high = 0;
    error = rd_kafka_query_watermark_offsets(
        client.get(), topic.c_str(), partition, &low, &high, 10'000);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
      return absl::UnavailableError(Cat("no end of ", topic, ": ", rd_kafka_err2str(error)));
    if (low == high) continue;
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset = low;
    left += high - low;
  }
  std::vector<Record> records;
  if (left == 0) return records;
  rd_kafka_assign(client.get(), list.get());
  for (const absl::Time end = absl::Now() + absl::Seconds(30); left > 0;) {
    if (absl::Now() > end) return absl::UnavailableError(Cat(left, " records missing of ", topic));
    const kafka::Message message(rd_kafka_consumer_poll(client.get(), 100));
    if (message == nullptr || message->err != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    rd_kafka_headers_t* headers = nullptr;
    rd_kafka_message_headers(message.get(), &headers);
    Record record{
        .partition = message->partition,
        .offset = message->offset,
        .id = Header(headers, "ce_id"),
        .subject = Header(headers, "ce_subject"),
        .type = Header(headers, "ce_type"),
        .payload = {static_cast<const char*>(message->payload), message->len},
        .bytes = Bytes(*message, headers)};
    (void)absl::SimpleAtoi(Header(headers, "ce_sequence"), &record.sequence);
    records.push_back(std::move(record));
    --left;
  }
  std::sort(records.begin(), records.end(), [](const Record& a, const Record& b) {
    return std::pair(a.partition, a.offset) < std::pair(b.partition, b.offset);
  });
  return records;
}

}  // namespace binadaya::test
