-- When a timer was due that fails and is postponed again and again; null: it was not postponed.
ALTER TABLE timer ADD COLUMN since timestamptz;
CREATE INDEX ON timer (since) WHERE since IS NOT NULL;
