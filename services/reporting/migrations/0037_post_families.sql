-- Which family a post has, as it is told. Only ever inserted: what came next follows from (since, id).
CREATE TABLE post_family (
  id uuid PRIMARY KEY,  -- the event's
  post text NOT NULL,
  family text NOT NULL,
  since timestamptz NOT NULL
);
CREATE INDEX ON post_family (post, since, id);

-- A stay has the family of its post, which a new version of that may change without a word about those who hold it; `family` is only what
-- it was when they came. What was heard before is filled by a rebuild.
ALTER TABLE stay ADD COLUMN post text NOT NULL DEFAULT '';  -- '' = he has left
CREATE INDEX ON stay (post);
CREATE OR REPLACE VIEW stay_history AS
  SELECT s.id, s.person, s.opened_at, s.family, s.path, s.unit,
         (SELECT min(n.opened_at) FROM stay n
          WHERE n.person = s.person AND (n.opened_at, n.id) > (s.opened_at, s.id)) AS ended_at,
         s.post
  FROM stay s;
-- Stays, divided where the family of their post changed.
CREATE VIEW standing AS
  SELECT s.person, f.family, s.path, s.unit, greatest(s.opened_at, f.since) AS opened_at, least(s.ended_at, f.until) AS ended_at
  FROM stay_history s
  JOIN (SELECT post, family, since, lead(since) OVER (PARTITION BY post ORDER BY since, id) AS until
        FROM post_family) f ON f.post = s.post
  WHERE coalesce(s.ended_at, 'infinity') > f.since AND (f.until IS NULL OR f.until > s.opened_at)
  -- Of a post that was never heard of, and of stays of before, which know none, as it was told.
  UNION ALL
  SELECT s.person, s.family, s.path, s.unit, s.opened_at, s.ended_at
  FROM stay_history s
  WHERE s.family <> '' AND NOT EXISTS (SELECT FROM post_family f WHERE f.post = s.post);
-- Who has left before holds no post in any unit.
UPDATE person p
SET post = '', family = '', unit = '', path = '/'
WHERE (SELECT s.family FROM stay s WHERE s.person = p.id AND s.opened_at > '-infinity' ORDER BY s.opened_at DESC, s.id DESC LIMIT 1) = '';

CREATE OR REPLACE FUNCTION clear_projection() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS 'TRUNCATE unit, person, measurement, gap, next_gap, rating, need, directive, appraisal, annulled_record, post_family, stay, program,
plan_item, budget_line, commitment, commitment_line, batch, enrolment';
