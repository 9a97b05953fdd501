#include "services/common/parked.h"

#include <map>
#include <utility>

#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/log.h"
#include "services/common/status.h"

namespace binadaya {
namespace {

constexpr std::size_t kShownError = 200;  // in the header of a dead letter

std::string_view PublisherOf(const Event& event) {
  return std::string_view(event.source).substr(event.source.rfind('/') + 1);
}

}  // namespace

Parked::Parked(std::string group, std::string topic_prefix, const Clock& clock, Dispatch dispatch)
    : group_(std::move(group)),
      topic_prefix_(std::move(topic_prefix)),
      clock_(clock),
      dispatch_(std::move(dispatch)) {}

void Parked::Keep(Tx& tx, const Record& record, Heard& heard, std::string_view error) const {
  const Event& event = record.event;
  tx.Defer(
      R"(
      INSERT INTO parked AS p (source, aggregate_type, aggregate_id, version, event_id, topic,
        headers, payload, error, attempts, first_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10)
      ON CONFLICT (source, aggregate_type, aggregate_id, version) DO UPDATE
      SET event_id = excluded.event_id, topic = excluded.topic, headers = excluded.headers,
        payload = excluded.payload, error = excluded.error, first_at = excluded.first_at
      WHERE p.event_id < excluded.event_id)",
      event.source, event.aggregate_type, event.aggregate_id, event.version, event.id, record.topic,
      pg::Bytes{record.headers}, pg::Bytes{record.payload}, error, clock_.Now());
  heard.Wait(event.version);
}

void Parked::Refuse(Tx& tx, const Record& record, Heard& heard, std::string_view error) const {
  Keep(tx, record, heard, error);
  Copy(tx, record, PublisherOf(record.event), error);
}

void Parked::DeadLetter(Tx& tx, const Record& record, std::string_view publisher) const {
  // Heard again from the beginning it is the same letter.
  tx.Defer(
      R"(
      INSERT INTO dead_letter (id, at, topic, part, position, error)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT DO NOTHING)",
      NewId(clock_.Now()), clock_.Now(), record.topic, record.partition, record.offset,
      record.fault);
  Copy(tx, record, publisher, record.fault);
}

void Parked::Copy(
    Tx& tx, const Record& record, std::string_view publisher, std::string_view error) const {
  std::map<std::string, std::string> more = {
      {header::kDeadTopic, record.topic},
      {header::kDeadGroup, group_},
      {header::kDeadError, std::string(error.substr(0, kShownError))}};
  if (record.offset >= 0) {
    more[header::kDeadPartition] = Cat(record.partition);
    more[header::kDeadOffset] = Cat(record.offset);
  }
  Envelope dead = record.With(more);
  // What has a fault may lie about itself: it is named by its place.
  if (!record.fault.empty()) {
    dead.event.id = NewId(clock_.Now());
    dead.event.aggregate_type = "unknown";
    dead.event.aggregate_id = Cat(record.topic, "-", record.partition);
    dead.event.version = record.offset + 1;
  }
  Outbound::Copy(tx, DeadLetterTopic(topic_prefix_, group_, publisher), dead);
  log::Error(
      "event copied to the dead letters", {{"event", dead.event.id},
                                           {"type", dead.event.type},
                                           {"topic", record.topic},
                                           {"error", std::string(error)}});
}

absl::Status Parked::Drain(Tx& tx, const AggregateKey& key, Heard& heard, Tally& tally) const {
  // What waited at a version that was applied meanwhile has nothing left to wait for.
  tx.Defer(
      R"(
      DELETE FROM parked
      WHERE (source, aggregate_type, aggregate_id) = ($1, $2, $3) AND version <= $4)",
      key.source, key.type, key.id, heard.version);
  while (true) {
    const pg::Result rows = tx.Query(
        R"(
        SELECT version, topic, headers, payload, error <> '' FROM parked
        WHERE (source, aggregate_type, aggregate_id) = ($1, $2, $3) AND version > $4
        ORDER BY version
        LIMIT 1)",
        key.source, key.type, key.id, heard.version);
    heard.waiting = rows.empty() ? 0 : rows.Int(0, 0);
    if (heard.waiting != heard.version + 1) return absl::OkStatus();
    pg::Row row(rows);
    row.Skip();
    const std::string topic = row.String();
    const std::string headers = row.Bytes();
    const Record record{
        Envelope::Stored(headers, heard.waiting, row.Bytes()), topic, /*partition=*/0};
    const bool told = row.Bool();
    const absl::Status applied = tx.Try([&] { return dispatch_(tx, record); });
    if (IsPermanent(applied)) {
      tx.ChangeOne(
          R"(
          UPDATE parked SET attempts = attempts + 1, error = $5
          WHERE (source, aggregate_type, aggregate_id, version) = ($1, $2, $3, $4))",
          key.source, key.type, key.id, heard.waiting, std::string(applied.message()));
      if (!told) {
        Copy(tx, record, PublisherOf(record.event), std::string(applied.message()));
        tally.Add(Outcome::kRefused, record);
      }
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(applied);
    heard.Advance(record.event);
    tally.Add(Outcome::kApplied, record);
    tx.ChangeOne(
        R"(
        DELETE FROM parked
        WHERE (source, aggregate_type, aggregate_id, version) = ($1, $2, $3, $4))",
        key.source, key.type, key.id, heard.version);
  }
}

std::optional<AggregateKey> Parked::Refused(Tx& tx, const std::string& event) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT source, aggregate_type, aggregate_id FROM parked
      WHERE event_id = $1 AND error <> '')",
      event);
  if (rows.empty()) return std::nullopt;
  pg::Row row(rows);
  return AggregateKey{row.String(), row.String(), row.String()};
}

std::int64_t Parked::Settle(Tx& tx, const std::string& event, std::string_view reason) {
  const pg::Result rows = tx.Query(
      R"(
      WITH given_up AS (
        DELETE FROM parked WHERE event_id = $1 AND error <> '' RETURNING *
      ), kept AS (
        INSERT INTO dead_letter
          (id, at, topic, part, position, aggregate_type, aggregate_id, version, error,
           discarded_at, discarded_by, discarded_because)
        SELECT event_id, first_at, topic, -1, -1, aggregate_type, aggregate_id, version, error,
               $2, $3, $4
        FROM given_up
        ON CONFLICT (id) DO UPDATE
        SET error = excluded.error, discarded_at = excluded.discarded_at,
            discarded_by = excluded.discarded_by, discarded_because = excluded.discarded_because
      )
      SELECT version FROM given_up)",
      event, tx.call().now(), tx.call().subject(), reason);
  return rows.empty() ? 0 : rows.Int(0, 0);
}

int Parked::Aggregates(pg::Connection& connection) {
  return connection
      .Query(
          R"(
      WITH RECURSIVE waiting AS (
        (SELECT source, aggregate_type, aggregate_id FROM parked
         ORDER BY source, aggregate_type, aggregate_id LIMIT 1)
        UNION ALL
        SELECT next.* FROM waiting w CROSS JOIN LATERAL (
          SELECT source, aggregate_type, aggregate_id FROM parked p
          WHERE (p.source, p.aggregate_type, p.aggregate_id) > (w.source, w.aggregate_type, w.aggregate_id)
          ORDER BY source, aggregate_type, aggregate_id LIMIT 1
        ) AS next
      )
      SELECT count(*) FROM (SELECT 1 FROM waiting LIMIT 1000) AS counted)",
          {})
      .Int32(0, 0);
}

}  // namespace binadaya
