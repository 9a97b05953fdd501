#include "services/scheduling/people_store.h"

#include "services/common/status.h"

namespace binadaya::scheduling::people_store {

absl::Status RequireActive(Tx& tx, const std::string& person, const std::string& where) {
  if (tx.Query("SELECT FROM person WHERE id::text = $1 AND active", person).empty())
    return NoSuchObject(where);
  return absl::OkStatus();
}

void Save(Tx& tx, const Leave& leave) {
  tx.Defer(
      R"(
      INSERT INTO leave (record, person, first_day, until)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT (record) DO UPDATE
      SET first_day = excluded.first_day, until = excluded.until)",
      leave.record, leave.person, leave.days.from, leave.days.until);
}

void Annul(Tx& tx, const std::string& record) {
  tx.Defer("DELETE FROM leave WHERE record = $1", record);
}

std::vector<Leave> LeavesOf(
    Tx& tx, const std::vector<std::string>& people, const domain::DaySpan& days) {
  return tx
      .Query(
          R"(
          SELECT record, person, first_day, until
          FROM leave
          WHERE person = ANY ($1::uuid[]) AND until > $2 AND first_day < $3
          ORDER BY first_day, record)",
          pg::Array(people), days.from, days.until)
      .Map([](pg::Row row) -> Leave {
        return {
            .record = row.String(),
            .person = row.String(),
            .days = {.from = row.Day(), .until = row.Day()}};
      });
}

}  // namespace binadaya::scheduling::people_store
