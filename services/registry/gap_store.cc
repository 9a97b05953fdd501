#include "services/registry/gap_store.h"

namespace binadaya::registry::gap_store {
namespace {

#define GAPS_IN_PLACE                                         \
  "SELECT g.person, g.post, p.family, p.path, g.as_of::text," \
  " g.competency, g.required, g.actual, g.gap, g.severity"    \
  " FROM gap g"                                               \
  " JOIN placement p ON p.person = g.person"

#define GAP_COLUMNS "person, post, standard, as_of, competency, required, actual, gap, severity"

#define NEXT_COLUMNS \
  "person, next_family, standard, as_of, competency, required, actual, gap, severity"

// Leaves the row behind what it read.
GapView GapAt(pg::Row& row) {
  return {
      .person = row.String(),
      .post = row.String(),
      .family = row.String(),
      .path = row.String(),
      .as_of = row.String(),
      .gap = {
          .competency = row.String(),
          .required = row.Int32(),
          .actual = row.Double(),
          .gap = row.Double(),
          .severity = row.Enum<domain::Severity>()}};
}

}  // namespace

void Replace(
    Tx& tx, const std::string& person, const std::string& post, const std::string& standard,
    const std::vector<domain::Gap>& gaps, absl::CivilDay today) {
  pg::Array competencies, required, actual, gap, severity;
  for (const domain::Gap& one : gaps) {
    competencies.Add(one.competency);
    required.Add(one.required);
    actual.Add(one.actual);
    gap.Add(one.gap);
    severity.Add(one.severity);
  }
  tx.Defer(
      R"(
      WITH gone AS (
        DELETE FROM gap g
        WHERE g.person = $1 AND NOT EXISTS (
          SELECT 1
          FROM unnest($4::text[], $5::int[], $6::float8[]) AS n(competency, required, actual)
          WHERE g.post = $2 AND g.standard = $3 AND n.competency = g.competency
            AND n.required = g.required AND n.actual = g.actual)
        RETURNING g.*)
      INSERT INTO gap_past (until, )" GAP_COLUMNS R"()
      SELECT $7::date, )" GAP_COLUMNS R"(
      FROM gone
      WHERE as_of < $7::date)",
      person, post, standard, competencies, required, actual, today);
  tx.Defer(
      R"(
      INSERT INTO gap ()" GAP_COLUMNS R"()
      SELECT $1, $2, $3, $4::date, g.*
      FROM unnest($5::text[], $6::int[], $7::float8[], $8::float8[], $9::int[]) AS g
      ON CONFLICT (person, competency) DO NOTHING)",
      person, post, standard, today, competencies, required, actual, gap, severity);
}

void ReplaceNext(
    Tx& tx, const std::string& person, const std::vector<domain::NextGap>& gaps,
    absl::CivilDay today) {
  pg::Array families, competencies, required, actual, gap, severity, standards;
  for (const domain::NextGap& one : gaps) {
    families.Add(one.family);
    competencies.Add(one.gap.competency);
    required.Add(one.gap.required);
    actual.Add(one.gap.actual);
    gap.Add(one.gap.gap);
    severity.Add(one.gap.severity);
    standards.Add(one.standard);
  }
  tx.Defer(
      R"(
      WITH gone AS (
        DELETE FROM next_gap g
        WHERE g.person = $1 AND NOT EXISTS (
          SELECT 1
          FROM unnest($2::text[], $3::text[], $4::int[], $5::float8[], $6::text[])
            AS n(family, competency, required, actual, standard)
          WHERE n.family = g.next_family AND n.competency = g.competency
            AND n.required = g.required AND n.actual = g.actual AND n.standard = g.standard)
        RETURNING g.*)
      INSERT INTO next_gap_past (until, )" NEXT_COLUMNS R"()
      SELECT $7::date, )" NEXT_COLUMNS R"(
      FROM gone
      WHERE as_of < $7::date)",
      person, families, competencies, required, actual, standards, today);
  if (gaps.empty()) return;
  tx.Defer(
      R"(
      INSERT INTO next_gap ()" NEXT_COLUMNS R"()
      SELECT $1, n, s, $2::date, c, r, a, g, v
      FROM unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::float8[], $8::float8[],
                  $9::int[]) AS gap(n, s, c, r, a, g, v)
      ON CONFLICT (person, next_family, competency) DO NOTHING)",
      person, today, families, standards, competencies, required, actual, gap, severity);
}

std::vector<GapView> NextOfPerson(Tx& tx, const std::string& person, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      R"(
      WITH standing AS (
        SELECT )" NEXT_COLUMNS R"(
        FROM next_gap
        WHERE person = $1 AND as_of <= $2
        UNION ALL
        SELECT )" NEXT_COLUMNS R"(
        FROM next_gap_past
        WHERE person = $1 AND as_of <= $2 AND until > $2)
      SELECT g.person, coalesce(a.post, ''), coalesce(v.family, ''),
             coalesce(unit_path(a.unit, $2), ''), g.as_of::text, g.competency, g.required, g.actual,
             g.gap, g.severity, g.next_family
      FROM standing g
      LEFT JOIN assignment a ON a.person = g.person AND a.kind = 1 AND a.valid_from <= $2
        AND (a.valid_to IS NULL OR a.valid_to > $2)
      LEFT JOIN post_version v ON v.post = a.post AND v.valid_from = post_version_on(a.post, $2)
      ORDER BY g.next_family, g.competency)",
      person, day);
  return rows.Map([](pg::Row row) {
    GapView view = GapAt(row);
    view.next_family = row.String();
    return view;
  });
}

std::vector<GapView> OfPerson(Tx& tx, const std::string& person, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      R"(
      WITH standing AS (
        SELECT )" GAP_COLUMNS R"(
        FROM gap
        WHERE person = $1 AND as_of <= $2
        UNION ALL
        SELECT )" GAP_COLUMNS R"(
        FROM gap_past
        WHERE person = $1 AND as_of <= $2 AND until > $2)
      SELECT g.person, g.post, v.family, coalesce(unit_path(a.unit, $2), ''), g.as_of::text,
             g.competency, g.required, g.actual, g.gap, g.severity
      FROM standing g
      JOIN post_version v ON v.post = g.post AND v.valid_from = post_version_on(g.post, $2)
      LEFT JOIN assignment a ON a.person = g.person AND a.kind = 1 AND a.valid_from <= $2
        AND (a.valid_to IS NULL OR a.valid_to > $2)
      ORDER BY g.competency)",
      person, day);
  return rows.Map([](pg::Row row) { return GapAt(row); });
}

std::vector<GapView> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const std::string& competency,
    const std::string& family, const Page& page) {
  const pg::Result rows = tx.Query(
      GAPS_IN_PLACE R"(
      WHERE g.gap > 0 AND p.active
        AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(p.path, s))
        AND ($2 = '' OR g.competency = $2)
        AND ($3 = '' OR p.family = $3)
        AND ($4 = '' OR (-g.gap, g.person, g.competency) >
                        (-nullif($4, '')::float8, nullif($5, '')::uuid, $6))
      ORDER BY -g.gap, g.person, g.competency
      LIMIT $7)",
      pg::Array(paths), competency, family, page.After(0), page.After(1), page.After(2),
      page.size());
  return rows.Map([](pg::Row row) { return GapAt(row); });
}

}  // namespace binadaya::registry::gap_store
