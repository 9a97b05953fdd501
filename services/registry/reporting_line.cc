#include "services/registry/reporting_line.h"

#include "services/common/status.h"

namespace binadaya::registry::reporting_line {

std::optional<Head> Superior(Tx& tx, const std::string& person, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      R"(
      WITH RECURSIVE line (unit, depth) AS (
        SELECT unit, 0
        FROM assignment
        WHERE person = $1 AND kind = 1 AND valid_from <= $2
          AND (valid_to IS NULL OR valid_to > $2)
        UNION ALL
        SELECT unit_parent(unit, $2), depth + 1
        FROM line
        WHERE unit <> ''),
      head AS (
        SELECT l.depth, a.id, a.person, a.post, a.unit, a.kind
        FROM line l
        JOIN assignment a ON a.unit = l.unit AND a.head AND a.valid_from <= $2
          AND (a.valid_to IS NULL OR a.valid_to > $2))
      SELECT h.person, h.post, h.unit, h.kind
      FROM head h
      JOIN person e ON e.id = h.person
      WHERE h.unit NOT IN (SELECT unit FROM head WHERE person = $1)
        AND coalesce((
          SELECT legal_position
          FROM person_before
          WHERE person = h.person AND valid_to > $2
          ORDER BY valid_to
          LIMIT 1), e.legal_position) = 'AKTIF'
      ORDER BY h.depth, h.kind = 1, h.id DESC
      LIMIT 1)",
      person, day);
  if (rows.empty()) return std::nullopt;
  pg::Row row(rows);
  return Head{
      .person = row.String(),
      .post = row.String(),
      .unit = row.String(),
      .kind = row.Enum<domain::AssignmentKind>()};
}

std::string LockHead(Tx& tx, const std::string& unit, const std::string& person) {
  // Whoever puts somebody on a post of this unit locks its row too, through the foreign key.
  tx.Defer("SELECT 1 FROM unit WHERE code = $1 FOR UPDATE", unit);
  const pg::Result rows = tx.Query(
      R"(
      SELECT person
      FROM assignment
      WHERE unit = $1 AND head AND kind = 1 AND valid_to IS NULL AND person <> $2
      LIMIT 1)",
      unit, person);
  return rows.empty() ? "" : pg::Row(rows).String();
}

absl::Status CheckHeads(Tx& tx, std::string_view where) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT unit
      FROM assignment
      WHERE head AND kind = 1 AND valid_to IS NULL
      GROUP BY unit
      HAVING count(*) > 1
      ORDER BY unit
      LIMIT 10)");
  if (rows.empty()) return absl::OkStatus();
  return Refuse(domain::SecondHead(where, rows.Map([](pg::Row row) { return row.String(); })));
}

}  // namespace binadaya::registry::reporting_line
