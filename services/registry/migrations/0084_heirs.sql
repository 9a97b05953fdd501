-- Which unit took over a closed one and its people; and who went along with his unit, which is no decision about him.

ALTER TABLE unit ADD COLUMN heir text NOT NULL DEFAULT '';  -- of a closed one; '' = no one unit did

-- Of a row by which somebody went along with his unit: when the decision took effect that put him there. `act` is that decision's, too.
ALTER TABLE assignment ADD COLUMN decided_on date;

-- Of what was closed before: the one unit that succeeded it by then, and who was there on that day.
UPDATE unit u
SET heir = h.code
FROM (
  SELECT c.code AS closed, min(a.code) AS code
  FROM unit_act a
  CROSS JOIN unnest(a.succeeds) AS s(code)
  JOIN unit c ON c.code = s.code
  JOIN unit o ON o.code = a.code
  WHERE a.state = 2 AND NOT a.closes AND a.effective <= c.valid_to AND (o.valid_to IS NULL OR o.valid_to > c.valid_to)
  GROUP BY c.code
  HAVING count(DISTINCT a.code) = 1) AS h
WHERE u.code = h.closed;
UPDATE assignment a
SET act = b.act, decided_on = b.valid_from
FROM assignment b
JOIN unit u ON u.code = b.unit
WHERE a.person = b.person AND a.kind = 1 AND b.kind = 1 AND a.post = b.post AND a.unit = u.heir AND a.act IS NULL AND b.ended_by IS NULL
  AND a.valid_from = u.valid_to AND b.valid_to = u.valid_to;

-- The unit in which the people of one are today: itself, or the last of those that took over one after the other; NULL = nobody knows.
CREATE FUNCTION unit_people_in(of text) RETURNS text LANGUAGE sql STABLE AS $$
  WITH RECURSIVE line (code, valid_to, heir) AS (
    SELECT code, valid_to, heir FROM unit WHERE code = of
    UNION ALL
    SELECT u.code, u.valid_to, u.heir FROM line l JOIN unit u ON u.code = l.heir WHERE l.valid_to IS NOT NULL)
  SELECT code FROM line WHERE valid_to IS NULL
$$;

CREATE OR REPLACE VIEW unit_span AS
  SELECT u.code, u.valid_from,
         coalesce(u.valid_to, (SELECT min(effective) FROM unit_act WHERE code = u.code AND state = 1 AND closes)) AS valid_to,
         CASE WHEN u.valid_to IS NULL THEN u.code ELSE unit_people_in(u.code) END AS people_in
  FROM unit u
  UNION ALL
  SELECT a.code, min(a.effective), NULL, a.code
  FROM unit_act a
  WHERE a.state = 1 AND NOT a.closes AND NOT EXISTS (SELECT 1 FROM unit u WHERE u.code = a.code)
  GROUP BY a.code;

CREATE OR REPLACE VIEW placement AS
  SELECT a.person, a.post, a.unit, a.valid_from, u.path, p.family, p.criticality, e.active, coalesce(a.decided_on, a.valid_from) AS decided_on
  FROM assignment a JOIN unit u ON u.code = a.unit JOIN post p ON p.code = a.post JOIN person e ON e.id = a.person
  WHERE a.kind = 1 AND a.valid_to IS NULL;
