#include "services/registry/post_store.h"

#include <utility>

namespace binadaya::registry::post_store {
namespace {

#define POST_ROWS(of_version)                                                      \
  "SELECT p.code, v.title, v.post_group, v.family, v.echelon, v.functional_level," \
  " v.criticality, p.is_head, v.valid_from,"                                       \
  " coalesce(array_agg(s.competency ORDER BY s.competency)"                        \
  "  FILTER (WHERE s.competency IS NOT NULL), '{}'),"                              \
  " coalesce(array_agg(s.level ORDER BY s.competency)"                             \
  "  FILTER (WHERE s.competency IS NOT NULL), '{}')"                               \
  " FROM post p"                                                                   \
  " JOIN post_version v ON v.post = p.code" of_version                             \
  " LEFT JOIN standard s ON s.post = v.post AND s.valid_from = v.valid_from"
// Posts as they are on $1, one row a post; one whose first version lies ahead as it will be.
#define POST_ROWS_ON_DAY POST_ROWS(" AND v.valid_from = post_version_on(p.code, $1)")
#define BY_POST " GROUP BY p.code, v.post, v.valid_from"
// What a list is in the order of, $2: by the code, or by the title.
#define KEY_OF(title, code) \
  "(CASE $2::int WHEN 1 THEN fold(" title ") || ' ' ELSE '' END || " code ") COLLATE \"C\""

domain::Post PostAt(pg::Row row) {
  domain::Post post{
      .code = row.String(),
      .title = row.String(),
      .group = row.Enum<domain::PostGroup>(),
      .family = row.String(),
      .echelon = row.String(),
      .functional_level = row.String(),
      .criticality = row.Double(),
      .is_head = row.Bool(),
      .standards = {},
      .valid_from = row.Day()};
  const std::vector<std::string> competencies = row.Strings();
  const std::vector<double> levels = row.Doubles();
  for (std::size_t i = 0; i < competencies.size(); ++i) {
    post.standards.push_back({competencies[i], static_cast<int>(levels[i])});
  }
  return post;
}

}  // namespace

std::map<std::string, domain::Post> InForce(Tx& tx, absl::CivilDay day) {
  std::map<std::string, domain::Post> posts;
  for (domain::Post& post : tx.Query(POST_ROWS_ON_DAY BY_POST, day).Map(PostAt)) {
    std::string code = post.code;
    posts.emplace(std::move(code), std::move(post));
  }
  return posts;
}

std::map<std::string, std::vector<domain::Post>> Versions(Tx& tx) {
  std::map<std::string, std::vector<domain::Post>> versions;
  for (domain::Post& post :
       tx.Query(POST_ROWS("") BY_POST " ORDER BY p.code, v.valid_from").Map(PostAt)) {
    std::vector<domain::Post>& of_post = versions[post.code];
    of_post.push_back(std::move(post));
  }
  return versions;
}

std::vector<FoundPost> PageInForce(Tx& tx, const PostsSought& sought, const Page& page) {
  // First the posts of the page, then what they demand.
  const pg::Result rows = tx.Query(
      "SELECT " KEY_OF("f.title", "f.code") ", f.* FROM (" POST_ROWS_ON_DAY R"(
      WHERE p.code IN (
        SELECT p.code
        FROM post p
        JOIN post_version v ON v.post = p.code AND v.valid_from = post_version_on(p.code, $1)
        WHERE ($3 = '' OR starts_with(lower(p.code), lower($3))
            OR fold(v.title) LIKE ALL ((SELECT patterns_of($3))::text[]))
          AND ($4 = '' OR v.family = $4)
          AND ($5::int = 0 OR v.post_group = $5::int)
          AND )" KEY_OF("v.title", "p.code") R"( > $6
        ORDER BY )" KEY_OF("v.title", "p.code") R"(
        LIMIT $7))" BY_POST ") AS f ORDER BY 1",
      sought.day, sought.order, sought.text, sought.family, sought.group, page.After(0),
      page.size());
  return rows.Map([](pg::Row row) -> FoundPost {
    std::string key = row.String();
    return {.post = PostAt(row), .key = std::move(key)};
  });
}

domain::Post Get(Tx& tx, const std::string& post, absl::CivilDay day) {
  const pg::Result rows = tx.Query(POST_ROWS_ON_DAY " WHERE p.code = $2" BY_POST, day, post);
  return rows.empty() ? domain::Post() : PostAt(pg::Row(rows));
}

std::vector<domain::Post> AfterFamily(Tx& tx, const std::string& family) {
  const pg::Result rows = tx.Query(
      POST_ROWS_ON_DAY R"(
      WHERE p.exists_from <= $1
        AND p.family IN (
          SELECT unnest(next)
          FROM (
            SELECT next
            FROM career_path
            WHERE family = $2 AND valid_from <= $1
            ORDER BY valid_from DESC
            LIMIT 1) AS path))" BY_POST " ORDER BY p.code",
      tx.call().today(), family);
  return rows.Map(PostAt);
}

std::string FamilyOf(Tx& tx, const std::string& post) {
  const pg::Result rows = tx.Query("SELECT family FROM post WHERE code = $1", post);
  return rows.empty() ? "" : pg::Row(rows).String();
}

Later<std::vector<std::string>> RequiredOf(Tx& tx, const std::string& person, absl::CivilDay day) {
  return {
      tx.Ask(
          R"(
          SELECT s.competency
          FROM placement w
          JOIN standard s ON s.post = w.post AND s.valid_from = post_version_on(w.post, $2)
          WHERE w.person = $1
          ORDER BY s.competency)",
          person, day),
      [](const pg::Result& rows) { return rows.Map([](pg::Row row) { return row.String(); }); }};
}

std::vector<std::string> Twins(Tx& tx, const std::string& post) {
  const pg::Result rows = tx.Query("SELECT code FROM post WHERE lower(code) = lower($1)", post);
  return rows.Map([](pg::Row row) { return row.String(); });
}

void Save(Tx& tx, const domain::Post& post, bool at_once) {
  tx.Defer(
      R"(
      INSERT INTO post
        (code, title, post_group, family, echelon, functional_level, criticality, valid_from,
         is_head, exists_from)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8::date, $9, CASE WHEN $10 THEN '1900-01-01' ELSE $8::date END)
      ON CONFLICT (code) DO UPDATE SET is_head = excluded.is_head)",
      post.code, post.title, post.group, post.family, post.echelon, post.functional_level,
      post.criticality, post.valid_from, post.is_head, at_once);
  tx.Defer(
      "UPDATE assignment SET head = $2 WHERE post = $1 AND head <> $2", post.code, post.is_head);
  tx.Defer(
      R"(
      INSERT INTO post_version
        (post, valid_from, title, post_group, family, echelon, functional_level, criticality)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (post, valid_from) DO UPDATE
      SET title = excluded.title, post_group = excluded.post_group, family = excluded.family,
          echelon = excluded.echelon, functional_level = excluded.functional_level,
          criticality = excluded.criticality)",
      post.code, post.valid_from, post.title, post.group, post.family, post.echelon,
      post.functional_level, post.criticality);
  tx.Defer("DELETE FROM standard WHERE post = $1 AND valid_from = $2", post.code, post.valid_from);
  pg::Array competencies, levels;
  for (const domain::Standard& standard : post.standards) {
    competencies.Add(standard.competency);
    levels.Add(standard.level);
  }
  tx.Defer(
      R"(
      INSERT INTO standard (post, valid_from, competency, level)
      SELECT $1, $2::date, c, l
      FROM unnest($3::text[], $4::int[]) AS s(c, l))",
      post.code, post.valid_from, competencies, levels);
}

void Enforce(Tx& tx, const domain::Post& post) {
  tx.ChangeOne(
      R"(
      UPDATE post
      SET title = $2, post_group = $3, family = $4, echelon = $5, functional_level = $6,
          criticality = $7, valid_from = $8
      WHERE code = $1)",
      post.code, post.title, post.group, post.family, post.echelon, post.functional_level,
      post.criticality, post.valid_from);
}

std::vector<std::string> Holders(
    Tx& tx, const std::string& post, const std::string& after, int limit) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT a.person
      FROM assignment a
      WHERE a.post = $1 AND a.kind = 1 AND a.valid_to IS NULL
        AND ($2 = '' OR a.person > nullif($2, '')::uuid)
      ORDER BY a.person
      LIMIT $3)",
      post, after, limit);
  return rows.Map([](pg::Row row) { return row.String(); });
}

Later<domain::Dictionary> Dictionary(Tx& tx) {
  return {
      tx.Ask(R"(
          SELECT array_agg(code ORDER BY code) FILTER (WHERE cluster <> 'TEKNIS'),
                 array_agg(code ORDER BY code)
          FROM competency)"),
      [](const pg::Result& rows) -> domain::Dictionary {
        pg::Row row(rows);
        return {.core = row.Strings(), .known = row.Strings()};
      }};
}

std::map<std::string, domain::Competency> Competencies(Tx& tx) {
  std::map<std::string, domain::Competency> competencies;
  const pg::Result rows = tx.Query("SELECT code, name_id, name_en, cluster FROM competency");
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    domain::Competency competency{
        .code = row.String(),
        .name = row.String(),
        .name_en = row.String(),
        .cluster = row.String()};
    std::string code = competency.code;
    competencies[std::move(code)] = std::move(competency);
  }
  return competencies;
}

void SaveCompetencies(Tx& tx, const std::vector<domain::Competency>& competencies) {
  pg::Array codes, names, english, clusters;
  for (const domain::Competency& competency : competencies) {
    codes.Add(competency.code);
    names.Add(competency.name);
    english.Add(competency.name_en);
    clusters.Add(competency.cluster);
  }
  tx.Defer(
      R"(
      INSERT INTO competency (code, name_id, name_en, cluster)
      SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
      ON CONFLICT (code) DO UPDATE SET name_id = excluded.name_id, name_en = excluded.name_en)",
      codes, names, english, clusters);
}

}  // namespace binadaya::registry::post_store
