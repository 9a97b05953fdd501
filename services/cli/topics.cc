#include "services/cli/topics.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "services/cli/render.h"
#include "services/common/domain/text.h"
#include "services/common/kafka.h"
#include "services/common/kafka_access.h"
#include "services/common/status.h"
#include "services/graph.h"

namespace binadaya::cli {
namespace {

constexpr char kConsumer[] = "<consumer>";
constexpr char kPublisher[] = "<publisher>";

}  // namespace

absl::StatusOr<std::vector<kafka::Topic>> TopicsOfGraph(std::string_view lines) {
  ASSIGN_OR_RETURN(const std::vector<kafka::Topic> kinds, kafka::ParseTopics(lines));
  std::vector<kafka::Topic> topics;
  const auto add =
      [&topics](const kafka::Topic& kind, std::string_view consumer, std::string_view publisher) {
        const auto fill = [&](const std::string& text) {
          return absl::StrReplaceAll(
              text, {{kConsumer, Absl(consumer)}, {kPublisher, Absl(publisher)}});
        };
        const std::string name = fill(kind.name);
        auto topic = std::ranges::find(topics, name, &kafka::Topic::name);
        if (topic == topics.end()) {
          topic = topics.insert(
              topics.end(), {.name = name, .partitions = kind.partitions, .config = kind.config});
        }
        for (const std::string& one : kind.writers) topic->writers.insert(fill(one));
        for (const std::string& one : kind.readers) topic->readers.insert(fill(one));
        topic->readers.erase("");  // nobody hears this publisher
      };
  for (const kafka::Topic& kind : kinds) {
    const bool of_consumer = absl::StrContains(kind.name, kConsumer);
    if (!of_consumer && !absl::StrContains(kind.name, kPublisher)) {
      add(kind, "", "");
      continue;
    }
    if (!of_consumer) {
      for (const std::string_view publisher : graph::kPublishers) add(kind, "", publisher);
    }
    for (const graph::Subscription& heard : graph::kSubscriptions)
      add(kind, heard.service, heard.heard);
  }
  return topics;
}

absl::StatusOr<Answer> RunTopicsApply(const Environment& environment, const std::string& file) {
  ASSIGN_OR_RETURN(const std::string address, environment.Need("KAFKA"));
  std::ostringstream text;
  if (!(text << std::ifstream(file).rdbuf()))
    return UsageError(
        {Cat(file, " tidak dapat dibaca, atau kosong"), Cat(file, " cannot be read, or is empty")});
  absl::StatusOr<std::vector<kafka::Topic>> topics = TopicsOfGraph(text.str());
  if (!topics.ok())
    return absl::Status(topics.status().code(), Cat(file, ", ", topics.status().message()));
  for (kafka::Topic& topic : *topics) topic.name = Cat(environment.Get("TOPIC_PREFIX"), topic.name);
  const kafka::Brokers brokers(address, environment.tls());
  const auto named = [&](const absl::Status& status) {
    return absl::Status(status.code(), Cat("kafka (", address, "): ", status.message()));
  };
  const absl::StatusOr<std::vector<std::string>> done = kafka::ApplyTopics(brokers, *topics);
  if (!done.ok()) return named(done.status());
  // Without certificates a broker does not know who speaks.
  absl::StatusOr<std::vector<std::string>> access = std::vector<std::string>();
  if (brokers.tls.on()) {
    access = kafka::ApplyAccess(
        brokers, *topics, environment.Get("TOPIC_PREFIX"),
        {std::begin(graph::kServices), std::end(graph::kServices)});
  }
  if (!access.ok()) return named(access.status());
  Answer answer;
  const auto list = [&answer](const std::vector<std::string>& lines) {
    std::vector<std::string> items;
    for (const std::string& line : lines) {
      answer.text += Cat(line, "\n");
      items.push_back(JsonString(line));
    }
    return JsonArray(items);
  };
  answer.json = JsonObject({{"topics", list(*done)}, {"access", list(*access)}});
  return answer;
}

}  // namespace binadaya::cli
