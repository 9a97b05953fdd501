-- What became of programs, for the chain: items of annual plans, the budget's lines that pay for them, batches, the money bound for
-- these, and who has or had a seat. Money names items and batches as the ledger was told them, in text.
CREATE TABLE plan_item (
  id uuid PRIMARY KEY,
  program uuid NOT NULL,
  year int NOT NULL,
  number int NOT NULL,  -- of the plan's revision
  removed boolean NOT NULL DEFAULT false,
  quarter int NOT NULL,
  batches int NOT NULL,
  seats int NOT NULL,
  rupiah bigint NOT NULL,
  source text NOT NULL
);
CREATE INDEX ON plan_item (program);

CREATE TABLE budget_line (
  id uuid PRIMARY KEY,
  unit text NOT NULL,
  year int NOT NULL,
  sub_activity text NOT NULL,
  account text NOT NULL,
  source text NOT NULL,
  plan_item text NOT NULL,
  rupiah bigint NOT NULL,
  frozen bigint NOT NULL DEFAULT 0
);
CREATE INDEX ON budget_line (plan_item);

CREATE TABLE commitment (
  id uuid PRIMARY KEY,
  batch text NOT NULL
);
CREATE INDEX ON commitment (batch);
CREATE TABLE commitment_line (
  commitment uuid NOT NULL,
  line uuid NOT NULL,
  bound bigint NOT NULL,
  realised bigint NOT NULL,
  PRIMARY KEY (commitment, line)
);
CREATE INDEX ON commitment_line (line);

CREATE TABLE batch (
  id uuid PRIMARY KEY,
  unit text NOT NULL,
  plan_item uuid NOT NULL,
  number int NOT NULL,
  capacity int NOT NULL,
  state text NOT NULL,
  cause text NOT NULL DEFAULT '',
  first_day date,
  last_day date
);
CREATE INDEX ON batch (plan_item);

CREATE TABLE enrolment (
  id uuid PRIMARY KEY,
  person uuid NOT NULL,
  program uuid NOT NULL,
  batch uuid,
  state text NOT NULL,
  cause text NOT NULL,
  jp int NOT NULL,       -- credited, with the outcome
  minutes int NOT NULL
);
CREATE INDEX ON enrolment (person);
CREATE INDEX ON enrolment (batch, state);

CREATE OR REPLACE FUNCTION clear_projection() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS 'TRUNCATE unit, person, measurement, gap, next_gap, rating, need, directive, appraisal, annulled_record, stay, program, plan_item,
budget_line, commitment, commitment_line, batch, enrolment';
