#include "services/reporting/chain_store.h"

#include <utility>

#include "services/common/status.h"

namespace binadaya::reporting::chain_store {
namespace {

// Connections work in UTC.
#define INSTANT(column) "coalesce(to_char(" column ", 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), '')"

#define GAP_COLUMNS                                                                    \
  "m.id, m.person, g.competency, g.required, g.actual, g.gap, g.severity, g.standard," \
  " g.ratings, g.basis, g.decided_by, coalesce(g.decided_on::text, ''), m.family, "    \
  "m.path, " INSTANT("m.opened_at") ", " INSTANT("m.closed_at") ", g.next_family"

#define NEED_COLUMNS                                                                               \
  "n.id, n.campaign, n.type, n.state, n.competency, n.from_levels, n.to_level, n.family,"          \
  " n.path, n.affected, n.rated, n.population, n.mean_gap, n.score, n.rank,"                       \
  " n.provisional, n.components, n.component_values, n.component_weights,"                         \
  " n.component_points, CASE WHEN n.closed_because <> '' THEN n.closed_because"                    \
  "  WHEN n.gap_gone THEN 'GAP_GONE' ELSE 'DECISION' END, " INSTANT("n.detected_at") ", " INSTANT( \
      "n.closed_at") ", n.next_family, n.training, n.regulated_on"

#define CURRENT_GAPS                                                  \
  " FROM person p JOIN measurement_history m ON m.id = p.measurement" \
  " JOIN horizon_gap g ON g.measurement = m.id"

// Whether where `row` stood until `end`, in the unit `u`, lies in the need's: inside then or inside
// now, so that a unit that moved in between does not break the chain. An heir of the need's unit
// counts as that unit, for what stood still when it took over, of a need that was open still.
#define INSIDE(row, u, end)                                             \
  "(starts_with(" row                                                   \
  ".path, n.path)"                                                      \
  "  OR starts_with(coalesce(" u ".path, " row                          \
  ".path), coalesce(nu.path, n.path))"                                  \
  "  OR EXISTS ("                                                       \
  "    SELECT FROM heirs h"                                             \
  "    WHERE h.code = n.unit AND starts_with(coalesce(" u ".path, " row \
  ".path), h.path)"                                                     \
  "      AND coalesce(least(n.closed_at, " end "), 'infinity') > h.since))"

#define NEED_WITH_ITS_GAPS \
  " FROM need n JOIN measurement_history m ON m.family = n.family"                     \
  " JOIN horizon_gap g ON g.measurement = m.id AND g.competency = n.competency"        \
  "  AND g.next_family = n.next_family"                                                \
  " LEFT JOIN unit nu ON nu.code = n.unit LEFT JOIN unit mu ON mu.code = m.unit"       \
  " WHERE g.gap > 0 AND " INSIDE("m", "mu", "m.closed_at")                             \
  " AND CASE n.type WHEN 'STRATEGIC' THEN g.required <= n.to_level"                    \
  "  ELSE g.required = n.to_level END"                                                 \
  " AND m.opened_at < coalesce(n.closed_at, 'infinity')"                               \
  " AND coalesce(m.closed_at, 'infinity') > n.detected_at"

domain::Gap GapAt(pg::Row row) {
  domain::Gap gap;
  gap.measurement = row.String();
  gap.person = row.String();
  gap.competency = row.String();
  gap.required = row.Int32();
  gap.actual = row.Double();
  gap.gap = row.Double();
  gap.severity = row.String();
  gap.standard = row.String();
  gap.ratings = row.Strings();
  gap.basis = row.String();
  gap.decided_by = row.Strings();
  gap.decided_on = row.String();
  gap.family = row.String();
  gap.path = row.String();
  gap.opened_at = row.String();
  gap.closed_at = row.String();
  gap.next_family = row.String();
  return gap;
}

domain::Need NeedAt(pg::Row row) {
  domain::Need need;
  need.id = row.String();
  need.campaign = row.String();
  need.type = row.String();
  need.state = row.String();
  need.competency = row.String();
  need.from_levels = row.String();
  need.to_level = row.Int32();
  need.family = row.String();
  need.path = row.String();
  need.affected = row.Int32();
  need.rated = row.Int32();
  need.population = row.Int32();
  need.mean_gap = row.Double();
  need.score = row.Double();
  need.rank = row.Int32();
  need.provisional = row.Bool();
  const std::vector<std::string> codes = row.Strings();
  const std::vector<double> values = row.Doubles();
  const std::vector<double> weights = row.Doubles();
  const std::vector<double> points = row.Doubles();
  for (std::size_t i = 0; i < codes.size(); ++i)
    need.breakdown.push_back({codes[i], values[i], weights[i], points[i]});
  need.closed_because = row.String();
  need.detected_at = row.String();
  need.closed_at = row.String();
  need.next_family = row.String();
  need.training = row.String();
  need.regulated_on = row.String();
  return need;
}

domain::Rating RatingAt(pg::Row row) {
  return {
      .id = row.String(),
      .rater_role = row.String(),
      .competency = row.String(),
      .campaign = row.String(),
      .at = row.String(),
      .level = row.Double()};
}

}  // namespace

absl::StatusOr<domain::Need> GetNeed(Tx& tx, const std::string& need) {
  const pg::Result rows = tx.Query("SELECT " NEED_COLUMNS " FROM need n WHERE n.id = $1", need);
  if (rows.empty()) return NoSuchObject("need");
  return NeedAt(pg::Row(rows));
}

absl::StatusOr<domain::Profile> GetProfile(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT p.id, coalesce(p.valid_until::text, ''), p.disputed, m.match,
             coalesce(m.required, 0), coalesce(m.known, 0)
      FROM person p
      LEFT JOIN measurement m ON m.id = p.measurement
      WHERE p.id = $1)",
      person);
  if (rows.empty()) return NoSuchObject("person");
  pg::Row row(rows);
  return domain::Profile{
      .person = row.String(),
      .valid_until = row.String(),
      .disputed = row.Strings(),
      .match = row.Maybe(&pg::Row::Double),
      .required = row.Int32(),
      .known = row.Int32()};
}

std::vector<domain::Directive> DirectivesOf(Tx& tx, const std::string& need) {
  const pg::Result rows = tx.Query(
      "SELECT id, issuer_role, " INSTANT("recorded_at") R"(,
             linked, measured_affected, measured_population, measured_mean_gap, measured_rated
      FROM directive
      WHERE need = $1
      ORDER BY recorded_at, id)",
      need);
  return rows.Map([](pg::Row row) -> domain::Directive {
    return {
        .id = row.String(),
        .issuer_role = row.String(),
        .recorded_at = row.String(),
        .linked = row.Bool(),
        .affected = row.Int32(),
        .population = row.Int32(),
        .mean_gap = row.Double(),
        .rated = row.Int32()};
  });
}

Shown GapsOfNeed(Tx& tx, const std::string& need, int limit) {
  const pg::Result rows = tx.Query(
      "SELECT count(*) OVER (), " GAP_COLUMNS NEED_WITH_ITS_GAPS R"(
        AND n.id = $1
      ORDER BY g.gap DESC, m.person, m.opened_at, m.id
      LIMIT $2)",
      need, limit);
  Shown shown;
  shown.gaps = rows.Map([&shown](pg::Row row) {
    shown.in_all = row.Int32();
    return GapAt(row);
  });
  return shown;
}

Appraised AppraisalsOfNeed(Tx& tx, const std::string& need, int limit) {
  const pg::Result rows = tx.Query(
      "SELECT count(*) OVER (), a.id, a.person, a.year, a.predicate, " INSTANT(
          "a.recorded_at") ", " INSTANT("a.ended_at") R"(
      FROM need n
      LEFT JOIN unit nu ON nu.code = n.unit
      JOIN LATERAL (
        SELECT DISTINCT s.person
        FROM standing s
        JOIN person p ON p.id = s.person
        LEFT JOIN unit su ON su.code = s.unit
        WHERE s.family = n.family AND )" INSIDE("s", "su", "s.ended_at") R"(
          AND CASE WHEN n.closed_at IS NULL THEN s.ended_at IS NULL AND p.active
              ELSE s.opened_at < n.closed_at AND coalesce(s.ended_at, 'infinity') > n.detected_at
              END) AS here ON true
      JOIN appraisal_history a ON a.person = here.person AND a.steps_below > 0
      WHERE n.id = $1
        AND a.recorded_at < coalesce(n.closed_at, 'infinity')
        AND coalesce(a.ended_at, 'infinity') > n.detected_at
        AND NOT EXISTS (
          SELECT FROM appraisal_history newer
          WHERE newer.person = a.person AND newer.year > a.year
            AND newer.recorded_at <= n.detected_at
            AND coalesce(newer.ended_at, 'infinity') > n.detected_at)
      ORDER BY a.steps_below DESC, a.person, a.year, a.id
      LIMIT $2)",
      need, limit);
  Appraised appraised;
  appraised.appraisals = rows.Map([&appraised](pg::Row row) -> domain::Appraisal {
    appraised.in_all = row.Int32();
    return {
        .id = row.String(),
        .person = row.String(),
        .year = row.Int32(),
        .predicate = row.String(),
        .recorded_at = row.String(),
        .ended_at = row.String()};
  });
  return appraised;
}

std::map<std::string, domain::Gap> CurrentGaps(
    Tx& tx, const std::vector<std::string>& people, const domain::Need& need,
    const std::vector<std::string>& scope) {
  std::map<std::string, domain::Gap> gaps;
  const pg::Result rows = tx.Query(
      "SELECT " GAP_COLUMNS CURRENT_GAPS
      R"( JOIN placement w ON w.person = p.id
        WHERE p.id = ANY ($1::uuid[])
          AND g.competency = $2 AND g.next_family = $3
          AND EXISTS (SELECT FROM unnest($4::text[]) AS s(path) WHERE starts_with(w.path, s.path)))",
      pg::Array(people), need.competency, need.next_family, pg::Array(scope));
  for (domain::Gap& gap : rows.Map(GapAt)) {
    std::string person = gap.person;
    gaps.insert_or_assign(std::move(person), std::move(gap));
  }
  return gaps;
}

std::vector<domain::Gap> GapsOfPerson(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query(
      "SELECT " GAP_COLUMNS CURRENT_GAPS " WHERE p.id = $1 ORDER BY g.next_family, g.competency",
      person);
  return rows.Map(GapAt);
}

std::vector<domain::Need> NeedsOfPerson(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query(
      "SELECT " NEED_COLUMNS NEED_WITH_ITS_GAPS R"(
        AND m.id = (SELECT measurement FROM person WHERE id = $1)
      ORDER BY n.detected_at, n.id)",
      person);
  return rows.Map(NeedAt);
}

domain::RatingsById Ratings(Tx& tx, const std::vector<std::string>& ids) {
  domain::RatingsById ratings;
  const pg::Result rows = tx.Query(
      "SELECT id, rater_role, competency, campaign, " INSTANT("at") R"(, level
      FROM rating
      WHERE id = ANY ($1::uuid[]))",
      pg::Array(ids));
  for (domain::Rating& rating : rows.Map(RatingAt)) {
    std::string id = rating.id;
    ratings.insert_or_assign(std::move(id), std::move(rating));
  }
  return ratings;
}

}  // namespace binadaya::reporting::chain_store
