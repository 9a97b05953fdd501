#include "services/scheduling/gate_store.h"

#include "services/common/domain/text.h"
#include "services/common/locks.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling::gate_store {
namespace {

// Where somebody's unit is today; where it was when he came, as long as it was never heard of.
#define DUTIES                                                             \
  "p.id, coalesce(u.path, p.unit_path), p.family, p.employment, p.active," \
  " coalesce(o.is_head, false), coalesce(o.is_deputy, false),"             \
  " coalesce(u.direct_service, false), coalesce(k.path, '')"
#define OF_DUTIES                        \
  " LEFT JOIN post o ON o.code = p.post" \
  " LEFT JOIN unit u ON u.code = p.unit" \
  " LEFT JOIN unit k ON k.code = u.parent AND u.kind = 'KELURAHAN'"
// Units are asked for by their paths, and found by the codes that these end with.
#define CODE(path) "split_part(rtrim(" path ", '/'), '/', -1)"
#define CODES(paths) "(SELECT " CODE("one") " FROM unnest(" paths "::text[]) AS one)"
// Held, or kept for when the batch is published; or held until its outcome was decided.
#define TAKES_SEAT "(e.state BETWEEN 2 AND 8 OR e.state = 1 AND e.batch IS NOT NULL)"
// Where a session is; an item may have no venue.
#define AT_VENUE " LEFT JOIN booking b ON b.batch = s.batch AND b.item = s.item AND b.resource = 1"
#define TIME_AND_PLACE \
  WRITTEN("s.starts") ", " WRITTEN("s.ends") ", coalesce(b.venue, ''), coalesce(b.city, '')"
#define SEATS                                                                             \
  "SELECT " DUTIES                                                                        \
  ", e.program, e.batch, s.item, e.state = 1, e.state > 5, i.structural, " TIME_AND_PLACE \
  " FROM enrolment e JOIN session s ON s.batch = e.batch" AT_VENUE                        \
  " JOIN batch t ON t.id = e.batch JOIN plan_item i ON i.id = t.plan_item"                \
  " JOIN person p ON p.id = e.person" OF_DUTIES " WHERE " TAKES_SEAT                      \
  " AND NOT s.rests AND s.ends > $2::timestamp AND s.starts < $3::timestamp"

Duty DutyAt(pg::Row& row) {
  return {
      .person = row.String(),
      .unit = row.String(),
      .family = row.String(),
      .employment = row.String(),
      .active = row.Bool(),
      .head = row.Bool(),
      .deputy = row.Bool(),
      .direct_service = row.Bool(),
      .kecamatan = row.String()};
}

void TakeTimeAndPlace(pg::Row& row, Seat& seat) {
  seat.slot = SlotAt(row);
  seat.venue = row.String();
  seat.city = row.String();
}

Seat SeatAt(pg::Row row) {
  Seat seat{
      .duty = DutyAt(row), .program = row.String(), .batch = row.String(), .item = row.String()};
  seat.kept = row.Bool();
  seat.decided = row.Bool();
  seat.structural = row.Bool();
  TakeTimeAndPlace(row, seat);
  return seat;
}

}  // namespace

std::map<std::string, std::vector<domain::Booking>> SessionsOf(
    Tx& tx, const std::vector<std::string>& batches) {
  const pg::Result rows = tx.Query(
      "SELECT s.batch, s.item, " TIME_AND_PLACE " FROM session s" AT_VENUE
      " WHERE s.batch = ANY ($1::uuid[]) AND NOT s.rests ORDER BY s.starts, s.ends",
      pg::Array(batches));
  std::map<std::string, std::vector<domain::Booking>> sessions;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    Seat seat{.batch = row.String(), .item = row.String()};
    TakeTimeAndPlace(row, seat);
    sessions[seat.batch].push_back(BookingOf(seat, domain::Resource::kPerson, ""));
  }
  return sessions;
}

domain::Booking BookingOf(const Seat& seat, domain::Resource resource, const std::string& id) {
  return {
      .of = Cat(seat.batch, "/", seat.item),
      .resource = resource,
      .id = id,
      .slot = seat.slot,
      .venue = seat.venue,
      .city = seat.city};
}

std::map<std::string, Duty> DutiesOf(Tx& tx, const std::vector<std::string>& people) {
  const pg::Result rows = tx.Query(
      "SELECT " DUTIES R"(, p.competencies, p.gaps,
             (extract(epoch FROM p.gaps_at) * 1000000)::bigint
      FROM person p)" OF_DUTIES " WHERE p.id = ANY ($1::uuid[])",
      pg::Array(people));
  std::map<std::string, Duty> duties;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    Duty duty = DutyAt(row);
    const std::vector<std::string> competencies = row.Strings();
    const std::vector<double> gaps = row.Doubles();
    for (std::size_t k = 0; k < competencies.size(); ++k) duty.gaps[competencies[k]] = gaps[k];
    duty.gaps_at = row.Maybe(&pg::Row::Micros).value_or(absl::InfinitePast());
    duties[duty.person] = std::move(duty);
  }
  return duties;
}

std::vector<Seat> SeatsOf(
    Tx& tx, const std::vector<std::string>& people, const domain::Slot& slot) {
  return tx
      .Query(
          SEATS " AND e.person = ANY ($1::uuid[]) ORDER BY s.starts, e.id", pg::Array(people),
          ForSql(slot.from), ForSql(slot.until))
      .Map([](pg::Row row) { return SeatAt(row); });
}

std::vector<Seat> SeatsIn(Tx& tx, const std::vector<std::string>& units, const domain::Slot& slot) {
  return tx
      .Query(
          SEATS " AND (p.unit IN " CODES("$1") " OR k.code IN " CODES("$1") ")", pg::Array(units),
          ForSql(slot.from), ForSql(slot.until))
      .Map([](pg::Row row) { return SeatAt(row); });
}

std::map<std::string, Past> PastOf(
    Tx& tx, const std::vector<std::string>& people, const std::string& program,
    const std::string& origin, int year) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT a.id, coalesce(e.jp, 0), greatest(e.last_day, t.completed_on), e.completed,
             coalesce(e.enrolled, false), coalesce(e.elsewhere, false)
      FROM unnest($1::uuid[]) AS a(id)
      LEFT JOIN (
        SELECT e.person,
               sum(i.jp) FILTER (
                 WHERE extract(year FROM b.first_day) = $4::int
                   AND (d.done OR e.program <> $2::uuid AND e.state BETWEEN 1 AND 5)) AS jp,
               max(b.last_day) FILTER (WHERE d.done) AS last_day,
               max(b.last_day) FILTER (WHERE d.done AND g.origin = $3::uuid) AS completed,
               bool_or(e.state BETWEEN 1 AND 5 AND e.program = $2::uuid) AS enrolled,
               bool_or(e.state BETWEEN 2 AND 5 AND e.program <> $2::uuid
                       AND g.origin = $3::uuid) AS elsewhere
        FROM enrolment e
        JOIN program g ON g.id = e.program
        LEFT JOIN batch b ON b.id = e.batch
        LEFT JOIN plan_item i ON i.id = b.plan_item
        CROSS JOIN LATERAL (SELECT e.state = 6 AS done) d
        WHERE e.person = ANY ($1::uuid[])
        GROUP BY e.person) e ON e.person = a.id
      LEFT JOIN (
        SELECT person, max(completed_on) AS completed_on
        FROM training_record
        WHERE person = ANY ($1::uuid[])
        GROUP BY person) t ON t.person = a.id)",
      pg::Array(people), program, origin, year);
  std::map<std::string, Past> past;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    Past& of = past[row.String()];
    of.jp = row.Int32();
    of.last_training = row.Maybe(&pg::Row::Day);
    of.completed = row.Maybe(&pg::Row::Day);
    of.enrolled = row.Bool();
    of.elsewhere = row.Bool();
    of.enrolled = of.enrolled || of.elsewhere;
  }
  return past;
}

void LockGiving(Tx& tx) { (void)tx.Query("SELECT pg_advisory_xact_lock($1, 0)", lock::kSeats); }

std::map<std::string, Staff> StaffOf(
    Tx& tx, const std::vector<std::string>& units, const std::string& origin) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT asked.path, count(*),
             count(*) FILTER (WHERE EXISTS (
               SELECT 1 FROM enrolment e JOIN program g ON g.id = e.program
               WHERE e.person = p.id AND e.state = 6 AND g.origin = $2::uuid)),
             coalesce(bool_or(o.is_head), false), coalesce(bool_or(o.is_deputy), false)
      FROM unnest($1::text[]) AS asked(path)
      JOIN person p ON p.unit = )" CODE("asked.path") R"(
      LEFT JOIN post o ON o.code = p.post
      WHERE p.active
      GROUP BY asked.path)",
      pg::Array(units), origin);
  std::map<std::string, Staff> staff;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    Staff& of = staff[row.String()];
    of = {
        .headcount = row.Int32(),
        .trained = row.Int32(),
        .has_head = row.Bool(),
        .has_deputy = row.Bool()};
  }
  return staff;
}

// Of those who are there, by the path of the unit whose head they act for.
std::map<std::string, std::vector<domain::Acting>> ActingIn(
    Tx& tx, const std::vector<std::string>& units) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT u.path, a.person, a.first_day, a.until
      FROM acting a
      JOIN unit u ON u.code = a.unit
      JOIN post o ON o.code = a.post AND o.is_head
      JOIN person p ON p.id = a.person AND p.active
      WHERE a.until > a.first_day AND a.unit IN )" CODES("$1"),
      pg::Array(units));
  std::map<std::string, std::vector<domain::Acting>> acting;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    std::vector<domain::Acting>& of = acting[row.String()];
    of.push_back({.person = row.String(), .days = {.from = row.Day(), .until = row.Day()}});
  }
  return acting;
}

std::vector<domain::UnitStaff> UnitsOf(Tx& tx, const std::vector<std::string>& units) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT u.path, count(p.id), count(p.id) FILTER (WHERE u.direct_service),
             coalesce(min(p.id::text) FILTER (WHERE o.is_head), ''),
             coalesce(min(p.id::text) FILTER (WHERE o.is_deputy), ''), coalesce(k.path, '')
      FROM unit u
      LEFT JOIN unit k ON k.code = u.parent AND u.kind = 'KELURAHAN'
      LEFT JOIN person p ON p.unit = u.code AND p.active
      LEFT JOIN post o ON o.code = p.post
      WHERE u.code IN )" CODES("$1") R"(
         OR k.code IN (SELECT parent FROM unit WHERE kind = 'KELURAHAN' AND code IN )" CODES(
          "$1") R"()
      GROUP BY u.path, k.path
      ORDER BY u.path)",
      pg::Array(units));
  std::map<std::string, std::vector<domain::Acting>> acting = ActingIn(tx, units);
  return rows.Map([&](pg::Row row) -> domain::UnitStaff {
    domain::UnitStaff staff{
        .path = row.String(), .headcount = row.Int32(), .direct_posts = row.Int32()};
    staff.id = staff.path;
    staff.head = row.String();
    staff.secretary = row.String();
    staff.kecamatan = row.String();
    staff.acting = std::move(acting[staff.path]);
    return staff;
  });
}

std::vector<std::string> LeadersOf(
    Tx& tx, const std::vector<std::string>& people, const domain::Slot& slot) {
  return tx
      .Query(
          R"(
          SELECT DISTINCT leader
          FROM hold
          WHERE leader = ANY ($1::uuid[]) AND ends > $2::timestamp
            AND starts < $3::timestamp)",
          pg::Array(people), ForSql(slot.from), ForSql(slot.until))
      .Map([](pg::Row row) { return row.String(); });
}

}  // namespace binadaya::scheduling::gate_store
