#include "services/registry/appeal_store.h"

#include "services/common/status.h"

namespace binadaya::registry::appeal_store {
namespace {

#define APPEALS                                                                               \
  "SELECT a.id, a.person, a.level, l.campaign, l.competency, l.level, a.claimed, a.reason,"   \
  " a.state, a.filed_on, a.decide_by, a.decided_on, a.decided_by, a.decided_level, a.because" \
  " FROM appeal a"                                                                            \
  " JOIN level l ON l.id = a.level"

domain::Appeal AppealAt(pg::Row row) {
  domain::Appeal appeal{
      .id = row.String(),
      .person = row.String(),
      .level = row.Int(),
      .campaign = row.String(),
      .competency = row.String(),
      .objected = row.Double(),
      .claimed = row.Maybe(&pg::Row::Double),
      .reason = row.String(),
      .state = row.Enum<domain::AppealState>(),
      .filed = row.Day(),
      .decide_by = row.Day(),
      .decided = row.Maybe(&pg::Row::Day)};
  domain::Decision decision;
  decision.by = {row.String()};
  const std::optional<double> level = row.Maybe(&pg::Row::Double);
  decision.note = row.String();
  if (!level.has_value()) return appeal;
  decision.level = *level;
  decision.on = *appeal.decided;
  appeal.decision = std::move(decision);
  return appeal;
}

}  // namespace

void Add(Tx& tx, const domain::Appeal& appeal) {
  tx.Defer(
      R"(
      INSERT INTO appeal (id, person, level, claimed, reason, state, filed_on, decide_by)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8))",
      appeal.id, appeal.person, appeal.level, appeal.claimed, appeal.reason, appeal.state,
      appeal.filed, appeal.decide_by);
}

absl::StatusOr<domain::Appeal> Get(Tx& tx, const std::string& appeal) {
  const pg::Result rows = tx.Query(APPEALS " WHERE a.id = $1", appeal);
  if (rows.empty()) return NoSuchObject("appeal");
  return AppealAt(pg::Row(rows));
}

std::vector<domain::Appeal> Of(Tx& tx, const std::string& person) {
  return tx.Query(APPEALS " WHERE a.person = $1 ORDER BY a.id DESC", person).Map(AppealAt);
}

std::vector<domain::Appeal> PageOfOpen(
    Tx& tx, const std::vector<std::string>& paths, const Page& page) {
  const pg::Result rows = tx.Query(
      APPEALS R"(
      LEFT JOIN placement p ON p.person = a.person
      WHERE a.state = 1
        AND EXISTS (
          SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(coalesce(p.path, '/'), s))
        AND ($2 = '' OR (a.decide_by, a.id) > (nullif($2, '')::date, nullif($3, '')::uuid))
      ORDER BY a.decide_by, a.id
      LIMIT $4)",
      pg::Array(paths), page.After(0), page.After(1), page.size());
  return rows.Map(AppealAt);
}

void Decide(Tx& tx, const domain::Appeal& appeal) {
  tx.ChangeOne(
      R"(
      UPDATE appeal
      SET state = $2, decided_on = $3, decided_by = $4, decided_level = $5, because = $6
      WHERE id = $1 AND state = 1)",
      appeal.id, appeal.state, appeal.decision->on, appeal.decision->by.front(),
      appeal.decision->level, appeal.decision->note);
}

std::vector<domain::Appeal> Lapse(
    Tx& tx, const std::vector<std::int64_t>& levels, absl::CivilDay today) {
  if (levels.empty()) return {};
  const pg::Result rows = tx.Query(
      R"(
      WITH a AS (
        UPDATE appeal
        SET state = $3, decided_on = $2
        WHERE level = ANY ($1::bigint[]) AND state = 1
        RETURNING *)
      SELECT a.id, a.person, a.level, l.campaign, l.competency, l.level, a.claimed, a.reason,
             a.state, a.filed_on, a.decide_by, a.decided_on, a.decided_by, a.decided_level,
             a.because
      FROM a
      JOIN level l ON l.id = a.level)",
      pg::Array(levels), today, domain::AppealState::kLapsed);
  return rows.Map(AppealAt);
}

std::vector<absl::CivilDay> WorkingDaysAfter(
    Tx& tx, const std::vector<absl::CivilDay>& days, int working_days) {
  pg::Array since;
  for (const absl::CivilDay day : days) since.Add(absl::FormatCivilTime(day));
  const pg::Result rows = tx.Query(
      R"(
      SELECT working_day_after(s.day, $2)
      FROM unnest($1::date[]) WITH ORDINALITY AS s(day, n)
      ORDER BY s.n)",
      since, working_days);
  return rows.Map([](pg::Row row) { return row.Day(); });
}

void LockHolidays(Tx& tx) { tx.Defer("LOCK TABLE holiday IN SHARE ROW EXCLUSIVE MODE"); }

void SetHolidays(
    Tx& tx, int year, const std::vector<Holiday>& holidays, const std::string& document) {
  pg::Array days, names, provisional;
  for (const Holiday& holiday : holidays) {
    days.Add(absl::FormatCivilTime(holiday.day));
    names.Add(holiday.name);
    provisional.Add(holiday.provisional);
  }
  tx.Defer("DELETE FROM holiday WHERE extract(year FROM day) = $1", year);
  tx.Defer(
      R"(
      INSERT INTO holiday (day, name, provisional, set_by, set_at, document)
      SELECT *, $4, $5, $6 FROM unnest($1::date[], $2::text[], $3::bool[]))",
      days, names, provisional, tx.call().subject(), tx.call().now(), document);
}

std::vector<Holiday> HolidaysOf(Tx& tx, int year) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT day, name, set_by, (extract(epoch FROM set_at) * 1000000)::bigint, document,
             provisional
      FROM holiday
      WHERE extract(year FROM day) = $1
      ORDER BY day)",
      year);
  return rows.Map([](pg::Row row) -> Holiday {
    return {
        .day = row.Day(),
        .name = row.String(),
        .set_by = row.String(),
        .set_at = row.Maybe(&pg::Row::Micros),
        .document = row.String(),
        .provisional = row.Bool()};
  });
}

}  // namespace binadaya::registry::appeal_store
