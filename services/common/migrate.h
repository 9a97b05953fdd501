#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace binadaya {

// One step of a schema, embedded in the binary from migrations/<name>. It only adds, so that the
// binary before it runs on: what it drops, renames or narrows waits until no running binary uses
// it, in a step of its own that has a line "-- contract: <since when nobody uses it>".
struct Migration {
  const char* name;
  const char* sql;
};

// Those of services/common; they come before a service's own.
const std::vector<Migration>& CommonMigrations();

// Applies what is missing, as the owner of the tables, each step in its transaction with its
// record, and one program at a time. Then makes the partitions of the months to come and grants
// `role` what it may do: everything on its tables, but only INSERT and SELECT on the event log, the
// audit log and its seals. Never waits: Unavailable says for what to try again (the database, a
// lock, another program that migrates). FailedPrecondition is for a person to mend: a name or
// password that the database refuses, or a contract step that this binary does not know, since it
// is too old.
absl::Status Migrate(
    const std::string& owner_conninfo, std::string_view role,
    const std::vector<Migration>& migrations, absl::Time now);

// What the owner of the tables does each day: makes the partitions of the months to come, and drops
// what is older than `inbox_from` of the inbox. The event log and the audit log with its seals are
// kept. In small steps, none of which waits for a lock, until `until` of the system's clock; what
// is left then is done the next time. Errors as Migrate's.
absl::Status KeepPartitions(
    const std::string& owner_conninfo, absl::Time now, absl::Time inbox_from, absl::Time until);

}  // namespace binadaya
