#include "services/registry/campaign_store.h"

#include "services/common/status.h"

namespace binadaya::registry::campaign_store {

void Add(Tx& tx, const Campaign& campaign) {
  tx.Defer(
      "INSERT INTO rating_campaign (id, name, path, opens, closes) VALUES ($1, $2, $3, $4, $5)",
      campaign.id, campaign.name, campaign.path, campaign.opens, campaign.closes);
}

absl::StatusOr<Campaign> Get(Tx& tx, const std::string& id) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT c.id, c.name, coalesce(u.path, c.path), c.opens, c.closes
      FROM rating_campaign c
      LEFT JOIN unit u ON u.code = c.unit
      WHERE c.id = $1)",
      id);
  if (rows.empty()) {
    return Refuse(
        absl::StatusCode::kNotFound, {{.rule = "CAMP-05",
                                       .where = "campaign",
                                       .message = {
                                           "Kampanye penilaian ini tidak ada. Periksa id-nya.",
                                           "There is no such rating campaign. Check its id."}}});
  }
  pg::Row row(rows);
  return Campaign{
      .id = row.String(),
      .name = row.String(),
      .path = row.String(),
      .opens = row.Day(),
      .closes = row.Day()};
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
