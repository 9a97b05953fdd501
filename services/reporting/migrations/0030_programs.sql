-- Programs as they are told, for the chain of the needs that they serve: the version in force, before that the draft.
CREATE TABLE program (
  id uuid PRIMARY KEY,
  year int NOT NULL,
  number int NOT NULL,
  state text NOT NULL,
  title text NOT NULL DEFAULT '',  -- told with a version that is in force
  needs uuid[] NOT NULL
);
CREATE INDEX ON program USING gin (needs);

CREATE OR REPLACE FUNCTION clear_projection() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS 'TRUNCATE unit, person, measurement, gap, next_gap, rating, need, directive, appraisal, annulled_record, stay, program';
