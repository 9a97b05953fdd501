#include "services/registry/campaign_store.h"

#include "services/common/status.h"

namespace binadaya::registry::campaign_store {
namespace {

#define PATH "coalesce(u.path, c.path)"
#define CAMPAIGNS                         \
  "SELECT c.id, c.name, " PATH            \
  ", c.opens, c.closes, c.closed_because" \
  " FROM rating_campaign c"               \
  " LEFT JOIN unit u ON u.code = c.unit"

Campaign CampaignAt(pg::Row row) {
  return {
      .id = row.String(),
      .name = row.String(),
      .path = row.String(),
      .opens = row.Day(),
      .closes = row.Day(),
      .closed_because = row.String()};
}

absl::StatusOr<Campaign> One(const pg::Result& rows) {
  if (!rows.empty()) return CampaignAt(pg::Row(rows));
  return Refuse(
      absl::StatusCode::kNotFound, {{.rule = "CAMP-05",
                                     .where = "campaign",
                                     .message = {
                                         "Kampanye penilaian ini tidak ada. Periksa id-nya.",
                                         "There is no such rating campaign. Check its id."}}});
}

}  // namespace

void Add(Tx& tx, const Campaign& campaign) {
  tx.Defer(
      "INSERT INTO rating_campaign (id, name, path, opens, closes) VALUES ($1, $2, $3, $4, $5)",
      campaign.id, campaign.name, campaign.path, campaign.opens, campaign.closes);
}

absl::StatusOr<Campaign> Get(Tx& tx, const std::string& id) {
  return One(tx.Query(CAMPAIGNS " WHERE c.id = $1", id));
}

absl::StatusOr<Campaign> Lock(Tx& tx, const std::string& id) {
  return One(tx.Query(CAMPAIGNS " WHERE c.id = $1 FOR UPDATE OF c", id));
}

void Close(Tx& tx, const std::string& id, absl::CivilDay day, const std::string& reason) {
  tx.ChangeOne(
      "UPDATE rating_campaign SET closes = $2, closed_because = $3 WHERE id = $1", id, day, reason);
}

std::vector<Campaign> PageOf(Tx& tx, const CampaignsSought& sought, const Page& page) {
  const pg::Result rows = tx.Query(
      CAMPAIGNS
      " WHERE EXISTS ("
      "  SELECT 1 FROM unnest($1::text[]) AS s"
      "  WHERE starts_with(" PATH ", s) OR starts_with(s, " PATH
      "))"
      " AND fold(c.name) LIKE ALL ((SELECT patterns_of($2))::text[])"
      " AND starts_with(c.id::text, $3)"
      " AND ($4::int = 0 OR"
      "  CASE WHEN c.closes <= $5 THEN 3 WHEN c.opens <= $5 THEN 2 ELSE 1 END = $4::int)"
      " AND ($6 OR (c.opens, c.id) < (nullif($7, '')::date, nullif($8, '')::uuid))"
      " ORDER BY c.opens DESC, c.id DESC"
      " LIMIT $9",
      pg::Array(sought.paths), sought.text, sought.id_prefix, sought.phase, sought.day,
      page.first(), page.After(0), page.After(1), page.size());
  return rows.Map(CampaignAt);
}

Standing StandingOf(Tx& tx, const Campaign& campaign, const std::vector<std::string>& paths) {
  Standing standing = {};
  const pg::Result people = tx.Query(
      R"(
      SELECT coalesce(k.state, 0), count(*)
      FROM placement p
      LEFT JOIN rating_case k ON k.person = p.person AND k.campaign = $1
      WHERE p.active AND starts_with(p.path, $2)
        AND EXISTS (SELECT 1 FROM unnest($3::text[]) AS s WHERE starts_with(p.path, s))
      GROUP BY 1)",
      campaign.id, campaign.path, pg::Array(paths));
  for (int i = 0; i < people.rows(); ++i)
    standing.at(static_cast<std::size_t>(people.Int32(i, 0))) = people.Int32(i, 1);
  return standing;
}

void Invite(
    Tx& tx, const std::string& campaign, const std::string& person,
    const std::vector<domain::Invited>& invited) {
  pg::Array raters, roles;
  for (const domain::Invited& one : invited) {
    raters.Add(one.rater);
    roles.Add(one.role);
  }
  tx.Defer("DELETE FROM invited_rater WHERE campaign = $1 AND person = $2", campaign, person);
  tx.Defer(
      R"(
      INSERT INTO invited_rater (campaign, person, rater, role)
      SELECT $1, $2, i.*
      FROM unnest($3::text[], $4::int[]) AS i)",
      campaign, person, raters, roles);
}

std::vector<std::string> Strangers(Tx& tx, const std::vector<std::string>& people) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT i
      FROM unnest($1::text[]) AS i
      WHERE NOT EXISTS (SELECT FROM person WHERE id::text = i AND active)
      ORDER BY i)",
      pg::Array(people));
  return rows.Map([](pg::Row row) { return row.String(); });
}

std::vector<Returned> PageOfReturns(
    Tx& tx, const std::string& campaign, const std::vector<std::string>& paths, const Page& page) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT p.unit, count(DISTINCT i.person), count(*),
             count(*) FILTER (WHERE EXISTS (
               SELECT 1
               FROM rating r
               WHERE r.person = i.person AND r.campaign = i.campaign AND r.role = i.role
                 AND i.rater IN ('', r.rater)))
      FROM invited_rater i
      JOIN placement p ON p.person = i.person
      WHERE i.campaign = $1 AND p.active AND p.unit > $3
        AND EXISTS (SELECT 1 FROM unnest($2::text[]) AS s WHERE starts_with(p.path, s))
      GROUP BY p.unit
      ORDER BY p.unit
      LIMIT $4)",
      campaign, pg::Array(paths), page.After(0), page.size());
  return rows.Map([](pg::Row row) -> Returned {
    return {
        .unit = row.String(),
        .people = row.Int32(),
        .invited = row.Int32(),
        .returned = row.Int32()};
  });
}

}  // namespace binadaya::registry::campaign_store
