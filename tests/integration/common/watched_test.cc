// What waits while the loop that should do it hangs: seen from outside, so that an alert comes.
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/watch.h"
#include "tests/support/city.h"
#include "tests/support/events.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::HasSubstr;

TEST(Watched, GrowsOlderWhileItsLoopHangs) {
  // The relay finds no broker, nobody knows what is due, the sealer waits for its table.
  Platform platform({"registry"}, {{"KAFKA", "127.0.0.1:1"}});
  pg::Connection& sql = platform.sql("registry");
  sql.Query(
      "INSERT INTO timer (kind, subject, due) VALUES ('nobody', '', $1)",
      pg::Params(platform.clock().Now()));
  sql.Execute(
      "SET idle_in_transaction_session_timeout = 0; BEGIN; LOCK TABLE audit_seal IN EXCLUSIVE "
      "MODE");
  City(platform).Found();
  for (const char* age :
       {"binadaya_outbox_oldest_age_seconds", "binadaya_audit_unsealed_age_seconds",
        "binadaya_timer_overdue_seconds"}) {
    EXPECT_TRUE(Eventually([&] { return platform.Metric("registry", age) > 3; })) << age;
  }
  sql.Execute("COMMIT; DELETE FROM timer WHERE kind = 'nobody'");
  for (const char* age : {"binadaya_audit_unsealed_age_seconds", "binadaya_timer_overdue_seconds"})
    EXPECT_TRUE(Eventually([&] { return platform.Metric("registry", age) == 0; })) << age;
}

TEST(Watched, IsEveryLoopOfAService) {
  Platform platform({"registry", "needs"});
  const std::string page = platform.app("needs").metrics().Text();
  for (const char* loop :
       {"reader", "consumer", "relay", "sealer", "timers", "timer.purge", "jobs", "look",
        "measure"}) {
    EXPECT_THAT(page, HasSubstr(Cat("binadaya_loop_silence_seconds{loop=\"", loop, "\"}")));
  }
}

TEST(Watched, IsMeasuredThoughWhatComesBeforeFailsOrTakesTooLong) {
  Platform platform({"registry"});
  Metrics metrics;
  prometheus::Gauge& last = metrics.Gauge("binadaya_test", "Of this test.");
  Watch watch({.database = platform.conninfo("registry")}, metrics);
  watch.Measure([](pg::Connection& connection) { connection.Query("SELECT 1 / 0", {}); });
  watch.Measure([](pg::Connection& connection) {
    connection.Until(absl::Now() + absl::Milliseconds(500));
    connection.Query("SELECT pg_sleep(60)", {});
  });
  watch.Measure([&](pg::Connection& connection) {
    last.Set(static_cast<double>(connection.Query("SELECT 7", {}).rows()));
  });
  watch.Start();
  EXPECT_TRUE(Eventually([&] { return last.Value() == 1; }));
}

class SlowConsumer : public EventsTest {};

// A batch that takes longer than the broker waits for: the partitions go, and come back; nothing is
// applied twice, or lost.
TEST_F(SlowConsumer, LosesItsPartitionsAndGetsThemBack) {
  ASSERT_TRUE(platform_.Settle());
  platform_.Restart("reporting", {{"CONSUMER_SECONDS", "15"}});
  ASSERT_TRUE(Eventually([&] { return Metric("partitions") > 0; }));
  const double applied = Metric("applied_total"), retries = Metric("retries_total");
  const std::int64_t epoch = Count("SELECT max(epoch) FROM consumer_offset");
  pg::Connection& sql = platform_.sql("reporting");
  sql.Execute(
      "SET idle_in_transaction_session_timeout = 0; BEGIN; LOCK TABLE unit IN EXCLUSIVE MODE");
  for (int i = 1; i <= 3; ++i) Publish("X", i, Unit("X", Cat("/", i, "/")));
  // Each waits two seconds for its lock.
  ASSERT_TRUE(
      Eventually([&] { return Metric("retries_total") >= retries + 8; }, absl::Seconds(60)));
  sql.Execute("COMMIT");
  EXPECT_TRUE(Eventually([&] { return PathOf("X") == "/3/"; }, absl::Seconds(40)));
  EXPECT_TRUE(Eventually(
      [&] {
        return Count("SELECT max(epoch) FROM consumer_offset") > epoch && Metric("partitions") > 0;
      },
      absl::Seconds(60)));
  Publish("X", 4, Unit("X", "/4/"));
  EXPECT_TRUE(Eventually([&] { return PathOf("X") == "/4/"; }));
  EXPECT_EQ(Metric("applied_total"), applied + 4);
  EXPECT_EQ(Parked(), 0);
  EXPECT_EQ(Metric("dead_letters_total"), 0);
}

}  // namespace
}  // namespace binadaya::test
