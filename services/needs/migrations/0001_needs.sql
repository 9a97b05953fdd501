-- Needs campaigns, needs and directives; the units that scopes name.

-- Learned from the registry: what a unit scope resolves to.
CREATE TABLE unit (
  code text PRIMARY KEY,
  path text COLLATE "C" NOT NULL
);

CREATE TABLE campaign (
  id uuid PRIMARY KEY,
  year int NOT NULL,
  unit text NOT NULL,  -- '' = the city
  path text COLLATE "C" NOT NULL
);

CREATE TABLE need (
  id uuid PRIMARY KEY,
  campaign uuid NOT NULL REFERENCES campaign,
  type int NOT NULL,
  state int NOT NULL,
  competency text NOT NULL,
  from_level int NOT NULL,
  to_level int NOT NULL,
  family text NOT NULL,
  path text COLLATE "C" NOT NULL,
  affected int NOT NULL,
  population int NOT NULL,
  mean_gap float8 NOT NULL,
  criticality float8 NOT NULL,
  score float8 NOT NULL,
  score_values float8[] NOT NULL,   -- G, R, C, S, M, U
  score_weights float8[] NOT NULL,
  rank int NOT NULL,                -- 0 = not ranked
  decision_note text NOT NULL,
  detected_on date NOT NULL
);
CREATE UNIQUE INDEX one_need_a_gap_group ON need (campaign, competency, from_level, to_level, family, path) WHERE type = 1;
CREATE INDEX ON need (campaign, rank);
CREATE INDEX ON need (family) WHERE type = 1 AND state <> 7;

-- What a leader directed, beside what was measured for it at that moment.
CREATE TABLE directive (
  id uuid PRIMARY KEY,
  need uuid NOT NULL REFERENCES need,
  issuer_role text NOT NULL,
  reason text NOT NULL,
  doc_ref text NOT NULL,
  linked boolean NOT NULL,
  strategic_link float8 NOT NULL,
  measured_affected int NOT NULL,
  measured_population int NOT NULL,
  measured_mean_gap float8 NOT NULL
);
CREATE INDEX ON directive (need);

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('priority.weights', '2020-01-01', '{0.30,0.15,0.20,0.15,0.10,0.10}', 'kebijakan: G, R, C, S, M, U', ''),
  ('priority.urgency_days', '2020-01-01', '{365}', 'kebijakan: kebutuhan berumur setahun berurgensi penuh', '');
