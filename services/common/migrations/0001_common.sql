-- The tables under the joints of every service: versions, outbox, event log, audit, idempotency, timers, inbox, policies.

-- UUIDv7 ids ascend with time, so what grows without bound is partitioned by the id itself, one partition a month.
CREATE FUNCTION uuid_floor(instant timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM instant) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- A month whose first rows already lie in the default partition stays there: correct, only slower.
CREATE FUNCTION ensure_partitions(parent text, id_column text, first timestamptz, months int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  month timestamptz := date_trunc('month', first, 'UTC');
  name text;
  taken boolean;
BEGIN
  FOR i IN 0 .. months - 1 LOOP
    name := parent || to_char(month AT TIME ZONE 'UTC', '_YYYY_MM');
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE %I >= %L AND %I < %L)', parent || '_default', id_column,
                   uuid_floor(month), id_column, uuid_floor(month + interval '1 month')) INTO taken;
    IF to_regclass(name) IS NULL AND NOT taken THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                     name, parent, uuid_floor(month), uuid_floor(month + interval '1 month'));
    END IF;
    month := month + interval '1 month';
  END LOOP;
END $$;

-- One row an aggregate: its version is the number of events told about it. Locked until the end of the transaction that tells.
CREATE TABLE aggregate (
  type text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (type, id)
) WITH (fillfactor = 70);

-- Events that the broker has not acknowledged yet. One relay reads a shard, in order of seq; seq is drawn while the aggregate is
-- locked, so per aggregate it is the order of commits. CACHE 1 (the default) is part of that proof.
CREATE TABLE outbox (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  shard smallint NOT NULL,
  event_id uuid NOT NULL,
  aggregate_type text NOT NULL,
  aggregate_id text NOT NULL,
  aggregate_version bigint NOT NULL,
  topic text NOT NULL,
  headers bytea NOT NULL,
  payload bytea NOT NULL CHECK (octet_length(payload) <= 900000),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

-- Every event ever told, in the transaction that told it: what replays and rebuilds start from.
CREATE TABLE event_log (
  event_id uuid PRIMARY KEY,
  aggregate_type text NOT NULL,
  aggregate_id text NOT NULL,
  aggregate_version bigint NOT NULL,
  headers bytea NOT NULL,
  payload bytea NOT NULL
) PARTITION BY RANGE (event_id);
CREATE TABLE event_log_default PARTITION OF event_log DEFAULT;
CREATE INDEX ON event_log (aggregate_type, aggregate_id, aggregate_version);

-- Who did or was refused what. Chained a moment after the commit by the sealer.
CREATE TABLE audit (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  target text NOT NULL,
  decision text NOT NULL,
  reason text NOT NULL,
  request_id text NOT NULL,
  body_hash bytea NOT NULL,
  traceparent text NOT NULL
) PARTITION BY RANGE (id);
CREATE TABLE audit_default PARTITION OF audit DEFAULT;

-- Rows that wait for their seal; written with the row.
CREATE TABLE audit_pending (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  audit_id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ON audit_pending (audit_id);

CREATE TABLE audit_seal (
  seq bigint PRIMARY KEY,
  audit_id uuid NOT NULL UNIQUE,
  row_hash bytea NOT NULL,
  hash bytea NOT NULL
);

-- Answers of mutations, so that a retry gets the same one.
CREATE TABLE request (
  request_id uuid PRIMARY KEY,
  fingerprint bytea NOT NULL,
  response bytea NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX ON request (at);

CREATE TABLE timer (
  kind text NOT NULL,
  subject text NOT NULL,
  due timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, subject)
);
CREATE INDEX ON timer (due);

-- Events that were heard; the same one again is skipped.
CREATE TABLE inbox (
  event_id uuid NOT NULL,
  source text NOT NULL,
  PRIMARY KEY (event_id, source)
) PARTITION BY RANGE (event_id);
CREATE TABLE inbox_default PARTITION OF inbox DEFAULT;

-- The last version of each foreign aggregate that was heard.
CREATE TABLE heard (
  source text NOT NULL,
  aggregate_type text NOT NULL,
  aggregate_id text NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (source, aggregate_type, aggregate_id)
) WITH (fillfactor = 70);

-- Events that wait: for an earlier one of their aggregate, or behind one that failed (error not empty).
CREATE TABLE parked (
  source text NOT NULL,
  aggregate_type text NOT NULL,
  aggregate_id text NOT NULL,
  version bigint NOT NULL,
  event_id uuid NOT NULL,
  topic text NOT NULL,
  headers bytea NOT NULL,
  payload bytea NOT NULL,
  error text NOT NULL,
  attempts int NOT NULL,
  first_at timestamptz NOT NULL,
  PRIMARY KEY (source, aggregate_type, aggregate_id, version)
);

-- Where the consumer continues. The epoch fences one that lost its partition without noticing.
CREATE TABLE consumer_offset (
  topic text NOT NULL,
  part int NOT NULL,
  next_offset bigint NOT NULL,
  epoch bigint NOT NULL,
  PRIMARY KEY (topic, part)
);

-- Numbers that law or policy sets, by the day from which they hold.
CREATE TABLE policy (
  key text NOT NULL,
  valid_from date NOT NULL,
  values float8[] NOT NULL,
  legal_basis text NOT NULL,
  verified_by text NOT NULL,
  PRIMARY KEY (key, valid_from)
);

CREATE TABLE revoked_token (
  token_id uuid PRIMARY KEY,
  at timestamptz NOT NULL
);
