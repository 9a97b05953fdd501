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

constexpr int kAdminTimeoutMs = 10'000;
constexpr int kFindTimeoutMs = 2'000;
constexpr std::chrono::seconds kGone(5);
// A warning at every start about a property that ProducerConf sets on purpose; librdkafka has no
// switch for it.
constexpr char kExperimental[] = "Configuration property enable.gapless.guarantee is experimental";

absl::Status Failed(std::string_view what, const rd_kafka_topic_result_t* result) {
  return absl::FailedPreconditionError(
      Cat("topic ", rd_kafka_topic_result_name(result), " ", what, ": ",
          rd_kafka_topic_result_error_string(result)));
}

absl::Status Create(
    rd_kafka_t* client, rd_kafka_queue_t* queue, const std::vector<const Topic*>& topics) {
  std::vector<Owned<rd_kafka_NewTopic_t>> owned;
  std::vector<rd_kafka_NewTopic_t*> requests;
  for (const Topic* topic : topics) {
    char text[256];
    owned.emplace_back(
        rd_kafka_NewTopic_new(topic->name.c_str(), topic->partitions, -1, text, sizeof(text)));
    if (owned.back() == nullptr) return absl::InvalidArgumentError(text);
    for (const auto& [key, value] : topic->config)
      rd_kafka_NewTopic_set_config(owned.back().get(), key.c_str(), value.c_str());
    requests.push_back(owned.back().get());
  }
  const Owned<rd_kafka_AdminOptions_t> options(
      rd_kafka_AdminOptions_new(client, RD_KAFKA_ADMIN_OP_CREATETOPICS));
  char text[256];
  rd_kafka_AdminOptions_set_operation_timeout(options.get(), kAdminTimeoutMs, text, sizeof(text));
  rd_kafka_CreateTopics(client, requests.data(), requests.size(), options.get(), queue);
  const Owned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue, 2 * kAdminTimeoutMs));
  if (event == nullptr || rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return absl::UnavailableError("the broker did not create the topics in time");
  }
  std::size_t count = 0;
  const rd_kafka_topic_result_t** results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const rd_kafka_resp_err_t error = rd_kafka_topic_result_error(results[i]);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR && error != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
      return Failed("could not be created", results[i]);
    }
  }
  return absl::OkStatus();
}

// A setting as it holds for a topic now.
struct Setting {
  std::string value;
  bool of_topic = false;  // set on the topic itself; else the broker's
};
using Settings = std::map<std::string, Setting>;

// The settings that hold now, by topic.
absl::StatusOr<std::map<std::string, Settings>> Describe(
    rd_kafka_t* client, rd_kafka_queue_t* queue, const std::vector<const Topic*>& topics) {
  std::vector<Owned<rd_kafka_ConfigResource_t>> owned;
  std::vector<rd_kafka_ConfigResource_t*> requests;
  for (const Topic* topic : topics) {
    owned.emplace_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic->name.c_str()));
    requests.push_back(owned.back().get());
  }
  rd_kafka_DescribeConfigs(client, requests.data(), requests.size(), nullptr, queue);
  const Owned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue, 2 * kAdminTimeoutMs));
  if (event == nullptr || rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return absl::UnavailableError("the broker did not describe the topics in time");
  }
  std::size_t count = 0;
  const rd_kafka_ConfigResource_t** results = rd_kafka_DescribeConfigs_result_resources(
      rd_kafka_event_DescribeConfigs_result(event.get()), &count);
  std::map<std::string, Settings> described;
  for (std::size_t i = 0; i < count; ++i) {
    if (rd_kafka_ConfigResource_error(results[i]) != RD_KAFKA_RESP_ERR_NO_ERROR) {
      const char* why = rd_kafka_ConfigResource_error_string(results[i]);
      return absl::FailedPreconditionError(
          Cat("topic ", rd_kafka_ConfigResource_name(results[i]),
              " could not be described: ", why == nullptr ? "" : why));
    }
    Settings& settings = described[rd_kafka_ConfigResource_name(results[i])];
    std::size_t entries = 0;
    const rd_kafka_ConfigEntry_t** entry = rd_kafka_ConfigResource_configs(results[i], &entries);
    for (std::size_t k = 0; k < entries; ++k) {
      const char* value = rd_kafka_ConfigEntry_value(entry[k]);
      settings[rd_kafka_ConfigEntry_name(entry[k])] = {
          .value = value == nullptr ? "" : value,
          .of_topic =
              rd_kafka_ConfigEntry_source(entry[k]) == RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG};
    }
  }
  return described;
}

// What it takes to get from `now` to what is declared: " key=value" each. A setting of the topic
// that is not declared gives way to the broker's default.
std::string Differences(const Topic& topic, const Settings& now) {
  std::string differences;
  std::set<std::string_view> declared;
  for (const auto& [key, value] : topic.config) {
    declared.insert(key);
    const auto found = now.find(key);
    if (found == now.end() || found->second.value != value)
      differences += Cat(" ", key, "=", value);
  }
  for (const auto& [key, setting] : now) {
    if (setting.of_topic && !declared.contains(key)) differences += Cat(" ", key, "=default");
  }
  return differences;
}

// Replaces all settings of the topics by those that are declared.
absl::Status Configure(
    rd_kafka_t* client, rd_kafka_queue_t* queue, const std::vector<const Topic*>& topics) {
  std::vector<Owned<rd_kafka_ConfigResource_t>> owned;
  std::vector<rd_kafka_ConfigResource_t*> requests;
  for (const Topic* topic : topics) {
    owned.emplace_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic->name.c_str()));
    for (const auto& [key, value] : topic->config) {
      rd_kafka_ConfigResource_set_config(owned.back().get(), key.c_str(), value.c_str());
    }
    requests.push_back(owned.back().get());
  }
  rd_kafka_AlterConfigs(client, requests.data(), requests.size(), nullptr, queue);
  const Owned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue, 2 * kAdminTimeoutMs));
  if (event == nullptr || rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return absl::UnavailableError("the broker did not configure the topics in time");
  }
  std::size_t count = 0;
  const rd_kafka_ConfigResource_t** results = rd_kafka_AlterConfigs_result_resources(
      rd_kafka_event_AlterConfigs_result(event.get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    if (rd_kafka_ConfigResource_error(results[i]) != RD_KAFKA_RESP_ERR_NO_ERROR) {
      const char* why = rd_kafka_ConfigResource_error_string(results[i]);
      return absl::FailedPreconditionError(
          Cat("topic ", rd_kafka_ConfigResource_name(results[i]),
              " could not be configured: ", why == nullptr ? "" : why));
    }
  }
  return absl::OkStatus();
}

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
      {"fetch.wait.max.ms", "500"},
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

absl::StatusOr<std::vector<Topic>> ParseTopics(std::string_view text) {
  std::vector<Topic> topics;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(Absl(text), '\n')) {
    ++number;
    line = line.substr(0, line.find('#'));
    const std::vector<std::string> words =
        absl::StrSplit(line, absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
    if (words.empty()) continue;
    Topic topic{.name = words[0], .partitions = 0, .config = {}};
    bool good =
        words.size() >= 2 && absl::SimpleAtoi(words[1], &topic.partitions) && topic.partitions > 0;
    for (std::size_t i = 2; i < words.size(); ++i) {
      std::pair<std::string, std::string> setting =
          absl::StrSplit(words[i], absl::MaxSplits('=', 1));
      good = good && !setting.second.empty();
      if (setting.first == "write") {
        topic.writers.insert(setting.second);
      } else if (setting.first == "read") {
        topic.readers.insert(setting.second);
      } else {
        topic.config.push_back(std::move(setting));
      }
    }
    if (!good)
      return absl::InvalidArgumentError(
          Cat("line ", number, ": write `name partitions [write=name] [read=name] key=value …`"));
    topics.push_back(std::move(topic));
  }
  return topics;
}

absl::StatusOr<std::vector<std::string>> ApplyTopics(
    const Brokers& brokers, const std::vector<Topic>& topics) {
  ASSIGN_OR_RETURN(const Client client, Make(RD_KAFKA_PRODUCER, ClientConf(brokers)));
  const Owned<rd_kafka_queue_t> queue(rd_kafka_queue_new(client.get()));
  ASSIGN_OR_RETURN(const auto existing, ExistingTopics(client.get(), kAdminTimeoutMs));
  std::vector<const Topic*> missing, present, different;
  for (const Topic& topic : topics) {
    const auto found = existing.find(topic.name);
    if (found == existing.end()) {
      missing.push_back(&topic);
    } else if (found->second != topic.partitions) {
      return absl::FailedPreconditionError(
          Cat("topic ", topic.name, " has ", found->second, " partitions, declared are ",
              topic.partitions,
              "; changing that would move keys: declare a new major version of the topic instead"));
    } else {
      present.push_back(&topic);
    }
  }
  std::map<std::string, Settings> settings;
  if (!present.empty()) {
    ASSIGN_OR_RETURN(settings, Describe(client.get(), queue.get(), present));
  }
  std::vector<std::string> report;
  for (const Topic& topic : topics) {
    if (!existing.contains(topic.name)) {
      report.push_back(Cat(topic.name, ": created with ", topic.partitions, " partitions"));
      continue;
    }
    const std::string differences = Differences(topic, settings[topic.name]);
    if (!differences.empty()) different.push_back(&topic);
    report.push_back(
        Cat(topic.name, ": ", differences.empty() ? "as declared" : Cat("changed", differences)));
  }
  if (!missing.empty()) RETURN_IF_ERROR(Create(client.get(), queue.get(), missing));
  if (!different.empty()) RETURN_IF_ERROR(Configure(client.get(), queue.get(), different));
  return report;
}

}  // namespace binadaya::kafka
