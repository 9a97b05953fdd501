#include "services/scheduling/calendar_store.h"

#include "services/common/status.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling::calendar_store {
namespace {

// A unit's path; the city is no unit.
#define PATH_OF(table) "coalesce((SELECT path FROM unit WHERE code = " table ".unit), '/')"

domain::WorkPattern PatternOf(const google::protobuf::RepeatedPtrField<v1::WorkDay>& days) {
  domain::WorkPattern pattern;
  for (int day = 0; day < days.size(); ++day) {
    for (const v1::Stretch& stretch : days[day].stretches())
      pattern[static_cast<std::size_t>(day)].push_back({stretch.from(), stretch.until()});
  }
  return pattern;
}

domain::Holiday HolidayAt(pg::Row row) {
  return {.day = row.Day(), .name = row.String(), .provisional = row.Bool()};
}

Blackout BlackoutAt(pg::Row row) {
  return {
      .id = row.String(),
      .unit = row.String(),
      .slot = SlotAt(row),
      .reason = row.String(),
      .set_by = row.String(),
      .lifted = row.Bool()};
}
#define BLACKOUTS \
  "SELECT id, unit, " WRITTEN("starts") ", " WRITTEN("ends") ", reason, set_by, lifted" \
  " FROM blackout"

Session SessionAt(pg::Row& row) {
  return {.batch = row.String(), .item = row.String(), .slot = SlotAt(row)};
}

}  // namespace

domain::UnitHours AsDomain(const v1::WorkingHours& hours) {
  domain::UnitHours out{
      .normal = PatternOf(hours.days()),
      .ramadan = PatternOf(hours.ramadan_size() == 0 ? hours.days() : hours.ramadan()),
      .on_holidays = hours.on_holidays()};
  absl::ParseCivilTime(hours.valid_from(), &out.from);
  return out;
}

domain::Calendar CalendarOf(Tx& tx, absl::CivilDay from, absl::CivilDay until) {
  domain::Calendar calendar;
  const pg::Result years = tx.Query(
      R"(
      SELECT y.year, h.day, h.name, h.provisional
      FROM holiday_year y
      LEFT JOIN holiday h ON extract(year FROM h.day) = y.year
      WHERE y.year BETWEEN $1 AND $2
      ORDER BY h.day)",
      from.year() - 1, until.year() + 1);
  for (int i = 0; i < years.rows(); ++i) {
    pg::Row row(years, i);
    std::vector<domain::Holiday>& list = calendar.holidays[row.Int()];
    if (!row.IsNull()) {
      list.push_back({.day = row.Day(), .name = row.String(), .provisional = row.Bool()});
    }
  }
  calendar.ramadan = tx.Query("SELECT first_day, until FROM ramadan ORDER BY first_day")
                         .Map([](pg::Row row) -> domain::DaySpan {
                           return {.from = row.Day(), .until = row.Day()};
                         });
  const pg::Result working = tx.Query(
      "SELECT " PATH_OF("w") ", content FROM working_hours w ORDER BY w.unit, w.valid_from");
  calendar.hours = working.Map([](pg::Row row) {
    std::string path = row.String();
    v1::WorkingHours hours;
    hours.ParseFromString(row.Bytes());
    domain::UnitHours out = AsDomain(hours);
    out.path = std::move(path);
    return out;
  });
  const pg::Result blackouts = tx.Query(
      R"(
      SELECT id, )" PATH_OF("b") ", " WRITTEN("starts") ", " WRITTEN("ends") R"(, reason
      FROM blackout b
      WHERE NOT lifted AND ends > $1::timestamp AND starts < $2::timestamp
      ORDER BY starts, id)",
      ForSql(absl::CivilMinute(from)), ForSql(absl::CivilMinute(until)));
  calendar.blackouts = blackouts.Map([](pg::Row row) -> domain::Blackout {
    return {.id = row.String(), .path = row.String(), .slot = SlotAt(row), .reason = row.String()};
  });
  return calendar;
}

void SaveHours(Tx& tx, const v1::WorkingHours& hours) {
  std::string content;
  hours.SerializeToString(&content);
  tx.ChangeOne(
      R"(
      INSERT INTO working_hours (unit, valid_from, content)
      VALUES ($1, $2::date, $3)
      ON CONFLICT (unit, valid_from) DO UPDATE SET content = excluded.content)",
      hours.unit(), hours.valid_from(), pg::Bytes{content});
}

std::vector<domain::DaySpan> SaveRamadan(Tx& tx, const domain::DaySpan& ramadan) {
  std::vector<domain::DaySpan> replaced = tx.Query(
                                                R"(
            DELETE FROM ramadan WHERE abs(first_day - $1::date) < 180 RETURNING first_day, until)",
                                                ramadan.from)
                                              .Map([](pg::Row row) -> domain::DaySpan {
                                                return {.from = row.Day(), .until = row.Day()};
                                              });
  tx.ChangeOne(
      "INSERT INTO ramadan (first_day, until) VALUES ($1, $2)", ramadan.from, ramadan.until);
  return replaced;
}

void Add(Tx& tx, const Blackout& blackout) {
  tx.ChangeOne(
      R"(
      INSERT INTO blackout (id, unit, starts, ends, reason, set_by)
      VALUES ($1, $2, $3::timestamp, $4::timestamp, $5, $6))",
      blackout.id, blackout.unit, ForSql(blackout.slot.from), ForSql(blackout.slot.until),
      blackout.reason, blackout.set_by);
}

absl::StatusOr<Blackout> LockBlackout(Tx& tx, const std::string& unit, const std::string& id) {
  const pg::Result rows = tx.Query(BLACKOUTS " WHERE id = $1 AND unit = $2 FOR UPDATE", id, unit);
  if (rows.empty()) return NoSuchObject("id");
  return BlackoutAt(pg::Row(rows));
}

void Lift(Tx& tx, const std::string& id) {
  tx.ChangeOne("UPDATE blackout SET lifted = true WHERE id = $1", id);
}

std::vector<Blackout> BlackoutsIn(Tx& tx, const domain::Slot& slot) {
  return tx
      .Query(
          BLACKOUTS " WHERE NOT lifted AND ends > $1::timestamp AND starts < $2::timestamp",
          ForSql(slot.from), ForSql(slot.until))
      .Map(BlackoutAt);
}

std::vector<domain::Holiday> HolidaysOf(Tx& tx, absl::civil_year_t year) {
  return tx
      .Query(
          R"(
          SELECT day, name, provisional
          FROM holiday
          WHERE extract(year FROM day) = $1
          ORDER BY day)",
          year)
      .Map(HolidayAt);
}

void SetHolidays(Tx& tx, absl::civil_year_t year, const std::vector<domain::Holiday>& holidays) {
  pg::Array days, names, provisional;
  for (const domain::Holiday& holiday : holidays) {
    days.Add(absl::FormatCivilTime(holiday.day));
    names.Add(holiday.name);
    provisional.Add(holiday.provisional);
  }
  tx.Defer("INSERT INTO holiday_year (year) VALUES ($1) ON CONFLICT DO NOTHING", year);
  tx.Defer("DELETE FROM holiday WHERE extract(year FROM day) = $1", year);
  tx.Defer(
      R"(
      INSERT INTO holiday (day, name, provisional)
      SELECT * FROM unnest($1::date[], $2::text[], $3::bool[]))",
      days, names, provisional);
}

std::vector<Session> SessionsOf(Tx& tx, absl::civil_year_t year) {
  return tx
      .Query(
          "SELECT batch, item, " WRITTEN("starts") ", " WRITTEN("ends") R"(
          FROM session
          WHERE ends > make_timestamp($1::int, 1, 1, 0, 0, 0)
            AND starts < make_timestamp($1::int + 1, 1, 1, 0, 0, 0)
          ORDER BY starts, batch, item)",
          year)
      .Map([](pg::Row row) { return SessionAt(row); });
}

void Add(Tx& tx, const std::vector<Effect>& effects) {
  for (const Effect& effect : effects) {
    tx.ChangeOne(
        R"(
        INSERT INTO holiday_effect (batch, item, starts, ends, freed, holiday, heard_at)
        VALUES ($1, $2, $3::timestamp, $4::timestamp, $5, $6, $7))",
        effect.session.batch, effect.session.item, ForSql(effect.session.slot.from),
        ForSql(effect.session.slot.until), effect.freed, effect.holiday, effect.heard_at);
  }
}

std::vector<Effect> EffectsOf(Tx& tx, const std::vector<std::string>& paths, const Page& page) {
  return tx
      .Query(
          R"(
          SELECT e.batch, e.item, )" WRITTEN("e.starts") ", " WRITTEN("e.ends") R"(,
                 e.freed, e.holiday, (extract(epoch FROM e.heard_at) * 1000000)::bigint
          FROM holiday_effect e
          JOIN batch b ON b.id = e.batch
          WHERE EXISTS (
              SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with()" PATH_OF("b") R"(, s))
            AND ($2 OR ((extract(epoch FROM e.heard_at) * 1000000)::bigint, e.batch, e.item)
              < (nullif($3, '')::bigint, nullif($4, '')::uuid, nullif($5, '')::uuid))
          ORDER BY e.heard_at DESC, e.batch DESC, e.item DESC
          LIMIT $6)",
          pg::Array(paths), page.first(), page.After(0), page.After(1), page.After(2), page.size())
      .Map([](pg::Row row) -> Effect {
        return {
            .session = SessionAt(row),
            .freed = row.Bool(),
            .holiday = row.String(),
            .heard_at = row.Micros()};
      });
}

}  // namespace binadaya::scheduling::calendar_store
