#include "services/scheduling/people_store.h"

#include "services/common/status.h"

namespace binadaya::scheduling::people_store {

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
  tx.Defer("DELETE FROM training_record WHERE record = $1", record);
}

void Save(Tx& tx, const Place& place) {
  tx.Defer(
      R"(
      INSERT INTO person (id, active, post, family, unit_path, employment)
      VALUES ($1, true, $2, $3, $4, $5)
      ON CONFLICT (id) DO UPDATE
      SET post = coalesce(nullif(excluded.post, ''), person.post),
          family = coalesce(nullif(excluded.family, ''), person.family),
          unit_path = coalesce(nullif(excluded.unit_path, ''), person.unit_path),
          employment = coalesce(nullif(excluded.employment, ''), person.employment))",
      place.person, place.post, place.family, place.unit_path, place.employment);
}

absl::StatusOr<std::string> PathOf(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT coalesce(u.path, nullif(p.unit_path, ''), '/')
      FROM person p LEFT JOIN unit u ON u.code = p.unit
      WHERE p.id::text = $1)",
      person);
  if (rows.empty()) return NoSuchObject("person");
  return rows.String(0, 0);
}

void SaveLeft(Tx& tx, const std::string& person, bool left) {
  tx.ChangeOne("UPDATE person SET left_service = $2 WHERE id = $1", person, left);
}

bool HasLeft(Tx& tx, const std::string& person) {
  return !tx.Query("SELECT FROM person WHERE id = $1 AND left_service", person).empty();
}

void SaveGaps(
    Tx& tx, const std::string& person, const std::map<std::string, double>& gaps, absl::Time at) {
  pg::Array competencies, values;
  for (const auto& [competency, gap] : gaps) {
    competencies.Add(competency);
    values.Add(gap);
  }
  tx.Defer(
      R"(
      UPDATE person
      SET competencies = $2, gaps = $3, gaps_at = $4
      WHERE id = $1 AND coalesce(gaps_at <= $4, true))",
      person, competencies, values, at);
}

void SaveTraining(
    Tx& tx, const std::string& record, const std::string& person, absl::CivilDay completed_on) {
  tx.Defer(
      R"(
      INSERT INTO training_record (record, person, completed_on)
      VALUES ($1, $2, $3)
      ON CONFLICT (record) DO UPDATE SET completed_on = excluded.completed_on)",
      record, person, completed_on);
}

void SavePost(Tx& tx, const std::string& code, bool is_head, bool is_deputy) {
  tx.Defer(
      R"(
      INSERT INTO post (code, is_head, is_deputy)
      VALUES ($1, $2, $3)
      ON CONFLICT (code) DO UPDATE
      SET is_head = excluded.is_head, is_deputy = excluded.is_deputy)",
      code, is_head, is_deputy);
}

bool HoldsHead(Tx& tx, const std::string& person) {
  return !tx.Query(
                "SELECT FROM person p JOIN post o ON o.code = p.post WHERE p.id = $1 AND o.is_head",
                person)
              .empty();
}

std::vector<std::string> PairOf(Tx& tx, const std::string& person) {
  return tx
      .Query(
          R"(
          SELECT other.id
          FROM person p
            JOIN post o ON o.code = p.post
            JOIN person other ON other.unit = p.unit AND other.active
            JOIN post t ON t.code = other.post
          WHERE p.id = $1 AND (o.is_head AND t.is_deputy OR o.is_deputy AND t.is_head)
          ORDER BY other.id)",
          person)
      .Map([](pg::Row row) { return row.String(); });
}

bool IsHead(Tx& tx, const std::string& post) {
  return !tx.Query("SELECT FROM post WHERE code = $1 AND is_head", post).empty();
}

void Save(Tx& tx, const ActsOn& acts) {
  tx.Defer(
      R"(
      INSERT INTO acting (person, unit, post, first_day, until)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (unit, post, person, first_day) DO UPDATE SET until = excluded.until)",
      acts.person, acts.unit, acts.post, acts.days.from, acts.days.until);
}

void Save(Tx& tx, const UnitKind& unit) {
  tx.ChangeOne(
      "UPDATE unit SET kind = $2, parent = $3, direct_service = $4 WHERE code = $1", unit.code,
      unit.kind, unit.parent, unit.direct_service);
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
