#include "services/registry/gap_store.h"

namespace binadaya::registry::gap_store {
namespace {

#define GAPS_IN_PLACE                                                                              \
  "SELECT g.person, g.post, p.family, p.path, g.as_of::text, g.competency, g.required, g.actual, " \
  "g.gap, g.severity"                                                                              \
  " FROM gap g JOIN placement p ON p.person = g.person"

std::vector<GapView> Gaps(const pg::Result& rows) {
  std::vector<GapView> gaps;
  for (int i = 0; i < rows.rows(); ++i) {
    gaps.push_back(
        {.person = rows.String(i, 0),
         .post = rows.String(i, 1),
         .family = rows.String(i, 2),
         .path = rows.String(i, 3),
         .as_of = rows.String(i, 4),
         .gap = {
             .competency = rows.String(i, 5),
             .required = rows.Int32(i, 6),
             .actual = rows.Double(i, 7),
             .gap = rows.Double(i, 8),
             .severity = static_cast<domain::Severity>(rows.Int(i, 9))}});
  }
  return gaps;
}

}  // namespace

void Replace(
    Tx& tx, const std::string& person, const std::string& post, const std::string& standard,
    const std::vector<domain::Gap>& gaps, absl::CivilDay today) {
  Clear(tx, person);
  pg::Array competencies, required, actual, gap, severity;
  for (const domain::Gap& one : gaps) {
    competencies.Add(one.competency);
    required.Add(one.required);
    actual.Add(one.actual);
    gap.Add(one.gap);
    severity.Add(static_cast<int>(one.severity));
  }
  tx.Defer(
      "INSERT INTO gap (person, post, standard, as_of, competency, required, actual, gap, severity)"
      " SELECT $1, $2, $3, $4::date, g.* FROM unnest($5::text[], $6::int[], $7::float8[], "
      "$8::float8[], $9::int[]) AS g",
      person, post, standard, today, competencies, required, actual, gap, severity);
}

void Clear(Tx& tx, const std::string& person) {
  tx.Defer("DELETE FROM gap WHERE person = $1", person);
}

std::vector<GapView> OfPerson(Tx& tx, const std::string& person) {
  return Gaps(tx.Query(GAPS_IN_PLACE " WHERE g.person = $1 ORDER BY g.competency", person));
}

std::vector<GapView> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const std::string& competency,
    const std::string& family, const Page& page) {
  return Gaps(tx.Query(
      GAPS_IN_PLACE
      " WHERE g.gap > 0 AND p.active AND EXISTS (SELECT 1 FROM unnest($1::text[]) "
      "AS s WHERE starts_with(p.path, s))"
      " AND ($2 = '' OR g.competency = $2) AND ($3 = '' OR p.family = $3)"
      " AND ($4 = '' OR (-g.gap, g.person, g.competency) > (-nullif($4, "
      "'')::float8, nullif($5, '')::uuid, $6))"
      " ORDER BY -g.gap, g.person, g.competency LIMIT $7",
      pg::Array(paths), competency, family, page.After(0), page.After(1), page.After(2),
      page.size()));
}

std::vector<Group> PageOfGroups(
    Tx& tx, const std::vector<std::string>& paths, const std::string& competency,
    const std::string& family, const Page& page) {
  const pg::Result rows = tx.Query(
      "WITH inside AS ("
      "  SELECT person, family, criticality FROM placement"
      "  WHERE active AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(path, "
      "s)) AND ($3 = '' OR family = $3)),"
      " population AS (SELECT family, count(*) AS people FROM inside GROUP BY family),"
      " grouped AS ("
      "  SELECT g.competency, floor(g.actual)::int AS from_level, g.required AS to_level, "
      "i.family, count(*) AS affected,"
      "   avg(g.gap) AS mean_gap, avg(i.criticality) AS criticality, round(sum(g.gap)::numeric, 4) "
      "AS effect"
      "  FROM gap g JOIN inside i ON i.person = g.person WHERE g.gap > 0 AND ($2 = '' OR "
      "g.competency = $2)"
      "  GROUP BY 1, 2, 3, 4)"
      " SELECT competency, from_level, to_level, g.family, affected, people, "
      "round(mean_gap::numeric, 4)::float8,"
      "  round(criticality::numeric, 4)::float8, effect::text"
      " FROM grouped g JOIN population USING (family)"
      " WHERE $4 = '' OR (-effect, competency, g.family, from_level, to_level) >"
      "  (-nullif($4, '')::numeric, $5, $6, nullif($7, '')::int, nullif($8, '')::int)"
      " ORDER BY -effect, competency, g.family, from_level, to_level LIMIT $9",
      pg::Array(paths), competency, family, page.After(0), page.After(1), page.After(2),
      page.After(3), page.After(4), page.size());
  std::vector<Group> groups;
  for (int i = 0; i < rows.rows(); ++i) {
    groups.push_back(
        {.competency = rows.String(i, 0),
         .family = rows.String(i, 3),
         .from_level = rows.Int32(i, 1),
         .to_level = rows.Int32(i, 2),
         .affected = rows.Int32(i, 4),
         .population = rows.Int32(i, 5),
         .mean_gap = rows.Double(i, 6),
         .criticality = rows.Double(i, 7),
         .effect = rows.String(i, 8)});
  }
  return groups;
}

}  // namespace binadaya::registry::gap_store
