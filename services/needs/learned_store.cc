#include "services/needs/learned_store.h"

#include <algorithm>

#include "absl/strings/str_split.h"
#include "services/common/domain/text.h"

namespace binadaya::needs::learned_store {
namespace {

// Whether a version of a post holds on a day: for the posts of one family. Of all posts InForce
// finds the same.
#define HOLDS_ON(day)                                                      \
  "valid_from = (SELECT v.valid_from FROM post v WHERE v.code = post.code" \
  " ORDER BY v.valid_from > " day "::date, abs(v.valid_from - " day "::date) LIMIT 1)"

// Whether p stands in a family on a day: by the post that he holds; of one that was never heard of,
// and in a row of before, which knows none, as it was told.
#define STANDS_IN(family, day)                             \
  "(p.family = " family                                    \
  " AND NOT EXISTS (SELECT FROM post WHERE code = p.post)" \
  " OR p.post = ANY (ARRAY("                               \
  "SELECT code FROM post WHERE family = " family " AND " HOLDS_ON(day) ")))"

// Of a need n: how many of those who have been behind it are in service no more, or away.
#define GONE_FROM_BEHIND "(SELECT count(*) FROM person WHERE NOT active AND id = ANY (n.behind))"

std::string LackOf(const domain::NeedKey& key) {
  return learned_store::LackOf(key.next_family, key.competency, key.to_level);
}

std::string UnitOf(const std::string& path) {
  const std::vector<std::string> codes = absl::StrSplit(path, '/', absl::SkipEmpty());
  return codes.empty() ? "" : codes.back();
}

}  // namespace

std::string Demand(const std::string& competency, int level) { return Cat(competency, ":", level); }

std::string LackOf(const std::string& next_family, const std::string& competency, int level) {
  return Cat(next_family, next_family.empty() ? "" : "/", Demand(competency, level));
}

void Save(Tx& tx, const Post& post) {
  tx.Defer(
      R"(
      INSERT INTO post (code, valid_from, family, demands)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT (code, valid_from) DO UPDATE
      SET family = excluded.family, demands = excluded.demands)",
      post.code, post.valid_from, post.family, pg::Array(post.demands));
}

void SavePath(Tx& tx, const std::string& family, absl::CivilDay valid_from, const pg::Array& next) {
  tx.Defer(
      R"(
      INSERT INTO career_path (family, valid_from, next)
      VALUES ($1, $2, $3)
      ON CONFLICT (family, valid_from) DO UPDATE SET next = excluded.next)",
      family, valid_from, next);
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
  struct Row {
    std::string family, code, competency;
    int level;
    bool begun;
  };
  // A post whose first standard lies ahead has that one, as in the registry; nobody goes on to it
  // yet.
  const pg::Result rows = tx.Query(
      R"(
      SELECT family, code, split_part(d, ':', 1), split_part(d, ':', 2)::int, valid_from <= $1
      FROM (
        SELECT DISTINCT ON (code) family, code, demands, valid_from
        FROM post
        ORDER BY code, valid_from > $1::date, abs(valid_from - $1::date)) AS in_force,
        unnest(demands) AS d
      ORDER BY code)",
      day);
  Demands demands;
  std::string counted;
  for (auto& [family, code, competency, level, begun] : rows.Map([](pg::Row row) -> Row {
         return {row.String(), row.String(), row.String(), row.Int32(), row.Bool()};
       })) {
    demands.families.insert(family);
    demands.levels.emplace(family, Demand(competency, level));
    if (!begun) continue;
    if (code != counted) ++demands.posts[family];
    counted = code;
    Demands::Lowest& lowest = demands.lowest[family][competency];
    lowest.level = lowest.posts++ == 0 ? level : std::min(lowest.level, level);
  }
  const pg::Result paths = tx.Query(
      R"(
      SELECT DISTINCT ON (family) family, next
      FROM career_path
      WHERE valid_from <= $1
      ORDER BY family, valid_from DESC)",
      day);
  for (int i = 0; i < paths.rows(); ++i) {
    pg::Row row(paths, i);
    std::set<std::string>& next = demands.next[row.String()];
    for (std::string& family : row.Strings()) next.insert(std::move(family));
  }
  return demands;
}

bool Demands::HasEnded(const domain::NeedKey& key) const {
  if (key.next_family.empty()) {
    return families.contains(key.family) &&
           !levels.contains({key.family, Demand(key.competency, key.to_level)});
  }
  if (const auto path = next.find(key.family); path != next.end()) {
    if (!path->second.contains(key.next_family)) return true;
  }
  const auto family = lowest.find(key.next_family);
  if (family == lowest.end()) return false;
  const auto demanded = family->second.find(key.competency);
  return demanded == family->second.end() || demanded->second.level != key.to_level ||
         demanded->second.posts != posts.at(key.next_family);
}

void SavePlace(Tx& tx, const std::string& person, const Place& place) {
  tx.Defer(
      R"(
      INSERT INTO person (id, post, family, unit)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT (id) DO UPDATE
      SET post = excluded.post, family = excluded.family, unit = excluded.unit)",
      person, place.post, place.family, UnitOf(place.path));
}

void SaveKnown(
    Tx& tx, const std::string& person, const Place& place, const Known& known, absl::Time at) {
  tx.Defer(
      R"(
      INSERT INTO person AS p (id, post, family, unit, lacks, meets, measured_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (id) DO UPDATE
      SET lacks = excluded.lacks, meets = excluded.meets, measured_at = excluded.measured_at,
          post = CASE WHEN p.post = '' THEN excluded.post ELSE p.post END
      WHERE p.measured_at IS NULL OR p.measured_at <= excluded.measured_at)",
      person, place.post, place.family, UnitOf(place.path), known.lacks, known.meets, at);
}

void SaveTrained(Tx& tx, const std::string& person, const std::string& training, bool lost) {
  tx.Defer(
      R"(
      INSERT INTO person AS p (id, trained)
      VALUES ($1, CASE WHEN $3 THEN '{}' ELSE ARRAY[$2] END)
      ON CONFLICT (id) DO UPDATE
      SET trained = CASE WHEN $3 THEN array_remove(p.trained, $2)
        ELSE array_append(array_remove(p.trained, $2), $2) END)",
      person, training, lost);
}

void SaveAppraised(Tx& tx, const std::string& person, int steps_below) {
  tx.Defer(
      R"(
      INSERT INTO person (id, steps_below)
      VALUES ($1, $2)
      ON CONFLICT (id) DO UPDATE SET steps_below = excluded.steps_below)",
      person, steps_below);
}

void SaveRequired(Tx& tx, const std::string& training, bool required) {
  if (required) {
    tx.Defer("DELETE FROM training_ended WHERE training = $1", training);
  } else {
    tx.Defer("INSERT INTO training_ended (training) VALUES ($1) ON CONFLICT DO NOTHING", training);
  }
}

bool IsRequired(Tx& tx, const std::string& training) {
  return tx.Query("SELECT 1 FROM training_ended WHERE training = $1", training).empty();
}

void SaveBound(
    Tx& tx, const std::string& commitment, const std::string& plan_item, const std::string& batch,
    std::int64_t rupiah) {
  tx.Defer(
      R"(
      INSERT INTO bound (commitment, plan_item, batch, rupiah)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT (commitment) DO UPDATE
      SET rupiah = bound.rupiah + excluded.rupiah)",
      commitment, plan_item, batch, rupiah);
}

void TakeBound(Tx& tx, const std::string& commitment, std::int64_t rupiah) {
  tx.Defer("UPDATE bound SET rupiah = rupiah - $2 WHERE commitment = $1", commitment, rupiah);
}

std::map<std::string, int> BatchesBound(Tx& tx, const std::vector<std::string>& plan_items) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT plan_item, greatest(1, count(DISTINCT batch) FILTER (WHERE batch <> ''))
      FROM bound
      WHERE plan_item = ANY ($1::text[]) AND rupiah > 0
      GROUP BY plan_item)",
      pg::Array(plan_items));
  return rows.Pairs(&pg::Row::String, &pg::Row::Int32);
}

void SaveBehind(
    Tx& tx, const domain::Need& need, const std::vector<std::string>& people, bool anew) {
  if (need.key.competency.empty()) {
    tx.ChangeOne(
        R"(
        UPDATE need
        SET behind = ARRAY(
          SELECT unnest($2::uuid[]) UNION SELECT unnest(need.behind) WHERE NOT $3)
        WHERE id = $1)",
        need.id, pg::Array(people), anew);
    return;
  }
  tx.ChangeOne(
      R"(
      UPDATE need
      SET behind = ARRAY(
        SELECT p.id
        FROM person p
        JOIN unit u ON u.code = p.unit
        WHERE p.active AND p.lacks @> ARRAY[$3] AND starts_with(u.path, $4)
          AND )" STANDS_IN("$2", "$6") R"(
        UNION
        SELECT unnest(need.behind) WHERE NOT $5)
      WHERE id = $1)",
      need.id, need.key.family, LackOf(need.key), need.key.unit_path, anew, tx.call().today());
}

namespace {

Behind BehindAt(const pg::Result& rows) {
  pg::Row row(rows);
  return {
      .lacking = row.Int32(),
      .reached = row.Int32(),
      .unknown = row.Int32(),
      .ever = row.Int32(),
      .gone = row.Int32()};
}

}  // namespace

Behind BehindNeed(Tx& tx, const domain::Need& need) {
  const absl::CivilDay today = tx.call().today();
  if (need.key.competency.empty()) {
    return BehindAt(tx.Query(
        R"(
        SELECT count(*) FILTER (WHERE p.lacks), count(*) FILTER (WHERE NOT p.lacks), 0,
               cardinality(n.behind), )" GONE_FROM_BEHIND R"(
        FROM need n
        LEFT JOIN (
          SELECT p.id, CASE WHEN $3 = '' THEN p.steps_below > 0 ELSE NOT $3 = ANY (p.trained) END
                   AS lacks
          FROM person p
          JOIN unit u ON u.code = p.unit
          WHERE p.active AND starts_with(u.path, $4) AND )" STANDS_IN("$2", "$5") R"() AS p
          ON p.id = ANY (n.behind)
        WHERE n.id = $1
        GROUP BY n.behind)",
        need.id, need.key.family, need.key.training, need.key.unit_path, today));
  }
  // A next family demands the same of the holders of all posts.
  return BehindAt(tx.Query(
      R"(
      SELECT count(*) FILTER (WHERE p.lacks),
             count(*) FILTER (WHERE p.id = ANY (n.behind) AND p.meets AND NOT p.lacks),
             count(*) FILTER (WHERE p.id = ANY (n.behind) AND NOT p.meets AND NOT p.lacks),
             cardinality(n.behind), )" GONE_FROM_BEHIND R"(
      FROM need n
      LEFT JOIN (
        SELECT p.id, coalesce(p.lacks @> ARRAY[$3], false) AS lacks,
               coalesce(p.meets @> ARRAY[$3], NOT p.lacks @> ARRAY[$3], false)
                 OR p.post = ANY (ARRAY(
                   SELECT code FROM post
                   WHERE family = $2 AND $5 = '' AND NOT demands @> ARRAY[$3]
                     AND )" HOLDS_ON("$6") R"()) AS meets
        FROM person p
        JOIN unit u ON u.code = p.unit
        WHERE p.active AND starts_with(u.path, $4) AND )" STANDS_IN("$2", "$6") R"() AS p ON true
      WHERE n.id = $1
      GROUP BY n.behind)",
      need.id, need.key.family, LackOf(need.key), need.key.unit_path, need.key.next_family, today));
}

}  // namespace binadaya::needs::learned_store
