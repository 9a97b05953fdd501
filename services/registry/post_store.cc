#include "services/registry/post_store.h"

namespace binadaya::registry::post_store {
namespace {

// Posts with the standard in force on $1, one row a post.
#define POSTS_IN_FORCE                                                                      \
  "SELECT p.code, p.title, p.post_group, p.family, p.echelon, p.functional_level,"          \
  " p.criticality, p.is_head, s.valid_from, array_agg(s.competency ORDER BY s.competency)," \
  " array_agg(s.level ORDER BY s.competency)"                                               \
  " FROM post p"                                                                            \
  " JOIN standard s ON s.post = p.code AND s.valid_from = coalesce("                        \
  "  (SELECT max(valid_from) FROM standard WHERE post = p.code AND valid_from <= $1),"      \
  "  (SELECT min(valid_from) FROM standard WHERE post = p.code))"
#define BY_POST " GROUP BY p.code, s.valid_from"

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
  for (domain::Post& post : tx.Query(POSTS_IN_FORCE BY_POST, day).Map(PostAt)) {
    std::string code = post.code;
    posts.emplace(std::move(code), std::move(post));
  }
  return posts;
}

std::vector<domain::Post> PageInForce(Tx& tx, absl::CivilDay day, const Page& page) {
  const pg::Result rows = tx.Query(
      POSTS_IN_FORCE " WHERE p.code > $2" BY_POST " ORDER BY p.code LIMIT $3", day, page.After(0),
      page.size());
  return rows.Map(PostAt);
}

domain::Post Get(Tx& tx, const std::string& post, absl::CivilDay day) {
  const pg::Result rows = tx.Query(POSTS_IN_FORCE " WHERE p.code = $2" BY_POST, day, post);
  return rows.empty() ? domain::Post() : PostAt(pg::Row(rows));
}

bool Exists(Tx& tx, const std::string& post) {
  return !tx.Query("SELECT 1 FROM post WHERE code = $1", post).empty();
}

bool IsHead(Tx& tx, const std::string& post) {
  return !tx.Query("SELECT 1 FROM post WHERE code = $1 AND is_head", post).empty();
}

std::string FamilyOf(Tx& tx, const std::string& post) {
  const pg::Result rows = tx.Query("SELECT family FROM post WHERE code = $1", post);
  return rows.empty() ? "" : pg::Row(rows).String();
}

std::vector<std::string> RequiredOf(Tx& tx, const std::string& person, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT s.competency
      FROM placement w
      JOIN standard s ON s.post = w.post AND s.valid_from = coalesce(
        (SELECT max(valid_from) FROM standard WHERE post = w.post AND valid_from <= $2),
        (SELECT min(valid_from) FROM standard WHERE post = w.post))
      WHERE w.person = $1
      ORDER BY s.competency)",
      person, day);
  return rows.Map([](pg::Row row) { return row.String(); });
}

void Save(Tx& tx, const domain::Post& post) {
  tx.Defer(
      R"(
      INSERT INTO post
        (code, title, post_group, family, echelon, functional_level, criticality, valid_from,
         is_head)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (code) DO UPDATE
      SET title = excluded.title, post_group = excluded.post_group, family = excluded.family,
          echelon = excluded.echelon, functional_level = excluded.functional_level,
          criticality = excluded.criticality, valid_from = excluded.valid_from,
          is_head = excluded.is_head)",
      post.code, post.title, post.group, post.family, post.echelon, post.functional_level,
      post.criticality, post.valid_from, post.is_head);
  tx.Defer(
      "UPDATE assignment SET head = $2 WHERE post = $1 AND head <> $2", post.code, post.is_head);
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

domain::Dictionary Dictionary(Tx& tx) {
  const pg::Result rows = tx.Query(R"(
      SELECT array_agg(code ORDER BY code) FILTER (WHERE cluster <> 'TEKNIS'),
             array_agg(code ORDER BY code)
      FROM competency)");
  pg::Row row(rows);
  return {.core = row.Strings(), .known = row.Strings()};
}

}  // namespace binadaya::registry::post_store
