// Services whose network to PostgreSQL, Kafka or Redis swallows everything: no end and no reset, so
// that only their own deadlines notice.
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "tests/faults/trial.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

constexpr absl::Duration kNoticed = absl::Seconds(15);
constexpr absl::Duration kReconnected = absl::Seconds(15);

class CutOff : public Trial {
 protected:
  explicit CutOff(std::string system) : system_(std::move(system)) {
    for (const char* service : kServices) cluster().Gate(service, system_);
  }
  // BINADAYA_CUT: for how many seconds.
  void Cut() {
    cut_ = absl::Now();
    for (const char* service : kServices) cluster().Gate(service, system_).Stall();
  }
  void Heal() {
    absl::SleepFor(cut_ + absl::Seconds(Dose("BINADAYA_CUT", 20)) - absl::Now());
    for (const char* service : kServices) cluster().Gate(service, system_).Open();
    healed_ = absl::Now();
  }
  void TearDown() override {
    for (const char* service : kServices) cluster().Gate(service, system_).Open();
  }

  const std::string system_;
  absl::Time cut_, healed_;
};

class CutOffFromPostgresql : public CutOff {
 protected:
  CutOffFromPostgresql() : CutOff("postgres") {}
};
class CutOffFromKafka : public CutOff {
 protected:
  CutOffFromKafka() : CutOff("kafka") {}
};
class CutOffFromRedis : public CutOff {
 protected:
  CutOffFromRedis() : CutOff("redis") {}
};

TEST_F(CutOffFromPostgresql, ServicesSayThatTheyAreNotReadyAndCommandsWait) {
  Load load = LoadOfAll(target());
  load.Start();
  ASSERT_TRUE(load.Answers(100));
  Cut();
  EXPECT_TRUE(Eventually([&] { return AllServices(false); }, kNoticed));
  const absl::Duration noticed = absl::Now() - cut_;
  Heal();
  EXPECT_TRUE(Eventually([&] { return AllServices(true); }, kReconnected));
  const absl::Duration ready = absl::Now() - healed_;
  EXPECT_TRUE(load.Answers(100));
  ProveRecovery(
      load, "cut off from PostgreSQL",
      Cat("for ", Seconds(healed_ - cut_), ", unready after ", Seconds(noticed), ", ready ",
          Seconds(ready), " after the heal"));
}

TEST_F(CutOffFromKafka, NobodyWhoCommandsNotices) {
  Load load = LoadOfAll(target());
  load.Start();
  ASSERT_TRUE(load.Answers(100));
  Cut();
  while (absl::Now() < cut_ + absl::Seconds(Dose("BINADAYA_CUT", 20)) && !HasFailure()) {
    EXPECT_TRUE(load.Answers(100));
    EXPECT_TRUE(AllServices(true));
  }
  const std::int64_t waiting = Waiting();
  EXPECT_GT(waiting, 100);
  Heal();
  EXPECT_TRUE(Eventually([&] { return Waiting() < 20; }, kBacklog));
  const absl::Duration drained = absl::Now() - healed_;
  ExpectAllAnswered(load);
  ProveRecovery(
      load, "cut off from Kafka",
      Cat("for ", Seconds(healed_ - cut_), ", ", waiting, " events waited and were sent in ",
          Seconds(drained)));
}

TEST_F(CutOffFromRedis, EverythingGoesOn) {
  Load load = LoadOfAll(target());
  load.Start();
  ASSERT_TRUE(load.Answers(100));
  Cut();
  while (absl::Now() < cut_ + absl::Seconds(Dose("BINADAYA_CUT", 20)) && !HasFailure()) {
    EXPECT_TRUE(load.Answers(100));
    EXPECT_TRUE(AllServices(true));
  }
  Heal();
  EXPECT_TRUE(load.Answers(100));
  ExpectAllAnswered(load);
  ProveRecovery(load, "cut off from Redis", Cat("for ", Seconds(healed_ - cut_)));
}

}  // namespace
}  // namespace binadaya::test
