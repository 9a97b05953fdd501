#include "services/needs/need_store.h"

#include <algorithm>
#include <optional>

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
  " AS path, n.affected, n.population, n.mean_gap, n.criticality, n.rated,"           \
  " n.people_at, n.score_values, n.score_weights, n.rank, n.provisional,"             \
  " n.closed_because, n.decision_note, n.detected_on, n.next_family, n.training,"     \
  " n.regulated_on, n.legal_basis"

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
  need.key.competency = row.String();
  const int from_level = row.Int32();
  need.key.to_level = row.Int32();
  need.key.family = row.String();
  need.key.unit_path = row.String();
  need.measured = {
      .affected = row.Int32(),
      .population = row.Int32(),
      .mean_gap = row.Double(),
      .criticality = row.Double(),
      .rated = row.Int32()};
  auto& levels = need.measured.from_levels;
  need.grouped = !row.IsNull();
  const std::vector<double> people_at = row.Doubles();
  for (std::size_t i = 0; i < people_at.size() && i < levels.size(); ++i)
    levels[i] = static_cast<int>(people_at[i]);
  if (!need.grouped && need.type == domain::NeedType::kCompetencyGap)
    levels.at(static_cast<std::size_t>(from_level)) = need.measured.affected;
  const std::vector<double> values = row.Doubles();
  need.score = ScoreOf(values, row.Doubles());
  need.rank = row.Int32();
  need.provisional = row.Bool();
  need.closed_because = row.Enum<domain::ClosedBecause>();
  need.decision_note = row.String();
  // The program before this one tells by the note alone.
  if (need.state == domain::NeedState::kClosed &&
      need.closed_because == domain::ClosedBecause::kNotClosed) {
    need.closed_because = need.decision_note.empty() ? domain::ClosedBecause::kGapGone
                                                     : domain::ClosedBecause::kDecision;
  }
  need.detected_on = row.Day();
  need.key.next_family = row.String();
  need.key.training = row.String();
  need.measured.regulated_on = row.Maybe(&pg::Row::Day);
  need.measured.legal_basis = row.String();
  return need;
}

absl::StatusOr<domain::Need> OneNeed(const pg::Result& rows) {
  if (rows.empty()) return NoSuchObject("need");
  return NeedAt(pg::Row(rows));
}

}  // namespace

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

std::vector<FoundCampaign> PageOfCampaigns(
    Tx& tx, const std::vector<std::string>& paths, int year, const std::string& id_prefix,
    const Page& page) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT c.id, c.year, coalesce(nullif(c.unit, ''), '/'), )" PATH R"(,
             (SELECT count(*) FROM need n WHERE n.campaign = c.id),
             (SELECT count(*) FROM need n WHERE n.campaign = c.id AND n.state IN (7, 9, 10))
      FROM )" CAMPAIGNS R"(
      WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with()" PATH R"(, s))
        AND ($2::int = 0 OR c.year = $2::int)
        AND starts_with(c.id::text, $3)
        AND ($4 OR (c.year, c.id) < (nullif($5, '')::int, nullif($6, '')::uuid))
      ORDER BY c.year DESC, c.id DESC
      LIMIT $7)",
      pg::Array(paths), year, id_prefix, page.first(), page.After(0), page.After(1), page.size());
  return rows.Map([](pg::Row row) -> FoundCampaign {
    return {
        .campaign =
            {.id = row.String(), .year = row.Int32(), .unit = row.String(), .path = row.String()},
        .needs = row.Int32(),
        .settled = row.Int32()};
  });
}

void LockCampaign(Tx& tx, const std::string& id) {
  tx.Defer("SELECT 1 FROM campaign WHERE id = $1 FOR UPDATE", id);
}

absl::CivilDay KnownSince::Of(const domain::NeedKey& key, absl::CivilDay today) const {
  const auto day = days.find(key);
  return day == days.end() ? today : day->second;
}

KnownSince OpenElsewhere(Tx& tx, const Campaign& campaign, bool measured) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT n.competency, n.to_level, n.family, n.next_family, n.training, min(n.detected_on)
      FROM need n
      JOIN campaign c ON c.id = n.campaign
      WHERE c.id <> $1 AND c.unit = ltrim($2, '/') AND n.state NOT IN (7, 9, 10)
        AND (n.type <> 2) = $3
      GROUP BY n.competency, n.to_level, n.family, n.next_family, n.training)",
      campaign.id, campaign.unit, measured);
  KnownSince known;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    const domain::NeedKey key{
        .competency = row.String(),
        .to_level = row.Int32(),
        .family = row.String(),
        .unit_path = campaign.path,
        .next_family = row.String(),
        .training = row.String()};
    known.days[key] = row.Day();
  }
  return known;
}

absl::StatusOr<domain::Need> Get(Tx& tx, const std::string& id) {
  return OneNeed(tx.Query(NEEDS IN_CAMPAIGNS " WHERE n.id = $1", id));
}

absl::StatusOr<domain::Need> Lock(Tx& tx, const std::string& id) {
  return OneNeed(tx.Query(NEEDS IN_CAMPAIGNS " WHERE n.id = $1 FOR UPDATE OF n", id));
}

std::vector<domain::Need> Of(Tx& tx, const std::vector<std::string>& ids) {
  return tx.Query(NEEDS IN_CAMPAIGNS " WHERE n.id = ANY ($1::uuid[]) ORDER BY n.id", pg::Array(ids))
      .Map(NeedAt);
}

std::vector<domain::Need> OfCampaign(Tx& tx, const std::string& campaign) {
  return tx
      .Query(NEEDS IN_CAMPAIGNS " WHERE n.campaign = $1 ORDER BY n.id FOR UPDATE OF n", campaign)
      .Map(NeedAt);
}

Listed PageOf(Tx& tx, const NeedsSought& sought, const Page& page) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT o.standing, n.*
      FROM (
        SELECT coalesce(sum(hashtextextended(id::text, rank)), 0)::text AS standing
        FROM need
        WHERE campaign = $1 AND rank > 0) AS o
      LEFT JOIN LATERAL ()" NEEDS IN_CAMPAIGNS R"(
        WHERE n.campaign = $1
          AND ($2 = 0 OR n.state = $2)
          AND ($7 = '' OR n.competency = $7)
          AND ($8 = '' OR n.family = $8)
          AND starts_with(n.id::text, $9)
          AND ($3 = '' OR $3 = o.standing AND (n.rank = 0, n.rank, n.id) >
                          ($4 = '0', nullif($4, '')::int, nullif($5, '')::uuid))
        ORDER BY n.rank = 0, n.rank, n.id
        LIMIT $6) AS n ON true
      ORDER BY n.rank = 0, n.rank, n.id)",
      sought.campaign, sought.state, page.After(0), page.After(1), page.After(2), page.size(),
      sought.competency, sought.family, sought.id_prefix);
  Listed listed{.order = pg::Row(rows).String(), .needs = {}};
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    row.Skip();
    if (!row.IsNull()) listed.needs.push_back(NeedAt(row));
  }
  return listed;
}

void Save(Tx& tx, const domain::Need& need) {
  pg::Array values, weights;
  for (const domain::ScoreComponent& component : need.score.breakdown) {
    values.Add(component.value);
    weights.Add(component.weight);
  }
  const auto& levels = need.measured.from_levels;
  const auto lowest = std::find_if(levels.begin(), levels.end(), [](int n) { return n > 0; });
  std::optional<pg::Array> people_at;
  if (need.grouped) people_at = pg::Array(levels);
  tx.Defer(
      R"(
      INSERT INTO need
        (id, campaign, type, state, competency, from_level, to_level, family, path, affected,
         population, mean_gap, criticality, rated, people_at, score, score_values, score_weights,
         rank, provisional, closed_because, decision_note, detected_on, next_family, training,
         regulated_on, legal_basis)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
              $20, $21, $22, $23, $24, $25, $26, $27)
      ON CONFLICT (id) DO UPDATE
      SET state = excluded.state, affected = excluded.affected, population = excluded.population,
          mean_gap = excluded.mean_gap, criticality = excluded.criticality, rated = excluded.rated,
          people_at = excluded.people_at, score = excluded.score,
          score_values = excluded.score_values, score_weights = excluded.score_weights,
          rank = excluded.rank, provisional = excluded.provisional,
          closed_because = excluded.closed_because, decision_note = excluded.decision_note,
          detected_on = excluded.detected_on, regulated_on = excluded.regulated_on,
          legal_basis = excluded.legal_basis)",
      need.id, need.campaign, need.type, need.state, need.key.competency,
      lowest == levels.end() ? 0 : lowest - levels.begin(), need.key.to_level, need.key.family,
      need.key.unit_path, need.measured.affected, need.measured.population, need.measured.mean_gap,
      need.measured.criticality, need.measured.rated, people_at, need.score.total, values, weights,
      need.rank, need.provisional, need.closed_because, need.decision_note, need.detected_on,
      need.key.next_family, need.key.training, need.measured.regulated_on,
      need.measured.legal_basis);
}

void Add(Tx& tx, const Directive& directive) {
  tx.Defer(
      R"(
      INSERT INTO directive
        (id, need, issuer_role, reason, doc_ref, linked, strategic_link, measured_affected,
         measured_population, measured_mean_gap, measured_rated)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))",
      directive.id, directive.need, directive.issuer_role, directive.reason, directive.doc_ref,
      directive.linked, directive.strategic_link, directive.measured.affected,
      directive.measured.population, directive.measured.mean_gap, directive.measured.rated);
}

std::vector<Directive> DirectivesOf(Tx& tx, const std::string& need) {
  return DirectivesOf(tx, std::vector{need})[need];
}

std::map<std::string, std::vector<Directive>> DirectivesOf(
    Tx& tx, const std::vector<std::string>& needs) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT id, need, issuer_role, reason, doc_ref, linked, strategic_link,
             measured_affected, measured_population, measured_mean_gap, measured_rated
      FROM directive
      WHERE need = ANY ($1::uuid[])
      ORDER BY id)",
      pg::Array(needs));
  std::map<std::string, std::vector<Directive>> directives;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    Directive one{
        .id = row.String(),
        .need = row.String(),
        .issuer_role = row.String(),
        .reason = row.String(),
        .doc_ref = row.String(),
        .linked = row.Bool(),
        .strategic_link = row.Double(),
        .measured = {
            .affected = row.Int32(),
            .population = row.Int32(),
            .mean_gap = row.Double(),
            .rated = row.Int32()}};
    directives[one.need].push_back(std::move(one));
  }
  return directives;
}

bool IsDirected(
    Tx& tx, const std::string& campaign, const std::string& competency, const std::string& family,
    const std::string& doc_ref) {
  return !tx.Query(
                R"(
                SELECT 1
                FROM directive d
                JOIN need n ON n.id = d.need
                WHERE n.campaign = $1 AND n.competency = $2 AND n.family = $3 AND d.doc_ref = $4)",
                campaign, competency, family, doc_ref)
              .empty();
}

void MoveDirectives(Tx& tx, const std::string& from, const std::string& to) {
  tx.Defer("UPDATE directive SET need = $2 WHERE need = $1", from, to);
}

double StrategicLink(Tx& tx, const std::string& need) {
  const pg::Result rows =
      tx.Query("SELECT coalesce(max(strategic_link), 0) FROM directive WHERE need = $1", need);
  return pg::Row(rows).Double();
}

void MoveCampaigns(Tx& tx, const std::string& closed, const std::string& heir) {
  tx.Defer(
      R"(
      UPDATE campaign
      SET unit = $2, path = coalesce((SELECT path FROM unit WHERE code = $2), path)
      WHERE unit = $1)",
      closed, heir);
}

void ScheduleRecheck(Tx& tx, const std::string& family, const std::string& path, absl::Time due) {
  // A path names every unit above, and the city by its empty ends. A timer that is due already may
  // be at work on older figures: it is moved, so that it runs again. One that lies ahead will see
  // these.
  tx.TimersSet();
  tx.Defer(
      R"(
      INSERT INTO timer (kind, subject, due, traceparent)
      SELECT 'recheck', n.id::text, $3, $5
      FROM need n
      JOIN campaign c ON c.id = n.campaign
      WHERE n.state NOT IN (7, 9, 10)
        AND ($1 = '' OR n.family = $1 OR n.next_family = $1)
        AND ($2 = '' OR c.unit = ANY (string_to_array($2, '/')))
      ON CONFLICT (kind, subject) DO UPDATE
      SET due = excluded.due, since = NULL, attempts = 0, traceparent = excluded.traceparent
      WHERE timer.due <= $4)",
      family, path, due, tx.call().now(), tx.traceparent());
}

void ScheduleLastCheck(Tx& tx, const std::string& need, absl::Time due) {
  tx.TimersSet();
  tx.Defer(
      R"(
      INSERT INTO timer (kind, subject, due, traceparent)
      VALUES ('empty', $1, $2, $4)
      ON CONFLICT (kind, subject) DO UPDATE
      SET due = excluded.due, since = NULL, attempts = 0, traceparent = excluded.traceparent
      WHERE timer.due <= $3)",
      need, due, tx.call().now(), tx.traceparent());
}

}  // namespace binadaya::needs::need_store
