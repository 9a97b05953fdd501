#include "services/reporting/chain_store.h"

#include <utility>

#include "services/common/status.h"

namespace binadaya::reporting::chain_store {
namespace {

// Connections work in UTC.
#define INSTANT(column) "coalesce(to_char(" column ", 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), '')"

#define GAP_COLUMNS                                                                    \
  "m.id, m.person, g.competency, g.required, g.actual, g.gap, g.severity, g.standard," \
  " g.ratings, m.family, m.path, " INSTANT("m.opened_at") ", " INSTANT("m.closed_at")

#define NEED_COLUMNS                                                                     \
  "n.id, n.campaign, n.type, n.state, n.competency, n.from_level, n.to_level, n.family," \
  " n.path, n.affected, n.population, n.mean_gap, n.score, n.rank, n.components,"        \
  " n.component_values, n.component_weights, n.component_points, n.gap_gone, " INSTANT(  \
      "n.detected_at") ", " INSTANT("n.closed_at")

#define CURRENT_GAPS                                                  \
  " FROM person p JOIN measurement_history m ON m.id = p.measurement" \
  " JOIN gap g ON g.measurement = m.id"

// Inside then or inside now: a unit that moved in between does not break the chain.
#define NEED_WITH_ITS_GAPS                                                       \
  " FROM need n JOIN measurement_history m ON m.family = n.family"               \
  " JOIN gap g ON g.measurement = m.id AND g.competency = n.competency"          \
  " LEFT JOIN unit nu ON nu.code = n.unit LEFT JOIN unit mu ON mu.code = m.unit" \
  " WHERE g.gap > 0 AND (starts_with(m.path, n.path)"                            \
  "  OR starts_with(coalesce(mu.path, m.path), coalesce(nu.path, n.path)))"      \
  " AND CASE n.type WHEN 'STRATEGIC' THEN g.required <= n.to_level"              \
  "  ELSE g.required = n.to_level AND floor(g.actual) = n.from_level END"        \
  " AND m.opened_at < coalesce(n.closed_at, 'infinity')"                         \
  " AND coalesce(m.closed_at, 'infinity') > n.detected_at"

// While a projection is rebuilt, a scope may be remembered whose object is not there yet.
absl::Status NotHeard(const char* where) {
  return Refuse(
      absl::StatusCode::kNotFound,
      {{.rule = "CHAIN-01",
        .where = where,
        .message = {
            "pelaporan belum mendengar objek ini; coba lagi bila peristiwanya sudah tiba",
            "reporting has not heard of this object; try again when its events have "
            "arrived"}}});
}

domain::Gap GapAt(const pg::Result& rows, int row) {
  domain::Gap gap;
  gap.measurement = rows.String(row, 0);
  gap.person = rows.String(row, 1);
  gap.competency = rows.String(row, 2);
  gap.required = rows.Int32(row, 3);
  gap.actual = rows.Double(row, 4);
  gap.gap = rows.Double(row, 5);
  gap.severity = rows.String(row, 6);
  gap.standard = rows.String(row, 7);
  gap.ratings = rows.Strings(row, 8);
  gap.family = rows.String(row, 9);
  gap.path = rows.String(row, 10);
  gap.opened_at = rows.String(row, 11);
  gap.closed_at = rows.String(row, 12);
  return gap;
}

std::vector<domain::Gap> GapsIn(const pg::Result& rows) {
  std::vector<domain::Gap> gaps;
  for (int i = 0; i < rows.rows(); ++i) gaps.push_back(GapAt(rows, i));
  return gaps;
}

domain::Need NeedAt(const pg::Result& rows, int row) {
  domain::Need need;
  need.id = rows.String(row, 0);
  need.campaign = rows.String(row, 1);
  need.type = rows.String(row, 2);
  need.state = rows.String(row, 3);
  need.competency = rows.String(row, 4);
  need.from_level = rows.Int32(row, 5);
  need.to_level = rows.Int32(row, 6);
  need.family = rows.String(row, 7);
  need.path = rows.String(row, 8);
  need.affected = rows.Int32(row, 9);
  need.population = rows.Int32(row, 10);
  need.mean_gap = rows.Double(row, 11);
  need.score = rows.Double(row, 12);
  need.rank = rows.Int32(row, 13);
  const std::vector<std::string> codes = rows.Strings(row, 14);
  const std::vector<double> values = rows.Doubles(row, 15);
  const std::vector<double> weights = rows.Doubles(row, 16);
  const std::vector<double> points = rows.Doubles(row, 17);
  for (std::size_t i = 0; i < codes.size(); ++i)
    need.breakdown.push_back({codes[i], values[i], weights[i], points[i]});
  need.gap_gone = rows.Bool(row, 18);
  need.detected_at = rows.String(row, 19);
  need.closed_at = rows.String(row, 20);
  return need;
}

}  // namespace

absl::StatusOr<domain::Need> GetNeed(Tx& tx, const std::string& need) {
  const pg::Result rows = tx.Query("SELECT " NEED_COLUMNS " FROM need n WHERE n.id = $1", need);
  if (rows.empty()) return NotHeard("need");
  return NeedAt(rows, 0);
}

absl::StatusOr<domain::Profile> GetProfile(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query(
      "SELECT p.id, coalesce(p.valid_until::text, ''), p.disputed, m.match FROM person p"
      " LEFT JOIN measurement m ON m.id = p.measurement WHERE p.id = $1",
      person);
  if (rows.empty()) return NotHeard("person");
  return domain::Profile{
      .person = rows.String(0, 0),
      .valid_until = rows.String(0, 1),
      .disputed = rows.Strings(0, 2),
      .match = rows.IsNull(0, 3) ? std::nullopt : std::optional<double>(rows.Double(0, 3))};
}

std::vector<domain::Directive> DirectivesOf(Tx& tx, const std::string& need) {
  const pg::Result rows = tx.Query(
      "SELECT id, issuer_role, linked, measured_affected, measured_population,"
      " measured_mean_gap, "  //
      INSTANT("recorded_at") " FROM directive WHERE need = $1 ORDER BY recorded_at, id",
      need);
  std::vector<domain::Directive> directives;
  for (int i = 0; i < rows.rows(); ++i) {
    directives.push_back(
        {.id = rows.String(i, 0),
         .issuer_role = rows.String(i, 1),
         .recorded_at = rows.String(i, 6),
         .linked = rows.Bool(i, 2),
         .affected = rows.Int32(i, 3),
         .population = rows.Int32(i, 4),
         .mean_gap = rows.Double(i, 5)});
  }
  return directives;
}

std::vector<domain::Gap> GapsOfNeed(Tx& tx, const std::string& need, int limit, int& all) {
  const pg::Result rows = tx.Query(
      "SELECT " GAP_COLUMNS ", count(*) OVER ()" NEED_WITH_ITS_GAPS
      " AND n.id = $1 ORDER BY g.gap DESC, m.person, m.opened_at, m.id LIMIT $2",
      need, limit);
  all = rows.empty() ? 0 : rows.Int32(0, 13);
  return GapsIn(rows);
}

std::map<std::string, domain::Gap> CurrentGaps(
    Tx& tx, const std::vector<std::string>& people, const std::string& competency) {
  std::map<std::string, domain::Gap> gaps;
  for (domain::Gap& gap : GapsIn(tx.Query(
           "SELECT " GAP_COLUMNS CURRENT_GAPS
           " WHERE p.id = ANY ($1::uuid[]) AND g.competency = $2",
           pg::Array(people), competency))) {
    std::string person = gap.person;
    gaps.insert_or_assign(std::move(person), std::move(gap));
  }
  return gaps;
}

std::vector<domain::Gap> GapsOfPerson(Tx& tx, const std::string& person) {
  return GapsIn(tx.Query(
      "SELECT " GAP_COLUMNS CURRENT_GAPS " WHERE p.id = $1 ORDER BY g.competency", person));
}

std::vector<domain::Need> NeedsOfPerson(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query(
      "SELECT " NEED_COLUMNS NEED_WITH_ITS_GAPS
      " AND m.id = (SELECT measurement FROM person WHERE id = $1)"
      " ORDER BY n.detected_at, n.id",
      person);
  std::vector<domain::Need> needs;
  for (int i = 0; i < rows.rows(); ++i) needs.push_back(NeedAt(rows, i));
  return needs;
}

domain::RatingsById Ratings(Tx& tx, const std::vector<std::string>& ids) {
  domain::RatingsById ratings;
  const pg::Result rows = tx.Query(
      "SELECT id, rater_role, competency, campaign, "  //
      INSTANT("at") ", level FROM rating WHERE id = ANY ($1::uuid[])",
      pg::Array(ids));
  for (int i = 0; i < rows.rows(); ++i) {
    ratings[rows.String(i, 0)] = {
        .id = rows.String(i, 0),
        .rater_role = rows.String(i, 1),
        .competency = rows.String(i, 2),
        .campaign = rows.String(i, 3),
        .at = rows.String(i, 4),
        .level = rows.Double(i, 5)};
  }
  return ratings;
}

}  // namespace binadaya::reporting::chain_store
