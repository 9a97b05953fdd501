#include "services/common/kafka.h"

#include <future>
#include <map>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "services/common/domain/text.h"
#include "services/common/log.h"
#include "services/common/status.h"

namespace binadaya::kafka {
namespace {

constexpr int kFindTimeoutMs = 2'000;
constexpr std::chrono::seconds kGone(5);
// A warning at every start about a property that ProducerConf sets on purpose; librdkafka has no
// switch for it.
constexpr char kExperimental[] = "Configuration property enable.gapless.guarantee is experimental";

}  // namespace

void Destroy::operator()(rd_kafka_t* client) const {
  const auto gone = std::make_shared<std::promise<void>>();
  std::thread([client, gone] {
    rd_kafka_destroy(client);
    gone->set_value();
  }).detach();
  if (gone->get_future().wait_for(kGone) == std::future_status::timeout)
    log::Warn("a Kafka client does not end, and is left behind", {});
}

absl::StatusOr<Client> Make(
    rd_kafka_type_t type, const Conf& conf, const std::function<void(rd_kafka_conf_t*)>& adjust) {
  rd_kafka_conf_t* built = rd_kafka_conf_new();
  char text[512];
  for (const auto& [key, value] : conf) {
    if (rd_kafka_conf_set(built, key.c_str(), value.c_str(), text, sizeof(text)) !=
        RD_KAFKA_CONF_OK) {
      rd_kafka_conf_destroy(built);
      return absl::InternalError(text);
    }
  }
  rd_kafka_conf_set_log_cb(
      built, [](const rd_kafka_t*, int level, const char* facility, const char* line) {
        if (level <= 4 && !absl::StrContains(line, kExperimental))
          log::Warn("kafka", {{"facility", facility}, {"line", line}});
      });
  if (adjust) adjust(built);
  rd_kafka_t* client = rd_kafka_new(type, built, text, sizeof(text));
  if (client == nullptr) {
    rd_kafka_conf_destroy(built);
    return absl::InternalError(text);
  }
  return Client(client);
}

Conf ClientConf(const Brokers& brokers) {
  Conf conf = {{"bootstrap.servers", brokers.address}};
  if (brokers.tls.on()) {
    const auto& [identity, ca] = brokers.tls;
    conf.insert(
        conf.end(), {{"security.protocol", "ssl"},
                     {"ssl.ca.location", ca},
                     {"ssl.certificate.location", identity},
                     {"ssl.key.location", identity},
                     {"ssl.endpoint.identification.algorithm", "https"}});
  }
  return conf;
}

Conf ProducerConf(const Brokers& brokers) {
  Conf conf = {
      {"enable.idempotence", "true"},
      {"acks", "all"},
      {"max.in.flight.requests.per.connection", "5"},
      {"message.timeout.ms", "0"},
      // Else what follows a refused batch is sent without it: an aggregate's second event
      // before its first.
      {"enable.gapless.guarantee", "true"},
      {"partitioner", "murmur2_random"},
      {"linger.ms", "2"},
      {"compression.type", "lz4"},
      {"message.max.bytes", "1000000"},
      {"queue.buffering.max.messages", "100000"},
      {"queue.buffering.max.kbytes", "262144"},
      {"socket.nagle.disable", "true"},
      {"socket.keepalive.enable", "true"},
      {"allow.auto.create.topics", "false"},
      {"reconnect.backoff.max.ms", "1000"}};
  for (auto& property : ClientConf(brokers)) conf.push_back(std::move(property));
  return conf;
}

Conf ConsumerConf(
    const Brokers& brokers, const std::string& group, const std::string& instance,
    int max_poll_seconds) {
  Conf conf = {
      {"group.id", group},
      {"group.instance.id", Cat(group, "-", instance)},
      {"enable.auto.commit", "false"},
      {"auto.offset.reset", "error"},
      {"partition.assignment.strategy", "range"},
      {"session.timeout.ms", "15000"},
      {"heartbeat.interval.ms", "3000"},
      {"max.poll.interval.ms", Cat(max_poll_seconds * 1000)},
      {"isolation.level", "read_committed"},
      {"check.crcs", "true"},
      {"queued.max.messages.kbytes", "16384"},
      {"fetch.message.max.bytes", "1048576"},
      {"fetch.wait.max.ms", "1000"},
      {"reconnect.backoff.max.ms", "1000"},
      {"topic.metadata.refresh.interval.ms", "10000"},
      {"allow.auto.create.topics", "false"}};
  for (auto& property : ClientConf(brokers)) conf.push_back(std::move(property));
  return conf;
}

absl::StatusOr<std::map<std::string, int>> ExistingTopics(rd_kafka_t* client, int timeout_ms) {
  const rd_kafka_metadata_t* metadata = nullptr;
  const rd_kafka_resp_err_t error = rd_kafka_metadata(client, 1, nullptr, &metadata, timeout_ms);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return absl::UnavailableError(Cat("the broker does not answer: ", rd_kafka_err2str(error)));
  }
  std::map<std::string, int> topics;
  for (int i = 0; i < metadata->topic_cnt; ++i)
    topics[metadata->topics[i].topic] = metadata->topics[i].partition_cnt;
  rd_kafka_metadata_destroy(metadata);
  return topics;
}

rd_kafka_resp_err_t FindTopic(rd_kafka_t* client, const std::string& topic) {
  rd_kafka_topic_t* handle = rd_kafka_topic_new(client, topic.c_str(), nullptr);
  const rd_kafka_metadata_t* metadata = nullptr;
  rd_kafka_resp_err_t error = rd_kafka_metadata(client, 0, handle, &metadata, kFindTimeoutMs);
  rd_kafka_topic_destroy(handle);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return error;
  error = metadata->topic_cnt == 1 ? metadata->topics[0].err : RD_KAFKA_RESP_ERR_UNKNOWN;
  rd_kafka_metadata_destroy(metadata);
  return error;
}

absl::Status RequireTopic(const Brokers& brokers, const std::string& topic) {
  ASSIGN_OR_RETURN(const Client client, Make(RD_KAFKA_PRODUCER, ClientConf(brokers)));
  const rd_kafka_resp_err_t error = FindTopic(client.get(), topic);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
  // A broker that asks who may what does not say whether a topic is there to who may nothing.
  if (error != RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART &&
      error != RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)
    return absl::UnavailableError("the broker does not answer; try again");
  return Refuse(
      {.rule = "TOPIC-01",
       .where = topic,
       .message = {
           "Topik ini belum ada, atau layanan ini tidak boleh memakainya. Jalankan "
           "`binadaya topics apply`, lalu ulangi.",
           "This topic does not exist yet, or this service may not use it. Run `binadaya topics "
           "apply`, then try again."}});
}

Headers MakeHeaders(const v1::Headers& headers) {
  Headers made(rd_kafka_headers_new(static_cast<std::size_t>(headers.values().size())));
  for (const auto& [name, value] : headers.values()) {
    rd_kafka_header_add(
        made.get(), name.data(), static_cast<ssize_t>(name.size()), value.data(),
        static_cast<ssize_t>(value.size()));
  }
  return made;
}

v1::Headers HeadersOf(const rd_kafka_message_t& message) {
  v1::Headers headers;
  rd_kafka_headers_t* list = nullptr;
  if (rd_kafka_message_headers(&message, &list) != RD_KAFKA_RESP_ERR_NO_ERROR) return headers;
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0;
       rd_kafka_header_get_all(list, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
    (*headers.mutable_values())[name] = std::string(static_cast<const char*>(value), size);
  }
  return headers;
}

}  // namespace binadaya::kafka
