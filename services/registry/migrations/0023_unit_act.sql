-- Acts about units: what one is from a day on, which units it succeeds, or that it is closed. One that lies ahead waits here and takes
-- effect by the timer `unit_act`.
CREATE TABLE unit_act (
  id uuid PRIMARY KEY,
  code text NOT NULL,
  state int NOT NULL,      -- 1 pending, 2 in force, 4 lapsed: no longer possible on its day, or replaced by another one of that day
  effective date NOT NULL,
  dated boolean NOT NULL,  -- the day was given: a unit that is new exists from then on
  decree text NOT NULL,
  closes boolean NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  parent text NOT NULL,
  direct_service boolean NOT NULL,
  succeeds text[] NOT NULL,  -- codes of the units in whose place it comes
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL,
  ended_because text NOT NULL DEFAULT ''  -- of a lapsed one: the rules that stood against it
);
CREATE INDEX ON unit_act (code, effective);
CREATE INDEX ON unit_act (effective) WHERE state = 1;

-- From when until when a unit exists, as far as it is decided: also one that comes, and one that will be closed.
CREATE VIEW unit_span AS
  SELECT u.code, u.valid_from,
         coalesce(u.valid_to, (SELECT min(effective) FROM unit_act WHERE code = u.code AND state = 1 AND closes)) AS valid_to
  FROM unit u
  UNION ALL
  SELECT a.code, min(a.effective), NULL
  FROM unit_act a
  WHERE a.state = 1 AND NOT a.closes AND NOT EXISTS (SELECT 1 FROM unit u WHERE u.code = a.code)
  GROUP BY a.code;
