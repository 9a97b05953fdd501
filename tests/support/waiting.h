#pragma once

#include <cstdint>

#include "services/common/pg.h"

namespace binadaya::test {

// How many sessions of this database wait for what another transaction holds.
inline std::int64_t Waiting(pg::Connection& sql) {
  return sql
      .Query(
          "SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
          " WHERE NOT granted AND datname = current_database()",
          {})
      .Int(0, 0);
}

}  // namespace binadaya::test
