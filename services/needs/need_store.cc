#include "services/needs/need_store.h"

#include "services/common/status.h"

namespace binadaya::needs::need_store {
namespace {

// A campaign and its needs lie where its unit stands today; the city is no unit.
#define PATH "coalesce(u.path, c.path)"
#define CAMPAIGNS "campaign c LEFT JOIN unit u ON u.code = c.unit"
#define IN_CAMPAIGNS " FROM need n JOIN (" CAMPAIGNS ") ON c.id = n.campaign"

#define NEEDS                                                                         \
  "SELECT n.id, n.campaign, n.type, n.state, n.competency, n.from_level, n.to_level," \
  " n.family, " PATH                                                                  \
  ", n.affected, n.population, n.mean_gap, n.criticality,"                            \
  " n.score_values, n.score_weights, n.rank, n.decision_note, n.detected_on" IN_CAMPAIGNS

absl::StatusOr<std::string> One(const pg::Result& rows) {
  if (rows.empty()) return absl::NotFoundError("no such object");
  return pg::Row(rows).String();
}

domain::Score ScoreOf(const std::vector<double>& values, const std::vector<double>& weights) {
  if (values.size() != 6 || weights.size() != 6) return {};  // not ranked yet
  return domain::Prioritise(
      {values[0], values[1], values[2], values[3], values[4], values[5]},
      {weights[0], weights[1], weights[2], weights[3], weights[4], weights[5]});
}

domain::Need NeedAt(pg::Row row) {
  domain::Need need;
  need.id = row.String();
  need.campaign = row.String();
  need.type = row.Enum<domain::NeedType>();
  need.state = row.Enum<domain::NeedState>();
  need.key = {
      .competency = row.String(),
      .from_level = row.Int32(),
      .to_level = row.Int32(),
      .family = row.String(),
      .unit_path = row.String()};
  need.measured = {
      .affected = row.Int32(),
      .population = row.Int32(),
      .mean_gap = row.Double(),
      .criticality = row.Double()};
  const std::vector<double> values = row.Doubles();
  need.score = ScoreOf(values, row.Doubles());
  need.rank = row.Int32();
  need.decision_note = row.String();
  need.detected_on = row.Day();
  return need;
}

absl::StatusOr<domain::Need> OneNeed(const pg::Result& rows) {
  if (rows.empty()) return NoSuchObject("need");
  return NeedAt(pg::Row(rows));
}

}  // namespace

void SaveUnit(Tx& tx, const std::string& code, const std::string& path) {
  tx.Defer(
      R"(
      INSERT INTO unit (code, path)
      VALUES ($1, $2)
      ON CONFLICT (code) DO UPDATE SET path = excluded.path)",
      code, path);
}

absl::StatusOr<std::string> PathOfUnit(Tx& tx, const std::string& code) {
  return One(tx.Query("SELECT path FROM unit WHERE code = $1", code));
}

absl::StatusOr<std::string> PathOfNeed(Tx& tx, const std::string& need) {
  return One(tx.Query("SELECT " PATH IN_CAMPAIGNS " WHERE n.id = $1", need));
}

absl::StatusOr<std::string> PathOfCampaign(Tx& tx, const std::string& campaign) {
  return One(tx.Query("SELECT " PATH " FROM " CAMPAIGNS " WHERE c.id = $1", campaign));
}

void Add(Tx& tx, const Campaign& campaign) {
  tx.Defer(
      "INSERT INTO campaign (id, year, unit, path) VALUES ($1, $2, ltrim($3, '/'), $4)",
      campaign.id, campaign.year, campaign.unit, campaign.path);
}

absl::StatusOr<Campaign> GetCampaign(Tx& tx, const std::string& id) {
  const pg::Result rows = tx.Query(
      "SELECT c.id, c.year, coalesce(nullif(c.unit, ''), '/'), " PATH " FROM " CAMPAIGNS
      " WHERE c.id = $1",
      id);
  if (rows.empty()) return NoSuchObject("campaign");
  pg::Row row(rows);
  return Campaign{
      .id = row.String(), .year = row.Int32(), .unit = row.String(), .path = row.String()};
}

void LockCampaign(Tx& tx, const std::string& id) {
  tx.Defer("SELECT 1 FROM campaign WHERE id = $1 FOR UPDATE", id);
}

absl::StatusOr<domain::Need> Get(Tx& tx, const std::string& id) {
  return OneNeed(tx.Query(NEEDS " WHERE n.id = $1", id));
}

absl::StatusOr<domain::Need> Lock(Tx& tx, const std::string& id) {
  return OneNeed(tx.Query(NEEDS " WHERE n.id = $1 FOR UPDATE OF n", id));
}

std::vector<domain::Need> OfCampaign(Tx& tx, const std::string& campaign) {
  return tx.Query(NEEDS " WHERE n.campaign = $1 ORDER BY n.id FOR UPDATE OF n", campaign)
      .Map(NeedAt);
}

std::vector<domain::Need> PageOf(Tx& tx, const std::string& campaign, int state, const Page& page) {
  const pg::Result rows = tx.Query(
      NEEDS R"(
      WHERE n.campaign = $1
        AND ($2 = 0 OR n.state = $2)
        AND ($3 = '' OR (n.rank = 0, n.rank, n.id) >
                        ($3 = '0', nullif($3, '')::int, nullif($4, '')::uuid))
      ORDER BY n.rank = 0, n.rank, n.id
      LIMIT $5)",
      campaign, state, page.After(0), page.After(1), page.size());
  return rows.Map(NeedAt);
}

void Save(Tx& tx, const domain::Need& need) {
  pg::Array values, weights;
  for (const domain::ScoreComponent& component : need.score.breakdown) {
    values.Add(component.value);
    weights.Add(component.weight);
  }
  tx.Defer(
      R"(
      INSERT INTO need
        (id, campaign, type, state, competency, from_level, to_level, family, path, affected,
         population, mean_gap, criticality, score, score_values, score_weights, rank,
         decision_note, detected_on)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
      ON CONFLICT (id) DO UPDATE
      SET state = excluded.state, affected = excluded.affected, population = excluded.population,
          mean_gap = excluded.mean_gap, criticality = excluded.criticality,
          score = excluded.score, score_values = excluded.score_values,
          score_weights = excluded.score_weights, rank = excluded.rank,
          decision_note = excluded.decision_note)",
      need.id, need.campaign, need.type, need.state, need.key.competency, need.key.from_level,
      need.key.to_level, need.key.family, need.key.unit_path, need.measured.affected,
      need.measured.population, need.measured.mean_gap, need.measured.criticality, need.score.total,
      values, weights, need.rank, need.decision_note, need.detected_on);
}

std::int64_t Version(Tx& tx, const std::string& need) {
  const pg::Result rows =
      tx.Query("SELECT version FROM aggregate WHERE type = 'need' AND id = $1", need);
  return rows.empty() ? 0 : pg::Row(rows).Int();
}

void Add(Tx& tx, const Directive& directive) {
  tx.Defer(
      R"(
      INSERT INTO directive
        (id, need, issuer_role, reason, doc_ref, linked, strategic_link, measured_affected,
         measured_population, measured_mean_gap)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))",
      directive.id, directive.need, directive.issuer_role, directive.reason, directive.doc_ref,
      directive.linked, directive.strategic_link, directive.measured.affected,
      directive.measured.population, directive.measured.mean_gap);
}

std::vector<Directive> DirectivesOf(Tx& tx, const std::string& need) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT id, need, issuer_role, reason, doc_ref, linked, strategic_link,
             measured_affected, measured_population, measured_mean_gap
      FROM directive
      WHERE need = $1
      ORDER BY id)",
      need);
  return rows.Map([](pg::Row row) -> Directive {
    return {
        .id = row.String(),
        .need = row.String(),
        .issuer_role = row.String(),
        .reason = row.String(),
        .doc_ref = row.String(),
        .linked = row.Bool(),
        .strategic_link = row.Double(),
        .measured = {.affected = row.Int32(), .population = row.Int32(), .mean_gap = row.Double()}};
  });
}

double StrategicLink(Tx& tx, const std::string& need) {
  const pg::Result rows =
      tx.Query("SELECT coalesce(max(strategic_link), 0) FROM directive WHERE need = $1", need);
  return pg::Row(rows).Double();
}

void ScheduleRecheck(Tx& tx, const std::string& family, const std::string& path, absl::Time due) {
  // A path names every unit above, and the city by its empty ends. A timer that is due already may
  // be at work on older figures: it is moved, so that it runs again. One that lies ahead will see
  // these.
  tx.TimersSet();
  tx.Defer(
      R"(
      INSERT INTO timer (kind, subject, due)
      SELECT 'recheck', n.id::text, $3
      FROM need n
      JOIN campaign c ON c.id = n.campaign
      WHERE n.type = 1
        AND n.state <> 7
        AND ($1 = '' OR n.family = $1)
        AND c.unit = ANY (string_to_array($2, '/'))
      ON CONFLICT (kind, subject) DO UPDATE
      SET due = excluded.due, attempts = 0
      WHERE timer.due <= $4)",
      family, path, due, tx.call().now());
}

}  // namespace binadaya::needs::need_store
