#include "services/registry/group_store.h"

namespace binadaya::registry::group_store {
namespace {

Group GroupAt(pg::Row row) {
  Group group;
  group.competency = row.String();
  group.family = row.String();
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
    Tx& tx, const std::vector<std::string>& paths, const std::string& competency,
    const std::string& family, const Page& page) {
  const pg::Result rows = tx.Query(
      R"(
      WITH inside AS (
        SELECT person, family, criticality
        FROM placement
        WHERE active
          AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(path, s))
          AND ($3 = '' OR family = $3)),
      population AS (
        SELECT family, count(*) AS people FROM inside GROUP BY family),
      measured AS (
        SELECT g.competency, i.family, g.required, floor(g.actual)::int AS stands, g.gap,
               i.criticality
        FROM gap g
        JOIN inside i ON i.person = g.person
        WHERE $2 = '' OR g.competency = $2),
      rated AS (
        SELECT competency, family, count(*) AS rated FROM measured GROUP BY 1, 2),
      grouped AS (
        SELECT competency, family, required AS to_level, count(*) AS affected,
               count(*) FILTER (WHERE stands = 0) AS at_0,
               count(*) FILTER (WHERE stands = 1) AS at_1,
               count(*) FILTER (WHERE stands = 2) AS at_2,
               count(*) FILTER (WHERE stands = 3) AS at_3,
               count(*) FILTER (WHERE stands = 4) AS at_4,
               avg(gap) AS mean_gap, avg(criticality) AS criticality,
               round(sum(gap)::numeric, 4) AS effect
        FROM measured
        WHERE gap > 0
        GROUP BY 1, 2, 3)
      SELECT competency, family, to_level, affected, rated, people,
             at_0, at_1, at_2, at_3, at_4,
             round(mean_gap::numeric, 4)::float8, round(criticality::numeric, 4)::float8,
             effect::text
      FROM grouped
      JOIN rated USING (competency, family)
      JOIN population USING (family)
      WHERE $4 = '' OR (-effect, competency, family, to_level) >
                       (-nullif($4, '')::numeric, $5, $6, nullif($7, '')::int)
      ORDER BY -effect, competency, family, to_level
      LIMIT $8)",
      pg::Array(paths), competency, family, page.After(0), page.After(1), page.After(2),
      page.After(3), page.size());
  return rows.Map(GroupAt);
}

std::vector<UnitGroup> ByUnit(Tx& tx, const std::string& competency) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT p.path, g.competency, p.family, g.required,
             count(*) FILTER (WHERE g.gap > 0), count(*) FILTER (WHERE g.gap <= 0),
             count(*) FILTER (WHERE g.gap > 0 AND floor(g.actual) = 0),
             count(*) FILTER (WHERE g.gap > 0 AND floor(g.actual) = 1),
             count(*) FILTER (WHERE g.gap > 0 AND floor(g.actual) = 2),
             count(*) FILTER (WHERE g.gap > 0 AND floor(g.actual) = 3),
             count(*) FILTER (WHERE g.gap > 0 AND floor(g.actual) = 4)
      FROM gap g
      JOIN placement p ON p.person = g.person
      WHERE p.active AND ($1 = '' OR g.competency = $1)
      GROUP BY 1, 2, 3, 4)",
      competency);
  return rows.Map([](pg::Row row) {
    UnitGroup group;
    group.path = row.String();
    group.competency = row.String();
    group.family = row.String();
    group.to_level = row.Int32();
    group.affected = row.Int32();
    group.without = row.Int32();
    for (int& people : group.from_levels) people = row.Int32();
    return group;
  });
}

Coverage CoverageOf(
    Tx& tx, const std::vector<std::string>& paths, const std::string& competency,
    const std::string& family) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT count(*), count(g.person)
      FROM placement p
      LEFT JOIN gap g ON g.person = p.person AND g.competency = $2
      WHERE p.active AND p.family = $3
        AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(p.path, s)))",
      pg::Array(paths), competency, family);
  pg::Row row(rows);
  return {.population = row.Int32(), .rated = row.Int32()};
}

}  // namespace binadaya::registry::group_store
