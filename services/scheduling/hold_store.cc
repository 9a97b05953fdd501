#include "services/scheduling/hold_store.h"

#include "services/common/id.h"
#include "services/common/locks.h"
#include "services/common/status.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling::hold_store {
namespace {

#define HOLD_COLUMNS \
  "h.unit, h.id, h.leader, " WRITTEN("h.starts") ", " WRITTEN("h.ends")           \
  ", h.priority, h.state, h.batch, " WRITTEN("h.proposed_starts") ", " WRITTEN("h.proposed_ends") \
  ", h.fallback, h.delegate, h.reason, h.changes, h.video_agreed"
#define HOLDS "SELECT " HOLD_COLUMNS " FROM hold h"

Hold HoldAt(pg::Row& row) {
  Hold of;
  of.unit = row.String();
  domain::Hold& hold = of.hold;
  hold.id = row.String();
  hold.leader = row.String();
  hold.slot = SlotAt(row);
  hold.priority = row.Enum<domain::HoldPriority>();
  hold.state = row.Enum<domain::HoldState>();
  hold.batch = row.String();
  if (row.IsNull()) {
    row.Skip();
    row.Skip();
  } else {
    hold.proposed = SlotAt(row);
  }
  hold.fallback = row.MaybeEnum<domain::Fallback>();
  hold.delegate = row.String();
  hold.reason = row.String();
  hold.changes = row.Int32();
  hold.video = row.Bool();
  return of;
}

std::optional<std::string> OrNull(const std::string& id) {
  return id.empty() ? std::nullopt : std::optional(id);
}

}  // namespace

absl::StatusOr<Hold> Lock(Tx& tx, const std::string& unit, const std::string& id) {
  // The agenda first: who has several holds of it to lock meets nobody who has one of them.
  (void)tx.Query(
      R"(
      SELECT pg_advisory_xact_lock()" AGENDA_LOCK("leader") R"()
      FROM hold
      WHERE id = $1
        AND unit = $2)",
      id, unit);
  const pg::Result rows = tx.Query(HOLDS " WHERE h.id = $1 AND h.unit = $2 FOR UPDATE", id, unit);
  if (rows.empty()) return NoSuchObject("id");
  pg::Row row(rows);
  return HoldAt(row);
}

std::string BatchOf(Tx& tx, const std::string& unit, const std::string& id) {
  const pg::Result rows = tx.Query("SELECT batch FROM hold WHERE id = $1 AND unit = $2", id, unit);
  return rows.empty() ? "" : rows.String(0, 0);
}

std::vector<domain::Hold> AgendaOf(
    Tx& tx, const std::string& leader, const std::vector<domain::Slot>& slots) {
  pg::Array starts, ends;
  for (const domain::Slot& slot : slots) {
    starts.Add(ForSql(slot.from));
    ends.Add(ForSql(slot.until));
  }
  const pg::Result rows = tx.Query(
      HOLDS R"(
      WHERE h.leader = $1 AND h.state <> 7
        AND EXISTS (
          SELECT 1
          FROM unnest($2::timestamp[], $3::timestamp[]) AS s(starts, ends)
          WHERE h.starts < s.ends AND s.starts < h.ends)
      ORDER BY h.starts, h.id)",
      leader, starts, ends);
  return rows.Map([](pg::Row row) { return HoldAt(row).hold; });
}

std::vector<Hold> ToComeOf(Tx& tx, const std::string& person, absl::CivilMinute now) {
  return tx
      .Query(
          HOLDS R"(
          WHERE (h.leader = $1 OR h.delegate = $1) AND h.state BETWEEN 1 AND 5
            AND h.ends > $2::timestamp
          ORDER BY h.id)",
          person, ForSql(now))
      .Map([](pg::Row row) { return HoldAt(row); });
}

std::vector<Hold> OfBatches(Tx& tx, const std::vector<std::string>& batches) {
  return tx
      .Query(
          HOLDS " WHERE h.batch = ANY ($1::uuid[]) AND h.state BETWEEN 1 AND 5 ORDER BY h.id",
          pg::Array(batches))
      .Map([](pg::Row row) { return HoldAt(row); });
}

std::vector<Engagement> OfPerson(Tx& tx, const std::string& person, absl::CivilDay since) {
  return tx
      .Query(
          R"(
          SELECT )" HOLD_COLUMNS
          R"(, coalesce(a.version, 1), (extract(epoch FROM h.changed_at) * 1000000)::bigint
          FROM hold h
            LEFT JOIN aggregate a ON a.type = 'hold' AND a.id = h.id::text
          WHERE (h.leader = $1 OR h.delegate = $1) AND h.ends >= $2
          ORDER BY h.starts, h.id)",
          person, since)
      .Map([](pg::Row row) {
        Engagement engagement{.of = HoldAt(row), .version = row.Int32()};
        engagement.changed = row.Maybe(&pg::Row::Micros).value_or(MadeAt(engagement.of.hold.id));
        return engagement;
      });
}

void Add(Tx& tx, const Hold& of) {
  const domain::Hold& hold = of.hold;
  tx.ChangeOne(
      R"(
      INSERT INTO hold (id, unit, leader, starts, ends, priority, state, batch, changed_at, video_agreed)
      VALUES ($1, $2, $3, $4::timestamp, $5::timestamp, $6, $7, $8, $9, $10))",
      hold.id, of.unit, hold.leader, ForSql(hold.slot.from), ForSql(hold.slot.until), hold.priority,
      hold.state, OrNull(hold.batch), tx.call().now(), hold.video);
}

void Save(Tx& tx, const domain::Hold& hold) {
  const auto proposed = [&](absl::CivilMinute domain::Slot::*end) {
    return hold.proposed.has_value() ? std::optional(ForSql((*hold.proposed).*end)) : std::nullopt;
  };
  tx.ChangeOne(
      R"(
      UPDATE hold
      SET starts = $2::timestamp, ends = $3::timestamp, state = $4,
          proposed_starts = $5::timestamp, proposed_ends = $6::timestamp, fallback = $7,
          delegate = $8, reason = $9, changes = $10, changed_at = $11, video_agreed = $12
      WHERE id = $1)",
      hold.id, ForSql(hold.slot.from), ForSql(hold.slot.until), hold.state,
      proposed(&domain::Slot::from), proposed(&domain::Slot::until), pg::OrZero(hold.fallback),
      OrNull(hold.delegate), hold.reason, hold.changes, tx.call().now(), hold.video);
}

std::vector<Hold> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const v1::ListHoldsRequest& request,
    const Page& page) {
  const pg::Result rows = tx.Query(
      HOLDS R"(
      LEFT JOIN unit u ON u.code = h.unit
      WHERE EXISTS (
          SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(coalesce(u.path, '/'), s))
        AND ($2 = '' OR h.leader::text = $2)
        AND ($3 = '' OR h.ends > nullif($3, '')::date)
        AND ($4 = '' OR h.starts < nullif($4, '')::date)
        AND ($5::int = 0 OR h.state = $5::int)
        AND ($6 OR (h.starts, h.id) > (nullif($7, '')::timestamp, nullif($8, '')::uuid))
      ORDER BY h.starts, h.id
      LIMIT $9)",
      pg::Array(paths), request.leader(), request.from(), request.until(),
      static_cast<int>(request.state()), page.first(), page.After(0), page.After(1), page.size());
  return rows.Map([](pg::Row row) { return HoldAt(row); });
}

}  // namespace binadaya::scheduling::hold_store
