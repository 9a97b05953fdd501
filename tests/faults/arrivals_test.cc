// Classes come and leave, all at once, while scheduling is killed and Redis is away: whoever was
// told that he is in is in, once, and nobody is kept out.
#include <algorithm>
#include <iostream>
#include <memory>

#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "tests/faults/arrivals_load.h"
#include "tests/faults/trial.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

constexpr absl::Duration kInAgain = absl::Seconds(10);
constexpr absl::Duration kUntilItIsOver = absl::Minutes(75);
constexpr int kComing = 2'000, kMoreByEachKill = 300;
constexpr int kWrongCodes = 10;  // of one browser

class ArrivalsUnderFaults : public Trial {
 protected:
  ArrivalsUnderFaults() {
    absl::TimeZone zone;
    absl::LoadTimeZone(cluster()["TIME_ZONE"], &zone);
    participants_ = FoundSessions(
        cluster().sql("scheduling"), kComing + kMoreByEachKill * kKills,
        cluster().As("panitia", {}).now(), zone);
  }
  std::shared_ptr<Scans> Everybody() {
    return std::make_shared<Scans>(cluster().scheduling(), target().as, participants_);
  }
  void KillScheduling() {
    ++killed_;
    worst_ = std::max(worst_, cluster().Kill("scheduling"));
    EXPECT_LE(worst_, kInAgain);
  }
  // Sent until somebody answers it.
  static absl::Status Opened(const Scans& scans, const std::string& session, bool guessed) {
    absl::Status answer;
    EXPECT_TRUE(Eventually([&] {
      answer = scans.Open(session, "penebak", guessed).status();
      return !IsTransient(answer);
    }));
    return answer;
  }

  static inline const int kKills = std::max(3, Kills() / 6);
  std::vector<Participant> participants_;
  int killed_ = 0;
  absl::Duration worst_;
};

TEST_F(ArrivalsUnderFaults, AreKeptOnceUnderKillsAndWithoutRedis) {
  const std::shared_ptr<Scans> come = Everybody(), leave = Everybody();
  Load coming(ScanWork(come), {.clients = 24, .rate = 150, .patient = true});
  coming.Start();
  ASSERT_TRUE(coming.Answers(100));
  while (killed_ < kKills && !HasFailure()) {
    KillScheduling();
    EXPECT_TRUE(coming.Answers(60)) << coming.Summary();
  }
  coming.Stop();
  ExpectAllAnswered(coming);

  cluster().MoveClock(kUntilItIsOver);
  Load leaving(ScanWork(leave), {.clients = 24, .rate = 150});
  leaving.Start();
  ASSERT_TRUE(leaving.Answers(100));
  cluster().TakeAway("redis");
  EXPECT_TRUE(leaving.Answers(100));
  // Whoever guesses is counted by PostgreSQL too.
  const std::string& session = participants_.front().session;
  for (int code = 0; code < kWrongCodes; ++code) {
    if (code == kWrongCodes / 2) KillScheduling();
    EXPECT_THAT(Opened(*leave, session, true), RefusedBy("CHK-06"));
  }
  EXPECT_THAT(Opened(*leave, session, false), RefusedBy("CHK-07"));
  EXPECT_TRUE(leaving.Answers(100)) << leaving.Summary();
  cluster().Return("redis");
  EXPECT_TRUE(leaving.Answers(60)) << leaving.Summary();
  ProveRecovery(
      leaving, "check-ins under kills, and without Redis",
      Cat("came: ", coming.Summary(), "; kills: scheduling ", killed_, ", worst recovery ",
          Seconds(worst_), "; left"),
      &coming);
  const Violations seen = ScansKept(cluster().sql("scheduling"), {come, leave});
  EXPECT_TRUE(seen.empty()) << Text(seen);
  std::cout << "[ FAULT    ] scans: " << Text(seen) << std::endl;
}

}  // namespace
}  // namespace binadaya::test
