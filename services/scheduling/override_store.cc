#include "services/scheduling/override_store.h"

#include "services/scheduling/domain/batch.h"

namespace binadaya::scheduling::override_store {

namespace {

#define OVERRIDE "o.rule, o.about, o.period, o.allows, o.why, o.note, o.made_by, o.made_on"

domain::ContinuityOverride OverrideAt(pg::Row& row) {
  domain::ContinuityOverride one{
      .rule = row.String(), .about = row.String(), .period = row.String(), .allows = row.Int32()};
  one.reason = row.Enum<domain::OverrideReason>();
  one.note = row.String();
  one.made_by = row.String();
  one.made_on = row.Day();
  return one;
}

}  // namespace

std::vector<domain::ContinuityOverride> OfBatch(Tx& tx, const std::string& batch) {
  return tx
      .Query(
          "SELECT " OVERRIDE R"(
          FROM continuity_override o
          WHERE o.batch = $1
          ORDER BY o.rule, o.about, o.period)",
          batch)
      .Map([](pg::Row row) { return OverrideAt(row); });
}

std::vector<Listed> PageOf(
    Tx& tx, const std::vector<std::string>& paths,
    const v1::ListContinuityOverridesRequest& request, const Page& page) {
  return tx
      .Query(
          "SELECT o.batch, o.unit, " OVERRIDE R"(
          FROM continuity_override o
          JOIN batch b ON b.id = o.batch
          LEFT JOIN unit u ON u.code = b.unit
          LEFT JOIN unit h ON h.code = o.unit
          WHERE EXISTS (
              SELECT 1 FROM unnest($1::text[]) AS s
              WHERE starts_with(coalesce(u.path, '/'), s) OR starts_with(coalesce(h.path, '/'), s))
            AND ($2 = '' OR o.batch::text = $2)
            AND ($3 OR (o.batch, o.rule, o.about, o.period) > (nullif($4, '')::uuid, $5, $6, $7))
          ORDER BY o.batch, o.rule, o.about, o.period
          LIMIT $8)",
          pg::Array(paths), request.batch(), page.first(), page.After(0), page.After(1),
          page.After(2), page.After(3), page.size())
      .Map([](pg::Row row) -> Listed {
        Listed listed{.batch = row.String(), .unit = row.String()};
        listed.is = OverrideAt(row);
        return listed;
      });
}

void Add(
    Tx& tx, const std::string& batch, const std::string& unit,
    const std::vector<domain::ContinuityOverride>& overrides) {
  for (const domain::ContinuityOverride& one : overrides) {
    tx.Defer(
        R"(
        INSERT INTO continuity_override
          (batch, rule, about, period, allows, unit, why, note, made_by, made_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (batch, rule, about, period) DO UPDATE
        SET allows = excluded.allows, unit = excluded.unit, why = excluded.why,
            note = excluded.note, made_by = excluded.made_by, made_on = excluded.made_on)",
        batch, one.rule, one.about, one.period, one.allows, unit, one.reason, one.note, one.made_by,
        one.made_on);
  }
}

Totals TotalsOf(Tx& tx, const std::string& path, const std::string& program, int year) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT count(*),
             count(*) FILTER (WHERE EXISTS (
               SELECT FROM continuity_override o WHERE o.batch = b.id))
      FROM batch b
      JOIN plan_item i ON i.id = b.plan_item
      LEFT JOIN unit u ON u.code = b.unit
      WHERE starts_with(coalesce(u.path, '/'), $1) AND ($2 = '' OR i.program::text = $2)
        AND ($3::int = 0 OR i.year = $3::int) AND b.released > 0 AND b.state <> $4::int)",
      path, program, year, domain::BatchState::kCancelled);
  pg::Row row(rows);
  return {.batches = row.Int32(), .overridden = row.Int32()};
}

}  // namespace binadaya::scheduling::override_store
