// A saga of three steps, each with an effect at a neighbour and one of its own: killed anywhere,
// refused, late, by two instances. What it has done in the end is all or nothing.
#include "services/common/saga.h"

#include <atomic>

#include "absl/synchronization/barrier.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/status.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;

constexpr char kKind[] = "toy";
constexpr char kSubject[] = "toy-1";

class SagaTest : public ::testing::Test {
 protected:
  SagaTest()
      : platform_({"registry"}),
        sql_(platform_.sql("registry")),
        db_(platform_.conninfo("registry"), 8, {}, platform_.clock(), metrics_) {
    // What the neighbour did, once a request; and what the service itself did.
    sql_.Execute(
        "CREATE TABLE neighbour (request uuid PRIMARY KEY, step text, amount int);"
        "CREATE TABLE own (step text, amount int);"
        "CREATE TABLE ended (version int, state int);"
        "GRANT ALL ON neighbour, own, ended TO registry");
    Build();
  }

  void Build() {
    saga::Kind kind{.name = kKind, .steps = {}, .overdue = {}, .ended = {}};
    for (const char* step : {"A", "B", "C"}) {
      kind.steps.push_back(
          {.name = step,
           .act = [this, step](const Call& call, const Saga&, const std::string& request)
               -> absl::StatusOr<Timers::Effect> {
             if (refused_ == step)
               return Refuse(absl::StatusCode::kFailedPrecondition, {Refusal(step)});
             RETURN_IF_ERROR(away_);
             RETURN_IF_ERROR(Ask(call, request, step, 1));
             return Own(step, 1);
           },
           .undo = [this, step](const Call& call, const Saga&, const std::string& request)
               -> absl::StatusOr<Timers::Effect> {
             RETURN_IF_ERROR(undo_fails_);
             RETURN_IF_ERROR(Ask(call, request, step, -1));
             return Own(step, -1);
           }});
    }
    kind.overdue = [](const Saga&) { return Refusal("late"); };
    kind.ended = [](Tx& tx, const Saga& saga) {
      tx.Defer("INSERT INTO ended VALUES ($1, $2)", saga.version, saga.state);
      return absl::OkStatus();
    };
    handler_ = saga::TimerOf(db_, std::move(kind)).second;
  }
  static Finding Refusal(const std::string& where) {
    return {"TOY-01", where, {"Tidak bisa. Coba lain.", "It cannot be. Try another."}};
  }
  // As a neighbour does it: once a request, and it undoes only what it has done.
  absl::Status Ask(const Call& call, const std::string& request, const char* step, int amount) {
    return db_.Background(call, [&](Tx& tx) {
      tx.Defer(
          R"(
          INSERT INTO neighbour
          SELECT $1::uuid, $2, CASE WHEN $3::int > 0 THEN 1 ELSE -coalesce(sum(amount), 0) END
          FROM neighbour WHERE step = $2
          ON CONFLICT DO NOTHING)",
          request, step, amount);
      return absl::OkStatus();
    });
  }
  Timers::Effect Own(const std::string& step, int amount) {
    return [this, step, amount](Tx& tx) {
      // An undo takes back what there is.
      tx.Defer(
          R"(
          INSERT INTO own
          SELECT $1, CASE WHEN $2::int > 0 THEN 1 ELSE -coalesce(sum(amount), 0) END
          FROM own WHERE step = $1)",
          step, amount);
      if (amount > 0 && refused_within_ == step)
        return Refuse(absl::StatusCode::kFailedPrecondition, {Refusal(step)});
      return absl::OkStatus();
    };
  }

  Call Now() {
    return {
        "timer",
        {},
        absl::Now() + absl::Seconds(20),
        platform_.clock().Now(),
        platform_.clock().Today()};
  }
  absl::Status Begin(int version = 1, absl::Duration time = absl::Hours(24)) {
    const Call call = Now();
    return db_.Background(call, [&](Tx& tx) {
      saga::Start(tx, kKind, kSubject, version, call.now() + time);
      return absl::OkStatus();
    });
  }
  enum class Killed { kNever, kBeforeItsRecord, kInItsRecord };
  // What Timers does once.
  absl::Status Fire(Killed killed = Killed::kNever) {
    const Call call = Now();
    const auto effect = handler_(call, kSubject);
    if (!effect.ok()) return effect.status();
    if (killed == Killed::kBeforeItsRecord) return absl::OkStatus();
    return db_.Background(call, [&](Tx& tx) {
      tx.Defer("DELETE FROM timer WHERE subject = $1", kSubject);
      const absl::Status status = (*effect)(tx);
      return killed == Killed::kInItsRecord ? absl::InternalError("killed") : status;
    });
  }
  bool Waits() {
    return !sql_.Query("SELECT 1 FROM timer WHERE subject = $1", pg::Params(kSubject)).empty();
  }
  Saga Found(int version = 1) {
    std::optional<Saga> saga;
    EXPECT_THAT(
        db_.Background(
            Now(),
            [&](Tx& tx) {
              saga = saga::Find(tx, kKind, kSubject, version);
              return absl::OkStatus();
            }),
        IsOk());
    return saga.value_or(Saga());
  }
  // Of every step, what is there at the neighbour and of one's own.
  std::string Effects() {
    return sql_
        .Query(
            R"(
            SELECT string_agg(coalesce(n, 0)::text, ' ' ORDER BY step) || ' | '
                   || string_agg(coalesce(o, 0)::text, ' ' ORDER BY step)
            FROM (VALUES ('A'), ('B'), ('C')) AS v(step)
            LEFT JOIN (SELECT step, sum(amount) AS n FROM neighbour GROUP BY step) AS n USING (step)
            LEFT JOIN (SELECT step, sum(amount) AS o FROM own GROUP BY step) AS o USING (step))",
            {})
        .String(0, 0);
  }
  // Under how many ids the neighbour was asked for a step.
  std::int64_t Requests(const std::string& step) {
    return sql_.Query("SELECT count(*) FROM neighbour WHERE step = $1", pg::Params(step)).Int(0, 0);
  }
  std::string Ended() {
    return sql_
        .Query("SELECT coalesce(string_agg(version || ':' || state, ' '), '') FROM ended", {})
        .String(0, 0);
  }

  Platform platform_;
  pg::Connection& sql_;
  Metrics metrics_;
  Db db_;
  std::string refused_, refused_within_;
  absl::Status away_, undo_fails_;
  Timers::Handler handler_;
};

TEST_F(SagaTest, KilledInEveryTurnHasAllOfItsEffectsOnce) {
  ASSERT_THAT(Begin(), IsOk());
  for (int turn = 0; turn < 3; ++turn) {
    EXPECT_THAT(Fire(Killed::kBeforeItsRecord), IsOk());
    EXPECT_FALSE(Fire(Killed::kInItsRecord).ok());
    EXPECT_EQ(Found().at, turn);
    EXPECT_TRUE(Waits());
    EXPECT_THAT(Fire(), IsOk());
  }
  EXPECT_EQ(Found().state, SagaState::kDone);
  EXPECT_FALSE(Waits());
  EXPECT_EQ(Effects(), "1 1 1 | 1 1 1");
  EXPECT_EQ(Ended(), "1:2");
  // A timer that comes late finds nothing to do.
  EXPECT_THAT(Fire(), IsOk());
  EXPECT_EQ(Effects(), "1 1 1 | 1 1 1");
  EXPECT_EQ(Ended(), "1:2");
}

TEST_F(SagaTest, RefusedAnywhereAndKilledInEveryTurnHasNoneOfItsEffects) {
  int version = 0;
  for (const char* step : {"A", "B", "C"}) {
    refused_ = step;
    ASSERT_THAT(Begin(++version), IsOk());
    for (int i = 0; i < 10 && Waits(); ++i) {
      (void)Fire(Killed::kBeforeItsRecord);
      (void)Fire(Killed::kInItsRecord);
      EXPECT_THAT(Fire(), IsOk());
    }
    const Saga saga = Found(version);
    EXPECT_EQ(saga.state, SagaState::kUndone) << step;
    ASSERT_EQ(saga.findings.size(), 1u);
    EXPECT_EQ(saga.findings[0].rule, "TOY-01");
    EXPECT_EQ(saga.findings[0].where, step);
    EXPECT_EQ(saga.findings[0].message.en, "It cannot be. Try another.");
    EXPECT_EQ(Effects(), "0 0 0 | 0 0 0");
  }
  EXPECT_EQ(Ended(), "1:4 2:4 3:4");
}

TEST_F(SagaTest, RefusedByAnEffectOfItsOwnLeavesNothingOfThat) {
  refused_within_ = "B";
  ASSERT_THAT(Begin(), IsOk());
  EXPECT_THAT(Fire(), IsOk());
  EXPECT_THAT(Fire(), IsOk());
  EXPECT_EQ(Effects(), "1 1 0 | 1 0 0");  // the neighbour did not hear yet
  EXPECT_EQ(Found().state, SagaState::kUndoing);
  for (int i = 0; i < 10 && Waits(); ++i) EXPECT_THAT(Fire(), IsOk());
  EXPECT_EQ(Found().state, SagaState::kUndone);
  EXPECT_EQ(Effects(), "0 0 0 | 0 0 0");
}

TEST_F(SagaTest, WhoseTimeIsUpBetweenAnEffectAndItsRecordIsUndone) {
  ASSERT_THAT(Begin(), IsOk());
  EXPECT_THAT(Fire(), IsOk());
  ASSERT_TRUE(platform_.clock().MoveTo(Found().deadline - absl::Minutes(1)).ok());
  EXPECT_THAT(Fire(Killed::kBeforeItsRecord), IsOk());
  EXPECT_EQ(Effects(), "1 1 0 | 1 0 0");
  ASSERT_TRUE(platform_.clock().MoveTo(Found().deadline).ok());
  for (int i = 0; i < 10 && Waits(); ++i) EXPECT_THAT(Fire(), IsOk());
  EXPECT_EQ(Found().state, SagaState::kUndone);
  ASSERT_EQ(Found().findings.size(), 1u);
  EXPECT_EQ(Found().findings[0].where, "late");
  EXPECT_EQ(Effects(), "0 0 0 | 0 0 0");
  EXPECT_EQ(Ended(), "1:4");
}

TEST_F(SagaTest, WaitsForANeighbourThatIsAwayUntilItsTimeIsUp) {
  away_ = absl::UnavailableError("away");
  ASSERT_THAT(Begin(), IsOk());
  EXPECT_TRUE(absl::IsUnavailable(Fire()));
  EXPECT_EQ(Found().state, SagaState::kRunning);
  away_ = absl::InternalError("a fault says nothing about the request");
  EXPECT_TRUE(absl::IsInternal(Fire()));
  EXPECT_EQ(Found().state, SagaState::kRunning);
  prometheus::Gauge& overdue = metrics_.Gauge("overdue", "For the test.");
  saga::UpdateGauges(sql_, platform_.clock().Now(), overdue);
  EXPECT_EQ(overdue.Value(), 0);
  saga::UpdateGauges(sql_, Found().deadline + absl::Seconds(90), overdue);
  EXPECT_EQ(overdue.Value(), 90);
  ASSERT_TRUE(platform_.clock().MoveTo(Found().deadline).ok());
  for (int i = 0; i < 10 && Waits(); ++i) EXPECT_THAT(Fire(), IsOk());
  EXPECT_EQ(Found().state, SagaState::kUndone);
  saga::UpdateGauges(sql_, Found().deadline + absl::Seconds(90), overdue);
  EXPECT_EQ(overdue.Value(), 0);
}

TEST_F(SagaTest, UndoesUntilItIsUndoneWhateverStandsInTheWay) {
  refused_ = "C";
  ASSERT_THAT(Begin(), IsOk());
  for (int i = 0; i < 3; ++i) EXPECT_THAT(Fire(), IsOk());
  undo_fails_ = Refuse(absl::StatusCode::kFailedPrecondition, {Refusal("undo")});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(absl::IsFailedPrecondition(Fire()));
  EXPECT_EQ(Found().state, SagaState::kUndoing);
  EXPECT_EQ(Found().at, 2);
  EXPECT_TRUE(Waits());
  EXPECT_EQ(Found().findings[0].where, "C");  // not what the undo said
  undo_fails_ = absl::OkStatus();
  for (int i = 0; i < 10 && Waits(); ++i) EXPECT_THAT(Fire(), IsOk());
  EXPECT_EQ(Found().state, SagaState::kUndone);
  EXPECT_EQ(Effects(), "0 0 0 | 0 0 0");
}

TEST_F(SagaTest, IsAliveOnceForASubject) {
  ASSERT_THAT(Begin(), IsOk());
  EXPECT_FALSE(Begin(2).ok());
  EXPECT_FALSE(Begin(1).ok());
  for (int i = 0; i < 10 && Waits(); ++i) EXPECT_THAT(Fire(), IsOk());
  ASSERT_THAT(Begin(2), IsOk());
  refused_ = "B";
  for (int i = 0; i < 10 && Waits(); ++i) EXPECT_THAT(Fire(), IsOk());
  EXPECT_EQ(Ended(), "1:2 2:4");
  EXPECT_EQ(Found(1).state, SagaState::kDone);
}

// A service that is restored from a backup comes to the same version of the same subject again.
// What its neighbours did for the first is no answer to the second.
TEST_F(SagaTest, BegunAnewBehindARestoredBackupAsksUnderOtherIds) {
  ASSERT_THAT(Begin(), IsOk());
  EXPECT_THAT(Fire(Killed::kBeforeItsRecord), IsOk());
  EXPECT_THAT(Fire(), IsOk());
  EXPECT_EQ(Requests("A"), 1) << "another try is the same request";
  sql_.Execute("DELETE FROM saga; DELETE FROM timer; DELETE FROM own");
  ASSERT_TRUE(platform_.clock().MoveTo(platform_.clock().Now() + absl::Minutes(1)).ok());
  ASSERT_THAT(Begin(), IsOk());
  EXPECT_THAT(Fire(Killed::kBeforeItsRecord), IsOk());
  EXPECT_THAT(Fire(), IsOk());
  EXPECT_EQ(Requests("A"), 2);
  refused_ = "B";
  for (int i = 0; i < 10 && Waits(); ++i) EXPECT_THAT(Fire(), IsOk());
  EXPECT_EQ(Found().state, SagaState::kUndone);
  EXPECT_EQ(Requests("A"), 3) << "its undo";
}

// Both prepare each first turn before either records it.
TEST_F(SagaTest, OfTwoInstancesHasItsEffectsOnce) {
  absl::Barrier both(2);
  std::atomic<int> prepared = 0;
  const auto handler = [&](const Call& call, const std::string& subject) {
    auto effect = handler_(call, subject);
    if (prepared.fetch_add(1) < 2) both.Block();
    return effect;
  };
  Timers first(
      db_, platform_.clock(), [this] { return Now(); }, metrics_);
  Timers second(
      db_, platform_.clock(), [this] { return Now(); }, metrics_);
  ASSERT_THAT(Begin(), IsOk());
  for (Timers* timers : {&first, &second}) {
    timers->On(Cat("saga.", kKind), handler);
    timers->Start();
  }
  EXPECT_TRUE(Eventually([&] { return Ended() == "1:2"; }));
  first.Stop();
  second.Stop();
  EXPECT_GT(prepared, 3);
  EXPECT_EQ(Effects(), "1 1 1 | 1 1 1");
  EXPECT_EQ(Ended(), "1:2");
}

}  // namespace
}  // namespace binadaya::test
