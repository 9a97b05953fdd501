#include "services/registry/career_store.h"

namespace binadaya::registry::career_store {
namespace {

domain::CareerPath PathAt(pg::Row row) {
  return {
      .family = row.String(),
      .next = row.Strings(),
      .valid_from = row.Day(),
      .basis = row.String()};
}

}  // namespace

std::optional<domain::CareerPath> On(Tx& tx, const std::string& family, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT family, next, valid_from, basis
      FROM career_path
      WHERE family = $1 AND valid_from <= $2
      ORDER BY valid_from DESC
      LIMIT 1)",
      family, day);
  if (rows.empty()) return std::nullopt;
  return PathAt(pg::Row(rows));
}

std::vector<domain::CareerPath> PageOn(Tx& tx, absl::CivilDay day, const Page& page) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT DISTINCT ON (family) family, next, valid_from, basis
      FROM career_path
      WHERE valid_from <= $1 AND family > $2
      ORDER BY family, valid_from DESC
      LIMIT $3)",
      day, page.After(0), page.size());
  return rows.Map(PathAt);
}

void Save(Tx& tx, const domain::CareerPath& path) {
  tx.Defer(
      R"(
      INSERT INTO career_path (family, valid_from, next, basis, recorded_at, recorded_by)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (family, valid_from) DO UPDATE
      SET next = excluded.next, basis = excluded.basis, recorded_at = excluded.recorded_at,
          recorded_by = excluded.recorded_by)",
      path.family, path.valid_from, pg::Array(path.next), path.basis, tx.call().now(),
      tx.call().subject());
}

std::set<std::string> Families(Tx& tx) {
  std::set<std::string> families;
  const pg::Result rows = tx.Query("SELECT DISTINCT family FROM post_version");
  for (std::string& family : rows.Map([](pg::Row row) { return row.String(); }))
    families.insert(std::move(family));
  return families;
}

std::vector<std::string> PostsLeadingTo(
    Tx& tx, const std::vector<std::string>& families, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT p.code
      FROM (
        SELECT DISTINCT ON (family) family, next
        FROM career_path
        WHERE valid_from <= $2
        ORDER BY family, valid_from DESC) AS path
      JOIN post p ON p.family = path.family
      WHERE path.next && $1::text[]
      ORDER BY p.code)",
      pg::Array(families), day);
  return rows.Map([](pg::Row row) { return row.String(); });
}

std::vector<std::string> PostsOf(Tx& tx, const std::string& family) {
  return tx.Query("SELECT code FROM post WHERE family = $1 ORDER BY code", family)
      .Map([](pg::Row row) { return row.String(); });
}

}  // namespace binadaya::registry::career_store
