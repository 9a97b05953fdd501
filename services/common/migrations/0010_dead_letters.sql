-- Dead letters that hold nothing back: events that could not be read (they are on a topic of dead letters, and nowhere in `parked`), and
-- refused ones that a person settled.
CREATE TABLE dead_letter (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  topic text NOT NULL,
  part int NOT NULL,         -- of one that could not be read; -1 of one that was refused
  position bigint NOT NULL,
  aggregate_type text NOT NULL DEFAULT '',
  aggregate_id text NOT NULL DEFAULT '',
  version bigint NOT NULL DEFAULT 0,
  error text NOT NULL,
  discarded_at timestamptz,
  discarded_by text NOT NULL DEFAULT '',
  discarded_because text NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX ON dead_letter (topic, part, position) WHERE part >= 0;

-- What was done to one person, unit or need.
CREATE INDEX ON audit (target, id);
