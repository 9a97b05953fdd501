-- Portfolios of programs, and the annual plan.

CREATE TABLE portfolio (
  id uuid PRIMARY KEY,           -- of the job that computed it
  year int NOT NULL,
  scenario text NOT NULL,
  state int NOT NULL,
  inputs bytea NOT NULL,         -- needs.v1.PortfolioInputs
  result bytea NOT NULL          -- needs.v1.Portfolio
);
CREATE INDEX ON portfolio (year, id);

CREATE TABLE plan (
  id uuid PRIMARY KEY,
  year int NOT NULL
);
CREATE INDEX ON plan (year, id);

CREATE TABLE plan_version (
  plan uuid NOT NULL REFERENCES plan,
  number int NOT NULL,
  state int NOT NULL,
  portfolio uuid NOT NULL REFERENCES portfolio,
  items bytea NOT NULL,          -- needs.v1.PlanItems
  drafter text NOT NULL,
  proposer text NOT NULL,
  setter text NOT NULL,
  decree text NOT NULL,
  reason text NOT NULL,
  drafted_on date NOT NULL,
  proposed_on date,
  set_on date,
  PRIMARY KEY (plan, number)
);
CREATE UNIQUE INDEX one_plan_version_in_force ON plan_version (plan) WHERE state IN (3, 4);
CREATE UNIQUE INDEX one_plan_version_in_work ON plan_version (plan) WHERE state IN (1, 2);
CREATE UNIQUE INDEX one_plan_a_portfolio ON plan_version (portfolio) WHERE state < 5;

-- Programs of what is proposed or in force.
CREATE TABLE planned_program (
  program uuid NOT NULL REFERENCES program,
  plan uuid NOT NULL REFERENCES plan,
  CONSTRAINT one_plan_a_program PRIMARY KEY (program)
);
CREATE INDEX ON planned_program (plan);

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('oj.minutes', '2020-01-01', '{60}', 'standar biaya: 1 orang-jam (OJ) narasumber = 60 menit', '');
