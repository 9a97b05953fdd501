#include "services/registry/candidate_store.h"

namespace binadaya::registry::candidate_store {

std::vector<Candidate> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const Asked& asked, const Page& page) {
  pg::Array competencies, lifts, weights;
  for (const domain::Target& target : asked.targets) {
    competencies.Add(target.competency);
    lifts.Add(target.lift);
    weights.Add(target.weight);
  }
  double whole = 0;
  for (const domain::Target& target : asked.targets) whole += target.weight * target.lift;
  // Whoever lacks something is found by the index of positive gaps (OFFSET 0: a target at a time,
  // not by reading all gaps), the best first; where they stand is looked up only until the page is
  // full. Those of the families who lack nothing come after. The score counts ten thousandths of a
  // percent.
  const pg::Result rows = tx.Query(
      R"(
      WITH fitting AS MATERIALIZED (
        SELECT g.person, bool_or(g.gap >= 1) AS lacks,
               floor(1e6 * sum(t.weight * least(g.gap, t.lift)) / $8::float8 + 0.5)::bigint AS score
        FROM unnest($2::text[], $3::float8[], $4::float8[]) AS t(competency, lift, weight)
        CROSS JOIN LATERAL (
          SELECT person, gap FROM horizon_gap
          WHERE competency = t.competency AND horizon = $6 AND next_family = $7 AND gap > 0
          OFFSET 0) AS g
        GROUP BY g.person),
      available AS NOT MATERIALIZED (
        SELECT p.person, p.post, p.family, p.path, p.family = ANY ($5::text[]) AS in_family
        FROM placement p
        WHERE p.active
          AND p.path ^@ ANY ($1::text[])
          AND NOT EXISTS (
            SELECT FROM personnel_record l
            WHERE l.person = p.person AND l.kind = 5 AND l.ended_on IS NULL
              AND l.valid_from < $10::date AND l.valid_to > $9::date)),
      lacking AS MATERIALIZED (
        SELECT a.*, f.score
        FROM (
          SELECT * FROM fitting
          WHERE $11 = '' OR (-score, person) > (-nullif($11, '')::bigint, nullif($12, '')::uuid)
          ORDER BY score DESC, person) AS f
        JOIN available a ON a.person = f.person
        WHERE a.in_family OR f.lacks
        ORDER BY f.score DESC, f.person
        LIMIT $13),
      page AS (
        SELECT * FROM lacking
        UNION ALL
        SELECT a.*, 0
        FROM available a
        WHERE (SELECT count(*) FROM lacking WHERE score > 0) < $13
          AND a.in_family
          AND NOT EXISTS (SELECT FROM fitting f WHERE f.person = a.person)
          AND ($11 = '' OR (0, a.person) > (-nullif($11, '')::bigint, nullif($12, '')::uuid))
        ORDER BY score DESC, person
        LIMIT $13)
      SELECT b.person, b.post, b.family, b.path, b.in_family, e.gender, e.employment_type,
             o.post_group, b.score::text,
             coalesce(k.competencies, '{}'), coalesce(k.gaps, '{}')
      FROM page b
      JOIN person e ON e.id = b.person
      JOIN post o ON o.code = b.post
      CROSS JOIN LATERAL (
        SELECT array_agg(g.competency ORDER BY g.competency) AS competencies,
               array_agg(g.gap ORDER BY g.competency) AS gaps
        FROM horizon_gap g
        WHERE g.person = b.person AND g.horizon = $6 AND g.next_family = $7
          AND g.competency = ANY ($2::text[])) k
      ORDER BY b.score DESC, b.person)",
      pg::Array(paths), competencies, lifts, weights, pg::Array(asked.families), asked.horizon,
      asked.next_family, whole, asked.from, asked.until, page.After(0), page.After(1), page.size());
  return rows.Map([](pg::Row row) -> Candidate {
    Candidate candidate{
        .person = row.String(),
        .post = row.String(),
        .family = row.String(),
        .path = row.String(),
        .in_family = row.Bool(),
        .gender = row.String(),
        .employment_type = row.String(),
        .group = row.Enum<domain::PostGroup>(),
        .score = row.String(),
        .gaps = {}};
    const std::vector<std::string> codes = row.Strings();
    const std::vector<double> gaps = row.Doubles();
    for (std::size_t i = 0; i < codes.size(); ++i) candidate.gaps[codes[i]] = gaps[i];
    return candidate;
  });
}

}  // namespace binadaya::registry::candidate_store
