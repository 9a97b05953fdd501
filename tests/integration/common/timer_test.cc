// Timers beside those of a running service: what one kind does to another, two instances, a timer
// that is moved.
#include "services/common/timer.h"

#include <atomic>
#include <stdexcept>

#include "absl/synchronization/barrier.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

class TimerTest : public ::testing::Test {
 protected:
  TimerTest()
      : platform_({"registry"}),
        sql_(platform_.sql("registry")),
        db_(platform_.conninfo("registry"), 8, {}, platform_.clock(), metrics_) {
    sql_.Execute("CREATE TABLE effect (subject text); GRANT ALL ON effect TO registry");
  }
  std::unique_ptr<Timers> Make(absl::Duration call = absl::Seconds(20)) {
    return std::make_unique<Timers>(
        db_, platform_.clock(), [this, call] { return CallFor(call); }, metrics_);
  }
  Call CallFor(absl::Duration lifetime) {
    return {
        "timer", {}, absl::Now() + lifetime, platform_.clock().Now(), platform_.clock().Today()};
  }
  void Set(const std::string& kind, const std::string& subject, absl::Duration from_now) {
    const absl::Status set = db_.Background(CallFor(absl::Seconds(20)), [&](Tx& tx) {
      tx.At(platform_.clock().Now() + from_now, kind, subject);
      return absl::OkStatus();
    });
    EXPECT_TRUE(set.ok()) << set;
  }
  static Timers::Effect Write(const std::string& subject) {
    return [subject](Tx& tx) {
      tx.Defer("INSERT INTO effect VALUES ($1)", subject);
      return absl::OkStatus();
    };
  }
  std::int64_t Effects(const std::string& subject) {
    return sql_.Query("SELECT count(*) FROM effect WHERE subject = $1", {subject}).Int(0, 0);
  }
  bool Waits(const std::string& kind) {
    return !sql_.Query("SELECT 1 FROM timer WHERE kind = $1", {kind}).empty();
  }

  Platform platform_;
  pg::Connection& sql_;
  Metrics metrics_;
  Db db_;
};

TEST_F(TimerTest, AKindThatUsesUpItsCallsIsPostponedAndHoldsUpNoOther) {
  for (int i = 0; i < 20; ++i) Set("test.slow", Cat(i), -absl::Hours(1));
  Set("test.quick", "quick", absl::ZeroDuration());
  const std::unique_ptr<Timers> timers = Make(absl::Seconds(1));
  timers->On("test.slow", [this](const Call& call, const std::string&) {
    return db_.Read(call, [](Tx& tx) -> absl::StatusOr<Timers::Effect> {
      (void)tx.Query("SELECT pg_sleep(60)");
      return Timers::Effect();
    });
  });
  timers->On("test.quick", [](const Call&, const std::string& subject) {
    return absl::StatusOr<Timers::Effect>(Write(subject));
  });
  timers->Start();
  EXPECT_TRUE(Eventually([&] { return Effects("quick") == 1; }, absl::Seconds(5)));
  EXPECT_TRUE(Eventually(
      [&] {
        return !sql_.Query("SELECT 1 FROM timer WHERE kind = 'test.slow' AND attempts > 0", {})
                    .empty();
      },
      absl::Seconds(5)));
}

// However far it is postponed, it has been due since it was due first.
TEST_F(TimerTest, ThatFailsAgainAndAgainIsOverdueSinceItWasDue) {
  const auto timers = Make();
  const auto overdue = [&] {
    timers->UpdateGauges(sql_);
    return ValueOf(metrics_.Text(), "binadaya_timer_overdue_seconds");
  };
  timers->On("fails", [](const Call&, const std::string&) -> absl::StatusOr<Timers::Effect> {
    return absl::InternalError("never");
  });
  Set("fails", "one", absl::Minutes(-10));
  Set("later", "two", absl::Hours(1));
  EXPECT_EQ(std::lround(overdue() / 60), 10);
  timers->Start();
  ASSERT_TRUE(Eventually([&] {
    return sql_.Query("SELECT attempts FROM timer WHERE kind = 'fails'", {}).Int(0, 0) >= 2;
  }));
  EXPECT_EQ(std::lround(overdue() / 60), 10) << "though it is to be tried in the future";
  timers->Stop();
  // Set anew, it is due when that says; done, it is not there any more.
  Set("fails", "one", absl::Minutes(5));
  EXPECT_EQ(overdue(), 0);
  Set("fails", "one", absl::ZeroDuration());
  const auto mended = Make();
  mended->On("fails", [](const Call&, const std::string& subject) { return Write(subject); });
  mended->Start();
  ASSERT_TRUE(Eventually([&] { return Effects("one") == 1; }));
  EXPECT_EQ(overdue(), 0);
}

TEST_F(TimerTest, AHandlerThatThrowsIsPostponedAndHoldsUpNoOther) {
  Set("test.throws", "prepares", -absl::Hours(1));
  Set("test.breaks", "commits", -absl::Hours(1));
  Set("test.quick", "quick", absl::ZeroDuration());
  const std::unique_ptr<Timers> timers = Make();
  timers->On("test.throws", [](const Call&, const std::string&) -> absl::StatusOr<Timers::Effect> {
    throw std::out_of_range("about a person");
  });
  timers->On("test.breaks", [](const Call&, const std::string&) {
    return absl::StatusOr<Timers::Effect>([](Tx& tx) -> absl::Status {
      tx.Defer("INSERT INTO effect VALUES ('half')");
      throw std::out_of_range("about a person");
    });
  });
  timers->On("test.quick", [](const Call&, const std::string& subject) {
    return absl::StatusOr<Timers::Effect>(Write(subject));
  });
  timers->Start();
  EXPECT_TRUE(Eventually([&] { return Effects("quick") == 1; }));
  for (const char* kind : {"test.throws", "test.breaks"}) {
    EXPECT_TRUE(Eventually([&] {
      return !sql_.Query("SELECT FROM timer WHERE kind = $1 AND attempts > 0", {kind}).empty();
    })) << kind;
  }
  EXPECT_EQ(Effects("half"), 0);
}

// A database that reads and does not write, say one whose disk is full.
TEST_F(TimerTest, ThatCannotBePostponedIsNotTriedWithoutAPause) {
  sql_.Execute(R"(
      CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE disk_full; END';
      CREATE TRIGGER never BEFORE UPDATE ON timer FOR EACH ROW EXECUTE FUNCTION never())");
  Set("test.full", "one", absl::ZeroDuration());
  std::atomic<int> tries = 0;
  const std::unique_ptr<Timers> timers = Make();
  timers->On("test.full", [&](const Call&, const std::string&) -> absl::StatusOr<Timers::Effect> {
    ++tries;
    return absl::InternalError("never");
  });
  timers->Start();
  ASSERT_TRUE(Eventually([&] { return tries >= 1; }));
  const absl::Time tried = absl::Now();
  ASSERT_TRUE(Eventually([&] { return tries >= 3; }));
  EXPECT_GT(absl::Now() - tried, absl::Seconds(1));
  timers->Stop();
}

TEST_F(TimerTest, TwoInstancesThatBothPrepareHaveOneEffect) {
  Set("test.both", "one", absl::ZeroDuration());
  // Neither goes on to its effect before both have prepared.
  absl::Barrier both(2);
  const auto handler = [&](const Call&, const std::string& subject) {
    both.Block();
    return absl::StatusOr<Timers::Effect>(Write(subject));
  };
  const std::unique_ptr<Timers> first = Make(), second = Make();
  for (Timers* timers : {first.get(), second.get()}) {
    timers->On("test.both", handler);
    timers->Start();
  }
  EXPECT_TRUE(Eventually([&] { return !Waits("test.both"); }));
  first->Stop();
  second->Stop();
  EXPECT_EQ(Effects("one"), 1);
}

TEST_F(TimerTest, ATimerThatIsMovedWhileItPreparesFiresAtItsNewTimeOnly) {
  Set("test.moved", "one", absl::ZeroDuration());
  absl::Notification preparing, moved;
  const std::unique_ptr<Timers> timers = Make();
  timers->On("test.moved", [&](const Call&, const std::string& subject) {
    if (!preparing.HasBeenNotified()) preparing.Notify();
    moved.WaitForNotification();
    return absl::StatusOr<Timers::Effect>(Write(subject));
  });
  db_.OnTimersSet([&] { timers->Wake(); });
  timers->Start();
  preparing.WaitForNotification();
  Set("test.moved", "one", absl::Hours(1));
  moved.Notify();
  // Set later, fired after it: the first has been through by then.
  Set("test.moved", "two", absl::ZeroDuration());
  EXPECT_TRUE(Eventually([&] { return Effects("two") == 1; }));
  EXPECT_EQ(Effects("one"), 0);
  EXPECT_TRUE(Waits("test.moved"));
  ASSERT_TRUE(platform_.clock().MoveTo(platform_.clock().Now() + absl::Hours(2)).ok());
  EXPECT_TRUE(Eventually([&] { return Effects("one") == 1; }, absl::Seconds(5)));
}

TEST_F(TimerTest, WhatIsSetHereIsSeenAtOnceAndSoIsAClockThatWasMoved) {
  const std::unique_ptr<Timers> timers = Make();
  timers->On("test.wake", [](const Call&, const std::string& subject) {
    return absl::StatusOr<Timers::Effect>(Write(subject));
  });
  db_.OnTimersSet([&] { timers->Wake(); });
  timers->Start();
  Set("test.wake", "far", absl::Hours(24));
  for (int i = 0; i < 5; ++i) {
    const absl::Time set = absl::Now();
    Set("test.wake", Cat("near", i), absl::ZeroDuration());
    EXPECT_TRUE(Eventually([&] { return Effects(Cat("near", i)) == 1; }));
    EXPECT_LT(absl::Now() - set, absl::Milliseconds(700));  // a look each second would take longer
  }
  const absl::Time moved = absl::Now();
  ASSERT_TRUE(platform_.clock().MoveTo(platform_.clock().Now() + absl::Hours(25)).ok());
  EXPECT_TRUE(Eventually([&] { return Effects("far") == 1; }));
  EXPECT_LT(absl::Now() - moved, absl::Milliseconds(700));
}

}  // namespace
}  // namespace binadaya::test
