-- Gaps to what the posts of a next family demand. They are no rows of `gap`: figures count the post held.
CREATE TABLE next_gap (
  measurement uuid NOT NULL,
  next_family text NOT NULL,
  competency text NOT NULL,
  required int NOT NULL,
  actual float8 NOT NULL,
  gap float8 NOT NULL,
  severity text NOT NULL,
  standard text NOT NULL,
  ratings uuid[] NOT NULL,
  basis text NOT NULL,
  decided_by text[] NOT NULL,
  decided_on date,
  PRIMARY KEY (measurement, next_family, competency)
);
-- Of both horizons; next_family '' = the post held.
CREATE VIEW horizon_gap AS
  SELECT measurement, ''::text AS next_family, competency, required, actual, gap, severity, standard, ratings, basis, decided_by, decided_on
  FROM gap
  UNION ALL
  SELECT measurement, next_family, competency, required, actual, gap, severity, standard, ratings, basis, decided_by, decided_on
  FROM next_gap;

ALTER TABLE need ADD COLUMN next_family text NOT NULL DEFAULT '';

CREATE OR REPLACE FUNCTION clear_projection() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS 'TRUNCATE unit, person, measurement, gap, next_gap, rating, need, directive';
