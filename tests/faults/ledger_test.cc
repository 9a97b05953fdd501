// Clients bind, pay, free and give back money of hot lines while the services and the database are
// killed under them: every rupiah is where the entries say, at every instant.
#include <algorithm>
#include <iostream>
#include <map>
#include <random>

#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "tests/faults/ledger_load.h"
#include "tests/faults/trial.h"
#include "tests/support/ledger_checkers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

constexpr absl::Duration kBackAgain = absl::Seconds(10), kDatabaseBack = absl::Seconds(30);

class MoneyUnderFaults : public Trial {};

TEST_F(MoneyUnderFaults, IsNeitherLostNorDoubledByKillsOfItsServicesAndOfTheDatabase) {
  std::mt19937_64 random(static_cast<std::uint64_t>(absl::ToUnixNanos(absl::Now())));
  Load load(LedgerWork(target(), funds()), {.rate = 120, .refusals = kLedgerRefusals});
  MoneyWatch watch(cluster().conninfo("budgeting"));
  load.Start();
  ASSERT_TRUE(load.Answers(100));
  absl::Duration worst, database;
  std::map<std::string, int> killed;
  // Half as often as all services, every fifth time the database.
  for (int kill = 1; kill <= Kills() / 2 && !HasFailure(); ++kill) {
    absl::SleepFor(absl::Milliseconds(100 + random() % 1000));  // the moment, no wait for anything
    if (kill % 5 == 0) {
      ++killed["postgres"];
      database = std::max(database, cluster().Kill("postgres"));
      EXPECT_LE(database, kDatabaseBack);
      EXPECT_TRUE(Eventually([&] { return AllServices(true); }, kBackAgain));
    } else {
      const char* service = kill % 5 == 3 ? "needs" : "budgeting";
      ++killed[service];
      worst = std::max(worst, cluster().Kill(service));
      EXPECT_LE(worst, kBackAgain) << service;
    }
    EXPECT_TRUE(load.Answers(20)) << load.Summary();
  }
  std::string figures = "kills:";
  for (const auto& [name, count] : killed) figures += Cat(" ", name, " ", count);
  figures += Cat(", worst recovery ", Seconds(worst), ", of the database ", Seconds(database));
  ProveRecovery(load, "money under kills", figures);
  const Violations& seen = watch.Stop();
  EXPECT_TRUE(seen.empty()) << Text(seen);
  EXPECT_GT(watch.looks(), Kills() / 2);
  std::cout << "[ FAULT    ] money: looked at " << watch.looks() << " times: " << Text(seen)
            << std::endl;
}

}  // namespace
}  // namespace binadaya::test
