-- Seats in question: of whom something was heard, and who passes the gates no more.

CREATE TABLE seat_question (
  enrolment uuid NOT NULL REFERENCES enrolment,
  number int NOT NULL,
  place text NOT NULL,            -- where he stood then
  reasons bytea NOT NULL,         -- binadaya.v1.Findings
  asked_on date NOT NULL,
  decide_by date NOT NULL,
  state int NOT NULL,
  overdue boolean NOT NULL DEFAULT false,
  why int NOT NULL DEFAULT 0,
  note text NOT NULL DEFAULT '',
  by text NOT NULL DEFAULT '',
  decided_on date,
  waives boolean NOT NULL DEFAULT false,
  PRIMARY KEY (enrolment, number)
);
CREATE INDEX ON seat_question (decide_by, enrolment) WHERE state = 1;

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('enrolment.question_days', '2020-01-01', '{3}', 'kebijakan: hari kerja untuk memutuskan kursi yang dipertanyakan; paling lambat H-sekian', '');
