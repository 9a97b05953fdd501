// A service that missed what others told, long ago or for a while, takes over their past: whatever
// it is, and without losing what it has decided itself.
#include "gtest/gtest.h"
#include "services/graph.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

constexpr char kMoved[] = "/33.74.02/33.74.14.1003/";

class Bootstrap : public ::testing::Test {
 protected:
  Bootstrap() : platform_({"registry", "needs", "budgeting", "scheduling", "reporting"}) {}

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
  std::int64_t Count(const char* service, pg::Sql sql) {
    return platform_.sql(service).Query(sql, {}).Int(0, 0);
  }
  std::string Path(const char* service) {
    const pg::Result rows =
        platform_.sql(service).Query("SELECT path FROM unit WHERE code = '33.74.14.1003'", {});
    return rows.empty() ? "" : rows.String(0, 0);
  }

  Platform platform_;
};

TEST_F(Bootstrap, FillsEveryServiceThatHearsAndDoesNothingTwice) {
  constexpr const char* kHearing[] = {"needs", "budgeting", "scheduling", "reporting"};
  City city(platform_);
  city.Found();
  ASSERT_TRUE(platform_.Settle());
  for (const char* service : kHearing) platform_.Stop(service);
  const std::string person = city.Person("LURAH", "33.74.14.1003");
  ASSERT_THAT(city.Assess(city.RatingCampaign(), person, 1), IsOk());
  city.Move("33.74.02");
  ASSERT_TRUE(platform_.Settle());
  platform_.ForgetTopic("binadaya.registry.v1");
  for (const char* service : kHearing) platform_.Restart(service);
  for (const char* service : kHearing) {
    EXPECT_TRUE(Eventually(
        [&] { return platform_.Metric(service, "binadaya_consumer_position_lost") > 0; },
        absl::Seconds(60)))
        << service;
    EXPECT_NE(Path(service), kMoved) << service;
  }

  TakeOverThePast();
  std::map<std::string, std::int64_t> told;
  for (const char* service : kHearing) {
    EXPECT_EQ(Path(service), kMoved) << service;
    told[service] = Count(service, "SELECT count(*) FROM event_log");
  }
  for (const char* service : {"needs", "scheduling", "reporting"})
    EXPECT_EQ(Count(service, "SELECT count(*) FROM person WHERE active"), 1) << service;
  EXPECT_EQ(Count("reporting", "SELECT count(*) FROM gap WHERE gap > 0"), 9);

  TakeOverThePast();
  for (const char* service : kHearing) {
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
