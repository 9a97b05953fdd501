#include "services/registry/post_store.h"

namespace binadaya::registry::post_store {
namespace {

// Posts with the standard in force on $1, one row a post.
#define POSTS_IN_FORCE                                                                             \
  "SELECT p.code, p.title, p.post_group, p.family, p.echelon, p.functional_level, p.criticality, " \
  "s.valid_from,"                                                                                  \
  " array_agg(s.competency ORDER BY s.competency), array_agg(s.level ORDER BY s.competency)"       \
  " FROM post p JOIN standard s ON s.post = p.code AND s.valid_from = coalesce("                   \
  "  (SELECT max(valid_from) FROM standard WHERE post = p.code AND valid_from <= $1),"             \
  "  (SELECT min(valid_from) FROM standard WHERE post = p.code))"

std::vector<domain::Post> Posts(const pg::Result& rows) {
  std::vector<domain::Post> posts;
  for (int i = 0; i < rows.rows(); ++i) {
    domain::Post post{
        .code = rows.String(i, 0),
        .title = rows.String(i, 1),
        .group = static_cast<domain::PostGroup>(rows.Int(i, 2)),
        .family = rows.String(i, 3),
        .echelon = rows.String(i, 4),
        .functional_level = rows.String(i, 5),
        .criticality = rows.Double(i, 6),
        .standards = {},
        .valid_from = rows.Day(i, 7)};
    const std::vector<std::string> competencies = rows.Strings(i, 8);
    const std::vector<double> levels = rows.Doubles(i, 9);
    for (std::size_t k = 0; k < competencies.size(); ++k) {
      post.standards.push_back({competencies[k], static_cast<int>(levels[k])});
    }
    posts.push_back(std::move(post));
  }
  return posts;
}

}  // namespace

std::map<std::string, domain::Post> InForce(Tx& tx, absl::CivilDay day) {
  std::map<std::string, domain::Post> posts;
  for (domain::Post& post : Posts(tx.Query(POSTS_IN_FORCE " GROUP BY p.code, s.valid_from", day))) {
    posts.emplace(post.code, std::move(post));
  }
  return posts;
}

std::vector<domain::Post> PageInForce(Tx& tx, absl::CivilDay day, const Page& page) {
  return Posts(tx.Query(
      POSTS_IN_FORCE " WHERE p.code > $2 GROUP BY p.code, s.valid_from ORDER BY p.code LIMIT $3",
      day, page.After(0), page.size()));
}

std::vector<domain::Standard> StandardOf(
    Tx& tx, const std::string& post, absl::CivilDay day, absl::CivilDay& since) {
  const std::vector<domain::Post> posts =
      Posts(tx.Query(POSTS_IN_FORCE " WHERE p.code = $2 GROUP BY p.code, s.valid_from", day, post));
  if (posts.empty()) return {};
  since = posts.front().valid_from;
  return posts.front().standards;
}

bool Exists(Tx& tx, const std::string& post) {
  return !tx.Query("SELECT 1 FROM post WHERE code = $1", post).empty();
}

std::string FamilyOf(Tx& tx, const std::string& post) {
  const pg::Result rows = tx.Query("SELECT family FROM post WHERE code = $1", post);
  return rows.empty() ? "" : rows.String(0, 0);
}

void Save(Tx& tx, const domain::Post& post) {
  tx.Defer(
      "INSERT INTO post (code, title, post_group, family, echelon, functional_level, criticality, "
      "valid_from)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (code) DO UPDATE SET title = "
      "excluded.title,"
      " post_group = excluded.post_group, family = excluded.family, echelon = excluded.echelon,"
      " functional_level = excluded.functional_level, criticality = excluded.criticality, "
      "valid_from = excluded.valid_from",
      post.code, post.title, static_cast<int>(post.group), post.family, post.echelon,
      post.functional_level, post.criticality, post.valid_from);
  tx.Defer("DELETE FROM standard WHERE post = $1 AND valid_from = $2", post.code, post.valid_from);
  pg::Array competencies, levels;
  for (const domain::Standard& standard : post.standards) {
    competencies.Add(standard.competency);
    levels.Add(standard.level);
  }
  tx.Defer(
      "INSERT INTO standard (post, valid_from, competency, level)"
      " SELECT $1, $2::date, c, l FROM unnest($3::text[], $4::int[]) AS s(c, l)",
      post.code, post.valid_from, competencies, levels);
}

Competencies Dictionary(Tx& tx) {
  const pg::Result rows = tx.Query("SELECT code, cluster FROM competency ORDER BY code");
  Competencies competencies;
  for (int i = 0; i < rows.rows(); ++i) {
    competencies.known.push_back(rows.String(i, 0));
    if (rows.Text(i, 1) != "TEKNIS") competencies.core.push_back(rows.String(i, 0));
  }
  return competencies;
}

}  // namespace binadaya::registry::post_store
