// The platform's clock steps forward and back under load.
#include "services/common/domain/text.h"
#include "services/common/token.h"
#include "tests/faults/trial.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

class ClockStep : public Trial {};

// Never back by more than a token's leeway, nor forward by more than its life: then tokens under
// way would rightly be refused.
TEST_F(ClockStep, IsNoticedByNobody) {
  const absl::Duration back = -(kTokenLeeway - absl::Seconds(10));
  Load load = LoadOfAll(target());
  load.Start();
  ASSERT_TRUE(load.Answers(50));
  // At the end it is later than it ever was: what is due then is due.
  const absl::Duration steps[] = {-back, back, absl::Minutes(10), back, absl::Minutes(2)};
  for (const absl::Duration step : steps) {
    const double published = cluster().Metric("registry", "binadaya_outbox_published_total");
    const double applied = cluster().Metric("reporting", "binadaya_consumer_applied_total");
    cluster().MoveClock(step);
    EXPECT_TRUE(load.Answers(100)) << step;
    EXPECT_TRUE(AllServices(true)) << step;
    EXPECT_TRUE(Eventually([&] {
      return cluster().Metric("registry", "binadaya_outbox_published_total") > published + 50 &&
             cluster().Metric("reporting", "binadaya_consumer_applied_total") > applied + 50;
    })) << step;
  }
  ExpectAllAnswered(load);
  ProveRecovery(load, "clock stepped", "by 50 s, -50 s, 10 min, -50 s, 2 min");
}

}  // namespace
}  // namespace binadaya::test
