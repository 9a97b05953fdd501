#include "services/reporting/place_store.h"

namespace binadaya::reporting::place_store {
namespace {

// An older one than the row holds changes nothing, and neither does none.
#define NEWEST_MEASUREMENT                                            \
  " (measurement, measured_at) = ("                                   \
  "   SELECT id, at"                                                  \
  "   FROM (VALUES (p.measurement, p.measured_at),"                   \
  "    (excluded.measurement, excluded.measured_at)) AS told(id, at)" \
  "   ORDER BY at DESC NULLS LAST, id DESC"                           \
  "   LIMIT 1)"

}  // namespace

void SaveUnit(Tx& tx, const registry::v1::UnitChanged& told, absl::Time at) {
  // Only its closing tells the heir; a closed unit that moves with the one above is told without.
  const std::optional<absl::Time> since = told.heir().empty() ? std::nullopt : std::optional(at);
  tx.Defer(
      R"(
      INSERT INTO unit (code, path, closed, heir, heir_since)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (code) DO UPDATE
      SET path = excluded.path, closed = excluded.closed,
          heir = coalesce(nullif(unit.heir, ''), excluded.heir),
          heir_since = coalesce(unit.heir_since, excluded.heir_since))",
      told.code(), told.path(), !told.valid_to().empty(), told.heir(), since);
}

void SaveFamily(
    Tx& tx, const registry::v1::PostDefined& told, const std::string& event, absl::Time at) {
  tx.Defer(
      R"(
      INSERT INTO post_family (id, post, family, since)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT DO NOTHING)",
      event, told.code(), told.family(), at);
}

void SavePlace(Tx& tx, const registry::v1::PostAssigned& told, const Measured& measured) {
  tx.Defer(
      R"(
      INSERT INTO person AS p (id, measurement, measured_at, post, family, unit, path)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (id) DO UPDATE
      SET post = excluded.post, family = excluded.family, unit = excluded.unit,
          path = excluded.path,)" NEWEST_MEASUREMENT,
      told.person(), measured.event, measured.at, told.post(), told.family(), told.unit(),
      told.unit_path());
}

void SaveValid(Tx& tx, const registry::v1::ProfileValidated& told, const Measured& measured) {
  tx.Defer(
      R"(
      INSERT INTO person AS p (id, measurement, measured_at, valid_until)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT (id) DO UPDATE
      SET valid_until = excluded.valid_until,
          disputed = CASE WHEN p.disputed_in = $5 THEN '{}' ELSE p.disputed END,
      )" NEWEST_MEASUREMENT,
      told.person(), measured.event, measured.at, told.valid_until(), told.campaign());
}

void SaveMeasured(Tx& tx, const std::string& person, const Measured& measured) {
  tx.Defer(
      R"(
      INSERT INTO person AS p (id, measurement, measured_at)
      VALUES ($1, $2, $3)
      ON CONFLICT (id) DO UPDATE
      SET)" NEWEST_MEASUREMENT,
      person, measured.event, measured.at);
}

void SaveEnd(
    Tx& tx, const std::string& person, const std::string& valid_until, const Measured& measured) {
  tx.Defer(
      R"(
      INSERT INTO person AS p (id, measurement, measured_at, valid_until)
      VALUES ($1, $2, $3, nullif($4, '')::date)
      ON CONFLICT (id) DO UPDATE
      SET valid_until = excluded.valid_until,)" NEWEST_MEASUREMENT,
      person, measured.event, measured.at, valid_until);
}

void SaveLeft(Tx& tx, const std::string& person, const Measured& measured) {
  tx.Defer(
      R"(
      INSERT INTO person AS p (id, measurement, measured_at)
      VALUES ($1, $2, $3)
      ON CONFLICT (id) DO UPDATE
      SET post = '', family = '', unit = '', path = '/',)" NEWEST_MEASUREMENT,
      person, measured.event, measured.at);
}

void SaveStay(Tx& tx, const Stay& stay) {
  tx.Defer(
      R"(
      INSERT INTO stay (id, person, opened_at, post, family, path)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT DO NOTHING)",
      stay.event, stay.person, stay.at, stay.post, stay.family, stay.path);
}

void SaveDispute(Tx& tx, const registry::v1::RatingDisputed& told) {
  tx.Defer(
      R"(
      INSERT INTO person AS p (id, disputed_in, disputed)
      VALUES ($1, $2, ARRAY[$3])
      ON CONFLICT (id) DO UPDATE
      SET disputed_in = excluded.disputed_in,
          disputed = CASE WHEN p.disputed_in = excluded.disputed_in
            THEN array_remove(p.disputed, $3) || excluded.disputed
            ELSE excluded.disputed END)",
      told.person(), told.campaign(), told.competency());
}

void SaveCalibration(Tx& tx, const registry::v1::RatingCalibrated& told) {
  tx.Defer(
      R"(
      INSERT INTO person AS p (id)
      VALUES ($1)
      ON CONFLICT (id) DO UPDATE
      SET disputed = array_remove(p.disputed, $3)
      WHERE p.disputed_in = $2)",
      told.person(), told.campaign(), told.competency());
}

absl::StatusOr<std::string> PathOfPerson(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query("SELECT path FROM placement WHERE person = $1", person);
  if (rows.empty()) return absl::NotFoundError("never heard of");
  return pg::Row(rows).String();
}

}  // namespace binadaya::reporting::place_store
