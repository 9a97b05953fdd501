#include "services/registry/finding_store.h"

#include <utility>

#include "services/registry/cases_on.h"
#include "services/registry/taking_part.h"

namespace binadaya::registry::finding_store {
namespace {

// How far the newest case that a person had on the day $2 was then, or that in a campaign.
#define STATE_OF(person, campaign) \
  "coalesce((SELECT state"                                                    \
  " FROM (" CASES_ON(person, "$2") ") AS k"                                   \
  " WHERE state <> 0 AND (" campaign " = '' OR campaign::text = " campaign ")" \
  " ORDER BY opens DESC, campaign DESC"                                       \
  " LIMIT 1), 0)"
#define LEGAL_POSITION                         \
  "coalesce((SELECT b.legal_position"          \
  " FROM person_before b"                      \
  " WHERE b.person = e.id AND b.valid_to > $2" \
  " ORDER BY b.valid_to"                       \
  " LIMIT 1), e.legal_position)"

// First the people of the page, then what only they are asked for. Who has no case in the campaign
// $9 counts only if he takes part in it: $15.
#define PAGE_OF_PEOPLE(first_key, second_key) \
  "WITH " TAKING_PART("k.id::text = $9", "$2") ", page AS ("               \
  " SELECT e.id, " first_key " AS first_key, " second_key " AS second_key"  \
  " FROM person e"                                                          \
  " LEFT JOIN ("                                                            \
  "  SELECT a.person, a.post, u.path"                                       \
  "  FROM assignment a"                                                     \
  "  JOIN unit u ON u.code = a.unit"                                        \
  "  WHERE a.kind = 1 AND a.valid_from <= $2"                               \
  "   AND (a.valid_to IS NULL OR a.valid_to > $2)) p ON p.person = e.id"    \
  " WHERE EXISTS ("                                                         \
  "   SELECT 1 FROM unnest($1::text[]) AS s"                                \
  "   WHERE starts_with(coalesce(p.path, '/'), s))"                         \
  "  AND ($3 OR p.person IS NOT NULL)"                                      \
  "  AND ($4 = '' OR p.post = $4)"                                          \
  "  AND e.folded LIKE ALL ((SELECT patterns_of($5))::text[])"              \
  "  AND starts_with(e.id::text, $6)"                                       \
  "  AND ($7 = '' OR " LEGAL_POSITION                                       \
  " = $7)"                                                                  \
  "  AND ($8::int[] = '{}' OR " STATE_OF("e.id", "$9")                            \
  " = ANY ($8::int[]))"                                                     \
  "  AND (NOT $15::boolean OR e.id IN (SELECT person FROM part))"           \
  "  AND ($10 OR (" first_key ", " second_key                               \
  ", e.id) > ($11, $12, nullif($13, '')::uuid))"                            \
  " ORDER BY 2, 3, 1"                                                       \
  " LIMIT $14) "                                                            \
  "SELECT id, first_key, second_key, " STATE_OF("page.id", "$9")                  \
  " FROM page"                                                              \
  " ORDER BY first_key, second_key, id"

#define NOTHING "''::text COLLATE \"C\""

constexpr pg::Sql kById(PAGE_OF_PEOPLE(NOTHING, NOTHING));
constexpr pg::Sql kByName(PAGE_OF_PEOPLE("e.folded", NOTHING));
constexpr pg::Sql kByUnit(PAGE_OF_PEOPLE("coalesce(p.path, '')", "e.folded"));

}  // namespace

std::vector<FoundPerson> PageOfPeople(Tx& tx, const PeopleSought& sought, const Page& page) {
  const pg::Result rows = tx.Query(
      sought.order == 1   ? kByName
      : sought.order == 2 ? kByUnit
                          : kById,
      pg::Array(sought.paths), sought.day, sought.with_former || !sought.legal_position.empty(),
      sought.post, sought.name, sought.id_prefix, sought.legal_position, pg::Array(sought.states),
      sought.campaign, page.first(), page.After(0), page.After(1), page.After(2), page.size(),
      !sought.campaign.empty() && sought.states == std::vector<int>{0});
  std::vector<std::string> ids = rows.Map([](pg::Row row) { return row.String(); });
  std::vector<FoundPerson> found;
  for (directory_store::PersonView& view : directory_store::People(tx, ids, sought.day)) {
    pg::Row row(rows, static_cast<int>(found.size()));
    row.Skip();
    FoundPerson& one = found.emplace_back();
    one.key = {row.String(), row.String(), view.id};
    one.state = row.MaybeEnum<domain::CaseState>();
    one.view = std::move(view);
  }
  return found;
}

std::map<std::string, std::optional<domain::CaseState>> States(
    Tx& tx, const std::vector<std::string>& people, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      "SELECT p.id, " STATE_OF("p.id", "''") " FROM unnest($1::uuid[]) AS p(id)", pg::Array(people),
      day);
  return rows.Pairs(&pg::Row::String, &pg::Row::MaybeEnum<domain::CaseState>);
}

std::vector<FoundUnit> PageOfUnits(Tx& tx, const UnitsSought& sought, const Page& page) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT *
      FROM (
        SELECT u.code, coalesce(b.name, u.name) AS name, coalesce(b.kind, u.kind) AS kind,
               coalesce(b.parent, u.parent),
               CASE WHEN $2::date = $3::date THEN u.path ELSE unit_path(u.code, $2) END,
               coalesce(b.direct_service, u.direct_service), u.valid_from, u.valid_to,
               ARRAY(
                 SELECT f.name
                 FROM unit_before f
                 WHERE f.code = u.code AND f.name <> coalesce(b.name, u.name) AND f.valid_to <= $2
                 GROUP BY f.name
                 ORDER BY max(f.valid_to) DESC),
               (CASE $4::int
                  WHEN 1 THEN fold(coalesce(b.name, u.name)) || ' ' || u.code
                  WHEN 2 THEN u.code
                  ELSE u.path END) COLLATE "C" AS key
        FROM unit u
        LEFT JOIN LATERAL (
          SELECT name, kind, parent, direct_service
          FROM unit_before
          WHERE code = u.code AND valid_to > $2
          ORDER BY valid_to
          LIMIT 1) b ON true
        WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(u.path, s))
          AND u.valid_from <= $2
          AND (u.valid_to IS NULL OR u.valid_to > $2 OR $5 <> '')  -- a closed one when it is sought
          AND ($5 = '' OR starts_with(lower(u.code), lower($5)) OR
               fold(coalesce(b.name, u.name)) LIKE ALL ((SELECT patterns_of($5))::text[]) OR
               EXISTS (
                 SELECT 1
                 FROM unit_before f
                 WHERE f.code = u.code AND f.valid_to <= $2
                   AND fold(f.name) LIKE ALL ((SELECT patterns_of($5))::text[])))
          AND ($6 = '' OR coalesce(b.kind, u.kind) = $6)) AS found
      WHERE key > $7
      ORDER BY key
      LIMIT $8)",
      pg::Array(sought.paths), sought.day, tx.call().today(), sought.order, sought.text,
      sought.kind, page.After(0), page.size());
  return rows.Map([](pg::Row row) -> FoundUnit {
    return {
        .unit =
            {.code = row.String(),
             .name = row.String(),
             .kind = row.String(),
             .parent = row.String(),
             .path = row.String(),
             .direct_service = row.Bool(),
             .valid_from = row.Day(),
             .valid_to = row.Maybe(&pg::Row::Day)},
        .former_names = row.Strings(),
        .key = row.String()};
  });
}

std::vector<domain::Competency> PageOfCompetencies(
    Tx& tx, const std::string& text, const std::string& cluster, const Page& page) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT code, name_id, name_en, cluster
      FROM competency
      WHERE ($1 = '' OR starts_with(lower(code), lower($1)) OR
             fold(name_id) LIKE ALL ((SELECT patterns_of($1))::text[]) OR
             fold(name_en) LIKE ALL ((SELECT patterns_of($1))::text[]))
        AND ($2 = '' OR cluster = $2)
        AND code COLLATE "C" > $3
      ORDER BY code COLLATE "C"
      LIMIT $4)",
      text, cluster, page.After(0), page.size());
  return rows.Map([](pg::Row row) -> domain::Competency {
    return {
        .code = row.String(),
        .name = row.String(),
        .name_en = row.String(),
        .cluster = row.String()};
  });
}

std::vector<Named> Names(Tx& tx, const std::vector<std::string>& people, const std::string& path) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT e.id, e.name, coalesce(n.value, ''), coalesce(p.post, ''), coalesce(t.title, ''),
             coalesce(p.unit, ''), coalesce(u.name, ''), e.active, coalesce(c.email, ''),
             coalesce(c.mobile, '')
      FROM person e
      LEFT JOIN contact c ON c.person = e.id
      LEFT JOIN placement p ON p.person = e.id
      LEFT JOIN post t ON t.code = p.post
      LEFT JOIN unit u ON u.code = p.unit
      LEFT JOIN LATERAL (
        SELECT value
        FROM employment_number
        WHERE person = e.id AND coalesce(valid_from, '-infinity') <= $3
        ORDER BY valid_to IS NULL DESC, valid_to DESC
        LIMIT 1) n ON true
      WHERE e.id = ANY ($1::uuid[]) AND starts_with(coalesce(p.path, '/'), $2)
      ORDER BY array_position($1::uuid[], e.id))",
      pg::Array(people), path, tx.call().today());
  return rows.Map([](pg::Row row) -> Named {
    return {
        .id = row.String(),
        .name = row.String(),
        .number = row.String(),
        .post = row.String(),
        .post_title = row.String(),
        .unit = row.String(),
        .unit_name = row.String(),
        .active = row.Bool(),
        .contact = {.email = row.String(), .mobile = row.String()}};
  });
}

}  // namespace binadaya::registry::finding_store
