-- Career paths, and the gaps to what the posts of the next families demand. They are no rows of `gap`: whoever counts those counts
-- the post held.

-- Which families come after one from a day on; none: its path has ended.
CREATE TABLE career_path (
  family text NOT NULL,
  valid_from date NOT NULL,
  next text[] NOT NULL,
  basis text NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL,
  PRIMARY KEY (family, valid_from)
);
CREATE INDEX ON post (family);

CREATE TABLE next_gap (
  person uuid NOT NULL,
  next_family text NOT NULL,
  competency text NOT NULL,
  required int NOT NULL,
  actual float8 NOT NULL,
  gap float8 NOT NULL,
  severity int NOT NULL,
  standard text NOT NULL,
  as_of date NOT NULL,
  PRIMARY KEY (person, next_family, competency)
);
CREATE INDEX ON next_gap (competency) WHERE gap > 0;

-- Those that stood from as_of until the day before `until`.
CREATE TABLE next_gap_past (LIKE next_gap);
ALTER TABLE next_gap_past ADD COLUMN until date NOT NULL DEFAULT 'infinity';
CREATE INDEX ON next_gap_past (person, as_of);

-- What stands, of both horizons: 1 the post held, 2 the next ones.
CREATE VIEW horizon_gap AS
  SELECT 1 AS horizon, ''::text AS next_family, person, competency, required, actual, gap FROM gap
  UNION ALL
  SELECT 2, next_family, person, competency, required, actual, gap FROM next_gap;
