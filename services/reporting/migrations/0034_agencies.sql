-- Who from elsewhere may read what. Not a projection: nobody tells it again.
CREATE TABLE agency (
  name text PRIMARY KEY,
  publishers text[] NOT NULL,
  bytes_per_second bigint NOT NULL,  -- of each broker
  granted_by text NOT NULL,
  granted_at timestamptz NOT NULL
);
