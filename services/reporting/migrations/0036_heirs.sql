-- Who took over the people of a closed unit and what was under way there, and since when. Only its closing tells; of units that were closed
-- before these columns were there, a rebuild knows.
ALTER TABLE unit
  ADD COLUMN heir text NOT NULL DEFAULT '',
  ADD COLUMN heir_since timestamptz;
-- The heirs of closed units, theirs in turn, and so on, each since it took over. A closed unit never comes back, so that this has an end.
CREATE VIEW heirs AS
  WITH RECURSIVE line AS (
    SELECT code, heir, heir_since, 1 AS step
    FROM unit
    WHERE heir <> ''
    UNION ALL
    SELECT l.code, u.heir, u.heir_since, l.step + 1
    FROM line l
    JOIN unit u ON u.code = l.heir
    WHERE u.heir <> '')
  SELECT l.code, l.step, u.path, l.heir_since AS since
  FROM line l
  JOIN unit u ON u.code = l.heir;
-- Where what is under way in a unit is today: there, or in the last of its heirs.
CREATE VIEW unit_today AS
  SELECT u.code, coalesce(h.path, u.path) AS path
  FROM unit u
  LEFT JOIN (SELECT DISTINCT ON (code) code, path FROM heirs ORDER BY code, step DESC) h ON h.code = u.code;
