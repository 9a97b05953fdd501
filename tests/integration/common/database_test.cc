// The database joint: nothing outlasts its call, what is lost is replaced, mistakes are no
// successes and an error says nothing about people.
#include "tests/integration/common/database.h"

#include <stdexcept>
#include <thread>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "services/common/status.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

using ::testing::AllOf;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;
namespace rv = ::binadaya::registry::v1;

using Database = DatabaseTest;
using FarDatabase = FarDatabaseTest;

TEST_F(FarDatabase, ThatIsFrozenKeepsNobodyPastTheDeadline) {
  const Db::Body write = [](Tx& tx) {
    (void)tx.Query("SELECT 1 FROM person FOR UPDATE LIMIT 1");
    return absl::OkStatus();
  };
  ASSERT_TRUE(Change(write).ok());
  gate_.Stall();
  // More than the pool holds, so that old connections, new ones and none at all are waited for.
  std::vector<std::thread> callers;
  std::atomic<int> late = 0;
  const absl::Time start = absl::Now();
  for (int i = 0; i < 10; ++i) {
    callers.emplace_back([&] {
      if (absl::IsDeadlineExceeded(db().Background(In(absl::Seconds(1)), write))) ++late;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1500));
  EXPECT_EQ(late, 10);
  // The same through the server: its workers are free as soon as their callers have left.
  const Call hurried = platform_->As("someone", {{v1::ANALYST, "/"}}, absl::Milliseconds(500));
  EXPECT_TRUE(
      absl::IsDeadlineExceeded(platform_->registry().DefinePost(hurried, Post("FAR")).status()));
  EXPECT_TRUE(Eventually(
      [] { return platform_->Metric("registry", "binadaya_rpc_workers_busy") == 0; },
      absl::Seconds(1)));
  gate_.Open();
  EXPECT_TRUE(platform_->registry().DefinePost(platform_->Analyst(), Post("FAR")).ok());
}

TEST_F(Database, ThatIsSlowEndsACallBetweenItsStatements) {
  const absl::Time start = absl::Now();
  const absl::Status status = db().Background(In(absl::Seconds(1)), [](Tx& tx) {
    tx.Defer("INSERT INTO timer (kind, subject, due) VALUES ('slow', '', now())");
    for (int i = 0; i < 3; ++i) (void)tx.Query("SELECT pg_sleep(0.6)");
    return absl::OkStatus();
  });
  EXPECT_TRUE(absl::IsDeadlineExceeded(status)) << status;
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1500));
  EXPECT_EQ(CountOf("SELECT count(*) FROM timer WHERE kind = $1", "slow"), 0);
}

TEST_F(Database, ThatBecameReadOnlyIsNotReadyAndTheNextOneIsFound) {
  pg::Connection& owner = platform_->sql("registry");
  const std::string name = owner.Query("SELECT current_database()", {}).String(0, 0);
  owner.Execute(Cat("ALTER DATABASE ", name, " SET default_transaction_read_only = on").c_str());
  EndSessions();
  const absl::Status refused =
      platform_->registry().DefinePost(platform_->Analyst(), Post("READ-ONLY")).status();
  EXPECT_TRUE(absl::IsUnavailable(refused)) << refused;
  EXPECT_TRUE(Eventually([] { return platform_->Metric("registry", "binadaya_ready") == 0; }));
  // Sessions stay read-only; only new ones reach the primary of now.
  owner.Execute(Cat("ALTER DATABASE ", name, " RESET default_transaction_read_only").c_str());
  EXPECT_TRUE(platform_->registry().DefinePost(platform_->Analyst(), Post("READ-ONLY")).ok());
  EXPECT_TRUE(Eventually([] { return platform_->Metric("registry", "binadaya_ready") == 1; }));
}

TEST_F(Database, ThatRestartedCostsACommandOneAttempt) {
  platform_->Restart("registry", {{"DATABASE_CONNECTIONS", "16"}});
  // Every connection of the pool is made, and then idle.
  std::vector<std::thread> callers;
  std::atomic<int> inside = 0;
  for (int i = 0; i < 16; ++i) {
    callers.emplace_back([&] {
      EXPECT_TRUE(Change([&](Tx& tx) {
                    (void)tx.Query("SELECT 1");
                    ++inside;
                    EXPECT_TRUE(Eventually([&] { return inside >= 12; }, absl::Seconds(4)));
                    return absl::OkStatus();
                  }).ok());
    });
  }
  for (std::thread& caller : callers) caller.join();
  const double before = platform_->Metric("registry", "binadaya_db_connections_lost_total");
  EndSessions();
  int runs = 0;
  EXPECT_TRUE(Change([&](Tx& tx) {
                ++runs;
                (void)tx.Query("SELECT 1");
                return absl::OkStatus();
              }).ok());
  // The probe of readiness and the timers lose one each, if they come first.
  EXPECT_LE(runs, 2);
  EXPECT_LE(platform_->Metric("registry", "binadaya_db_connections_lost_total") - before, 3);
  platform_->Restart("registry", {{"DATABASE_CONNECTIONS", "6"}});
}

TEST_F(Database, WritesIntoAMonthThatGetsItsPartitionMeanwhile) {
  pg::Connection& owner = platform_->sql("registry");
  owner.Execute("BEGIN; SELECT ensure_partitions('inbox', 'event_id', '2099-01-01', 1)");
  absl::Status written = absl::UnknownError("not yet");
  std::thread writer([&] {
    written = Change([](Tx& tx) {
      tx.Defer("INSERT INTO inbox VALUES (uuid_floor('2099-01-15'), 'x')");
      return absl::OkStatus();
    });
  });
  EXPECT_TRUE(Eventually([&] {
    return !owner
                .Query(
                    "SELECT 1 FROM pg_locks WHERE relation = 'inbox_default'::regclass AND NOT "
                    "granted",
                    {})
                .empty();
  }));
  owner.Execute("COMMIT");
  writer.join();
  EXPECT_TRUE(written.ok()) << written;
  EXPECT_EQ(owner.Query("SELECT count(*) FROM inbox_2099_01", {}).Int(0, 0), 1);
}

TEST_F(Database, RefusesAChangeOfOneRowThatFindsNoneOrSeveral) {
  const auto timer = [](Tx& tx, const char* subject) {
    tx.Defer("INSERT INTO timer (kind, subject, due) VALUES ('one', $1, now())", subject);
  };
  EXPECT_TRUE(absl::IsInternal(Change([&](Tx& tx) {
    timer(tx, "a");
    tx.ChangeOne("UPDATE timer SET attempts = 1 WHERE kind = 'one' AND subject = $1", "b");
    return absl::OkStatus();
  })));
  EXPECT_TRUE(absl::IsInternal(Change([&](Tx& tx) {
    timer(tx, "a");
    timer(tx, "b");
    tx.ChangeOne("DELETE FROM timer WHERE kind = $1", "one");
    return absl::OkStatus();
  })));
  EXPECT_EQ(CountOf("SELECT count(*) FROM timer WHERE kind = $1", "one"), 0);
  EXPECT_TRUE(Change([&](Tx& tx) {
                timer(tx, "a");
                tx.ChangeOne("DELETE FROM timer WHERE kind = $1", "one");
                return absl::OkStatus();
              }).ok());
}

// The look-up of an earlier answer goes with the first statement that is waited for.
TEST_F(Database, AnswersARepetitionWhateverItsStatementsRunInto) {
  const auto insert = [](Tx& tx) {
    tx.Defer("INSERT INTO timer (kind, subject, due) VALUES ('again', '', now())");
    return absl::OkStatus();
  };
  const auto ask = [](Tx& tx) { (void)tx.Query("SELECT 1"); };
  const std::vector<std::function<void(Tx&)>> bodies = {
      [&](Tx& tx) { (void)insert(tx); },
      [&](Tx& tx) {
        (void)insert(tx);
        ask(tx);
      },
      [&](Tx& tx) {
        ask(tx);
        (void)insert(tx);
      },
      [&](Tx& tx) { EXPECT_TRUE(tx.Try([&] { return insert(tx); }).ok()); }};
  for (const std::function<void(Tx&)>& body : bodies) {
    const rv::DefinePostRequest request = Post("AGAIN");
    int runs = 0;
    const auto write = [&] {
      return db().Write(In(absl::Seconds(5)), request, [&](Tx& tx) -> absl::StatusOr<rv::Post> {
        rv::Post post;
        post.set_title(Cat(++runs));
        body(tx);
        return post;
      });
    };
    EXPECT_TRUE(write().ok());
    const absl::StatusOr<rv::Post> again = write();
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->title(), "1");
    EXPECT_EQ(CountOf("SELECT count(*) FROM audit WHERE request_id = $1", request.request_id()), 1);
    EXPECT_TRUE(Change([](Tx& tx) {
                  tx.ChangeOne("DELETE FROM timer WHERE kind = $1", "again");
                  return absl::OkStatus();
                }).ok());
  }
}

TEST_F(Database, TakesMuchThatIsToldInPortionsAndOfEachAggregateInItsOrder) {
  constexpr int kAggregates = 700, kEvents = 2500;
  ASSERT_TRUE(Change([](Tx& tx) {
                for (int i = 0; i < kEvents; ++i) {
                  tx.TellRaw(
                      "unit", Cat("much-", i % kAggregates), "unit.changed",
                      rv::DefinePostRequest());
                }
                return absl::OkStatus();
              }).ok());
  // As many versions as events; a later version has a later id.
  const pg::Result found = platform_->sql("registry")
                               .Query(
                                   R"(
      SELECT count(*), count(DISTINCT (aggregate_id, aggregate_version)),
        count(*) FILTER (WHERE aggregate_version <= $1), count(*) FILTER (WHERE before > event_id)
      FROM (
        SELECT *, lag(event_id) OVER (PARTITION BY aggregate_id ORDER BY aggregate_version) AS before
        FROM event_log
        WHERE aggregate_id LIKE 'much-%'
      ) AS told)",
                                   {kEvents / kAggregates});
  pg::Row row(found);
  EXPECT_EQ(row.Int(), kEvents);
  EXPECT_EQ(row.Int(), kEvents);
  EXPECT_EQ(row.Int(), kEvents / kAggregates * kAggregates);
  EXPECT_EQ(row.Int(), 0);
}

TEST_F(Database, LetsNoStatementOfAQueryChangeAnythingOrOutliveItsCall) {
  constexpr pg::Sql kInsert(
      "INSERT INTO timer (kind, subject, due) VALUES ('query', '', now()) RETURNING kind");
  constexpr pg::Sql kTimeout(
      "SELECT extract(epoch FROM current_setting('statement_timeout')::interval)");
  const auto first = db().Read(In(absl::Seconds(5)), [&](Tx& tx) -> absl::StatusOr<std::string> {
    return tx.Query(kInsert).String(0, 0);
  });
  EXPECT_TRUE(absl::IsInternal(first.status())) << first.status();
  const auto second = db().Read(In(absl::Seconds(5)), [&](Tx& tx) -> absl::StatusOr<std::string> {
    for (int i = 0; i < 2; ++i) {
      const double limit = tx.Query(kTimeout).Double(0, 0);
      EXPECT_GT(limit, 4);
      EXPECT_LE(limit, 5);
    }
    return tx.Query(kInsert).String(0, 0);
  });
  EXPECT_TRUE(absl::IsInternal(second.status())) << second.status();
  EXPECT_EQ(CountOf("SELECT count(*) FROM timer WHERE kind = $1", "query"), 0);
  // Nothing of it stays with the connection.
  EXPECT_TRUE(Change([&](Tx& tx) {
                (void)tx.Query(kInsert);
                tx.ChangeOne("DELETE FROM timer WHERE kind = $1", "query");
                return absl::OkStatus();
              }).ok());
}

// What is wrong with copied rows ends with the part that copied them, though nobody waited for it.
TEST_F(Database, DropsWhatAPartCopiedWithIt) {
  EXPECT_TRUE(Change([](Tx& tx) {
                const absl::Status part = tx.Try([&] {
                  tx.CopyIn("COPY timer (kind, subject, due) FROM STDIN", [](std::string& buffer) {
                    buffer = "part\t\tnow\npart\t\tnow\n";
                    return false;
                  });
                  return absl::AbortedError("not this");
                });
                EXPECT_TRUE(absl::IsAborted(part)) << part;
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(CountOf("SELECT count(*) FROM timer WHERE kind = $1", "part"), 0);
}

// One message to the server is one transaction, of one instant.
TEST_F(Database, AsksTogetherWhatIsLookedAtLater) {
  constexpr pg::Sql kInstant("SELECT now()::text");
  const auto asked = db().Read(In(absl::Seconds(5)), [&](Tx& tx) -> absl::StatusOr<bool> {
    Asked one = tx.Ask(kInstant);
    Asked other = tx.Ask(kInstant);
    const std::string third = tx.Query(kInstant).String(0, 0);
    EXPECT_EQ(one.Rows().String(0, 0), third);
    EXPECT_EQ(other.Rows().String(0, 0), third);
    EXPECT_NE(tx.Ask(kInstant).Rows().String(0, 0), third);
    return true;
  });
  EXPECT_TRUE(asked.ok()) << asked.status();
  EXPECT_TRUE(absl::IsInternal(Change([&](Tx& tx) {
    std::optional<Asked> dropped;
    EXPECT_FALSE(tx.Try([&] {
                     dropped = tx.Ask(kInstant);
                     return absl::AbortedError("not this");
                   }).ok());
    (void)dropped->Rows();
    return absl::OkStatus();
  })));
}

TEST_F(Database, PlansACommandForAnyValuesUntilItReadsMany) {
  const auto mode = [](Tx& tx) {
    return tx.Query("SELECT current_setting('plan_cache_mode')").String(0, 0);
  };
  const auto written =
      db().Write(In(absl::Seconds(5)), Post("PLANS"), [&](Tx& tx) -> absl::StatusOr<rv::Post> {
        EXPECT_EQ(mode(tx), "force_generic_plan");
        tx.PlanForValues();
        EXPECT_EQ(mode(tx), "force_custom_plan");
        return rv::Post();
      });
  EXPECT_TRUE(written.ok()) << written.status();
  // Nothing of it stays with the connection.
  EXPECT_TRUE(Change([&](Tx& tx) {
                EXPECT_EQ(mode(tx), "auto");
                return absl::OkStatus();
              }).ok());
}

TEST_F(Database, LetsATransactionThinkAsLongAsItsCallerWaitsAndNoProcessFreezeItForLonger) {
  const auto silent = [](Tx& tx) {
    return tx
        .Query(
            "SELECT extract(epoch FROM"
            " current_setting('idle_in_transaction_session_timeout')::interval)")
        .Double(0, 0);
  };
  const auto background = [&](absl::Duration time) {
    double seconds = 0;
    EXPECT_TRUE(db().Background(
                        In(time),
                        [&](Tx& tx) {
                          seconds = silent(tx);
                          return absl::OkStatus();
                        })
                    .ok());
    return seconds;
  };
  EXPECT_THAT(background(absl::Seconds(30)), AllOf(Gt(29), Le(30)));
  EXPECT_EQ(background(absl::Minutes(30)), 60);
  const auto command = [&](Tx& tx) -> absl::StatusOr<rv::Post> {
    EXPECT_THAT(silent(tx), AllOf(Gt(29), Le(30)));
    return rv::Post();
  };
  EXPECT_TRUE(db().Write(In(absl::Seconds(30)), Post("DIAM"), command).ok());
}

TEST_F(Database, RefusesToAskOthersFromWithinATransaction) {
  const auto beside = [&](const std::function<void()>& ask) {
    return Change([&](Tx& tx) {
      tx.Defer("INSERT INTO timer (kind, subject, due) VALUES ('within', '', now())");
      ask();  // whose answer is ignored
      return absl::OkStatus();
    });
  };
  EXPECT_TRUE(absl::IsInternal(beside([&] { (void)db().Ping(); })));
  EXPECT_TRUE(absl::IsInternal(
      beside([&] { (void)platform_->registry().ListPosts(platform_->Analyst(), {}); })));
  EXPECT_EQ(CountOf("SELECT count(*) FROM timer WHERE kind = $1", "within"), 0);
  EXPECT_TRUE(db().Ping().ok());
}

TEST_F(Database, RollsBackAndGetsItsConnectionBackWhenABodyThrows) {
  for (int i = 0; i < 20; ++i) {  // more than the pool has
    EXPECT_TRUE(absl::IsInternal(Change([](Tx& tx) -> absl::Status {
      (void)tx.Query("INSERT INTO timer (kind, subject, due) VALUES ('thrown', '', now())");
      throw std::out_of_range("a fault of the program");
    })));
  }
  EXPECT_TRUE(db().Ping().ok());
  EXPECT_EQ(CountOf("SELECT count(*) FROM timer WHERE kind = $1", "thrown"), 0);
}

TEST_F(Database, TellsWhatAConstraintMeansAndNothingAboutPeople) {
  const std::string person = city_->Person("LURAH", "33.74.14.1003");
  int runs = 0;
  ::testing::internal::CaptureStderr();
  // Declared by the service: what it means to the caller, without another attempt.
  const absl::Status declared =
      db().Write(
              In(absl::Seconds(5)), Post("X"),
              [&](Tx& tx) -> absl::StatusOr<rv::Post> {
                ++runs;
                for (int i = 0; i < 2; ++i) {
                  tx.Defer(
                      "INSERT INTO employment_number (value, person) VALUES ($1, $2)",
                      "197001012006041999", person);
                }
                return rv::Post();
              })
          .status();
  // Declared by nobody: a fault, whose constraint is enough to find it.
  const absl::Status fault = Change([&](Tx& tx) {
    tx.Defer(
        R"(
        INSERT INTO person
        SELECT id, 'Canary Kenari', birth_date, gender, employment_type, grade, legal_position,
          active
        FROM person
        WHERE id = $1)",
        person);
    return absl::OkStatus();
  });
  const absl::Status malformed = Change([&](Tx& tx) {
    (void)tx.Query("SELECT $1::text::uuid", "Canary Kenari");
    return absl::OkStatus();
  });
  const std::string log = ::testing::internal::GetCapturedStderr();
  ASSERT_TRUE(absl::IsAlreadyExists(declared)) << declared;
  EXPECT_THAT(declared, RefusedBy("PER-10"));
  EXPECT_EQ(runs, 1);
  EXPECT_TRUE(absl::IsInternal(fault)) << fault;
  EXPECT_TRUE(absl::IsInternal(malformed)) << malformed;
  EXPECT_THAT(log, HasSubstr("person_pkey"));
  for (const std::string& text :
       {log, declared.ToString(), fault.ToString(), malformed.ToString()}) {
    EXPECT_THAT(text, Not(HasSubstr("197001012006041999")));
    EXPECT_THAT(text, Not(HasSubstr("Canary")));
    EXPECT_THAT(text, Not(HasSubstr(person)));
  }
}

TEST_F(Database, AuditsARefusalAfterItsDeadline) {
  const std::string request = platform_->Id();
  const Clock& clock = platform_->clock();
  Identity rater;
  rater.subject = "penilai";
  Call late("test", rater, absl::Now() - absl::Seconds(1), clock.Now(), clock.Today());
  late.set_scope("33.74.14", "/33.74.14/");
  db().AuditRefusal(late, request, Refuse({.rule = "PROF-08", .where = "", .message = {"a", "b"}}));
  const pg::Result row =
      platform_->sql("registry")
          .Query(
              "SELECT concat_ws(' ', actor, action, target, decision, reason) FROM audit"
              " WHERE request_id = $1",
              {request});
  ASSERT_EQ(row.rows(), 1);
  EXPECT_EQ(row.String(0, 0), "penilai test 33.74.14 REFUSED PROF-08");
}

TEST_F(Database, AppliesAPolicyFromItsDayOnAndNotBefore) {
  platform_->sql("registry")
      .Execute(
          "INSERT INTO policy (key, valid_from, values, legal_basis, verified_by)"
          " VALUES ('test.from', current_date, '{1}', '', ''),"
          " ('test.from', current_date + 2, '{2}', '', ''),"
          " ('test.tomorrow', current_date + 2, '{1}', '', '')");
  const absl::CivilDay day = absl::ToCivilDay(absl::Now(), absl::UTCTimeZone());
  const auto on = [&](absl::CivilDay today) {
    return Call("test", {}, absl::Now() + absl::Seconds(5), absl::Now(), today);
  };
  Policies policies;
  const Policy from(policies, "test.from", 1);
  const auto value = [&](absl::CivilDay today) {
    double found = 0;
    EXPECT_TRUE(db().Background(
                        on(today),
                        [&](Tx& tx) {
                          found = from.Today(tx).front();
                          return absl::OkStatus();
                        })
                    .ok());
    return found;
  };
  EXPECT_EQ(value(day + 1), 1);
  EXPECT_EQ(value(day + 2), 2);
  const auto check = [&] {
    return db().Background(on(day + 1), [&](Tx& tx) { return policies.Check(tx); });
  };
  EXPECT_TRUE(check().ok());
  // What a service declares and cannot read stops its start: no row, none in force, another number
  // of values.
  const Policy missing(policies, "test.missing", 1), tomorrow(policies, "test.tomorrow", 1),
      longer(policies, "gap.severity", 3);
  const absl::Status stopped = check();
  EXPECT_TRUE(absl::IsFailedPrecondition(stopped)) << stopped;
  for (const char* key : {"test.missing", "test.tomorrow", "gap.severity"})
    EXPECT_THAT(std::string(stopped.message()), HasSubstr(key));
  EXPECT_THAT(std::string(stopped.message()), Not(HasSubstr("test.from")));
}

TEST_F(Database, ContinuesAListOnlyForWhomAndWhatItsTokenWasMade) {
  const Call analyst = platform_->Analyst();
  rv::ListPeopleRequest people;
  for (int i = 0; i < 3; ++i) city_->Person("LURAH", "33.74.14.1003");
  people.set_page_size(1);
  const auto first = platform_->registry().ListPeople(analyst, people);
  ASSERT_TRUE(first.ok()) << first.status();
  people.set_page_token(first->next_page_token());
  EXPECT_TRUE(platform_->registry().ListPeople(analyst, people).ok());
  const auto refused = AllOf(RefusedBy("PAGE-02"), HasCode(absl::StatusCode::kInvalidArgument));
  // Another caller, another filter, another method.
  EXPECT_THAT(
      platform_->registry().ListPeople(platform_->As("another", {{v1::ANALYST, "/"}}), people),
      refused);
  rv::ListPeopleRequest filtered = people;
  filtered.set_post("LURAH");
  EXPECT_THAT(platform_->registry().ListPeople(analyst, filtered), refused);
  rv::ListUnitsRequest units;
  units.set_page_token(people.page_token());
  EXPECT_THAT(platform_->registry().ListUnits(analyst, units), refused);
  // Forged: one that was changed, and one of our own making.
  ::testing::internal::CaptureStderr();
  std::string token;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(people.page_token(), &token));
  token.back() ^= 1;
  people.set_page_token(absl::WebSafeBase64Escape(token));
  EXPECT_THAT(platform_->registry().ListPeople(analyst, people), refused);
  people.set_page_token(absl::WebSafeBase64Escape("0123456789abcdefCanary' OR 1=1"));
  EXPECT_THAT(platform_->registry().ListPeople(analyst, people), refused);
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), Not(HasSubstr("Canary")));
}

}  // namespace
}  // namespace binadaya::test
