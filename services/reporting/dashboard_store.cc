#include "services/reporting/dashboard_store.h"

namespace binadaya::reporting::dashboard_store {

int Units(Tx& tx, const std::vector<std::string>& paths) {
  const pg::Result row = tx.Query(
      "SELECT count(*) FROM unit"
      " WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(path, s))",
      pg::Array(paths));
  return row.Int32(0, 0);
}

People CountPeople(Tx& tx, const std::vector<std::string>& paths, Bands bands) {
  const pg::Result row = tx.Query(
      "SELECT count(*), count(p.valid_until), count(*) FILTER (WHERE p.disputed <> '{}'),"
      " count(*) FILTER (WHERE m.match >= $3),"
      " count(*) FILTER (WHERE m.match >= $2 AND m.match < $3),"
      " count(*) FILTER (WHERE m.match < $2),"
      " coalesce(round(avg(m.match)::numeric, 4), 0)::float8"
      " FROM placement p LEFT JOIN measurement m ON m.id = p.measurement"
      " WHERE p.active"
      " AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(p.path, s))",
      pg::Array(paths), bands.fair, bands.optimal);
  return {
      .active = row.Int32(0, 0),
      .rated = row.Int32(0, 1),
      .disputed = row.Int32(0, 2),
      .optimal = row.Int32(0, 3),
      .fair = row.Int32(0, 4),
      .poor = row.Int32(0, 5),
      .mean_match = row.Double(0, 6)};
}

std::vector<Competency> Competencies(Tx& tx, const std::vector<std::string>& paths) {
  const pg::Result rows = tx.Query(
      "SELECT g.competency, count(*), count(*) FILTER (WHERE g.severity = 'HIGH'),"
      " count(*) FILTER (WHERE g.severity = 'MEDIUM'),"
      " count(*) FILTER (WHERE g.severity = 'LOW'),"
      " round(avg(g.gap)::numeric, 4)::float8"
      " FROM placement p JOIN gap g ON g.measurement = p.measurement"
      " WHERE p.active AND g.gap > 0"
      " AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(p.path, s))"
      " GROUP BY g.competency ORDER BY -round(sum(g.gap)::numeric, 4), g.competency",
      pg::Array(paths));
  std::vector<Competency> competencies;
  for (int i = 0; i < rows.rows(); ++i) {
    competencies.push_back(
        {.code = rows.String(i, 0),
         .people = rows.Int32(i, 1),
         .high = rows.Int32(i, 2),
         .medium = rows.Int32(i, 3),
         .low = rows.Int32(i, 4),
         .mean_gap = rows.Double(i, 5)});
  }
  return competencies;
}

std::vector<Needs> CountNeeds(Tx& tx, const std::vector<std::string>& paths) {
  const pg::Result rows = tx.Query(
      "SELECT n.state, count(*), count(*) FILTER (WHERE n.measured)"
      " FROM need n LEFT JOIN unit u ON u.code = n.unit"
      " WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS s"
      "  WHERE starts_with(coalesce(u.path, n.path), s) OR starts_with(s, coalesce(u.path, "
      "n.path)))"
      " GROUP BY n.state ORDER BY n.state",
      pg::Array(paths));
  std::vector<Needs> needs;
  for (int i = 0; i < rows.rows(); ++i) {
    needs.push_back(
        {.state = rows.String(i, 0), .needs = rows.Int32(i, 1), .measured = rows.Int32(i, 2)});
  }
  return needs;
}

}  // namespace binadaya::reporting::dashboard_store
