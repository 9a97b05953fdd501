#include "services/needs/learned_store.h"

#include "absl/strings/str_split.h"
#include "services/common/domain/text.h"

namespace binadaya::needs::learned_store {
namespace {

std::string UnitOf(const std::string& path) {
  const std::vector<std::string> codes = absl::StrSplit(path, '/', absl::SkipEmpty());
  return codes.empty() ? "" : codes.back();
}

}  // namespace

std::string Demand(const std::string& competency, int level) { return Cat(competency, ":", level); }

void Save(Tx& tx, const Post& post) {
  tx.Defer(
      R"(
      INSERT INTO post (code, valid_from, family, demands)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT (code, valid_from) DO UPDATE
      SET family = excluded.family, demands = excluded.demands)",
      post.code, post.valid_from, post.family, pg::Array(post.demands));
}

std::vector<std::string> FamiliesOf(Tx& tx, const std::string& post) {
  return tx.Query("SELECT DISTINCT family FROM post WHERE code = $1", post).Map([](pg::Row row) {
    return row.String();
  });
}

bool KnowsCompetency(Tx& tx, const std::string& competency) {
  return !tx.Query(
                "SELECT 1 FROM post, unnest(demands) AS d WHERE split_part(d, ':', 1) = $1 LIMIT 1",
                competency)
              .empty();
}

bool KnowsFamily(Tx& tx, const std::string& family) {
  return !tx.Query("SELECT 1 FROM post WHERE family = $1 LIMIT 1", family).empty();
}

Demands InForce(Tx& tx, absl::CivilDay day) {
  // A post whose first standard lies ahead has that one, as in the registry.
  const pg::Result rows = tx.Query(
      R"(
      SELECT family, unnest(demands)
      FROM (
        SELECT DISTINCT ON (code) family, demands
        FROM post
        ORDER BY code, valid_from > $1::date, abs(valid_from - $1::date)) AS in_force)",
      day);
  Demands demands;
  for (auto& [family, demand] : rows.Map([](pg::Row row) {
         return std::pair<std::string, std::string>{row.String(), row.String()};
       })) {
    demands.families.insert(family);
    demands.levels.emplace(std::move(family), std::move(demand));
  }
  return demands;
}

bool Demands::HasEnded(const domain::NeedKey& key) const {
  return families.contains(key.family) &&
         !levels.contains({key.family, Demand(key.competency, key.to_level)});
}

Place PlaceOf(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query(
      "SELECT p.family, u.path FROM person p JOIN unit u ON u.code = p.unit WHERE p.id = $1",
      person);
  if (rows.empty()) return {};
  pg::Row row(rows);
  return {.family = row.String(), .path = row.String()};
}

void SavePlace(
    Tx& tx, const std::string& person, const std::string& family, const std::string& unit_path) {
  tx.Defer(
      R"(
      INSERT INTO person (id, family, unit)
      VALUES ($1, $2, $3)
      ON CONFLICT (id) DO UPDATE SET family = excluded.family, unit = excluded.unit)",
      person, family, UnitOf(unit_path));
}

void SaveLacks(
    Tx& tx, const std::string& person, const Place& place, const std::optional<pg::Array>& demands,
    absl::Time at) {
  tx.Defer(
      R"(
      INSERT INTO person AS p (id, family, unit, lacks, measured_at)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (id) DO UPDATE
      SET lacks = excluded.lacks, measured_at = excluded.measured_at
      WHERE p.measured_at IS NULL OR p.measured_at <= excluded.measured_at)",
      person, place.family, UnitOf(place.path), demands, at);
}

void SaveBehind(Tx& tx, const domain::Need& need, bool anew) {
  tx.Defer(
      R"(
      UPDATE need
      SET behind = ARRAY(
        SELECT p.id
        FROM person p
        JOIN unit u ON u.code = p.unit
        WHERE p.active AND p.family = $2 AND p.lacks @> ARRAY[$3] AND starts_with(u.path, $4)
        UNION
        SELECT unnest(need.behind) WHERE NOT $5)
      WHERE id = $1)",
      need.id, need.key.family, Demand(need.key.competency, need.key.to_level), need.key.unit_path,
      anew);
}

Behind BehindNeed(Tx& tx, const domain::Need& need) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT count(*) FILTER (WHERE p.lacks @> ARRAY[$3]),
             count(*) FILTER (WHERE p.id = ANY (n.behind) AND NOT p.lacks @> ARRAY[$3]),
             count(*) FILTER (WHERE p.id = ANY (n.behind) AND p.lacks IS NULL),
             cardinality(n.behind)
      FROM need n
      LEFT JOIN (person p JOIN unit u ON u.code = p.unit)
        ON p.active AND p.family = $2 AND starts_with(u.path, $4)
      WHERE n.id = $1
      GROUP BY n.behind)",
      need.id, need.key.family, Demand(need.key.competency, need.key.to_level), need.key.unit_path);
  pg::Row row(rows);
  return {
      .lacking = row.Int32(), .reached = row.Int32(), .unknown = row.Int32(), .ever = row.Int32()};
}

}  // namespace binadaya::needs::learned_store
