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
  const pg::Result rows = tx.Query(
      R"(
      WITH target AS (
        SELECT * FROM unnest($2::text[], $3::float8[], $4::float8[]) AS t(competency, lift, weight)),
      fitting AS (
        SELECT g.person, sum(t.weight * least(greatest(g.gap, 0), t.lift)) AS met,
               bool_or(g.gap >= 1) AS lacks,
               array_agg(g.competency ORDER BY g.competency) AS competencies,
               array_agg(g.gap ORDER BY g.competency) AS gaps
        FROM target t
        JOIN horizon_gap g ON g.competency = t.competency
        WHERE g.horizon = $6 AND g.next_family = $7
        GROUP BY g.person),
      scored AS (
        SELECT p.person, p.post, p.family, p.path, p.family = ANY ($5::text[]) AS in_family,
               round((100 * coalesce(f.met, 0) / (SELECT sum(weight * lift) FROM target))::numeric,
                     4) AS score,
               coalesce(f.competencies, '{}') AS competencies, coalesce(f.gaps, '{}') AS gaps
        FROM placement p
        LEFT JOIN fitting f ON f.person = p.person
        WHERE p.active
          AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(p.path, s))
          AND (p.family = ANY ($5::text[]) OR f.lacks)
          AND NOT EXISTS (
            SELECT FROM personnel_record l
            WHERE l.person = p.person AND l.kind = 5 AND l.ended_on IS NULL
              AND l.valid_from < $9::date AND l.valid_to > $8::date))
      SELECT person, post, family, path, in_family, score::text, competencies, gaps
      FROM scored
      WHERE $10 = '' OR (-score, person) > (-nullif($10, '')::numeric, nullif($11, '')::uuid)
      ORDER BY -score, person
      LIMIT $12)",
      pg::Array(paths), competencies, lifts, weights, pg::Array(asked.families), asked.horizon,
      asked.next_family, asked.from, asked.until, page.After(0), page.After(1), page.size());
  return rows.Map([](pg::Row row) -> Candidate {
    Candidate candidate{
        .person = row.String(),
        .post = row.String(),
        .family = row.String(),
        .path = row.String(),
        .in_family = row.Bool(),
        .score = row.String(),
        .gaps = {}};
    const std::vector<std::string> codes = row.Strings();
    const std::vector<double> gaps = row.Doubles();
    for (std::size_t i = 0; i < codes.size(); ++i) candidate.gaps[codes[i]] = gaps[i];
    return candidate;
  });
}

}  // namespace binadaya::registry::candidate_store
