#include "services/reporting/dashboard_store.h"

namespace binadaya::reporting::dashboard_store {

int Units(Tx& tx, const std::vector<std::string>& paths) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT count(*)
      FROM unit
      WHERE NOT closed
        AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(path, s)))",
      pg::Array(paths));
  return pg::Row(rows).Int32();
}

People CountPeople(Tx& tx, const std::vector<std::string>& paths, Bands bands) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT count(*),
             count(p.valid_until),
             count(*) FILTER (WHERE p.disputed <> '{}'),
             count(*) FILTER (WHERE m.match >= $3),
             count(*) FILTER (WHERE m.match >= $2 AND m.match < $3),
             count(*) FILTER (WHERE m.match < $2),
             coalesce(round(avg(m.match)::numeric, 4), 0)::float8,
             coalesce(sum(m.required), 0), coalesce(sum(m.known), 0)
      FROM placement p
      LEFT JOIN measurement m ON m.id = p.measurement
      WHERE p.active
        AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(p.path, s)))",
      pg::Array(paths), bands.fair, bands.optimal);
  pg::Row row(rows);
  return {
      .active = row.Int32(),
      .rated = row.Int32(),
      .disputed = row.Int32(),
      .optimal = row.Int32(),
      .fair = row.Int32(),
      .poor = row.Int32(),
      .mean_match = row.Double(),
      .competencies_required = row.Int32(),
      .competencies_rated = row.Int32()};
}

std::vector<Competency> Competencies(Tx& tx, const std::vector<std::string>& paths) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT g.competency,
             count(*),
             count(*) FILTER (WHERE g.severity = 'HIGH'),
             count(*) FILTER (WHERE g.severity = 'MEDIUM'),
             count(*) FILTER (WHERE g.severity = 'LOW'),
             round(avg(g.gap)::numeric, 4)::float8
      FROM placement p
      JOIN gap g ON g.measurement = p.measurement
      WHERE p.active AND g.gap > 0
        AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(p.path, s))
      GROUP BY g.competency
      ORDER BY -round(sum(g.gap)::numeric, 4), g.competency)",
      pg::Array(paths));
  return rows.Map([](pg::Row row) -> Competency {
    return {
        .code = row.String(),
        .people = row.Int32(),
        .high = row.Int32(),
        .medium = row.Int32(),
        .low = row.Int32(),
        .mean_gap = row.Double()};
  });
}

std::vector<UnitPeople> PeopleByUnit(Tx& tx, Bands bands) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT p.path,
             count(*),
             count(p.valid_until),
             count(*) FILTER (WHERE p.disputed <> '{}'),
             count(*) FILTER (WHERE m.match >= $2),
             count(*) FILTER (WHERE m.match >= $1 AND m.match < $2),
             count(*) FILTER (WHERE m.match < $1)
      FROM placement p
      LEFT JOIN measurement m ON m.id = p.measurement
      WHERE p.active
      GROUP BY p.path)",
      bands.fair, bands.optimal);
  return rows.Map([](pg::Row row) -> UnitPeople {
    return {
        .path = row.String(),
        .people = {
            .active = row.Int32(),
            .rated = row.Int32(),
            .disputed = row.Int32(),
            .optimal = row.Int32(),
            .fair = row.Int32(),
            .poor = row.Int32()}};
  });
}

std::vector<UnitGaps> GapsByUnit(Tx& tx) {
  const pg::Result rows = tx.Query(R"(
      SELECT p.path, g.competency,
             count(*) FILTER (WHERE g.severity = 'HIGH'),
             count(*) FILTER (WHERE g.severity = 'MEDIUM'),
             count(*) FILTER (WHERE g.severity = 'LOW')
      FROM placement p
      JOIN gap g ON g.measurement = p.measurement
      WHERE p.active AND g.gap > 0
      GROUP BY p.path, g.competency)");
  return rows.Map([](pg::Row row) -> UnitGaps {
    return {
        .path = row.String(),
        .competency = row.String(),
        .high = row.Int32(),
        .medium = row.Int32(),
        .low = row.Int32()};
  });
}

std::vector<Needs> CountNeeds(Tx& tx, const std::vector<std::string>& paths) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT n.state, count(*), count(*) FILTER (WHERE n.measured)
      FROM need n
      LEFT JOIN unit_today u ON u.code = n.unit
      WHERE EXISTS (
        SELECT 1
        FROM unnest($1::text[]) AS s
        WHERE starts_with(coalesce(u.path, n.path), s)
           OR starts_with(s, coalesce(u.path, n.path)))
      GROUP BY n.state
      ORDER BY n.state)",
      pg::Array(paths));
  return rows.Map([](pg::Row row) -> Needs {
    return {.state = row.String(), .needs = row.Int32(), .measured = row.Int32()};
  });
}

}  // namespace binadaya::reporting::dashboard_store
