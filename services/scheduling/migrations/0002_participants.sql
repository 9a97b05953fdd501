-- Who takes part: what selections and their gates need to know, selections, enrolments, objections.

-- Learned from the registry: what units are; where people stand; which posts head a unit, and which stand in for its head.
ALTER TABLE unit ADD COLUMN kind text NOT NULL DEFAULT '', ADD COLUMN parent text NOT NULL DEFAULT '';
ALTER TABLE person
  ADD COLUMN family text NOT NULL DEFAULT '',
  ADD COLUMN unit_path text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN post text NOT NULL DEFAULT '',
  ADD COLUMN employment text NOT NULL DEFAULT '';
CREATE INDEX ON person (unit_path) WHERE active;
CREATE TABLE post (
  code text PRIMARY KEY,
  is_head boolean NOT NULL,
  is_deputy boolean NOT NULL  -- sekretaris
);
CREATE TABLE training_record (
  record uuid PRIMARY KEY,
  person uuid NOT NULL,
  completed_on date NOT NULL
);
CREATE INDEX ON training_record (person);
-- Learned from needs: programs in force.
CREATE TABLE program (
  id uuid PRIMARY KEY,
  origin uuid NOT NULL,       -- the first of those that go on with one another from year to year
  families text[] NOT NULL,
  competencies text[] NOT NULL,
  lifts float8[] NOT NULL,
  weights float8[] NOT NULL,
  lottery boolean NOT NULL,   -- its effect is measured against those whom the lot makes wait
  plannable boolean NOT NULL  -- in force, and not under review
);
CREATE INDEX ON program (origin);
ALTER TABLE plan_item ADD COLUMN jp int NOT NULL DEFAULT 0;

CREATE TABLE selection (
  id uuid PRIMARY KEY,
  unit text NOT NULL,
  program uuid NOT NULL,
  year int NOT NULL,
  number int NOT NULL,        -- of the program
  from_unit text NOT NULL,
  considered int NOT NULL,
  qualified int NOT NULL,
  chosen int NOT NULL,
  overridden int NOT NULL,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL,
  made_on date NOT NULL,
  content bytea NOT NULL,     -- v1.SelectionRecord: what went in, and what came out
  UNIQUE (program, number)
);
CREATE TABLE choice (
  person uuid NOT NULL,
  selection uuid NOT NULL REFERENCES selection,
  PRIMARY KEY (person, selection)
);
CREATE TABLE selection_group (
  selection uuid NOT NULL REFERENCES selection,
  dimension int NOT NULL,
  name text COLLATE "C" NOT NULL,
  considered int NOT NULL,
  chosen int NOT NULL,
  PRIMARY KEY (selection, dimension, name)
);
CREATE TABLE enrolment (
  id uuid PRIMARY KEY,
  unit text NOT NULL,
  program uuid NOT NULL,
  person uuid NOT NULL,
  batch uuid REFERENCES batch,  -- of one that waits: in which a seat is kept
  state int NOT NULL,
  origin int NOT NULL,
  override int NOT NULL,
  arm int NOT NULL,
  drawn boolean NOT NULL,
  upheld boolean NOT NULL,
  selection uuid NOT NULL REFERENCES selection,
  turn int NOT NULL,            -- number of the selection
  rank int NOT NULL,
  offered_on date,
  answer_by date,
  escalations int NOT NULL DEFAULT 0,
  asked uuid[] NOT NULL DEFAULT '{}',
  approved_by text NOT NULL DEFAULT '',
  remedial boolean NOT NULL DEFAULT false,
  end_cause int NOT NULL DEFAULT 0,
  ended_on date,
  ended_by text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  rules text[] NOT NULL DEFAULT '{}',
  substitute text NOT NULL DEFAULT '',
  candidate bytea NOT NULL      -- v1.Considered, put right by what is heard since
);
-- A person is in a program once at a time.
CREATE UNIQUE INDEX one_open ON enrolment (program, person) WHERE state BETWEEN 1 AND 5;
CREATE INDEX ON enrolment (batch);
CREATE INDEX ON enrolment (person);
CREATE INDEX ON enrolment (program, turn, rank, id);
CREATE TABLE objection (
  id uuid PRIMARY KEY,
  unit text NOT NULL,
  selection uuid NOT NULL REFERENCES selection,
  person uuid NOT NULL,
  reason text NOT NULL,
  state int NOT NULL,
  filed date NOT NULL,
  decided date,
  decided_by text NOT NULL DEFAULT '',
  why text NOT NULL DEFAULT '',
  UNIQUE (selection, person)
);

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('selection.cooldown_months', '2020-01-01', '{24}', 'kebijakan: jarak sebelum program yang sama lagi (SEL-03)', ''),
  ('selection.jp', '2018-01-01', '{20,24}', 'PP 11/2017 ps. 203(4): JP setahun; PP 49/2018 ps. 40: batas JP PPPK', ''),
  ('selection.override_rate', '2020-01-01', '{0.10}', 'kebijakan: bagian kursi di luar urutan (SEL-25)', ''),
  ('selection.objection_days', '2020-01-01', '{10}', 'kebijakan: hari kerja untuk mengajukan keberatan', ''),
  ('enrolment.days', '2020-01-01', '{3,2}', 'kebijakan: hari kerja bagi atasan; kursi berpindah sampai H-sekian', ''),
  ('continuity.away', '2020-01-01', '{20,3,50,5}', 'kebijakan: SVC-1 persen dan paling sedikit orang; SVC-3 persen; SVC-6 hari', ''),
  ('fairness.least_ratio', '2020-01-01', '{0.80}', 'kebijakan: empat per lima (F-24)', ''),
  ('eval.k_anon', '2020-01-01', '{5}', 'kebijakan: kelompok terkecil yang ditampilkan', '');
