#include "services/reporting/need_store.h"

#include "absl/strings/str_join.h"

namespace binadaya::reporting::need_store {
namespace {

// "0:3 1:20"
template <class Told>
std::string FromLevels(const Told& told) {
  return absl::StrJoin(told.from_levels(), " ", [](std::string* out, const auto& from) {
    absl::StrAppend(out, from.level(), ":", from.people());
  });
}

}  // namespace

void Save(Tx& tx, const needs::v1::NeedDetected& told, absl::Time at) {
  tx.Defer(
      R"(
      INSERT INTO need
        (id, campaign, type, state, competency, from_level, to_level, family, path, affected,
         population, mean_gap, measured, detected_at, rated, from_levels, next_family, training,
         regulated_on)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
              $19)
      ON CONFLICT (id) DO UPDATE
      SET affected = excluded.affected, population = excluded.population,
          mean_gap = excluded.mean_gap, rated = excluded.rated,
          from_levels = excluded.from_levels)",
      told.need(), told.campaign(), needs::v1::NeedType_Name(told.type()),
      needs::v1::NeedState_Name(told.state()), told.competency(), told.from_level(),
      told.to_level(), told.family(), told.unit_path(), told.affected(), told.population(),
      told.mean_gap(), told.affected() > 0, at, told.rated(), FromLevels(told), told.next_family(),
      told.training(), told.regulated_on());
}

void Save(Tx& tx, const needs::v1::DirectiveRecorded& told, absl::Time at) {
  tx.Defer(
      R"(
      INSERT INTO directive
        (id, need, issuer_role, linked, measured_affected, measured_population,
         measured_mean_gap, recorded_at, measured_rated)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (id) DO UPDATE SET need = excluded.need)",
      told.directive(), told.need(), told.issuer_role(), told.linked(), told.measured_affected(),
      told.measured_population(), told.measured_mean_gap(), at, told.measured_rated());
}

void SaveState(Tx& tx, const std::string& need, needs::v1::NeedState state) {
  // What is settled no longer stands in the order.
  const bool settled = state == needs::v1::REJECTED || state == needs::v1::NON_TRAINING_ACTION;
  tx.ChangeOne(
      "UPDATE need SET state = $2, rank = CASE WHEN $3 THEN 0 ELSE rank END WHERE id = $1", need,
      needs::v1::NeedState_Name(state), settled);
}

void SaveRank(Tx& tx, const needs::v1::NeedRanked& told) {
  pg::Array codes, values, weights, points;
  for (const needs::v1::ScoreComponent& component : told.breakdown()) {
    codes.Add(component.code());
    values.Add(component.value());
    weights.Add(component.weight());
    points.Add(component.points());
  }
  tx.ChangeOne(
      R"(
      UPDATE need
      SET state = $2, score = $3, rank = $4, components = $5, component_values = $6,
          component_weights = $7, component_points = $8, provisional = $9
      WHERE id = $1)",
      told.need(), needs::v1::NeedState_Name(told.waits() ? needs::v1::BACKLOG : needs::v1::RANKED),
      told.score(), told.rank(), codes, values, weights, points, told.provisional());
}

void SaveFigures(Tx& tx, const needs::v1::NeedMeasured& told) {
  tx.ChangeOne(
      R"(
      UPDATE need
      SET affected = $2, population = $3, mean_gap = $4, rated = $5, from_levels = $6
      WHERE id = $1)",
      told.need(), told.affected(), told.population(), told.mean_gap(), told.rated(),
      FromLevels(told));
}

void SaveReopened(Tx& tx, const needs::v1::NeedReopened& told) {
  // Older logs tell no population.
  tx.ChangeOne(
      R"(
      UPDATE need
      SET state = $2, affected = $3, mean_gap = $4,
          population = coalesce(nullif($5, 0), population), rated = $6, from_levels = $7,
          closed_at = NULL, gap_gone = false, closed_because = ''
      WHERE id = $1)",
      told.need(), needs::v1::NeedState_Name(needs::v1::REOPENED), told.affected(), told.mean_gap(),
      told.population(), told.rated(), FromLevels(told));
}

void SaveClosed(Tx& tx, const needs::v1::NeedClosed& told, absl::Time at) {
  // What is closed no longer stands in the order.
  tx.ChangeOne(
      R"(
      UPDATE need
      SET state = $2, rank = 0, closed_at = $3, gap_gone = $4, closed_because = $5
      WHERE id = $1)",
      told.need(), needs::v1::NeedState_Name(needs::v1::CLOSED), at, told.gap_gone(),
      told.because() == needs::v1::NOT_CLOSED ? "" : needs::v1::ClosedBecause_Name(told.because()));
}

absl::StatusOr<std::string> PathOf(Tx& tx, const std::string& need) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT coalesce(u.path, n.path)
      FROM need n
      LEFT JOIN unit_today u ON u.code = n.unit
      WHERE n.id = $1)",
      need);
  if (rows.empty()) return absl::NotFoundError("never heard of");
  return pg::Row(rows).String();
}

}  // namespace binadaya::reporting::need_store
