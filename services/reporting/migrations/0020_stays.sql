-- Where people have stood, as it is told: with a family, in a unit, from an instant on; without a family he has left. Only ever
-- inserted: what is current follows from (opened_at, id).
CREATE TABLE stay (
  id uuid PRIMARY KEY,  -- the event's
  person uuid NOT NULL,
  opened_at timestamptz NOT NULL,
  family text NOT NULL,
  path text COLLATE "C" NOT NULL,
  unit text NOT NULL GENERATED ALWAYS AS (split_part(rtrim(path, '/'), '/', -1)) STORED
);
CREATE INDEX ON stay (person, opened_at, id);
CREATE INDEX ON stay (family);
-- With the instant at which the next one took its place; null = current.
CREATE VIEW stay_history AS
  SELECT s.*, (SELECT min(n.opened_at) FROM stay n
               WHERE n.person = s.person AND (n.opened_at, n.id) > (s.opened_at, s.id)) AS ended_at
  FROM stay s;

-- Of what was heard before this table was there only the newest is known; a rebuild knows all.
INSERT INTO stay (id, person, opened_at, family, path)
  SELECT id, id, '-infinity', CASE WHEN active THEN family ELSE '' END, path FROM person WHERE family <> '';

CREATE OR REPLACE FUNCTION clear_projection() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS 'TRUNCATE unit, person, measurement, gap, next_gap, rating, need, directive, appraisal, annulled_record, stay';
