#include "services/common/migrate.h"

#include <set>

#include "services/common/domain/text.h"
#include "services/common/locks.h"
#include "services/common/log.h"
#include "services/common/pg.h"

namespace binadaya {
namespace {

constexpr int kMonthsAhead = 13;

// What the service's own role may do. Partitions are reached through their parents only.
constexpr char kGrants[] = R"(
DO $$
DECLARE
  role text := current_setting('binadaya.role');
  partition regclass;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', role);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', role);
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO %I', role);
  EXECUTE format('REVOKE UPDATE, DELETE ON event_log, audit, audit_seal FROM %I', role);
  EXECUTE format('REVOKE ALL ON schema_migration FROM %I', role);
  FOR partition IN SELECT inhrelid::regclass FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE relkind = 'r' LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %I', partition, role);
  END LOOP;
END $$)";

}  // namespace

absl::Status Migrate(
    const std::string& owner_conninfo, std::string_view role,
    const std::vector<Migration>& migrations, absl::Time now) {
  try {
    pg::Connection connection(owner_conninfo, absl::InfiniteDuration());
    connection.Execute("SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0");
    connection.Query("SELECT pg_advisory_lock($1, 0)", {lock::kMigration});
    connection.Execute(
        "CREATE TABLE IF NOT EXISTS schema_migration (name text PRIMARY KEY, applied_at "
        "timestamptz NOT NULL DEFAULT now())");
    const pg::Result rows = connection.Query("SELECT name FROM schema_migration", {});
    std::set<std::string, std::less<>> applied;
    for (int i = 0; i < rows.rows(); ++i) applied.insert(rows.String(i, 0));
    bool changed = false;
    for (const Migration& migration : migrations) {
      if (applied.erase(migration.name) > 0) continue;
      connection.Execute("BEGIN");
      connection.Execute(migration.sql);
      connection.Query("INSERT INTO schema_migration (name) VALUES ($1)", {migration.name});
      connection.Execute("COMMIT");
      changed = true;
    }
    if (!applied.empty()) {
      return absl::FailedPreconditionError(
          Cat("the database holds migration ", *applied.begin(),
              ", which this binary does not know: it is newer; install the newer binary"));
    }
    connection.Query(
        "SELECT ensure_partitions('event_log', 'event_id', $1, $2), ensure_partitions('audit', "
        "'id', $1, $2),"
        " ensure_partitions('inbox', 'event_id', $1, $2)",
        {now, kMonthsAhead});
    if (changed) log::Info("schema migrated");
    connection.Query("SELECT set_config('binadaya.role', $1, false)", {role});
    connection.Execute(kGrants);
    return absl::OkStatus();
  } catch (const pg::Error& error) {
    if (error.connection_lost()) return absl::UnavailableError(error.what());
    return absl::InternalError(Cat("migration failed: ", error.what()));
  }
}

}  // namespace binadaya
