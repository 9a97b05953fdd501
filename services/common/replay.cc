#include "services/common/replay.h"

namespace binadaya::replay {
namespace {

constexpr int kCounted = 100'000;  // a log has no end, and to count it would take as long

}  // namespace

std::int64_t Request(Tx& tx, std::string_view topic, std::string_view after, bool json) {
  tx.Defer(
      R"(
      INSERT INTO replay (topic, after, since, until, json)
      SELECT $1, beginning, beginning, event_id, $3
      FROM coalesce(nullif($2, '')::uuid, '00000000-0000-0000-0000-000000000000') AS beginning, (
        SELECT event_id FROM event_log ORDER BY event_id DESC LIMIT 1
      ) AS last
      ON CONFLICT (topic) DO UPDATE SET
        after = least(replay.after, excluded.after),
        since = least(replay.since, excluded.since),
        until = greatest(replay.until, excluded.until),
        json = excluded.json,
        requested_at = clock_timestamp())",
      topic, after, json);
  return tx
      .Query(
          R"(
          SELECT count(*)
          FROM (
            SELECT
            FROM event_log
            WHERE event_id > coalesce(nullif($1, '')::uuid, '00000000-0000-0000-0000-000000000000')
            LIMIT $2
          ) AS counted)",
          after, kCounted)
      .Int(0, 0);
}

bool End(Tx& tx, std::string_view topic) {
  return tx.Query("DELETE FROM replay WHERE topic = $1 RETURNING topic", topic).rows() > 0;
}

}  // namespace binadaya::replay
