// The schema under a running city: older binaries on newer schemas, months to come, months to go.
#include "services/common/migrate.h"

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/every_service.h"
#include "tests/support/platform.h"
#include "tests/support/programs.h"

namespace binadaya::test {
namespace {

using ::testing::HasSubstr;

class MigrateTest : public ::testing::Test {
 protected:
  MigrateTest() : platform_({"registry"}), sql_(platform_.sql("registry")) {}

  const std::string& owner() const { return platform_.settings("registry").at("DATABASE_OWNER"); }
  absl::Status MigrateWith(const std::vector<Migration>& more) {
    std::vector<Migration> all = CommonMigrations();
    for (const Migration& step : ProgramOf("registry").migrations()) all.push_back(step);
    all.insert(all.end(), more.begin(), more.end());
    // The service's own daily work may be at it.
    absl::Status status;
    Eventually([&] {
      status = Migrate(owner(), "registry", all, platform_.clock().Now());
      return !absl::IsUnavailable(status);
    });
    return status;
  }
  bool Exists(const std::string& table) {
    return !sql_.Query("SELECT to_regclass($1)", {table}).IsNull(0, 0);
  }
  std::string Month(const std::string& table, int months_from_now) {
    return sql_
        .Query(
            "SELECT $1 || to_char($2::timestamptz + make_interval(months => $3), '_YYYY_MM')",
            {table, platform_.clock().Now(), months_from_now})
        .String(0, 0);
  }
  void FirePurge() { sql_.Execute("UPDATE timer SET due = '2000-01-01' WHERE kind = 'purge'"); }

  Platform platform_;
  pg::Connection& sql_;
};

// In SQL it would be planned anew by each statement that calls it (docs/adr/0058).
TEST(Schemas, KeepThePlansOfFunctionsThatAskTables) {
  Platform platform(cli::AllServices());
  for (const std::string& service : cli::AllServices()) {
    const pg::Result found = platform.sql(service).Query(
        R"(
        SELECT p.proname
        FROM pg_proc p
        JOIN pg_language l ON l.oid = p.prolang
        WHERE p.pronamespace = 'public'::regnamespace AND l.lanname = 'sql' AND p.provolatile <> 'i'
          AND NOT p.proretset AND p.prorettype <> 'void'::regtype
          AND pg_get_functiondef(p.oid) ~* '\mFROM\M')",
        {});
    EXPECT_TRUE(found.empty()) << service << ": " << found.Text(0, 0);
  }
}

TEST_F(MigrateTest, NoPathIsThatOfAUnitThatIsNot) {
  EXPECT_EQ(
      sql_.Query(
              "SELECT count(unit_path(code, '2026-01-01')) FROM (VALUES ('none'), (''), (NULL)) AS "
              "unit (code)",
              {})
          .Int(0, 0),
      0);
}

TEST_F(MigrateTest, AnOlderBinaryRunsOnASchemaThatWasAddedTo) {
  ASSERT_TRUE(MigrateWith({{"9000_more.sql", "ALTER TABLE request ADD COLUMN more text"}}).ok());
  platform_.Restart("registry");  // knows nothing of it
  EXPECT_TRUE(platform_.operations("registry").ListPolicies(platform_.Admin(), {}).ok());
}

TEST_F(MigrateTest, AnOlderBinaryIsRefusedOnASchemaThatTookSomethingAway) {
  ASSERT_TRUE(
      MigrateWith({{"9000_less.sql", "-- why\n-- contract: unused since 1.2\nSELECT 1"}}).ok());
  const absl::Status refused = MigrateWith({});
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("9000_less.sql"));
}

TEST_F(MigrateTest, NewMonthsAreMadeEachDayAndWaitForNoWriter) {
  const std::string far = Month("audit", 15);
  ASSERT_FALSE(Exists(far));
  pg::Connection writer(platform_.conninfo("registry"));
  writer.Execute(
      "BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0; INSERT INTO audit VALUES "
      "(uuid_floor(now()), now(), '', '', '', '', '', '', '', '')");
  ASSERT_TRUE(platform_.clock().MoveTo(platform_.clock().Now() + absl::Hours(24 * 100)).ok());
  EXPECT_TRUE(Eventually([&] { return Exists(far); }));
  writer.Execute("ROLLBACK");
}

TEST_F(MigrateTest, OldAnswersAndHeardEventsAreForgottenInPortionsAndNothingElseIs) {
  const absl::Time old = platform_.clock().Now() - absl::Hours(24 * 500);
  for (const char* kept : {"event_log", "audit"}) {
    const char* id = std::string_view(kept) == "audit" ? "id" : "event_id";
    sql_.Query("SELECT ensure_partitions($1, $2, $3, 2)", {kept, id, old});
  }
  sql_.Query("INSERT INTO event_log VALUES (uuid_floor($1), 'x', 'x', 1, '', '')", {old});
  sql_.Query(
      "INSERT INTO audit VALUES (uuid_floor($1), $1, '', '', '', '', '', '', '', '')", {old});
  // A policy that would have events of topics applied twice is not obeyed below sixty days.
  sql_.Query(
      "INSERT INTO policy SELECT key, '2020-01-02', '{1}', legal_basis, verified_by FROM policy"
      " WHERE key = 'retention.inbox_days'",
      {});
  sql_.Query("SELECT ensure_partitions('inbox', 'event_id', $1, 18)", {old});
  sql_.Query(
      "INSERT INTO inbox VALUES (uuid_floor($1), 'x')",
      {platform_.clock().Now() - absl::Hours(24 * 59)});
  sql_.Query("INSERT INTO inbox VALUES (uuid_floor($1), 'x')", {old});
  sql_.Query("INSERT INTO inbox VALUES (uuid_floor($1), 'x')", {old - absl::Hours(24 * 500)});
  sql_.Query("INSERT INTO inbox VALUES (uuid_floor($1), 'x')", {platform_.clock().Now()});
  sql_.Query(
      R"(
      INSERT INTO request
      SELECT gen_random_uuid(), '', '', $1::timestamptz + make_interval(days => 480 * (n % 2))
      FROM generate_series(1, 24000) n)",
      {old});
  FirePurge();
  EXPECT_TRUE(Eventually(
      [&] { return sql_.Query("SELECT count(*) FROM request", {}).Int(0, 0) == 12000; }));
  EXPECT_TRUE(
      Eventually([&] { return sql_.Query("SELECT count(*) FROM inbox", {}).Int(0, 0) == 2; }));
  EXPECT_TRUE(Eventually([&] {
    return !sql_.Query(
                    "SELECT 1 FROM timer WHERE kind = 'purge' AND due > $1",
                    {platform_.clock().Now()})
                .empty();
  }));
  EXPECT_EQ(sql_.Query("SELECT count(*) FROM event_log WHERE aggregate_id = 'x'", {}).Int(0, 0), 1);
  EXPECT_EQ(sql_.Query("SELECT count(*) FROM audit WHERE actor = ''", {}).Int(0, 0), 1);
}

}  // namespace
}  // namespace binadaya::test
