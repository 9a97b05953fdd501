#include "services/cli/topics.h"

#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "services/cli/render.h"
#include "services/common/domain/text.h"
#include "services/common/kafka.h"
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
        kafka::Topic topic = kind;
        topic.name = absl::StrReplaceAll(
            kind.name, {{kConsumer, Absl(consumer)}, {kPublisher, Absl(publisher)}});
        for (const kafka::Topic& other : topics) {
          if (other.name == topic.name) return;
        }
        topics.push_back(std::move(topic));
      };
  for (const kafka::Topic& kind : kinds) {
    if (absl::StrContains(kind.name, kConsumer)) {
      for (const graph::Subscription& heard : graph::kSubscriptions)
        add(kind, heard.service, heard.heard);
    } else if (absl::StrContains(kind.name, kPublisher)) {
      for (const std::string_view publisher : graph::kPublishers) add(kind, "", publisher);
    } else {
      add(kind, "", "");
    }
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
  const absl::StatusOr<std::vector<std::string>> done =
      kafka::ApplyTopics({address, environment.tls()}, *topics);
  if (!done.ok())
    return absl::Status(
        done.status().code(), Cat("kafka (", address, "): ", done.status().message()));
  Answer answer;
  std::vector<std::string> items;
  for (const std::string& line : *done) {
    answer.text += Cat(line, "\n");
    items.push_back(JsonString(line));
  }
  answer.json = JsonObject({{"topics", JsonArray(items)}});
  return answer;
}

}  // namespace binadaya::cli
