#include "services/registry/campaign_store.h"

#include <algorithm>

#include "services/common/status.h"
#include "services/registry/taking_part.h"

namespace binadaya::registry::campaign_store {
namespace {

#define PATH "coalesce(u.path, c.path)"
#define CAMPAIGNS                                           \
  "SELECT c.id, c.name, " PATH                              \
  ", c.opens, c.closes, c.by_invitation, c.closed_because," \
  " c.counted"                                              \
  " FROM rating_campaign c"                                 \
  " LEFT JOIN unit u ON u.code = c.unit"

Campaign CampaignAt(pg::Row row) {
  return {
      .id = row.String(),
      .name = row.String(),
      .path = row.String(),
      .opens = row.Day(),
      .closes = row.Day(),
      .by_invitation = row.Bool(),
      .closed_because = row.String(),
      .counted = row.Bool()};
}

absl::Status NoCampaign() {
  return Refuse(
      absl::StatusCode::kNotFound, {{.rule = "CAMP-05",
                                     .where = "campaign",
                                     .message = {
                                         "Kampanye penilaian ini tidak ada. Periksa id-nya.",
                                         "There is no such rating campaign. Check its id."}}});
}

absl::StatusOr<Campaign> One(const pg::Result& rows) {
  if (rows.empty()) return NoCampaign();
  return CampaignAt(pg::Row(rows));
}

}  // namespace

void Add(Tx& tx, const Campaign& campaign) {
  tx.Defer(
      R"(
      INSERT INTO rating_campaign (id, name, path, opens, closes, by_invitation)
      VALUES ($1, $2, $3, $4, $5, $6))",
      campaign.id, campaign.name, campaign.path, campaign.opens, campaign.closes,
      campaign.by_invitation);
}

absl::StatusOr<Campaign> Get(Tx& tx, const std::string& id) {
  return One(tx.Query(CAMPAIGNS " WHERE c.id = $1", id));
}

absl::StatusOr<Campaign> Get(Tx& tx, const std::string& id, const std::vector<std::string>& paths) {
  absl::StatusOr<Campaign> campaign = Get(tx, id);
  const bool concerns =
      campaign.ok() && std::any_of(paths.begin(), paths.end(), [&](const std::string& own) {
        return Covers(own, campaign->path) || Covers(campaign->path, own);
      });
  if (campaign.ok() && !concerns) return NoCampaign();
  return campaign;
}

absl::StatusOr<Campaign> Lock(Tx& tx, const std::string& id) {
  return One(tx.Query(CAMPAIGNS " WHERE c.id = $1 FOR UPDATE OF c", id));
}

absl::StatusOr<Campaign> KeepOpen(Tx& tx, const std::string& id) {
  return One(tx.Query(CAMPAIGNS " WHERE c.id = $1 FOR SHARE OF c", id));
}

void Close(Tx& tx, const std::string& id, absl::CivilDay day, const std::string& reason) {
  tx.ChangeOne(
      "UPDATE rating_campaign SET closes = $2, closed_because = $3 WHERE id = $1", id, day, reason);
}

void Count(Tx& tx, const std::string& id, absl::CivilDay today) {
  tx.Defer(
      "WITH " TAKING_PART("k.id = $1", "$2") R"(
      INSERT INTO campaign_person (campaign, person, unit)
      SELECT $1, person, unit
      FROM part)",
      id, today);
  tx.ChangeOne("UPDATE rating_campaign SET counted = true WHERE id = $1", id);
}

std::vector<std::string> Submitted(
    Tx& tx, const std::string& campaign, const std::string& after, int limit) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT person
      FROM rating_case
      WHERE campaign = $1 AND state = $2 AND ($3 = '' OR person > nullif($3, '')::uuid)
      ORDER BY person
      LIMIT $4)",
      campaign, domain::CaseState::kSubmitted, after, limit);
  return rows.Map([](pg::Row row) { return row.String(); });
}

std::vector<Campaign> PageOf(Tx& tx, const CampaignsSought& sought, const Page& page) {
  const pg::Result rows = tx.Query(
      CAMPAIGNS R"(
      WHERE EXISTS (
          SELECT 1
          FROM unnest($1::text[]) AS s
          WHERE starts_with()" PATH R"(, s) OR starts_with(s, )" PATH R"())
        AND fold(c.name) LIKE ALL ((SELECT patterns_of($2))::text[])
        AND starts_with(c.id::text, $3)
        AND ($4::int = 0
          OR CASE WHEN c.closes <= $5 THEN 3 WHEN c.opens <= $5 THEN 2 ELSE 1 END = $4::int)
        AND ($6 OR (c.opens, c.id) < (nullif($7, '')::date, nullif($8, '')::uuid))
      ORDER BY c.opens DESC, c.id DESC
      LIMIT $9)",
      pg::Array(sought.paths), sought.text, sought.id_prefix, sought.phase, sought.day,
      page.first(), page.After(0), page.After(1), page.size());
  return rows.Map(CampaignAt);
}

Standing StandingOf(
    Tx& tx, const std::string& campaign, const std::vector<std::string>& paths,
    absl::CivilDay today) {
  Standing standing = {};
  const pg::Result people = tx.Query(
      "WITH " TAKING_PART("k.id = $1", "$2") R"(
      SELECT coalesce(k.state, 0), count(*)
      FROM part p
      JOIN unit u ON u.code = p.unit
      LEFT JOIN rating_case k ON k.person = p.person AND k.campaign = $1
      WHERE EXISTS (SELECT 1 FROM unnest($3::text[]) AS s WHERE starts_with(u.path, s))
      GROUP BY 1)",
      campaign, today, pg::Array(paths));
  for (const auto& [state, count] : people.Pairs(&pg::Row::Int, &pg::Row::Int32))
    standing.at(static_cast<std::size_t>(state)) = count;
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

std::vector<std::string> TakingPart(
    Tx& tx, const Campaign& campaign, const std::string& after, int limit) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT p.person
      FROM placement p
      JOIN rating_campaign c ON c.id = $1
      WHERE p.active AND starts_with(p.path, $2)
        AND ($3 = '' OR p.person > nullif($3, '')::uuid)
        AND )" TAKES_PART R"(
      ORDER BY p.person
      LIMIT $4)",
      campaign.id, campaign.path, after, limit);
  return rows.Map([](pg::Row row) { return row.String(); });
}

std::vector<Peer> Peers(
    Tx& tx, const std::string& campaign, const directory_store::PersonView& person,
    const std::string& within, const std::string& searched, const std::vector<std::string>& others,
    int limit) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT p.person, e.name, p.post, p.unit
      FROM post own
      JOIN post t ON t.post_group = own.post_group AND t.functional_level = own.functional_level
      JOIN placement p ON p.post = t.code
      JOIN person e ON e.id = p.person
      WHERE own.code = $3 AND p.active AND starts_with(p.path, $4)
        AND NOT ($5 <> '' AND starts_with(p.path, $5)) AND p.person <> ALL ($6::uuid[])
      ORDER BY md5($1::text || $2::text || p.person::text), p.person
      LIMIT $7)",
      campaign, person.id, person.post, within, searched, pg::Array(others), limit);
  return rows.Map([](pg::Row row) -> Peer {
    return {
        .person = row.String(), .name = row.String(), .post = row.String(), .unit = row.String()};
  });
}

std::vector<domain::Judged> JudgedBySuperiors(
    Tx& tx, const std::string& campaign, absl::CivilDay today) {
  const pg::Result rows = tx.Query(
      "WITH " TAKING_PART("k.id = $1", "$2") R"(
      SELECT u.path, r.rater, r.person, count(*), sum(r.level), sum(r.level * r.level),
             count(s.level), coalesce(sum(s.level - r.level), 0)
      FROM part p
      JOIN unit u ON u.code = p.unit
      JOIN rating r ON r.person = p.person AND r.campaign = $1 AND r.role = $3
      LEFT JOIN rating s ON s.person = r.person AND s.campaign = r.campaign AND s.role = $4
        AND s.competency = r.competency
      GROUP BY 1, 2, 3)",
      campaign, today, domain::RaterRole::kSupervisor, domain::RaterRole::kSelf);
  return rows.Map([](pg::Row row) -> domain::Judged {
    return {
        .path = row.String(),
        .rater = row.String(),
        .person = row.String(),
        .judgements = row.Int32(),
        .sum = row.Double(),
        .squares = row.Double(),
        .pairs = row.Int32(),
        .distance = row.Double()};
  });
}

std::vector<Returned> PageOfReturns(
    Tx& tx, const std::string& campaign, const std::vector<std::string>& paths,
    absl::CivilDay today, const Page& page) {
  const pg::Result rows = tx.Query(
      "WITH " TAKING_PART("k.id = $1", "$2") R"(,
      here AS (
        SELECT p.person, p.unit
        FROM part p
        JOIN unit u ON u.code = p.unit AND u.code > $4
          AND EXISTS (SELECT 1 FROM unnest($3::text[]) AS s WHERE starts_with(u.path, s))),
      form AS (
        SELECT p.unit, p.person, i.rater, i.role
        FROM here p
        JOIN invited_rater i ON i.campaign = $1 AND i.person = p.person
        UNION ALL
        SELECT p.unit, p.person, d.rater, d.role
        FROM here p, LATERAL (VALUES (p.person::text, 1), ('', 2)) AS d(rater, role)
        WHERE NOT EXISTS (
          SELECT FROM invited_rater i WHERE i.campaign = $1 AND i.person = p.person))
      SELECT f.unit, count(DISTINCT f.person), count(*),
             count(*) FILTER (WHERE EXISTS (
               SELECT 1
               FROM rating r
               WHERE r.person = f.person AND r.campaign = $1 AND r.role = f.role
                 AND f.rater IN ('', r.rater)))
      FROM form f
      GROUP BY f.unit
      ORDER BY f.unit
      LIMIT $5)",
      campaign, today, pg::Array(paths), page.After(0), page.size());
  return rows.Map([](pg::Row row) -> Returned {
    return {
        .unit = row.String(),
        .people = row.Int32(),
        .invited = row.Int32(),
        .returned = row.Int32()};
  });
}

}  // namespace binadaya::registry::campaign_store
