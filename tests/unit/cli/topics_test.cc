#include "services/cli/topics.h"

#include <algorithm>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya::cli {
namespace {

std::vector<std::string> Names(std::string_view lines) {
  const auto topics = TopicsOfGraph(lines);
  EXPECT_TRUE(topics.ok()) << topics.status();
  std::vector<std::string> names;
  for (const kafka::Topic& topic : *topics) {
    EXPECT_EQ(topic.partitions, 12);
    EXPECT_EQ(topic.config.size(), 1);
    names.push_back(topic.name);
  }
  return names;
}

TEST(Topics, OneOfEachPublisher) {
  EXPECT_THAT(
      Names("binadaya.<publisher>.v1 12 retention.ms=1"),
      testing::IsSupersetOf({"binadaya.registry.v1", "binadaya.needs.v1"}));
}

TEST(Topics, OneOfEachConsumerHoweverManyItHears) {
  const std::vector<std::string> names = Names("replay.<consumer> 12 retention.ms=1");
  EXPECT_THAT(names, testing::IsSupersetOf({"replay.needs", "replay.reporting"}));
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
}

TEST(Topics, OneOfEachSubscription) {
  EXPECT_THAT(
      Names("dlq.<consumer>.binadaya.<publisher>.v1 12 retention.ms=1"),
      testing::IsSupersetOf(
          {"dlq.needs.binadaya.registry.v1", "dlq.reporting.binadaya.registry.v1",
           "dlq.reporting.binadaya.needs.v1"}));
}

TEST(Topics, AreWrittenAndReadByWhomTheGraphNames) {
  const auto topics = TopicsOfGraph(
      "binadaya.<publisher>.v1 12 write=<publisher> read=<consumer>\n"
      "replay.<consumer> 12 write=<publisher> read=<consumer>\n"
      "binadaya.<publisher>.v1.json 12 write=bridge\n"
      "dlq.<consumer>.binadaya.<publisher>.v1 3 write=<consumer>");
  ASSERT_TRUE(topics.ok()) << topics.status();
  const auto named = [&](const std::string& name) {
    return *std::ranges::find(*topics, name, &kafka::Topic::name);
  };
  using testing::ElementsAre;
  EXPECT_THAT(named("binadaya.needs.v1").writers, ElementsAre("needs"));
  EXPECT_THAT(
      named("binadaya.needs.v1").readers,
      ElementsAre("bridge", "budgeting", "reporting", "scheduling"));
  EXPECT_THAT(named("replay.budgeting").writers, ElementsAre("needs", "registry", "scheduling"));
  EXPECT_THAT(named("replay.budgeting").readers, ElementsAre("budgeting"));
  EXPECT_THAT(named("dlq.needs.binadaya.registry.v1").writers, ElementsAre("needs"));
  EXPECT_THAT(named("binadaya.needs.v1.json").writers, ElementsAre("bridge"));
  EXPECT_THAT(named("binadaya.needs.v1.json").readers, testing::IsEmpty());
  for (const kafka::Topic& topic : *topics) {
    EXPECT_THAT(topic.writers, testing::Not(testing::IsEmpty())) << topic.name;
    EXPECT_THAT(topic.readers, testing::Not(testing::Contains(""))) << topic.name;
  }
}

TEST(Topics, ThoseNamedInFullStayAsTheyAre) {
  EXPECT_THAT(Names("audit.export 12 retention.ms=1"), testing::ElementsAre("audit.export"));
}

}  // namespace
}  // namespace binadaya::cli
