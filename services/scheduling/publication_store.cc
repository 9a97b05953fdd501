#include "services/scheduling/publication_store.h"

#include "services/common/status.h"

namespace binadaya::scheduling::publication_store {

absl::StatusOr<Publication> Get(Tx& tx, const std::string& batch, int number) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT p.batch, p.number, p.begun_by, coalesce(p.commitment::text, ''), b.unit, b.plan_item
      FROM publication p
      JOIN batch b ON b.id = p.batch
      WHERE p.batch = $1 AND p.number = $2)",
      batch, number);
  if (rows.empty()) return NoSuchObject("number");
  pg::Row row(rows);
  Publication publication{.batch = row.String(), .number = row.Int32(), .begun_by = row.String()};
  publication.commitment = row.String();
  publication.unit = row.String();
  publication.plan_item = row.String();
  publication.payments =
      tx.Query(
            R"(
            SELECT p.line, p.amount, coalesce(p.year, extract(year FROM b.first_day)::int)
            FROM publication o
            JOIN batch b ON b.id = o.batch
            CROSS JOIN LATERAL
              unnest(o.lines, o.amounts, o.years) WITH ORDINALITY AS p(line, amount, year, at)
            WHERE o.batch = $1 AND o.number = $2
            ORDER BY p.at)",
            batch, number)
          .Map([](pg::Row of) {
            return domain::Payment{.line = of.String(), .amount = {of.Int()}, .year = of.Int32()};
          });
  return publication;
}

void Add(Tx& tx, const Publication& publication) {
  pg::Array lines, amounts, years;
  for (const domain::Payment& payment : publication.payments) {
    lines.Add(payment.line);
    amounts.Add(payment.amount.rupiah);
    years.Add(payment.year);
  }
  tx.ChangeOne(
      R"(
      INSERT INTO publication (batch, number, begun_by, lines, amounts, years)
      VALUES ($1, $2, $3, $4, $5, $6))",
      publication.batch, publication.number, publication.begun_by, lines, amounts, years);
}

void SetCommitment(Tx& tx, const std::string& batch, int number, const std::string& commitment) {
  tx.ChangeOne(
      "UPDATE publication SET commitment = $3 WHERE batch = $1 AND number = $2", batch, number,
      commitment);
}

domain::Checklist ChecklistOf(Tx& tx, const std::string& batch) {
  return {tx.Query(
                R"(
                SELECT kind, due, done, not_needed, note, by
                FROM checklist_item
                WHERE batch = $1
                ORDER BY kind)",
                batch)
              .Map([](pg::Row row) {
                return domain::ChecklistItem{
                    .kind = row.Enum<domain::ChecklistKind>(),
                    .due = row.Day(),
                    .done = row.Maybe(&pg::Row::Day),
                    .not_needed = row.String(),
                    .note = row.String(),
                    .by = row.String()};
              })};
}

void SetDue(Tx& tx, const std::string& batch, const std::vector<domain::ChecklistItem>& items) {
  pg::Array kinds, due;
  for (const domain::ChecklistItem& item : items) {
    kinds.Add(item.kind);
    due.Add(absl::FormatCivilTime(item.due));
  }
  tx.Defer(
      R"(
      INSERT INTO checklist_item (batch, kind, due)
      SELECT $1::uuid, * FROM unnest($2::int[], $3::date[])
      ON CONFLICT (batch, kind) DO UPDATE SET due = excluded.due)",
      batch, kinds, due);
}

void Save(Tx& tx, const std::string& batch, const domain::Checklist& checklist) {
  for (const domain::ChecklistItem& item : checklist.items) {
    tx.ChangeOne(
        R"(
        UPDATE checklist_item SET done = $3, not_needed = $4, note = $5, by = $6
        WHERE batch = $1 AND kind = $2)",
        batch, item.kind, item.done, item.not_needed, item.note, item.by);
  }
}

}  // namespace binadaya::scheduling::publication_store
