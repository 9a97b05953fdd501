#include "services/common/migrate.h"

#include <functional>
#include <map>

#include "absl/strings/match.h"
#include "services/common/domain/text.h"
#include "services/common/locks.h"
#include "services/common/log.h"
#include "services/common/pg.h"
#include "services/common/status.h"

namespace binadaya {
namespace {

constexpr int kMonthsAhead = 13;
constexpr int kBackfillPortion = 5000;
constexpr absl::Duration kMigrationPatience = absl::Seconds(15);

bool IsContract(const Migration& migration) {
  return absl::StrContains(migration.sql, "\n-- contract:") ||
         absl::StartsWith(migration.sql, "-- contract:");
}

absl::Status Translate(const pg::Error& error) {
  const std::string& state = error.state();
  if (state.starts_with("28") || state == "3D000") {
    return absl::FailedPreconditionError(
        Cat("PostgreSQL refuses the owner's database, name or password (", state,
            "): mend BINADAYA_DATABASE_OWNER"));
  }
  if (error.connection_lost() || error.late())
    return absl::UnavailableError(Cat("PostgreSQL cannot be reached: ", error.what()));
  if (state == "55P03") return absl::UnavailableError("a lock on a table is held by somebody else");
  return absl::InternalError(Cat("migration failed: ", error.what()));
}

// Owner's work that never waits long for a lock: who waits for one holds up everybody behind him.
absl::Status AsOwner(
    const std::string& conninfo, absl::Duration patience, const absl::Status& busy,
    const std::function<absl::Status(pg::Connection&)>& work) {
  try {
    pg::Connection connection(conninfo, patience);
    connection.Execute("SET lock_timeout = '500ms'; SET idle_in_transaction_session_timeout = 0");
    if (!connection.Query("SELECT pg_try_advisory_lock($1, 0)", {lock::kMigration}).Bool(0, 0))
      return busy;
    return work(connection);
  } catch (const pg::Error& error) {
    return Translate(error);
  }
}

void MakePartitions(pg::Connection& connection, absl::Time now) {
  for (const auto& [table, id] :
       {std::pair("event_log", "event_id"), {"audit", "id"}, {"inbox", "event_id"}}) {
    connection.Query("SELECT ensure_partitions($1, $2, $3, $4)", {table, id, now, kMonthsAhead});
  }
}

absl::Status Apply(pg::Connection& connection, const std::vector<Migration>& migrations) {
  connection.Execute(R"(
      CREATE TABLE IF NOT EXISTS schema_migration (
        name text PRIMARY KEY,
        applied_at timestamptz NOT NULL DEFAULT now()
      );
      ALTER TABLE schema_migration ADD COLUMN IF NOT EXISTS contract boolean NOT NULL DEFAULT false)");
  std::map<std::string, bool> applied =  // whether it is a contract step
      connection.Query("SELECT name, contract FROM schema_migration", {})
          .Pairs(&pg::Row::String, &pg::Row::Bool);
  for (const Migration& migration : migrations) {
    if (applied.erase(migration.name) > 0) continue;
    connection.Execute("BEGIN");
    connection.Execute(migration.sql);
    connection.Query(
        "INSERT INTO schema_migration (name, contract) VALUES ($1, $2)",
        {migration.name, IsContract(migration)});
    connection.Execute("COMMIT");
    log::Info("schema migrated", {{"step", migration.name}});
  }
  // What is left was applied by a newer binary.
  for (const auto& [name, contract] : applied) {
    if (contract) {
      return absl::FailedPreconditionError(
          Cat("the database holds the contract step ", name,
              ", which this binary does not know: it is too old; install the newer one"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Migrate(
    const std::string& owner_conninfo, std::string_view role,
    const std::vector<Migration>& migrations, absl::Time now) {
  const absl::Status busy = absl::UnavailableError("another program migrates this database");
  // A step may take hours.
  return AsOwner(owner_conninfo, absl::InfiniteDuration(), busy, [&](pg::Connection& connection) {
    RETURN_IF_ERROR(Apply(connection, migrations));
    MakePartitions(connection, now);
    connection.Query("SELECT grant_service($1)", {role});
    return absl::OkStatus();
  });
}

absl::Status KeepPartitions(
    const std::string& owner_conninfo, absl::Time now, absl::Time inbox_from, absl::Time until) {
  // Who is busy with it does the same.
  return AsOwner(
      owner_conninfo, kMigrationPatience, absl::OkStatus(), [&](pg::Connection& connection) {
        MakePartitions(connection, now);
        while (absl::Now() < until &&
               connection.Query("SELECT drop_oldest_partition('inbox', $1)", {inbox_from})
                   .Bool(0, 0)) {
        }
        // What came from before the first month lies in the default partition.
        while (absl::Now() < until) {
          const pg::Result deleted = connection.Query(
              R"(
          DELETE FROM inbox_default
          WHERE ctid IN (SELECT ctid FROM inbox_default WHERE event_id < uuid_floor($1) LIMIT $2))",
              {inbox_from, kBackfillPortion});
          if (deleted.affected() < kBackfillPortion) break;
        }
        return absl::OkStatus();
      });
}

}  // namespace binadaya
