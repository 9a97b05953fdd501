#include "services/reporting/gap_store.h"

namespace binadaya::reporting::gap_store {

void Insert(
    Tx& tx, const Measurement& measurement,
    const google::protobuf::RepeatedPtrField<registry::v1::MeasuredGap>& gaps) {
  pg::Array competencies, required, actual, gap, severities, standards, ratings;
  pg::Array bases, decided_by, decided_on;
  for (const registry::v1::MeasuredGap& one : gaps) {
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
      measurement.match, measurement.required, competencies, required, actual, gap, severities,
      standards, ratings, bases, decided_by, decided_on);
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

}  // namespace binadaya::reporting::gap_store
