-- What came in from files: who brought which file, what was left out on purpose and confirmed, and whom it added or changed.
CREATE TABLE import (
  request_id uuid PRIMARY KEY,
  kind text NOT NULL,        -- UNITS, PEOPLE
  file_hash bytea NOT NULL,  -- SHA-256
  at timestamptz NOT NULL,
  actor text NOT NULL,
  new_count int NOT NULL,
  changed_count int NOT NULL,
  same_count int NOT NULL,
  skipped int[] NOT NULL,    -- lines
  confirmed text[] NOT NULL, -- kinds of change, with their lines when they were some: EXIT:12,15
  subjects text[] NOT NULL   -- ids of people or codes of units that were added or changed
);
