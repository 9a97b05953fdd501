#include "services/needs/need_store.h"

#include "services/common/status.h"

namespace binadaya::needs::need_store {
namespace {

#define NEED_COLUMNS                                                                             \
  "SELECT id, campaign, type, state, competency, from_level, to_level, family, path, affected, " \
  "population, mean_gap,"                                                                        \
  " criticality, score, score_values, score_weights, rank, decision_note, detected_on FROM need"

absl::StatusOr<std::string> One(const pg::Result& rows) {
  if (rows.empty()) return absl::NotFoundError("no such object");
  return rows.String(0, 0);
}

domain::Need NeedAt(const pg::Result& rows, int row) {
  domain::Need need;
  need.id = rows.String(row, 0);
  need.campaign = rows.String(row, 1);
  need.type = static_cast<domain::NeedType>(rows.Int(row, 2));
  need.state = static_cast<domain::NeedState>(rows.Int(row, 3));
  need.key = {
      .competency = rows.String(row, 4),
      .from_level = rows.Int32(row, 5),
      .to_level = rows.Int32(row, 6),
      .family = rows.String(row, 7),
      .unit_path = rows.String(row, 8)};
  need.measured = {
      .affected = rows.Int32(row, 9),
      .population = rows.Int32(row, 10),
      .mean_gap = rows.Double(row, 11),
      .criticality = rows.Double(row, 12)};
  const std::vector<double> values = rows.Doubles(row, 14);
  const std::vector<double> weights = rows.Doubles(row, 15);
  if (values.size() == 6 && weights.size() == 6) {
    need.score = domain::Prioritise(
        {values[0], values[1], values[2], values[3], values[4], values[5]},
        {weights[0], weights[1], weights[2], weights[3], weights[4], weights[5]});
  }
  need.rank = rows.Int32(row, 16);
  need.decision_note = rows.String(row, 17);
  need.detected_on = rows.Day(row, 18);
  return need;
}

std::vector<domain::Need> Needs(const pg::Result& rows) {
  std::vector<domain::Need> needs;
  for (int i = 0; i < rows.rows(); ++i) needs.push_back(NeedAt(rows, i));
  return needs;
}

absl::StatusOr<domain::Need> OneNeed(const pg::Result& rows) {
  if (rows.empty()) return NoSuchObject("need");
  return NeedAt(rows, 0);
}

}  // namespace

void SaveUnit(Tx& tx, const std::string& code, const std::string& path) {
  tx.Defer(
      "INSERT INTO unit (code, path) VALUES ($1, $2) ON CONFLICT (code) DO UPDATE SET path = "
      "excluded.path",
      code, path);
}

absl::StatusOr<std::string> PathOfUnit(Tx& tx, const std::string& code) {
  return One(tx.Query("SELECT path FROM unit WHERE code = $1", code));
}

absl::StatusOr<std::string> PathOfNeed(Tx& tx, const std::string& need) {
  return One(tx.Query("SELECT path FROM need WHERE id = $1", need));
}

absl::StatusOr<std::string> PathOfCampaign(Tx& tx, const std::string& campaign) {
  return One(tx.Query("SELECT path FROM campaign WHERE id = $1", campaign));
}

void Add(Tx& tx, const Campaign& campaign) {
  tx.Defer(
      "INSERT INTO campaign (id, year, unit, path) VALUES ($1, $2, ltrim($3, '/'), $4)",
      campaign.id, campaign.year, campaign.unit, campaign.path);
}

absl::StatusOr<Campaign> GetCampaign(Tx& tx, const std::string& id) {
  const pg::Result rows = tx.Query(
      "SELECT year, coalesce(nullif(unit, ''), '/'), path FROM campaign WHERE id = $1", id);
  if (rows.empty()) return NoSuchObject("campaign");
  return Campaign{
      .id = id, .year = rows.Int32(0, 0), .unit = rows.String(0, 1), .path = rows.String(0, 2)};
}

void LockCampaign(Tx& tx, const std::string& id) {
  tx.Defer("SELECT 1 FROM campaign WHERE id = $1 FOR UPDATE", id);
}

absl::StatusOr<domain::Need> Get(Tx& tx, const std::string& id) {
  return OneNeed(tx.Query(NEED_COLUMNS " WHERE id = $1", id));
}

absl::StatusOr<domain::Need> Lock(Tx& tx, const std::string& id) {
  return OneNeed(tx.Query(NEED_COLUMNS " WHERE id = $1 FOR UPDATE", id));
}

std::vector<domain::Need> OfCampaign(Tx& tx, const std::string& campaign) {
  return Needs(tx.Query(NEED_COLUMNS " WHERE campaign = $1 ORDER BY id FOR UPDATE", campaign));
}

std::vector<domain::Need> PageOf(Tx& tx, const std::string& campaign, int state, const Page& page) {
  return Needs(tx.Query(
      NEED_COLUMNS
      " WHERE campaign = $1 AND ($2 = 0 OR state = $2) AND ($3 = '' OR (rank = "
      "0, rank, id) > ($3 = '0', nullif($3, '')::int, nullif($4, '')::uuid))"
      " ORDER BY rank = 0, rank, id LIMIT $5",
      campaign, state, page.After(0), page.After(1), page.size()));
}

void Save(Tx& tx, const domain::Need& need) {
  pg::Array values, weights;
  for (const domain::ScoreComponent& component : need.score.breakdown) {
    values.Add(component.value);
    weights.Add(component.weight);
  }
  tx.Defer(
      "INSERT INTO need (id, campaign, type, state, competency, from_level, to_level, family, "
      "path, affected, population, mean_gap,"
      " criticality, score, score_values, score_weights, rank, decision_note, detected_on)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
      "$19)"
      " ON CONFLICT (id) DO UPDATE SET state = excluded.state, affected = excluded.affected, "
      "population = excluded.population,"
      " mean_gap = excluded.mean_gap, criticality = excluded.criticality, score = excluded.score,"
      " score_values = excluded.score_values, score_weights = excluded.score_weights, rank = "
      "excluded.rank,"
      " decision_note = excluded.decision_note",
      need.id, need.campaign, static_cast<int>(need.type), static_cast<int>(need.state),
      need.key.competency, need.key.from_level, need.key.to_level, need.key.family,
      need.key.unit_path, need.measured.affected, need.measured.population, need.measured.mean_gap,
      need.measured.criticality, need.score.total, values, weights, need.rank, need.decision_note,
      need.detected_on);
}

std::int64_t Version(Tx& tx, const std::string& need) {
  const pg::Result rows =
      tx.Query("SELECT version FROM aggregate WHERE type = 'need' AND id = $1", need);
  return rows.empty() ? 0 : rows.Int(0, 0);
}

void Add(Tx& tx, const Directive& directive) {
  tx.Defer(
      "INSERT INTO directive (id, need, issuer_role, reason, doc_ref, linked, strategic_link, "
      "measured_affected,"
      " measured_population, measured_mean_gap) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      directive.id, directive.need, directive.issuer_role, directive.reason, directive.doc_ref,
      directive.linked, directive.strategic_link, directive.measured.affected,
      directive.measured.population, directive.measured.mean_gap);
}

std::vector<Directive> DirectivesOf(Tx& tx, const std::string& need) {
  const pg::Result rows = tx.Query(
      "SELECT id, issuer_role, reason, doc_ref, linked, strategic_link, measured_affected, "
      "measured_population, measured_mean_gap"
      " FROM directive WHERE need = $1 ORDER BY id",
      need);
  std::vector<Directive> directives;
  for (int i = 0; i < rows.rows(); ++i) {
    directives.push_back(
        {.id = rows.String(i, 0),
         .need = need,
         .issuer_role = rows.String(i, 1),
         .reason = rows.String(i, 2),
         .doc_ref = rows.String(i, 3),
         .linked = rows.Bool(i, 4),
         .strategic_link = rows.Double(i, 5),
         .measured = {
             .affected = rows.Int32(i, 6),
             .population = rows.Int32(i, 7),
             .mean_gap = rows.Double(i, 8)}});
  }
  return directives;
}

double StrategicLink(Tx& tx, const std::string& need) {
  return tx.Query("SELECT coalesce(max(strategic_link), 0) FROM directive WHERE need = $1", need)
      .Double(0, 0);
}

void ScheduleRecheck(Tx& tx, const std::string& family, const std::string& path, absl::Time due) {
  // A timer that is due already may be at work on older figures: it is moved, so that it runs
  // again. One that lies ahead will see these.
  tx.Defer(
      "INSERT INTO timer (kind, subject, due) SELECT 'recheck', id::text, $3 FROM need"
      " WHERE type = 1 AND state <> 7 AND family = $1 AND starts_with($2, path)"
      " ON CONFLICT (kind, subject) DO UPDATE SET due = excluded.due, attempts = 0 WHERE timer.due "
      "<= $4",
      family, path, due, tx.call().now());
}

}  // namespace binadaya::needs::need_store
