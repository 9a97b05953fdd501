#include "services/scheduling/placement_store.h"

#include "services/common/status.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling::placement_store {
namespace {

std::vector<std::string> IdsOf(const pg::Result& rows) {
  return rows.Map([](pg::Row row) { return row.String(); });
}

}  // namespace

std::vector<std::string> Placeable(Tx& tx, const std::string& path, int year) {
  return IdsOf(tx.Query(
      R"(
      SELECT b.id
      FROM batch b
      JOIN plan_item i ON i.id = b.plan_item
      LEFT JOIN unit u ON u.code = b.unit
      WHERE starts_with(coalesce(u.path, '/'), $1) AND i.year = $2 AND b.state IN (1, 2)
      ORDER BY b.id)",
      path, year));
}

std::vector<std::string> Touched(Tx& tx, const std::string& path, const Touch& touch) {
  return IdsOf(tx.Query(
      R"(
      SELECT b.id
      FROM batch b
      LEFT JOIN unit u ON u.code = b.unit
      WHERE starts_with(coalesce(u.path, '/'), $1) AND b.state IN (2, 4, 5, 6)
        AND CASE
          WHEN $2 <> '' THEN EXISTS (
            SELECT 1 FROM hold h
            WHERE h.batch = b.id AND h.leader::text = $2 AND h.state BETWEEN 1 AND 5)
          WHEN $3 <> '' THEN EXISTS (
            SELECT 1 FROM booking k
            WHERE k.batch = b.id AND k.id::text = $3
              AND k.ends > $5::timestamp AND k.starts < $6::timestamp)
          ELSE EXISTS (
            SELECT 1 FROM session s
            WHERE s.batch = b.id AND s.ends > $5::timestamp AND s.starts < $6::timestamp)
          END
        AND ($4 = '' OR EXISTS (
          SELECT 1 FROM enrolment e
          JOIN person p ON p.id = e.person
          LEFT JOIN unit w ON w.code = p.unit
          WHERE e.batch = b.id AND e.state BETWEEN 1 AND 5
            AND starts_with(coalesce(w.path, p.unit_path), $4)))
      ORDER BY b.id)",
      path, touch.leader, touch.venue.empty() ? touch.speaker : touch.venue, touch.people,
      ForSql(touch.slot.from), ForSql(touch.slot.until)));
}

std::vector<std::string> VenuesInUse(Tx& tx) {
  return IdsOf(tx.Query("SELECT id FROM venue WHERE NOT out_of_use ORDER BY id"));
}

std::vector<Seat> SeatsOf(Tx& tx, const std::vector<std::string>& batches) {
  return tx
      .Query(
          R"(
          SELECT id, person, batch, program, arm, state = 1
          FROM enrolment
          WHERE batch = ANY ($1::uuid[]) AND state BETWEEN 1 AND 5
          ORDER BY program, person)",
          pg::Array(batches))
      .Map([](pg::Row row) -> Seat {
        return {
            .enrolment = row.String(),
            .person = row.String(),
            .batch = row.String(),
            .program = row.String(),
            .arm = row.Int32(),
            .kept = row.Bool()};
      });
}

void Add(Tx& tx, const Proposal& one) {
  tx.ChangeOne(
      R"(
      INSERT INTO proposal (id, unit, kind, state, shown, record, at)
      VALUES ($1, $2, $3, $4, $5, $6, $7))",
      one.id, one.unit, one.kind, one.state, pg::Bytes{one.shown}, pg::Bytes{one.record},
      tx.call().now());
}

Retention::Portion NotAccepted() {
  return {.policy = "retention.proposal_days", .sql = R"(
      DELETE FROM proposal
      WHERE id IN (
        SELECT id
        FROM proposal
        WHERE at < $1 AND NOT (kind = 1 AND state = 3 OR kind = 2 AND state = 4)
        ORDER BY at
        LIMIT $2
        FOR UPDATE SKIP LOCKED))"};
}

void Save(Tx& tx, const Proposal& one) {
  tx.ChangeOne(
      "UPDATE proposal SET state = $2, shown = $3, record = $4 WHERE id = $1", one.id, one.state,
      pg::Bytes{one.shown}, pg::Bytes{one.record});
}

absl::Status Read(
    Tx& tx, Kind kind, const std::string& unit, const std::string& id, const char* where, bool lock,
    google::protobuf::Message& record) {
#define PROPOSAL "SELECT record FROM proposal WHERE id::text = $1 AND unit = $2 AND kind = $3"
  const pg::Result rows =
      lock ? tx.Query(PROPOSAL " FOR UPDATE", id, unit, kind) : tx.Query(PROPOSAL, id, unit, kind);
  if (rows.empty()) return NoSuchObject(where);
  if (!record.ParseFromString(pg::Row(rows).Bytes()))
    return absl::InternalError("a proposal that cannot be read");
  return absl::OkStatus();
}

std::vector<std::string> PageOf(
    Tx& tx, Kind kind, const std::vector<std::string>& paths, int state, const Page& page) {
  return tx
      .Query(
          R"(
          SELECT r.shown
          FROM proposal r
          LEFT JOIN unit u ON u.code = r.unit
          WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS s
                        WHERE starts_with(coalesce(u.path, '/'), s))
            AND r.kind = $2
            AND ($3::int = 0 OR r.state = $3::int)
            AND ($4 OR r.id < nullif($5, '')::uuid)
          ORDER BY r.id DESC
          LIMIT $6)",
          pg::Array(paths), kind, state, page.first(), page.After(0), page.size())
      .Map([](pg::Row row) { return row.Bytes(); });
}

}  // namespace binadaya::scheduling::placement_store
