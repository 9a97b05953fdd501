#include "services/cli/topics.h"

#include <fstream>
#include <sstream>
#include <vector>

#include "services/cli/render.h"
#include "services/common/domain/text.h"
#include "services/common/kafka.h"
#include "services/common/status.h"

namespace binadaya::cli {

absl::StatusOr<Answer> RunTopicsApply(const Environment& environment, const std::string& file) {
  ASSIGN_OR_RETURN(const std::string brokers, environment.Need("KAFKA"));
  std::ostringstream text;
  if (!(text << std::ifstream(file).rdbuf()))
    return UsageError(Cat(file, " cannot be read, or is empty"));
  absl::StatusOr<std::vector<kafka::Topic>> topics = kafka::ParseTopics(text.str());
  if (!topics.ok())
    return absl::Status(topics.status().code(), Cat(file, ", ", topics.status().message()));
  for (kafka::Topic& topic : *topics) topic.name = Cat(environment.Get("TOPIC_PREFIX"), topic.name);
  const absl::StatusOr<std::vector<std::string>> done = kafka::ApplyTopics(brokers, *topics);
  if (!done.ok())
    return absl::Status(
        done.status().code(), Cat("kafka (", brokers, "): ", done.status().message()));
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
