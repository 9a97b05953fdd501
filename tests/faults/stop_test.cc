// Zombies: a process that stands still for 15 seconds while a second instance takes over, and then
// goes on as if nothing had happened.
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "tests/faults/trial.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

constexpr absl::Duration kStopped = absl::Seconds(15);
constexpr absl::Duration kTakeover = absl::Seconds(40);

class Stop : public Trial {
 protected:
  void TearDown() override {
    for (const char* service : {"registry", "reporting"}) cluster().Signal(service, SIGCONT);
  }
  std::int64_t Count(const std::string& service, pg::Sql sql) {
    return cluster().sql(service).Query(sql, {}).Int(0, 0);
  }
};

TEST_F(Stop, OfTheRelayWhileAnotherTakesOver) {
  Cluster::Second second(cluster(), "registry");
  ASSERT_TRUE(Eventually([&] { return second.Ready(); }));
  registry::RegistryClient other(cluster().Reach("registry", second.address()));
  Target both = target();
  both.registry.push_back(&other);
  Load load(both, world());
  load.Start();
  ASSERT_TRUE(Eventually([&] { return load.answered() > 100; }));
  const absl::Time stopped = absl::Now();
  cluster().Signal("registry", SIGSTOP);
  // Its kernel answers for it, so nobody sees that it stands still; but its session ends when it
  // says nothing, and the second one takes over without help.
  EXPECT_TRUE(
      Eventually([&] { return second.Metric("binadaya_outbox_shards_led") == 16; }, kStopped));
  const absl::Duration took_over = absl::Now() - stopped;
  const double published = second.Metric("binadaya_outbox_published_total");
  EXPECT_TRUE(Eventually(
      [&] { return second.Metric("binadaya_outbox_published_total") > published + 100; }));
  absl::SleepFor(stopped + kStopped - absl::Now());
  cluster().Signal("registry", SIGCONT);
  ProveRecovery(
      load, "SIGSTOP of the registry (relay)",
      Cat("stopped ", Seconds(absl::Now() - stopped), ", shards taken over in ",
          Seconds(took_over)));
}

TEST_F(Stop, OfTheConsumerWhileAnotherTakesOver) {
  Cluster::Second second(cluster(), "reporting");
  ASSERT_TRUE(Eventually([&] { return second.Ready(); }));
  Load load(target(), world());
  load.Start();
  // Both have their share: each applies more while the other does.
  const std::string applied = "binadaya_consumer_applied_total";
  ASSERT_TRUE(Eventually([&] { return second.Metric(applied) > 0; }, kTakeover));
  const double first_had = cluster().Metric("reporting", applied);
  const double second_had = second.Metric(applied);
  ASSERT_TRUE(Eventually(
      [&] {
        return cluster().Metric("reporting", applied) > first_had + 20 &&
               second.Metric(applied) > second_had + 20;
      },
      kTakeover));
  const absl::Time stopped = absl::Now();
  cluster().Signal("reporting", SIGSTOP);
  // Taken over when all that is told is heard again although the first one stands still.
  const auto behind = [this] {
    return Count("registry", "SELECT count(*) FROM event_log") -
           Count(
               "reporting",
               "SELECT coalesce(sum(version), 0) FROM heard WHERE source LIKE '%/registry'");
  };
  EXPECT_TRUE(Eventually([&] { return behind() > 100; }));
  EXPECT_TRUE(Eventually([&] { return behind() < 50; }, kTakeover));
  const absl::Duration took_over = absl::Now() - stopped;
  absl::SleepFor(stopped + kStopped - absl::Now());
  cluster().Signal("reporting", SIGCONT);
  ProveRecovery(
      load, "SIGSTOP of reporting (consumer)",
      Cat("stopped ", Seconds(absl::Now() - stopped), ", partitions taken over in ",
          Seconds(took_over)));
}

}  // namespace
}  // namespace binadaya::test
