#include "services/scheduling/booking_store.h"

#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling::booking_store {
namespace {

domain::Booking BookingAt(pg::Row row, domain::Resource resource) {
  return {
      .of = row.String(),
      .resource = resource,
      .id = row.String(),
      .slot = SlotAt(row),
      .venue = row.String(),
      .city = row.String()};
}

void AddAll(
    Tx& tx, const std::string& batch, const std::vector<Session>& sessions,
    const std::vector<domain::Booking>& bookings) {
  pg::Array items, starts, ends, rests;
  for (const Session& session : sessions) {
    items.Add(session.item);
    starts.Add(ForSql(session.slot.from));
    ends.Add(ForSql(session.slot.until));
    rests.Add(session.rests);
  }
  tx.Defer(
      R"(
      INSERT INTO session (batch, item, starts, ends, rests)
      SELECT $1::uuid, * FROM unnest($2::uuid[], $3::timestamp[], $4::timestamp[], $5::bool[]))",
      batch, items, starts, ends, rests);
  tx.Defer("DELETE FROM session_freed WHERE batch = $1 AND item = ANY ($2::uuid[])", batch, items);
  pg::Array booked, resources, ids, from, until, venues, cities;
  for (const domain::Booking& booking : bookings) {
    booked.Add(booking.of.substr(booking.of.find('/') + 1));
    resources.Add(booking.resource);
    ids.Add(booking.id);
    from.Add(ForSql(booking.slot.from));
    until.Add(ForSql(booking.slot.until));
    venues.Add(booking.venue);
    cities.Add(booking.city);
  }
  tx.Defer(
      R"(
      INSERT INTO booking (batch, item, resource, id, starts, ends, venue, city)
      SELECT $1::uuid, *
      FROM unnest($2::uuid[], $3::int[], $4::uuid[], $5::timestamp[], $6::timestamp[], $7::text[],
                  $8::text[]))",
      batch, booked, resources, ids, from, until, venues, cities);
  tx.Defer(
      R"(
      INSERT INTO engaged (resource, id, batch)
      SELECT DISTINCT resource, id, $1::uuid FROM unnest($2::int[], $3::uuid[]) AS b(resource, id)
      ON CONFLICT DO NOTHING)",
      batch, resources, ids);
}

}  // namespace

void Replace(
    Tx& tx, const std::string& batch, const std::vector<Session>& sessions,
    const std::vector<domain::Booking>& bookings) {
  tx.Defer("DELETE FROM session WHERE batch = $1", batch);
  tx.Defer("DELETE FROM booking WHERE batch = $1", batch);
  AddAll(tx, batch, sessions, bookings);
}

void Add(
    Tx& tx, const std::string& batch, const Session& session,
    const std::vector<domain::Booking>& bookings) {
  AddAll(tx, batch, {session}, bookings);
}

std::vector<Session> SessionsOf(Tx& tx, const std::string& batch) {
  return tx
      .Query(
          "SELECT item, " WRITTEN("starts") ", " WRITTEN("ends") ", rests FROM session"
          " WHERE batch = $1",
          batch)
      .Map([](pg::Row row) {
        return Session{.item = row.String(), .slot = SlotAt(row), .rests = row.Bool()};
      });
}

void Free(Tx& tx, const std::string& batch, absl::CivilMinute from) {
  tx.Defer(
      R"(
      WITH freed AS (
        DELETE FROM session WHERE batch = $1 AND starts >= $2::timestamp RETURNING batch, item)
      INSERT INTO session_freed (batch, item, freed_at) SELECT batch, item, $3::timestamptz FROM freed)",
      batch, ForSql(from), tx.call().now());
  tx.Defer("DELETE FROM booking WHERE batch = $1 AND starts >= $2::timestamp", batch, ForSql(from));
}

void Free(Tx& tx, const std::string& batch, const std::string& item) {
  tx.Defer(
      R"(
      WITH freed AS (DELETE FROM session WHERE batch = $1 AND item = $2 RETURNING batch, item)
      INSERT INTO session_freed (batch, item, freed_at) SELECT batch, item, $3::timestamptz FROM freed)",
      batch, item, tx.call().now());
  tx.Defer("DELETE FROM booking WHERE batch = $1 AND item = $2", batch, item);
}

std::vector<domain::Booking> Near(
    Tx& tx, domain::Resource resource, const std::vector<std::string>& ids,
    const domain::Slot& slot, const std::string& but) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT batch || '/' || item, id, )" WRITTEN("starts") ", " WRITTEN("ends") R"(, venue, city
      FROM booking
      WHERE resource = $1 AND id::text = ANY ($2::text[])
        AND ends > $3::timestamp AND starts < $4::timestamp AND batch::text <> $5
      ORDER BY starts, batch, item)",
      resource, pg::Array(ids), ForSql(slot.from), ForSql(slot.until), but);
  return rows.Map([&](pg::Row row) { return BookingAt(row, resource); });
}

std::string OwnerOf(const std::string& of) { return of.substr(0, of.find('/')); }

std::vector<domain::Booking> TaughtBy(
    Tx& tx, const std::vector<std::string>& people, const domain::Slot& slot) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT b.batch || '/' || b.item, s.person, )" WRITTEN("b.starts") ", " WRITTEN("b.ends") R"(,
             b.venue, b.city
      FROM booking b
      JOIN speaker s ON s.id = b.id
      WHERE b.resource = 2 AND s.person::text = ANY ($1::text[])
        AND b.ends > $2::timestamp AND b.starts < $3::timestamp
      ORDER BY b.starts, b.batch, b.item)",
      pg::Array(people), ForSql(slot.from), ForSql(slot.until));
  return rows.Map([](pg::Row row) { return BookingAt(row, domain::Resource::kPerson); });
}

}  // namespace binadaya::scheduling::booking_store
