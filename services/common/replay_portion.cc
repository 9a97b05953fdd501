#include "services/common/replay_portion.h"

#include <algorithm>
#include <cstdint>

#include "absl/time/clock.h"
#include "services/common/id.h"
#include "services/common/structured.h"

namespace binadaya::replay {
namespace {

constexpr int kRows = 1000;
constexpr std::int64_t kBytes = 1 << 20;

// An id says when a call came, and a version is drawn when it is over. Further apart than this are
// only clocks that are wrong.
constexpr absl::Duration kApart = absl::Hours(24);

// `portion`: `next`, and whatever was told before one of these under an id behind the last. Whose
// predecessor is not behind it either was sent with all that was told before it.
// `place`: the least id of an event and those that were told after it; those with one place end
// with the event whose id that is. `cut`: how many of an event and those told after it have a
// successor from before the beginning.
pg::Result Read(pg::Connection& connection, const UnderWay& replay) {
  const absl::Time begun = MadeAt(replay.since);
  connection.Start(
      R"(
      WITH RECURSIVE next AS (
        SELECT event_id, aggregate_type, aggregate_id, aggregate_version, headers, payload
        FROM (
          SELECT *, sum(octet_length(headers) + octet_length(payload)) OVER (ORDER BY event_id) AS bytes
          FROM (
            SELECT *
            FROM event_log
            WHERE event_id > $1 AND event_id <= $2
            ORDER BY event_id
            LIMIT $3
          ) AS following
        ) AS summed
        WHERE bytes - octet_length(headers) - octet_length(payload) < $4
      ), last AS (
        SELECT event_id FROM next ORDER BY event_id DESC LIMIT 1
      ), portion AS (
        SELECT * FROM next
        UNION ALL
        SELECT before.*
        FROM portion
        CROSS JOIN LATERAL (
          SELECT e.event_id, e.aggregate_type, e.aggregate_id, e.aggregate_version, e.headers,
            e.payload
          FROM event_log e
          WHERE e.aggregate_type = portion.aggregate_type
            AND e.aggregate_id = portion.aggregate_id
            AND e.aggregate_version = portion.aggregate_version - 1
            AND e.event_id > (SELECT event_id FROM last)
          LIMIT 1
        ) AS before
        WHERE portion.aggregate_version > 1
      )
      SELECT event_id::text, place, cut::text, (SELECT event_id::text FROM last), aggregate_type,
        aggregate_id, aggregate_version::text, headers, payload
      FROM (
        SELECT *, min(event_id::text COLLATE "C") OVER told_after AS place,
          count(successor) OVER told_after AS cut
        FROM (
          SELECT *, (
              SELECT e.event_id
              FROM event_log e
              WHERE e.aggregate_type = portion.aggregate_type
                AND e.aggregate_id = portion.aggregate_id
                AND e.aggregate_version = portion.aggregate_version + 1
                AND e.event_id > uuid_floor($6) AND e.event_id <= $5
              LIMIT 1
            ) AS successor
          FROM portion
        ) AS looked_up
        WINDOW told_after AS (
          PARTITION BY aggregate_type, aggregate_id ORDER BY aggregate_version DESC
        )
      ) AS placed
      ORDER BY place, aggregate_version)",
      {replay.after, replay.until, kRows, kBytes, replay.since,
       std::clamp(begun - kApart, absl::UnixEpoch(), absl::Now())});
  return connection.Collect();
}

}  // namespace

std::optional<UnderWay> UnderWay::First(pg::Connection& connection, const pg::Array& but) {
  const pg::Result next = connection.Query(
      R"(
      SELECT topic, after, until, since, requested_at::text, json
      FROM replay
      WHERE topic <> ALL($1::text[])
      ORDER BY requested_at
      LIMIT 1)",
      {but});
  if (next.empty()) return std::nullopt;
  pg::Row row(next);
  return UnderWay{
      .topic = row.String(),
      .after = row.String(),
      .until = row.String(),
      .since = row.String(),
      .requested = row.String(),
      .json = row.Bool()};
}

// Whoever asked anew meanwhile gets all that he asked for: it begins where his request says.
void UnderWay::Advance(pg::Connection& connection, std::string_view to) const {
  connection.Query(
      "UPDATE replay SET after = $3 WHERE topic = $1 AND requested_at = $2::timestamptz",
      {topic, requested, to});
}

void UnderWay::End(pg::Connection& connection) const {
  connection.Query(
      "DELETE FROM replay WHERE topic = $1 AND requested_at = $2::timestamptz", {topic, requested});
}

Portion::Portion(pg::Connection& connection, const UnderWay& replay)
    : rows_(Read(connection, replay)) {
  std::string_view through;
  for (int i = 0; i < rows_.rows(); ++i) {
    pg::Row row(rows_, i);
    const std::string_view id = row.Text(), place = row.Text();
    const bool left_out = row.Int() > 0;
    last_ = row.Text();
    if (left_out) continue;
    Outgoing& outgoing = batch_.emplace_back(Outgoing{
        .topic = replay.topic,
        .aggregate_type = row.Text(),
        .aggregate_id = row.Text(),
        .version = row.Int(),
        .headers = row.Text(),
        .payload = row.Text()});
    if (id == place) through = id;
    through_.push_back(through);
    if (!replay.json) continue;
    const Envelope& one = translated_.emplace_back(Structured(
        Envelope::Stored(outgoing.headers, outgoing.version, std::string(outgoing.payload))));
    outgoing.headers = one.headers;
    outgoing.payload = one.payload;
  }
}

std::string_view Portion::Through(std::size_t sent) const {
  if (sent == batch_.size()) return last_;
  return sent == 0 ? "" : through_[sent - 1];
}

}  // namespace binadaya::replay
