// A service that missed what others told, long ago or for a while, takes over their past: whatever
// it is, and without losing what it has decided itself.
#include "gtest/gtest.h"
#include "services/cli/every_service.h"
#include "services/graph.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

constexpr char kMoved[] = "/33.74.02/33.74.14.1003/";

class Bootstrap : public ::testing::Test {
 protected:
  Bootstrap() : platform_(cli::AllServices()) {}

  // Who hears the registry and keeps its units.
  std::vector<std::string> Hearing() {
    std::vector<std::string> hearing;
    for (const graph::Subscription& one : graph::kSubscriptions) {
      const std::string service(one.service);
      if (one.heard == "registry" && Count(service, "SELECT count(to_regclass('unit'))") == 1)
        hearing.push_back(service);
    }
    return hearing;
  }

  // What `binadaya replay bootstrap` does, of every service that hears.
  void TakeOverThePast() {
    for (const graph::Subscription& one : graph::kSubscriptions) {
      operations::v1::SeekToBeginningRequest seek;
      seek.set_request_id(platform_.Id());
      seek.set_lost_only(true);
      EXPECT_THAT(
          platform_.operations(std::string(one.service)).SeekToBeginning(platform_.Admin(), seek),
          IsOk());
      operations::v1::RepublishLogRequest again;
      again.set_request_id(platform_.Id());
      again.set_consumer(std::string(one.service));
      EXPECT_THAT(
          platform_.operations(std::string(one.heard)).RepublishLog(platform_.Admin(), again),
          IsOk());
    }
    EXPECT_TRUE(platform_.Settle(absl::Seconds(60)));
  }
  std::int64_t Count(const std::string& service, pg::Sql sql) {
    return platform_.sql(service).Query(sql, {}).Int(0, 0);
  }
  std::string Path(const std::string& service) {
    const pg::Result rows =
        platform_.sql(service).Query("SELECT path FROM unit WHERE code = '33.74.14.1003'", {});
    return rows.empty() ? "" : rows.String(0, 0);
  }

  Platform platform_;
};

TEST_F(Bootstrap, FillsEveryServiceThatHearsAndDoesNothingTwice) {
  const std::vector<std::string> hearing = Hearing();
  City city(platform_);
  city.Found();
  ASSERT_TRUE(platform_.Settle());
  for (const std::string& service : hearing) platform_.Stop(service);
  const std::string person = city.Person("LURAH", "33.74.14.1003");
  ASSERT_THAT(city.Assess(city.RatingCampaign(), person, 1), IsOk());
  city.Move("33.74.02");
  ASSERT_TRUE(platform_.Settle());
  platform_.ForgetTopic("binadaya.registry.v1");
  for (const std::string& service : hearing) platform_.Restart(service);
  for (const std::string& service : hearing) {
    EXPECT_TRUE(Eventually(
        [&] { return platform_.Metric(service, "binadaya_consumer_position_lost") > 0; },
        absl::Seconds(60)))
        << service;
    EXPECT_NE(Path(service), kMoved) << service;
  }

  TakeOverThePast();
  std::map<std::string, std::int64_t> told;
  for (const std::string& service : hearing) {
    EXPECT_EQ(Path(service), kMoved) << service;
    told[service] = Count(service, "SELECT count(*) FROM event_log");
  }
  for (const char* service : {"needs", "scheduling", "reporting"})
    EXPECT_EQ(Count(service, "SELECT count(*) FROM person WHERE active"), 1) << service;
  EXPECT_EQ(Count("reporting", "SELECT count(*) FROM gap WHERE gap > 0"), 9);

  TakeOverThePast();
  for (const std::string& service : hearing) {
    EXPECT_EQ(Count(service, "SELECT count(*) FROM event_log"), told[service]) << service;
    EXPECT_EQ(Count(service, "SELECT count(*) FROM parked"), 0) << service;
    EXPECT_EQ(platform_.Metric(service, "binadaya_consumer_version_reused_total"), 0) << service;
    EXPECT_EQ(platform_.Metric(service, "binadaya_consumer_dead_letters_total"), 0) << service;
    EXPECT_EQ(Path(service), kMoved) << service;
  }
  EXPECT_EQ(Count("reporting", "SELECT count(*) FROM gap WHERE gap > 0"), 9);
}

}  // namespace
}  // namespace binadaya::test
