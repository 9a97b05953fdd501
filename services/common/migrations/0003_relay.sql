-- The shard of an aggregate's events in the outbox: here and nowhere else. It never changes: events of one aggregate in two
-- shards would be sent by two relays.
CREATE FUNCTION shard_of(aggregate_id text) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (hashtextextended(aggregate_id, 0) & 15)::smallint;

-- Replays under way: events of the log behind `after`, up to `until`, go to the topic once more.
CREATE TABLE replay (
  topic text PRIMARY KEY,
  after uuid NOT NULL,
  until uuid NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
