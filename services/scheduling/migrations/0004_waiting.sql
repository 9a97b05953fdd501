-- Waiting lists of a city's size, which end with their year; what was heard of people since they were chosen.

ALTER TABLE person
  ADD COLUMN left_service boolean NOT NULL DEFAULT false,
  ADD COLUMN competencies text[] NOT NULL DEFAULT '{}',  -- of the post taken up last, as far as a gap was measured
  ADD COLUMN gaps float8[] NOT NULL DEFAULT '{}',
  ADD COLUMN gaps_at timestamptz;                        -- when it was taken up
-- Asked with what a caller wrote, before anybody has looked whether it is an id.
CREATE INDEX ON person ((id::text));
CREATE INDEX ON batch ((id::text));
ALTER TABLE program ADD COLUMN retired boolean NOT NULL DEFAULT false;
-- content without the people whom the selection judged; none: of one that was made before.
ALTER TABLE selection ADD COLUMN figures bytea;
CREATE INDEX ON enrolment (program, (NOT upheld), turn, rank, person) WHERE state = 1 AND batch IS NULL;
CREATE INDEX ON enrolment USING gin (asked) WHERE state = 2;

INSERT INTO timer (kind, subject, due)
SELECT DISTINCT 'waiting', program || '/' || year, make_timestamptz(year + 1, 1, 1, 0, 0, 0, 'UTC')
FROM selection;
