#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace binadaya {

// One step of a schema, embedded in the binary from migrations/<name>.
struct Migration {
  const char* name;
  const char* sql;
};

// Those of services/common; they come before a service's own.
const std::vector<Migration>& CommonMigrations();

// Applies what is missing, as the owner of the tables, under a lock, each step in its transaction
// with its record. Then makes the partitions of the months to come and grants `role` what it may
// do: everything on its tables, but only INSERT and SELECT on the event log, the audit log and its
// seals. FailedPrecondition when the database holds a step that this binary does not know: it is
// newer. Unavailable when the database cannot be reached.
absl::Status Migrate(
    const std::string& owner_conninfo, std::string_view role,
    const std::vector<Migration>& migrations, absl::Time now);

}  // namespace binadaya
