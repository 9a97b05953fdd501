#include "services/reporting/document_store.h"

#include "services/common/status.h"

namespace binadaya::reporting::document_store {
namespace {

#define DOCUMENT_COLUMNS                                                                \
  "d.id, d.kind, d.subject, d.unit, d.year, d.number, d.version, d.state, d.in_force, " \
  "d.total, to_char(d.made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"

v1::Document DocumentAt(pg::Row& row) {
  v1::Document document;
  document.set_id(row.String());
  document.set_kind(row.Enum<v1::DocumentKind>());
  document.set_subject(row.String());
  document.set_unit(row.String());
  document.set_year(row.Int32());
  document.set_number(row.Int32());
  document.set_version(row.Int());
  document.set_state(row.String());
  document.set_in_force(row.Bool());
  document.set_total(row.Int());
  document.set_made_at(row.String());
  return document;
}

}  // namespace

v1::Document Save(Tx& tx, const v1::Document& document) {
  tx.Defer(
      R"(
      INSERT INTO document
        (id, kind, subject, unit, year, number, version, state, in_force, total, made_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      ON CONFLICT (id) DO UPDATE
      SET version = greatest(document.version, excluded.version))",
      document.id(), document.kind(), document.subject(), document.unit(), document.year(),
      document.number(), document.version(), document.state(), document.in_force(),
      document.total(), tx.call().now());
  const pg::Result rows =
      tx.Query("SELECT " DOCUMENT_COLUMNS " FROM document d WHERE d.id = $1", document.id());
  pg::Row row(rows);
  return DocumentAt(row);
}

absl::StatusOr<v1::Document> Get(Tx& tx, const std::string& id) {
  const pg::Result rows = tx.Query(
      "SELECT " DOCUMENT_COLUMNS
      R"(, coalesce((
        SELECT n.id::text
        FROM document n
        WHERE n.kind = d.kind
          AND (n.number > d.number AND n.in_force
              AND (n.subject = d.subject
                OR d.kind = $2::int AND n.unit = d.unit AND n.year = d.year)
            OR n.subject = d.subject AND n.number = d.number AND n.version > d.version)
        ORDER BY n.number DESC, n.version DESC, n.made_at DESC
        LIMIT 1), '')
      FROM document d
      WHERE d.id = $1)",
      id, v1::BUDGET_VERSION);
  if (rows.empty()) return NoSuchObject("id");
  pg::Row row(rows);
  v1::Document document = DocumentAt(row);
  document.set_superseded_by(row.String());
  return document;
}

std::vector<v1::Document> PageOf(
    Tx& tx, const std::vector<std::string>& paths, v1::DocumentKind kind, int year,
    const Page& page) {
  const pg::Result rows = tx.Query(
      "SELECT " DOCUMENT_COLUMNS
      R"(
      FROM document d
      LEFT JOIN unit u ON u.code = d.unit
      WHERE EXISTS (
          SELECT 1
          FROM unnest($1::text[]) AS s
          WHERE starts_with(coalesce(u.path, '/'), s))
        AND ($2::int = 0 OR d.kind = $2::int)
        AND ($3::int = 0 OR d.year = $3::int)
        AND ($4 OR (d.made_at, d.id) < (
          SELECT l.made_at, l.id FROM document l WHERE l.id = nullif($5, '')::uuid))
      ORDER BY d.made_at DESC, d.id DESC
      LIMIT $6)",
      pg::Array(paths), kind, year, page.first(), page.After(0), page.size());
  return rows.Map([](pg::Row row) { return DocumentAt(row); });
}

}  // namespace binadaya::reporting::document_store
