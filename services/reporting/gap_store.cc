#include "services/reporting/gap_store.h"

namespace binadaya::reporting::gap_store {

namespace {

// What events say of gaps, a column an array.
struct Columns {
  explicit Columns(const Gaps& gaps) {
    for (const registry::v1::MeasuredGap& one : gaps) {
      next_families.Add(one.next_family());
      competencies.Add(one.competency());
      required.Add(one.required());
      actual.Add(one.actual());
      gap.Add(one.gap());
      severities.Add(one.severity());
      standards.Add(one.standard());
      ratings.Add(pg::Array(one.ratings()).Text());
      bases.Add(one.basis());
      decided_by.Add(pg::Array(one.decided_by()).Text());
      decided_on.Add(one.decided_on());
    }
  }

  pg::Array next_families, competencies, required, actual, gap, severities, standards, ratings;
  pg::Array bases, decided_by, decided_on;
};

}  // namespace

void Insert(Tx& tx, const Measurement& measurement, const Gaps& gaps, const Gaps& next) {
  const Columns held(gaps);
  tx.Defer(
      R"(
      WITH opened AS (
        INSERT INTO measurement (id, person, opened_at, family, path, match, required, known)
        VALUES ($1, $2, $3, $4, $5, $6, $7, cardinality($8::text[]))
        ON CONFLICT DO NOTHING)
      INSERT INTO gap
        (measurement, competency, required, actual, gap, severity, standard, ratings, basis,
         decided_by, decided_on)
      SELECT $1, c, q, a, g, v, s, r::uuid[], b, w::text[], nullif(o, '')::date
      FROM unnest($8::text[], $9::int[], $10::float8[], $11::float8[], $12::text[], $13::text[],
                  $14::text[], $15::text[], $16::text[], $17::text[])
        AS gap(c, q, a, g, v, s, r, b, w, o)
      ON CONFLICT DO NOTHING)",
      measurement.event, measurement.person, measurement.at, measurement.family, measurement.path,
      measurement.match, measurement.required, held.competencies, held.required, held.actual,
      held.gap, held.severities, held.standards, held.ratings, held.bases, held.decided_by,
      held.decided_on);
  if (next.empty()) return;
  const Columns to(next);
  tx.Defer(
      R"(
      INSERT INTO next_gap
        (measurement, next_family, competency, required, actual, gap, severity, standard, ratings,
         basis, decided_by, decided_on)
      SELECT $1, n, c, q, a, g, v, s, r::uuid[], b, w::text[], nullif(o, '')::date
      FROM unnest($2::text[], $3::text[], $4::int[], $5::float8[], $6::float8[], $7::text[],
                  $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
        AS gap(n, c, q, a, g, v, s, r, b, w, o)
      ON CONFLICT DO NOTHING)",
      measurement.event, to.next_families, to.competencies, to.required, to.actual, to.gap,
      to.severities, to.standards, to.ratings, to.bases, to.decided_by, to.decided_on);
}

void Insert(Tx& tx, const registry::v1::RatingRecorded& recorded, absl::Time at) {
  pg::Array ids, competencies, levels;
  for (const registry::v1::RecordedRating& rating : recorded.ratings()) {
    ids.Add(rating.id());
    competencies.Add(rating.competency());
    levels.Add(rating.level());
  }
  tx.Defer(
      R"(
      INSERT INTO rating (person, campaign, rater_role, at, id, competency, level)
      SELECT $1, $2, $3, $4, r.*
      FROM unnest($5::uuid[], $6::text[], $7::float8[]) AS r
      ON CONFLICT DO NOTHING)",
      recorded.person(), recorded.campaign(), registry::v1::RaterRole_Name(recorded.rater_role()),
      at, ids, competencies, levels);
}

void Insert(Tx& tx, const registry::v1::AppraisalRecorded& recorded, absl::Time at) {
  tx.Defer(
      R"(
      INSERT INTO appraisal
        (id, person, year, predicate, steps_below, family, path, recorded_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT DO NOTHING)",
      recorded.record(), recorded.person(), recorded.year(), recorded.predicate(),
      recorded.steps_below(), recorded.family(), recorded.unit_path(), at);
}

void Insert(Tx& tx, const registry::v1::RecordAnnulled& annulled, absl::Time at) {
  tx.Defer(
      "INSERT INTO annulled_record (id, at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
      annulled.record(), at);
}

}  // namespace binadaya::reporting::gap_store
