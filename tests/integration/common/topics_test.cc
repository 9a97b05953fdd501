// The broker's topics become what is declared, and what was done is told.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/kafka.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Topics : public ::testing::Test {
 protected:
  static std::vector<std::string> Apply(const std::vector<kafka::Topic>& topics) {
    const auto applied = kafka::ApplyTopics(Stack::Get()["KAFKA"], topics);
    EXPECT_TRUE(applied.ok()) << applied.status();
    return applied.ok() ? *applied : std::vector<std::string>();
  }
  // Creates them, and waits until the broker knows of it.
  static void Create(const std::vector<kafka::Topic>& topics) {
    std::vector<std::string> declared;
    for (const kafka::Topic& topic : topics) declared.push_back(Cat(topic.name, ": as declared"));
    EXPECT_TRUE(Eventually([&] { return Apply(topics) == declared; }));
  }
  // Makes one change, which is told, and after which the topic is as declared. A broker describes
  // what it has read of the controller's log, so for a moment the same may be told again.
  void Change(const std::string& told) const {
    const std::string expected = Cat(name_, ": changed ", told);
    EXPECT_THAT(Apply({topic_}), ElementsAre(expected));
    std::vector<std::string> after;
    EXPECT_TRUE(Eventually([&] {
      after = Apply({topic_});
      return after != std::vector<std::string>{expected};
    }));
    EXPECT_THAT(after, ElementsAre(Cat(name_, ": as declared")));
  }
  const std::string name_ = Cat("topics-", NewId(absl::Now()));
  kafka::Topic topic_{
      .name = name_,
      .partitions = 2,
      .config = {{"retention.ms", "86400000"}, {"cleanup.policy", "delete"}}};
};

TEST_F(Topics, AreCreatedOnceAndThenAsDeclared) {
  EXPECT_THAT(Apply({topic_}), ElementsAre(Cat(name_, ": created with 2 partitions")));
  Create({topic_});
}

TEST_F(Topics, ThatDifferAreChangedAndOnlyTheDifferenceIsTold) {
  Create({topic_});
  topic_.config = {
      {"retention.ms", "3600000"}, {"cleanup.policy", "delete"}, {"max.message.bytes", "1048576"}};
  Change("retention.ms=3600000 max.message.bytes=1048576");
  topic_.config[0].second = "7200000";
  Change("retention.ms=7200000");
  topic_.config.pop_back();
  Change("max.message.bytes=default");
}

TEST_F(Topics, ThatDoNotDifferAreLeftAloneBesideOneThatDoes) {
  kafka::Topic other = topic_;
  other.name += "-other";
  Create({topic_, other});
  other.config[0].second = "3600000";
  EXPECT_THAT(
      Apply({topic_, other}),
      ElementsAre(Cat(name_, ": as declared"), Cat(other.name, ": changed retention.ms=3600000")));
}

TEST_F(Topics, KeepTheirNumberOfPartitionsAndRefuseUnknownSettings) {
  Create({topic_});
  kafka::Topic wider = topic_;
  wider.partitions = 3;
  const auto refused = kafka::ApplyTopics(Stack::Get()["KAFKA"], {wider});
  EXPECT_TRUE(absl::IsFailedPrecondition(refused.status())) << refused.status();
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("has 2 partitions"));
  kafka::Topic strange = topic_;
  strange.config.emplace_back("no.such.setting", "1");
  EXPECT_TRUE(
      absl::IsFailedPrecondition(kafka::ApplyTopics(Stack::Get()["KAFKA"], {strange}).status()));
  EXPECT_THAT(Apply({topic_}), ElementsAre(Cat(name_, ": as declared")));
}

}  // namespace
}  // namespace binadaya::test
