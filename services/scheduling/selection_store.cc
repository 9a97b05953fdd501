#include "services/scheduling/selection_store.h"

#include "services/common/status.h"

namespace binadaya::scheduling::selection_store {
namespace {

#define SELECTIONS(content)                                                      \
  "SELECT s.id, s.unit, s.program, s.year, s.number, s.from_unit, s.considered," \
  " s.qualified, s.chosen, s.overridden, s.made_by,"                             \
  " (extract(epoch FROM s.made_at) * 1000000)::bigint, s.made_on, " content " FROM selection s"
#define FIGURES SELECTIONS("coalesce(s.figures, s.content)")
#define WHOLE SELECTIONS("s.content")
#define OBJECTIONS                                                                     \
  "SELECT o.id, o.unit, o.selection, o.person, o.reason, o.state, o.filed, o.decided," \
  " o.decided_by, o.why FROM objection o"

Selection SelectionAt(pg::Row row) {
  Selection selection{
      .id = row.String(),
      .unit = row.String(),
      .program = row.String(),
      .year = row.Int32(),
      .number = row.Int32(),
      .from_unit = row.String(),
      .considered = row.Int32(),
      .qualified = row.Int32(),
      .chosen = row.Int32(),
      .overridden = row.Int32(),
      .made_by = row.String(),
      .made_at = row.Micros(),
      .made_on = row.Day()};
  selection.content.ParseFromString(row.Bytes());
  return selection;
}

absl::StatusOr<Selection> OneSelection(const pg::Result& rows, const char* where) {
  if (rows.empty()) return NoSuchObject(where);
  return SelectionAt(pg::Row(rows));
}

Objection ObjectionAt(pg::Row row) {
  Objection objection;
  domain::Objection& is = objection.is;
  is.id = row.String();
  objection.unit = row.String();
  is.selection = row.String();
  is.person = row.String();
  is.reason = row.String();
  is.state = row.Enum<domain::ObjectionState>();
  is.filed = row.Day();
  is.decided = row.Maybe(&pg::Row::Day);
  is.by = row.String();
  is.why = row.String();
  return objection;
}

}  // namespace

int CountOf(Tx& tx, const std::string& program) {
  const pg::Result rows = tx.Query("SELECT count(*) FROM selection WHERE program = $1", program);
  return rows.Int32(0, 0);
}

void Add(Tx& tx, const Selection& of, const GroupsBy& groups) {
  v1::SelectionRecord without_people = of.content;
  without_people.clear_considered();
  const std::string content = of.content.SerializeAsString();
  const std::string figures = without_people.SerializeAsString();
  tx.ChangeOne(
      R"(
      INSERT INTO selection
        (id, unit, program, year, number, from_unit, considered, qualified, chosen, overridden,
         made_by, made_at, made_on, content, figures)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))",
      of.id, of.unit, of.program, of.year, of.number, of.from_unit, of.considered, of.qualified,
      of.chosen, of.overridden, of.made_by, of.made_at, of.made_on, pg::Bytes{content},
      pg::Bytes{figures});
  pg::Array judged;
  for (const v1::Considered& one : of.content.considered()) judged.Add(one.person());
  tx.Defer(
      "INSERT INTO choice (selection, person) SELECT $1::uuid, * FROM unnest($2::uuid[])", of.id,
      judged);
  pg::Array dimensions, names, considered, chosen;
  for (const auto& [dimension, list] : groups) {
    for (const domain::FairnessGroup& group : list) {
      dimensions.Add(dimension);
      names.Add(group.name);
      considered.Add(group.considered);
      chosen.Add(group.chosen);
    }
  }
  tx.Defer(
      R"(
      INSERT INTO selection_group (selection, dimension, name, considered, chosen)
      SELECT $1::uuid, * FROM unnest($2::int[], $3::text[], $4::int[], $5::int[]))",
      of.id, dimensions, names, considered, chosen);
}

absl::StatusOr<Selection> Get(Tx& tx, const std::string& id, const char* where) {
  return OneSelection(tx.Query(FIGURES " WHERE s.id = $1", id), where);
}

absl::StatusOr<Selection> GetWhole(Tx& tx, const std::string& id, const char* where) {
  return OneSelection(tx.Query(WHOLE " WHERE s.id = $1", id), where);
}

absl::StatusOr<Selection> OfPerson(
    Tx& tx, const std::string& person, const std::string& selection, const std::string& program) {
  return OneSelection(
      tx.Query(
          WHOLE R"(
            JOIN choice c ON c.selection = s.id
          WHERE c.person = $1 AND ($2 = '' OR s.id::text = $2)
            AND ($3 = '' OR s.program::text = $3)
          ORDER BY s.id DESC LIMIT 1)",
          person, selection, program),
      "selection");
}

std::vector<Selection> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const std::string& program, const Page& page) {
  return tx
      .Query(
          FIGURES R"(
          LEFT JOIN unit u ON u.code = s.unit
          WHERE EXISTS (
              SELECT 1 FROM unnest($1::text[]) AS p WHERE starts_with(coalesce(u.path, '/'), p))
            AND ($2 = '' OR s.program::text = $2)
            AND ($3 OR s.id < nullif($4, '')::uuid)
          ORDER BY s.id DESC
          LIMIT $5)",
          pg::Array(paths), program, page.first(), page.After(0), page.size())
      .Map([](pg::Row row) { return SelectionAt(row); });
}

bool HasJudged(Tx& tx, const std::string& selection, const std::string& person) {
  return !tx.Query("SELECT FROM choice WHERE person = $1 AND selection = $2", person, selection)
              .empty();
}

Totals TotalsOf(Tx& tx, const std::string& path, const std::string& program, int year) {
#define SUMMED                                            \
  " FROM selection s LEFT JOIN unit u ON u.code = s.unit" \
  " WHERE starts_with(coalesce(u.path, '/'), $1)"         \
  " AND ($2 = '' OR s.program::text = $2) AND ($3::int = 0 OR s.year = $3::int)"
  const pg::Result all = tx.Query(
      "SELECT count(*), coalesce(sum(s.chosen), 0), coalesce(sum(s.overridden), 0)" SUMMED, path,
      program, year);
  const pg::Result kept = tx.Query(
      R"(
      SELECT count(DISTINCT q.enrolment)
      FROM seat_question q
      JOIN enrolment e ON e.id = q.enrolment
      WHERE q.state = 2 AND e.override = 0 AND e.selection IN (SELECT s.id)" SUMMED ")",
      path, program, year);
  pg::Row sums(all);
  Totals totals{
      .selections = sums.Int32(),
      .chosen = sums.Int32(),
      .overridden = sums.Int32() + kept.Int32(0, 0)};
  const pg::Result rows = tx.Query(
      R"(
      SELECT g.dimension, g.name, sum(g.considered), sum(g.chosen)
      FROM selection_group g
      WHERE g.selection IN (SELECT s.id)" SUMMED R"()
      GROUP BY g.dimension, g.name
      ORDER BY g.dimension, g.name)",
      path, program, year);
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    const auto dimension = row.Enum<domain::Dimension>();
    totals.groups[dimension].push_back(
        {.name = row.String(), .considered = row.Int32(), .chosen = row.Int32()});
  }
  return totals;
}

std::optional<Objection> ObjectionOf(
    Tx& tx, const std::string& selection, const std::string& person) {
  const pg::Result rows =
      tx.Query(OBJECTIONS " WHERE o.selection = $1 AND o.person = $2", selection, person);
  if (rows.empty()) return std::nullopt;
  return ObjectionAt(pg::Row(rows));
}

absl::StatusOr<std::string> SelectionOfObjection(
    Tx& tx, const std::string& unit, const std::string& id) {
  const pg::Result rows =
      tx.Query("SELECT selection FROM objection WHERE unit = $1 AND id = $2", unit, id);
  if (rows.empty()) return NoSuchObject("id");
  return rows.String(0, 0);
}

absl::StatusOr<Objection> LockObjection(Tx& tx, const std::string& unit, const std::string& id) {
  const pg::Result rows =
      tx.Query(OBJECTIONS " WHERE o.unit = $1 AND o.id = $2 FOR UPDATE OF o", unit, id);
  if (rows.empty()) return NoSuchObject("id");
  return ObjectionAt(pg::Row(rows));
}

std::vector<Objection> OpenObjections(
    Tx& tx, const std::string& person, const std::string& program) {
  return tx
      .Query(
          OBJECTIONS R"(
            JOIN selection s ON s.id = o.selection
          WHERE o.state = 1 AND o.person = $1 AND s.program = $2
          ORDER BY o.id FOR UPDATE OF o)",
          person, program)
      .Map([](pg::Row row) { return ObjectionAt(row); });
}

void Add(Tx& tx, const Objection& objection) {
  const domain::Objection& is = objection.is;
  tx.ChangeOne(
      R"(
      INSERT INTO objection (id, unit, selection, person, reason, state, filed)
      VALUES ($1, $2, $3, $4, $5, $6, $7))",
      is.id, objection.unit, is.selection, is.person, is.reason, is.state, is.filed);
}

void Save(Tx& tx, const Objection& objection) {
  const domain::Objection& is = objection.is;
  tx.ChangeOne(
      "UPDATE objection SET state = $2, decided = $3, decided_by = $4, why = $5 WHERE id = $1",
      is.id, is.state, is.decided, is.by, is.why);
}

std::vector<Objection> PageOfObjections(
    Tx& tx, const std::vector<std::string>& paths, int state, const Page& page) {
  return tx
      .Query(
          OBJECTIONS R"(
          LEFT JOIN unit u ON u.code = o.unit
          WHERE EXISTS (
              SELECT 1 FROM unnest($1::text[]) AS p WHERE starts_with(coalesce(u.path, '/'), p))
            AND ($2::int = 0 OR o.state = $2::int)
            AND ($3 OR o.id < nullif($4, '')::uuid)
          ORDER BY o.id DESC
          LIMIT $5)",
          pg::Array(paths), state, page.first(), page.After(0), page.size())
      .Map([](pg::Row row) { return ObjectionAt(row); });
}

}  // namespace binadaya::scheduling::selection_store
