#include "services/registry/group_store.h"

namespace binadaya::registry::group_store {
namespace {

// Who is measured at a horizon: against next posts only who has a career (domain::HasCareer).
#define MEASURED_AT(person, horizon) \
  "(" horizon                        \
  "::int = 1 OR EXISTS ("            \
  "  SELECT FROM person e"           \
  "  WHERE e.id = " person " AND e.employment_type IN ('CPNS', 'PNS')))"

Group GroupAt(pg::Row row) {
  Group group;
  group.competency = row.String();
  group.family = row.String();
  group.next_family = row.String();
  group.to_level = row.Int32();
  group.affected = row.Int32();
  group.rated = row.Int32();
  group.population = row.Int32();
  for (int& people : group.from_levels) people = row.Int32();
  group.mean_gap = row.Double();
  group.criticality = row.Double();
  group.effect = row.String();
  return group;
}

}  // namespace

std::vector<Group> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const Asked& asked, const Page& page) {
  const pg::Result rows = tx.Query(
      R"(
      WITH inside AS (
        SELECT person, family, criticality
        FROM placement
        WHERE active
          AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(path, s))
          AND ($3 = '' OR family = $3)
          AND )" MEASURED_AT("person", "$4") R"(),
      population AS (
        SELECT family, count(*) AS people FROM inside GROUP BY family),
      measured AS (
        SELECT g.competency, i.family, g.next_family, g.required, floor(g.actual)::int AS stands,
               g.gap, i.criticality
        FROM horizon_gap g
        JOIN inside i ON i.person = g.person
        WHERE g.horizon = $4
          AND ($2 = '' OR g.competency = $2)
          AND ($5 = '' OR g.next_family = $5)),
      rated AS (
        SELECT competency, family, next_family, count(*) AS rated FROM measured GROUP BY 1, 2, 3),
      grouped AS (
        SELECT competency, family, next_family, required AS to_level, count(*) AS affected,
               count(*) FILTER (WHERE stands = 0) AS at_0,
               count(*) FILTER (WHERE stands = 1) AS at_1,
               count(*) FILTER (WHERE stands = 2) AS at_2,
               count(*) FILTER (WHERE stands = 3) AS at_3,
               count(*) FILTER (WHERE stands = 4) AS at_4,
               avg(gap) AS mean_gap, avg(criticality) AS criticality,
               round(sum(gap)::numeric, 4) AS effect
        FROM measured
        WHERE gap > 0
        GROUP BY 1, 2, 3, 4)
      SELECT competency, family, next_family, to_level, affected, rated, people,
             at_0, at_1, at_2, at_3, at_4,
             round(mean_gap::numeric, 4)::float8, round(criticality::numeric, 4)::float8,
             effect::text
      FROM grouped
      JOIN rated USING (competency, family, next_family)
      JOIN population USING (family)
      WHERE $6 = '' OR (-effect, competency, family, to_level, next_family) >
                       (-nullif($6, '')::numeric, $7, $8, nullif($9, '')::int, $10)
      ORDER BY -effect, competency, family, to_level, next_family
      LIMIT $11)",
      pg::Array(paths), asked.competency, asked.family, asked.horizon, asked.next_family,
      page.After(0), page.After(1), page.After(2), page.After(3), page.After(4), page.size());
  return rows.Map(GroupAt);
}

std::vector<Standing> ByUnit(Tx& tx, const Asked& asked) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT p.path, g.competency, p.family, g.next_family, g.required, coalesce(own.required, 0),
             floor(g.actual)::int, count(*)
      FROM horizon_gap g
      JOIN placement p ON p.person = g.person
      LEFT JOIN gap own ON own.person = g.person AND own.competency = g.competency
      WHERE p.active AND g.horizon = $2 AND ($1 = '' OR g.competency = $1)
      GROUP BY 1, 2, 3, 4, 5, 6, 7)",
      asked.competency, asked.horizon);
  return rows.Map([](pg::Row row) -> Standing {
    return {
        .path = row.String(),
        .competency = row.String(),
        .family = row.String(),
        .next_family = row.String(),
        .to_level = row.Int32(),
        .of_post = row.Int32(),
        .level = row.Int32(),
        .people = row.Int32()};
  });
}

Coverage CoverageOf(Tx& tx, const std::vector<std::string>& paths, const Asked& asked) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT count(DISTINCT p.person), count(DISTINCT g.person)
      FROM placement p
      LEFT JOIN horizon_gap g ON g.person = p.person AND g.horizon = $4 AND g.competency = $2
        AND ($5 = '' OR g.next_family = $5)
      WHERE p.active AND p.family = $3
        AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(p.path, s))
        AND )" MEASURED_AT("p.person", "$4"),
      pg::Array(paths), asked.competency, asked.family, asked.horizon, asked.next_family);
  pg::Row row(rows);
  return {.population = row.Int32(), .rated = row.Int32()};
}

}  // namespace binadaya::registry::group_store
