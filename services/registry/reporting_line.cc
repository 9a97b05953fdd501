#include "services/registry/reporting_line.h"

#include "services/common/status.h"

namespace binadaya::registry::reporting_line {

std::map<std::string, Head> Superiors(
    Tx& tx, const std::vector<std::string>& people, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      R"(
      WITH RECURSIVE line (who, unit, depth) AS (
        SELECT person, unit, 0
        FROM assignment
        WHERE person = ANY ($1::uuid[]) AND kind = 1 AND valid_from <= $2
          AND (valid_to IS NULL OR valid_to > $2)
        UNION ALL
        SELECT who, unit_parent(unit, $2), depth + 1
        FROM line
        WHERE unit <> ''),
      head AS (
        SELECT l.who, l.depth, a.id, a.person, a.post, a.unit, a.kind
        FROM line l
        JOIN assignment a ON a.unit = l.unit AND a.head AND a.valid_from <= $2
          AND (a.valid_to IS NULL OR a.valid_to > $2))
      SELECT DISTINCT ON (h.who) h.who, h.person, h.post, h.unit, h.kind
      FROM head h
      JOIN person e ON e.id = h.person
      WHERE NOT EXISTS (
          SELECT FROM head own WHERE own.who = h.who AND own.unit = h.unit AND own.person = h.who)
        AND coalesce((
          SELECT legal_position
          FROM person_before
          WHERE person = h.person AND valid_to > $2
          ORDER BY valid_to
          LIMIT 1), e.legal_position) = 'AKTIF'
      ORDER BY h.who, h.depth, h.kind = 1, h.id DESC)",
      pg::Array(people), day);
  std::map<std::string, Head> superiors;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    std::string who = row.String();
    superiors[std::move(who)] = {
        .person = row.String(),
        .post = row.String(),
        .unit = row.String(),
        .kind = row.Enum<domain::AssignmentKind>()};
  }
  return superiors;
}

std::optional<Head> Superior(Tx& tx, const std::string& person, absl::CivilDay day) {
  const std::map<std::string, Head> superiors = Superiors(tx, {person}, day);
  if (superiors.empty()) return std::nullopt;
  return superiors.begin()->second;
}

std::vector<std::string> Reports(Tx& tx, const std::string& superior, absl::CivilDay today) {
  // Below a unit that somebody else heads nobody reports to him, but for its heads, wherever they
  // hold their post: who acts there may do so for a unit above his own.
  const pg::Result rows = tx.Query(
      R"(
      WITH RECURSIVE heads AS (
        SELECT a.unit, a.person
        FROM assignment a
        JOIN person e ON e.id = a.person
        WHERE a.head AND e.active AND a.valid_from <= $2
          AND (a.valid_to IS NULL OR a.valid_to > $2)),
      below (unit) AS (
        SELECT unit FROM heads WHERE person = $1
        UNION
        SELECT u.code
        FROM below b
        JOIN unit u ON u.parent = b.unit
        WHERE b.unit IN (SELECT unit FROM heads WHERE person = $1)
          OR b.unit NOT IN (SELECT unit FROM heads))
      SELECT p.person
      FROM below b
      JOIN placement p ON p.unit = b.unit
      UNION
      SELECT h.person
      FROM below b
      JOIN heads h ON h.unit = b.unit)",
      superior, today);
  std::vector<std::string> people;
  for (const auto& [person, head] :
       Superiors(tx, rows.Map([](pg::Row row) { return row.String(); }), today)) {
    if (head.person == superior) people.push_back(person);
  }
  return people;
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
