#include "services/registry/profile_store.h"

#include <optional>
#include <utility>

namespace binadaya::registry::profile_store {
namespace {

#define LEVELS                                                                           \
  "SELECT id, campaign, competency, level, basis, stands_alone, ratings, seen_on,"       \
  " valid_until, decided_level, decided_by, decided_on, decided_note, valid_from, ended" \
  " FROM level WHERE person = $1"

domain::ValidLevel LevelAt(pg::Row row) {
  domain::ValidLevel level;
  level.id = row.Int();
  level.campaign = row.String();
  level.what.competency = row.String();
  level.what.level = row.Double();
  level.what.basis = row.String();
  level.what.stands_alone = row.Bool();
  level.what.ratings = row.Strings();
  level.what.seen = row.Day();
  level.what.until = row.Day();
  const std::optional<double> decided = row.Maybe(&pg::Row::Double);
  domain::Decision decision;
  decision.by = row.Strings();
  decision.on = row.Maybe(&pg::Row::Day).value_or(absl::CivilDay());
  decision.note = row.String();
  if (decided.has_value()) {
    decision.level = *decided;
    level.what.decision = std::move(decision);
  }
  level.from = row.Day();
  level.ended = row.Maybe(&pg::Row::Day);
  return level;
}

}  // namespace

std::vector<domain::ValidLevel> On(Tx& tx, const std::string& person, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      LEVELS " AND valid_from <= $2 AND valid_until > $2 AND (ended IS NULL OR ended > $2)", person,
      day);
  return domain::ProfileOn(rows.Map(LevelAt), day);
}

std::vector<domain::ValidLevel> Of(Tx& tx, const std::string& person) {
  return tx.Query(LEVELS, person).Map(LevelAt);
}

std::vector<domain::ValidLevel> Open(Tx& tx, const std::string& person) {
  return tx.Query(LEVELS " AND ended IS NULL", person).Map(LevelAt);
}

void Add(Tx& tx, const std::string& person, const std::vector<domain::ValidLevel>& levels) {
  for (const domain::ValidLevel& level : levels) {
    const domain::ProfileLevel& what = level.what;
    const domain::Decision decision = what.decision.value_or(domain::Decision());
    const bool decided = what.decision.has_value();
    tx.Defer(
        R"(
        INSERT INTO level
          (person, campaign, competency, level, basis, stands_alone, ratings, seen_on, valid_from,
           valid_until, decided_level, decided_by, decided_on, decided_note, ended, ended_because)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16))",
        person, level.campaign, what.competency, what.level, what.basis, what.stands_alone,
        pg::Array(what.ratings), what.seen, level.from, what.until,
        decided ? std::optional(decision.level) : std::nullopt, pg::Array(decision.by),
        decided ? std::optional(decision.on) : std::nullopt, decision.note, level.ended,
        level.ended.has_value() ? std::optional(Ended::kSuperseded) : std::nullopt);
  }
}

void End(Tx& tx, const std::vector<std::int64_t>& levels, Ended because, absl::CivilDay day) {
  tx.Defer(
      "UPDATE level SET ended = $2, ended_because = $3 WHERE id = ANY ($1::bigint[])",
      pg::Array(levels), day, because);
}

}  // namespace binadaya::registry::profile_store
