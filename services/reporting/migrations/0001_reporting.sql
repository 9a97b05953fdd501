-- What reporting learned from events. Every row follows from the events alone (instants are the events' own), so a
-- rebuild ends in the same rows. No foreign keys: events of different aggregates arrive in any order, and a row's other
-- half may still be on its way.

CREATE TABLE unit (
  code text PRIMARY KEY,
  path text COLLATE "C" NOT NULL
);

-- One row a person. The aggregates `person` and `profile` each write their own columns; the defaults stand for what was
-- not heard yet.
CREATE TABLE person (
  id uuid PRIMARY KEY,
  -- of `person`
  active boolean NOT NULL DEFAULT false,
  post text NOT NULL DEFAULT '',
  family text NOT NULL DEFAULT '',
  unit text NOT NULL DEFAULT '',
  path text COLLATE "C" NOT NULL DEFAULT '/',  -- as it was when the person was placed
  -- of `profile`
  valid_until date,                            -- null = no valid profile
  disputed_in uuid,                            -- rating campaign
  disputed text[] NOT NULL DEFAULT '{}',       -- competencies told as disputed in it, until calibrated or a profile is valid
  -- of both: the newest measurement, which is the current one
  measurement uuid,
  measured_at timestamptz
) WITH (fillfactor = 70);

-- Where people are today: a unit that moves takes its people along without a word about them.
CREATE VIEW placement AS
  SELECT p.id AS person, p.active, coalesce(u.path, p.path) AS path, p.valid_until, p.disputed, p.measurement
  FROM person p LEFT JOIN unit u ON u.code = p.unit;

-- A person's gaps from an instant on: of a validated profile, of a new post, or none after an expiry. Only ever inserted:
-- what is current and what came next follow from (opened_at, id), so the order of arrival does not matter.
CREATE TABLE measurement (
  id uuid PRIMARY KEY,  -- the event's
  person uuid NOT NULL,
  opened_at timestamptz NOT NULL,
  family text NOT NULL,
  path text COLLATE "C" NOT NULL,
  unit text NOT NULL GENERATED ALWAYS AS (split_part(rtrim(path, '/'), '/', -1)) STORED,  -- code; '' = the city
  match float8  -- job-person match (JPM) in percent; null when nothing was measured
);
CREATE INDEX ON measurement (person, opened_at, id);
CREATE INDEX ON measurement (family);

-- With the instant at which the next one took its place; null = current.
CREATE VIEW measurement_history AS
  SELECT m.*, (SELECT min(n.opened_at) FROM measurement n
               WHERE n.person = m.person AND (n.opened_at, n.id) > (m.opened_at, m.id)) AS closed_at
  FROM measurement m;

-- One row a competency of the post, also where the gap is zero.
CREATE TABLE gap (
  measurement uuid NOT NULL,
  competency text NOT NULL,
  required int NOT NULL,
  actual float8 NOT NULL,
  gap float8 NOT NULL,
  severity text NOT NULL,
  standard text NOT NULL,
  ratings uuid[] NOT NULL,
  PRIMARY KEY (measurement, competency)
);

-- Every single rating, also those that a later one of the same rater replaced: a gap names the ones that it rests on.
CREATE TABLE rating (
  id uuid PRIMARY KEY,
  person uuid NOT NULL,
  campaign uuid NOT NULL,
  rater_role text NOT NULL,
  competency text NOT NULL,
  level float8 NOT NULL,
  at timestamptz NOT NULL
);

CREATE TABLE need (
  id uuid PRIMARY KEY,
  campaign uuid NOT NULL,
  type text NOT NULL,
  state text NOT NULL,
  competency text NOT NULL,
  from_level int NOT NULL,
  to_level int NOT NULL,
  family text NOT NULL,
  path text COLLATE "C" NOT NULL,
  unit text NOT NULL GENERATED ALWAYS AS (split_part(rtrim(path, '/'), '/', -1)) STORED,
  affected int NOT NULL,
  population int NOT NULL,
  mean_gap float8 NOT NULL,
  measured boolean NOT NULL,  -- somebody had the gap when the need was detected (F-27)
  score float8 NOT NULL DEFAULT 0,
  rank int NOT NULL DEFAULT 0,  -- 0 = not ranked
  components text[] NOT NULL DEFAULT '{}',  -- G, R, C, S, M, U, and what each came to
  component_values float8[] NOT NULL DEFAULT '{}',
  component_weights float8[] NOT NULL DEFAULT '{}',
  component_points float8[] NOT NULL DEFAULT '{}',
  detected_at timestamptz NOT NULL,
  closed_at timestamptz,
  gap_gone boolean NOT NULL DEFAULT false  -- closed because nobody has the gap any more, not by a person
);
CREATE INDEX ON need (competency, family);

CREATE TABLE directive (
  id uuid PRIMARY KEY,
  need uuid NOT NULL,
  issuer_role text NOT NULL,
  linked boolean NOT NULL,
  measured_affected int NOT NULL,
  measured_population int NOT NULL,
  measured_mean_gap float8 NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX ON directive (need);

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('jpm.bands', '2023-01-01', '{78,90}', 'PerBRIN 3/2023 pasal 33: cukup optimal, optimal', '');
