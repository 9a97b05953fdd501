// Services that are killed at any moment: what was acknowledged stays, what was not happens at most
// once, and everybody is back within ten seconds.
#include <random>

#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "tests/faults/trial.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

constexpr absl::Duration kBack = absl::Seconds(10);

class Kill : public Trial {};

TEST_F(Kill, OfAnyServiceAtAnyMomentLosesAndDoublesNothing) {
  std::mt19937_64 random(static_cast<std::uint64_t>(absl::ToUnixNanos(absl::Now())));
  const auto between = [&random](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  Load load = LoadOfAll(target());
  load.Start();
  absl::Duration worst;
  std::string slowest;
  std::map<std::string, int> killed;
  for (int kill = 0; kill < Kills();) {
    absl::SleepFor(absl::Milliseconds(between(100, 1500)));  // the moment, not a wait for anything
    // One after the other; now and then two at once, or one again while it starts.
    const std::string service = kServices[static_cast<std::size_t>(kill) % std::size(kServices)];
    const std::string other = kServices[static_cast<std::size_t>(kill + 1) % std::size(kServices)];
    const bool both = kill % 5 == 3;
    const int times = kill % 5 == 1 ? 2 : 1;
    if (both) {
      cluster().Signal(other, SIGKILL);
      ++killed[other];
    }
    const absl::Duration took = cluster().Kill(service, times);
    killed[service] += times;
    kill += times + (both ? 1 : 0);
    EXPECT_LE(took, kBack) << service;
    EXPECT_TRUE(cluster().AllReady(kBack)) << service << (both ? " and " + other : "");
    if (took > worst) {
      worst = took;
      slowest = service;
    }
    if (HasFailure()) break;
  }
  std::string figures;
  for (const auto& [service, count] : killed) figures += Cat(service, " ", count, ", ");
  ProveRecovery(
      load, "kill -9",
      Cat("kills: ", figures, "worst recovery ", Seconds(worst), " (", slowest, ")"));
}

}  // namespace
}  // namespace binadaya::test
