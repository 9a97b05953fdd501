// Two instances of each service, which are ended and started again one after the other under load.
#include <array>

#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "tests/faults/trial.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

class RollingRestart : public Trial {
 protected:
  void Begin(std::size_t service) {
    seconds_[service] = std::make_unique<Cluster::Second>(cluster(), kServices[service]);
    EXPECT_TRUE(Eventually([&] { return seconds_[service]->Ready(); })) << kServices[service];
  }

  std::array<std::unique_ptr<Cluster::Second>, std::size(kServices)> seconds_;
};

TEST_F(RollingRestart, FailsNoCallThatIsSentAgain) {
  for (std::size_t service = 0; service < seconds_.size(); ++service) Begin(service);
  registry::RegistryClient other_registry(cluster().Reach("registry", seconds_[0]->address()));
  needs::NeedsClient other_needs(cluster().Reach("needs", seconds_[1]->address()));
  budgeting::BudgetingClient other_budgeting(cluster().Reach("budgeting", seconds_[2]->address()));
  scheduling::SchedulingClient other_scheduling(
      cluster().Reach("scheduling", seconds_[3]->address()));
  reporting::ReportingClient other_reporting(cluster().Reach("reporting", seconds_[4]->address()));
  Target both = target();
  both.registry.push_back(&other_registry);
  both.needs.push_back(&other_needs);
  both.budgeting.push_back(&other_budgeting);
  both.scheduling.push_back(&other_scheduling);
  both.reporting.push_back(&other_reporting);
  Load load = LoadOfAll(both, {.patient = true});
  load.Start();
  ASSERT_TRUE(load.Answers(100));
  const int rolls = std::max(1, Kills() / 20);
  const absl::Time begun = absl::Now();
  for (int roll = 0; roll < rolls && !HasFailure(); ++roll) {
    for (std::size_t service = 0; service < seconds_.size(); ++service) {
      cluster().Restart(kServices[service]);
      EXPECT_TRUE(load.Answers(50));
      seconds_[service].reset();  // SIGTERM, and waits
      EXPECT_TRUE(load.Answers(50));
      Begin(service);
      EXPECT_TRUE(load.Answers(50));
    }
  }
  const absl::Duration took = absl::Now() - begun;
  load.Stop();
  ExpectAllAnswered(load);
  ProveRecovery(
      load, "rolling restart", Cat(rolls, " of two instances of each service in ", Seconds(took)));
}

}  // namespace
}  // namespace binadaya::test
