-- What asks tables for one value: PL/pgSQL keeps its plan for the session. A function in SQL that cannot be inlined is parsed and planned anew by
-- each query that calls it, which took four times as long as what it asks.

CREATE OR REPLACE FUNCTION post_version_on(of text, day date) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce(
    (SELECT max(valid_from) FROM post_version WHERE post = of AND valid_from <= day),
    (SELECT min(valid_from) FROM post_version WHERE post = of));
END
$$;

CREATE OR REPLACE FUNCTION unit_parent(of text, day date) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce(
    (SELECT parent FROM unit_before WHERE code = of AND valid_to > day ORDER BY valid_to LIMIT 1),
    (SELECT parent FROM unit WHERE code = of));
END
$$;

-- NULL when there is no such unit.
CREATE OR REPLACE FUNCTION unit_path(of text, day date) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  path text := '/';
  above text := of;
BEGIN
  WHILE above <> '' LOOP
    path := '/' || above || path;
    above := unit_parent(above, day);
  END LOOP;
  RETURN CASE WHEN above = '' AND path <> '/' THEN path END;
END
$$;

CREATE OR REPLACE FUNCTION unit_people_in(of text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    WITH RECURSIVE line (code, valid_to, heir) AS (
      SELECT u.code, u.valid_to, u.heir FROM unit u WHERE u.code = of
      UNION ALL
      SELECT u.code, u.valid_to, u.heir FROM line l JOIN unit u ON u.code = l.heir WHERE l.valid_to IS NOT NULL)
    SELECT l.code FROM line l WHERE l.valid_to IS NULL);
END
$$;

CREATE OR REPLACE FUNCTION working_day_after(since date, days int) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT since + n
    FROM generate_series(1, 200 + 3 * days) AS n
    WHERE extract(isodow FROM since + n) < 6 AND NOT EXISTS (SELECT FROM holiday h WHERE h.day = since + n)
    ORDER BY n
    OFFSET greatest(days, 1) - 1
    LIMIT 1);
END
$$;
