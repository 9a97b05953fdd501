-- What needs of required trainings and of appraisals come from.
ALTER TABLE need
  ADD COLUMN training text NOT NULL DEFAULT '',
  ADD COLUMN regulated_on text NOT NULL DEFAULT '';

-- Appraisals as they are told, and records that were annulled. Only ever inserted.
CREATE TABLE appraisal (
  id uuid PRIMARY KEY,  -- the record's
  person uuid NOT NULL,
  year int NOT NULL,
  predicate text NOT NULL,
  steps_below int NOT NULL,
  family text NOT NULL,
  path text COLLATE "C" NOT NULL,
  unit text NOT NULL GENERATED ALWAYS AS (split_part(rtrim(path, '/'), '/', -1)) STORED,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX ON appraisal (person, year);
CREATE TABLE annulled_record (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL
);
-- With the instant at which it was corrected or annulled; null = stands.
CREATE VIEW appraisal_history AS
  SELECT a.*, least(r.at, (SELECT min(n.recorded_at) FROM appraisal n
                           WHERE n.person = a.person AND n.year = a.year AND (n.recorded_at, n.id) > (a.recorded_at, a.id))) AS ended_at
  FROM appraisal a LEFT JOIN annulled_record r ON r.id = a.id;

CREATE OR REPLACE FUNCTION clear_projection() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS 'TRUNCATE unit, person, measurement, gap, next_gap, rating, need, directive, appraisal, annulled_record';
