// Topics as an operator has them: declared, made so, emptied.
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/domain/text.h"
#include "services/common/kafka.h"
#include "services/common/status.h"

namespace binadaya::kafka {
namespace {

constexpr int kAdminTimeoutMs = 10'000;
constexpr absl::Duration kLook = absl::Milliseconds(20);

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

// The controller has it; the broker that is asked next may not know it yet.
absl::Status Await(rd_kafka_t* client, const std::string& topic) {
  const absl::Time end = absl::Now() + absl::Milliseconds(kAdminTimeoutMs);
  while (FindTopic(client, topic) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    if (absl::Now() > end) return absl::UnavailableError(Cat("no broker knows ", topic, " yet"));
    absl::SleepFor(kLook);
  }
  return absl::OkStatus();
}

}  // namespace

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
  for (const Topic* topic : missing) RETURN_IF_ERROR(Await(client.get(), topic->name));
  if (!different.empty()) RETURN_IF_ERROR(Configure(client.get(), queue.get(), different));
  return report;
}

absl::Status EmptyTopic(
    const Brokers& brokers, const std::string& topic, const std::function<absl::Status()>& still) {
  RETURN_IF_ERROR(RequireTopic(brokers, topic));
  ASSIGN_OR_RETURN(const Client client, Make(RD_KAFKA_PRODUCER, ClientConf(brokers)));
  ASSIGN_OR_RETURN(auto existing, ExistingTopics(client.get(), kAdminTimeoutMs));
  const int partitions = existing[topic];
  const Partitions ends(rd_kafka_topic_partition_list_new(partitions));
  for (int part = 0; part < partitions; ++part) {
    std::int64_t low = 0, high = 0;
    const rd_kafka_resp_err_t error = rd_kafka_query_watermark_offsets(
        client.get(), topic.c_str(), part, &low, &high, kAdminTimeoutMs);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
      return absl::UnavailableError(Cat("no end of ", topic, ": ", rd_kafka_err2str(error)));
    rd_kafka_topic_partition_list_add(ends.get(), topic.c_str(), part)->offset = high;
  }
  if (still) RETURN_IF_ERROR(still());
  const Owned<rd_kafka_queue_t> queue(rd_kafka_queue_new(client.get()));
  rd_kafka_DeleteRecords_t* request = rd_kafka_DeleteRecords_new(ends.get());
  rd_kafka_DeleteRecords(client.get(), &request, 1, nullptr, queue.get());
  rd_kafka_DeleteRecords_destroy(request);
  const Owned<rd_kafka_event_t> done(rd_kafka_queue_poll(queue.get(), kAdminTimeoutMs));
  if (done == nullptr || rd_kafka_event_error(done.get()) != RD_KAFKA_RESP_ERR_NO_ERROR)
    return absl::UnavailableError(Cat("the broker does not empty ", topic));
  const rd_kafka_topic_partition_list_t* emptied =
      rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(done.get()));
  for (int i = 0; i < emptied->cnt; ++i) {
    if (emptied->elems[i].err != RD_KAFKA_RESP_ERR_NO_ERROR)
      return absl::UnavailableError(
          Cat("the broker does not empty ", topic, ": ", rd_kafka_err2str(emptied->elems[i].err)));
  }
  return absl::OkStatus();
}

}  // namespace binadaya::kafka
