#include "services/registry/shortfall_store.h"

namespace binadaya::registry::shortfall_store {

std::vector<Group> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const Asked& asked, const Page& page) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT training, family, population, known, affected, mean_steps, criticality,
             regulated_on, legal_basis, people
      FROM (
        SELECT training, family, count(*) AS population, count(*) FILTER (WHERE known) AS known,
               count(*) FILTER (WHERE steps > 0) AS affected,
               coalesce(round(avg(steps) FILTER (WHERE steps > 0), 4), 0)::float8 AS mean_steps,
               coalesce(round(avg(criticality) FILTER (WHERE steps > 0)::numeric, 4), 0)::float8
                 AS criticality,
               coalesce(min(regulated_on)::text, '') AS regulated_on,
               min(legal_basis) AS legal_basis,
               coalesce(array_agg(person ORDER BY person) FILTER (WHERE steps > 0), '{}') AS people
        FROM shortfalls($1)
        WHERE kind = $2
          AND EXISTS (SELECT 1 FROM unnest($3::text[]) AS s WHERE starts_with(path, s))
          AND ($4 = '' OR training = $4)
          AND ($5 = '' OR family = $5)
        GROUP BY training, family) AS grouped
      WHERE $6 = '' OR (-affected, training, family) > (-nullif($6, '')::bigint, $7, $8)
      ORDER BY -affected, training, family
      LIMIT $9)",
      tx.call().today(), asked.kind, pg::Array(paths), asked.training, asked.family, page.After(0),
      page.After(1), page.After(2), page.size());
  return rows.Map([](pg::Row row) -> Group {
    return {
        .training = row.String(),
        .family = row.String(),
        .population = row.Int32(),
        .known = row.Int32(),
        .affected = row.Int32(),
        .mean_steps = row.Double(),
        .criticality = row.Double(),
        .regulated_on = row.String(),
        .legal_basis = row.String(),
        .people = row.Strings()};
  });
}

std::vector<UnitGroup> ByUnit(Tx& tx, const Asked& asked) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT path, training, family, count(*) FILTER (WHERE steps > 0),
             count(*) FILTER (WHERE known AND steps = 0), count(*) FILTER (WHERE NOT known)
      FROM shortfalls($1)
      WHERE kind = $2
      GROUP BY 1, 2, 3)",
      tx.call().today(), asked.kind);
  return rows.Map([](pg::Row row) -> UnitGroup {
    return {
        .path = row.String(),
        .training = row.String(),
        .family = row.String(),
        .affected = row.Int32(),
        .without = row.Int32(),
        .unknown = row.Int32()};
  });
}

}  // namespace binadaya::registry::shortfall_store
