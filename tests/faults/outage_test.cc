// PostgreSQL, Kafka or Redis killed under load and away for seconds: commands succeed or fail
// cleanly, nothing is lost or doubled, the backlog drains.
#include <algorithm>

#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "tests/faults/trial.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

class Outage : public Trial {
 protected:
  // kill -9 under load as often as the dose says; supervisor starts it anew at once. The longest
  // time until it is ready.
  absl::Duration KillAgainAndAgain(const std::string& name, const Load& load) {
    absl::Duration worst;
    for (int i = 0; i < Kills() / 10 && !HasFailure(); ++i) {
      worst = std::max(worst, cluster().Kill(name));
      EXPECT_TRUE(load.Answers(50)) << name;
    }
    EXPECT_LE(worst, absl::Seconds(30)) << name;
    return worst;
  }
};

TEST_F(Outage, OfKafkaIsNoticedByNobodyWhoCommands) {
  Load load = LoadOfAll(target());
  load.Start();
  ASSERT_TRUE(load.Answers(100));
  const absl::Time away = absl::Now();
  cluster().TakeAway("kafka");
  for (int i = 0; i < 4; ++i) {
    EXPECT_TRUE(load.Answers(100));
    EXPECT_TRUE(AllServices(true));
  }
  const absl::Duration outage = absl::Now() - away;
  const std::int64_t waiting = Waiting();
  EXPECT_GT(waiting, 200);
  const absl::Duration back = cluster().Return("kafka");
  EXPECT_LE(back, absl::Seconds(30));
  // The backlog drains while life goes on.
  const absl::Time returned = absl::Now();
  EXPECT_TRUE(Eventually([&] { return Waiting() < 20; }, kBacklog));
  const absl::Duration drained = absl::Now() - returned;
  const absl::Duration again = KillAgainAndAgain("kafka", load);
  ExpectAllAnswered(load);
  ProveRecovery(
      load, "Kafka killed",
      Cat("and ", Kills() / 10, " times more, at worst ", Seconds(again), "; before: ", "away ",
          Seconds(outage), ", back in ", Seconds(back), ", ", waiting,
          " events waited and were sent in ", Seconds(drained)));
}

TEST_F(Outage, OfPostgresqlMakesServicesUnreadyAndCommandsWait) {
  Load load = LoadOfAll(target());
  load.Start();
  ASSERT_TRUE(load.Answers(100));
  const absl::Time away = absl::Now();
  cluster().TakeAway("postgres");
  EXPECT_TRUE(Eventually([&] { return AllServices(false); }));
  const absl::Duration noticed = absl::Now() - away;
  const absl::Duration back = cluster().Return("postgres");
  EXPECT_LE(back, absl::Seconds(30));
  const absl::Time returned = absl::Now();
  EXPECT_TRUE(Eventually([&] { return AllServices(true); }, absl::Seconds(10)));
  const absl::Duration ready = absl::Now() - returned;
  EXPECT_TRUE(load.Answers(100));
  const absl::Duration again = KillAgainAndAgain("postgres", load);
  ProveRecovery(
      load, "PostgreSQL killed",
      Cat("and ", Kills() / 10, " times more, at worst ", Seconds(again),
          "; before: ", "unready after ", Seconds(noticed), ", database back in ", Seconds(back),
          ", services ready ", Seconds(ready), " later"));
}

TEST_F(Outage, OfRedisOnlySlowsDown) {
  Load load = LoadOfAll(target());
  load.Start();
  ASSERT_TRUE(load.Answers(100));
  const absl::Time away = absl::Now();
  cluster().TakeAway("redis");
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(load.Answers(100));
    EXPECT_TRUE(AllServices(true));
  }
  const absl::Duration outage = absl::Now() - away;
  const absl::Duration back = cluster().Return("redis");
  EXPECT_LE(back, absl::Seconds(30));
  EXPECT_TRUE(load.Answers(100));
  const absl::Duration again = KillAgainAndAgain("redis", load);
  ExpectAllAnswered(load);
  ProveRecovery(
      load, "Redis killed",
      Cat("and ", Kills() / 10, " times more, at worst ", Seconds(again), "; before: away ",
          Seconds(outage), ", back in ", Seconds(back)));
}

// A connection that ends at COMMIT leaves a command in doubt; its request id settles it.
TEST_F(Outage, OfSingleConnectionsIsSettledByTheRequestId) {
  Load load = LoadOfAll(target());
  load.Start();
  ASSERT_TRUE(load.Answers(50));
  int cut = 0;
  while (cut < 10 * Kills() && !HasFailure()) {
    for (const char* service : kServices) cut += cluster().CutAny(service);
    EXPECT_TRUE(load.Answers(1));
  }
  ExpectAllAnswered(load);
  ProveRecovery(load, "connections cut", Cat(cut, " connections"));
}

}  // namespace
}  // namespace binadaya::test
