#include "services/scheduling/session_store.h"

#include "services/common/status.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling::session_store {
namespace {

// What a make-up session has booked: all that is known of where one is, and who teaches it, that an
// older program plans while it is replaced.
#define BOOKED(resource)                                                   \
  "(SELECT b.id::text FROM booking b WHERE makes_up IS NOT NULL"           \
  " AND b.batch = learning_session.batch AND b.item = learning_session.id" \
  " AND b.resource = " resource " LIMIT 1)"
#define LEARNING_SESSIONS \
  "SELECT id, batch, title, " WRITTEN("starts") ", " WRITTEN("ends") ", coalesce(makes_up::text, '')," \
  " state, coalesce(" WRITTEN("took_from") ", ''), coalesce(" WRITTEN("took_until") ", ''), cause," \
  " reason, correct_until, coalesce(secret, ''), coalesce(venue::text, " BOOKED("1") ", '')," \
  " coalesce(speaker::text, " BOOKED("2") ", '') FROM learning_session"

Held HeldAt(pg::Row row) {
  Held held;
  held.is.id = row.String();
  held.batch = row.String();
  held.title = row.String();
  held.is.slot = SlotAt(row);
  held.is.makes_up = row.String();
  held.is.state = row.Enum<domain::SessionState>();
  const domain::Slot took = SlotAt(row);
  if (!took.empty()) held.is.delivered = took;
  held.is.cause = row.MaybeEnum<domain::ChangeCause>();
  held.reason = row.String();
  held.correct_until = row.Maybe(&pg::Row::Day);
  held.secret = row.Bytes();
  held.venue = row.String();
  held.speaker = row.String();
  return held;
}

absl::StatusOr<Held> OneHeld(const pg::Result& rows) {
  if (rows.empty()) return NoSuchObject("session");
  return HeldAt(pg::Row(rows));
}

std::optional<std::string> SqlIf(const std::optional<domain::Slot>& slot, bool from) {
  if (!slot.has_value()) return std::nullopt;
  return ForSql(from ? slot->from : slot->until);
}

}  // namespace

std::vector<Held> OfBatch(Tx& tx, const std::string& batch, bool lock) {
  const pg::Result rows =
      lock ? tx.Query(LEARNING_SESSIONS " WHERE batch = $1 ORDER BY starts, id FOR UPDATE", batch)
           : tx.Query(LEARNING_SESSIONS " WHERE batch = $1 ORDER BY starts, id", batch);
  return rows.Map([](pg::Row row) { return HeldAt(row); });
}

absl::StatusOr<Held> Get(Tx& tx, const std::string& id) {
  return OneHeld(tx.Query(LEARNING_SESSIONS " WHERE id::text = $1", id));
}

absl::StatusOr<Held> Lock(Tx& tx, const std::string& id) {
  return OneHeld(tx.Query(LEARNING_SESSIONS " WHERE id::text = $1 FOR UPDATE", id));
}

std::map<std::string, Held> LockAll(Tx& tx, const std::vector<std::string>& ids) {
  const pg::Result rows = tx.Query(
      LEARNING_SESSIONS " WHERE id = ANY($1::uuid[]) ORDER BY starts, id FOR UPDATE",
      pg::Array(ids));
  std::map<std::string, Held> sessions;
  for (int i = 0; i < rows.rows(); ++i) {
    Held held = HeldAt(pg::Row(rows, i));
    std::string id = held.is.id;
    sessions.emplace(std::move(id), std::move(held));
  }
  return sessions;
}

void Add(Tx& tx, const Held& held) {
  tx.Defer(
      R"(
      INSERT INTO learning_session
        (id, batch, title, starts, ends, makes_up, state, secret, venue, speaker)
      VALUES ($1, $2, $3, $4::timestamp, $5::timestamp, nullif($6, '')::uuid, $7, $8,
              nullif($9, '')::uuid, nullif($10, '')::uuid))",
      held.is.id, held.batch, held.title, ForSql(held.is.slot.from), ForSql(held.is.slot.until),
      held.is.makes_up, held.is.state, pg::Bytes{held.secret}, held.venue, held.speaker);
}

void Save(Tx& tx, const Held& held) {
  tx.ChangeOne(
      R"(
      UPDATE learning_session
      SET state = $2, took_from = $3::timestamp, took_until = $4::timestamp, cause = $5,
          reason = $6, correct_until = $7, secret = $8, starts = $9::timestamp, ends = $10::timestamp
      WHERE id = $1)",
      held.is.id, held.is.state, SqlIf(held.is.delivered, true), SqlIf(held.is.delivered, false),
      pg::OrZero(held.is.cause), held.reason, held.correct_until, pg::Bytes{held.secret},
      ForSql(held.is.slot.from), ForSql(held.is.slot.until));
}

int WrongCodesOf(Tx& tx, const std::string& session, const std::string& device) {
  const pg::Result rows =
      tx.Query("SELECT codes FROM wrong_code WHERE session = $1 AND device = $2", session, device);
  return rows.empty() ? 0 : rows.Int32(0, 0);
}

int AddWrongCode(Tx& tx, const std::string& session, const std::string& device) {
  return tx
      .Query(
          R"(
          INSERT INTO wrong_code (session, device, codes)
          VALUES ($1, $2, 1)
          ON CONFLICT (session, device) DO UPDATE SET codes = wrong_code.codes + 1
          RETURNING codes)",
          session, device)
      .Int32(0, 0);
}

void Forget(Tx& tx, const std::string& session) {
  tx.Defer("DELETE FROM wrong_code WHERE session = $1", session);
}

}  // namespace binadaya::scheduling::session_store
