-- A need is about a group: competency x required level x family x subtree. Where its people stand is a distribution inside it.

ALTER TABLE need
  ADD COLUMN people_at int[],                      -- affected people at whole level 0 to 4; null = a need of before, for one of these levels
  ADD COLUMN rated int NOT NULL DEFAULT 0,         -- of the population, in this competency
  ADD COLUMN provisional boolean NOT NULL DEFAULT false,
  ADD COLUMN closed_because int NOT NULL DEFAULT 0,
  ADD COLUMN behind uuid[] NOT NULL DEFAULT '{}';  -- people who have been affected since it was opened
-- The older key, with from_level, goes when no program makes a need for each level any more.
CREATE UNIQUE INDEX one_need_a_group ON need (campaign, competency, to_level, family) WHERE type = 1 AND people_at IS NOT NULL;
CREATE INDEX ON need (family) WHERE state NOT IN (7, 9, 10);
ALTER TABLE directive ADD COLUMN measured_rated int NOT NULL DEFAULT 0;

-- Learned from the registry: what posts demand from a day on, as 'M.08:2'.
CREATE TABLE post (
  code text NOT NULL,
  valid_from date NOT NULL,
  family text NOT NULL,
  demands text[] NOT NULL,
  PRIMARY KEY (code, valid_from)
);

-- Learned from the registry: where people are, and what they were last measured to lack.
CREATE TABLE person (
  id uuid PRIMARY KEY,
  active boolean NOT NULL DEFAULT true,
  family text NOT NULL DEFAULT '',
  unit text NOT NULL DEFAULT '',
  lacks text[],            -- 'M.08:2'; null = no valid profile
  measured_at timestamptz
) WITH (fillfactor = 70);
CREATE INDEX ON person (family);

-- Needs of one group become one.
INSERT INTO timer (kind, subject, due) SELECT 'merge', id::text, '2020-01-01' FROM campaign;

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('priority.rated_share', '2020-01-01', '{0.5}', 'kebijakan: peringkat sementara bila yang dinilai kurang dari ini', '');
