#include "services/common/learned.h"

#include "services/common/status.h"

namespace binadaya::learned {

void SaveUnit(Tx& tx, const std::string& code, const std::string& path) {
  tx.Defer(
      R"(
      INSERT INTO unit (code, path)
      VALUES ($1, $2)
      ON CONFLICT (code) DO UPDATE SET path = excluded.path)",
      code, path);
}

absl::StatusOr<std::string> PathOfUnit(Tx& tx, const std::string& code) {
  const pg::Result rows = tx.Query("SELECT path FROM unit WHERE code = $1", code);
  if (rows.empty()) return absl::NotFoundError("never heard of");
  return pg::Row(rows).String();
}

void SaveActive(Tx& tx, const std::string& person, bool active) {
  tx.Defer(
      R"(
      INSERT INTO person (id, active)
      VALUES ($1, $2)
      ON CONFLICT (id) DO UPDATE SET active = excluded.active)",
      person, active);
}

absl::Status RequireActive(Tx& tx, const std::string& person, const std::string& where) {
  if (tx.Query("SELECT FROM person WHERE id::text = $1 AND active", person).empty())
    return NoSuchObject(where);
  return absl::OkStatus();
}

}  // namespace binadaya::learned
