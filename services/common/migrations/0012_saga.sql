-- What several services carry together or not at all (docs/adr/0017), and how far it is. Ended ones are kept: each is a decision.
CREATE TABLE saga (
  kind text NOT NULL,
  subject text NOT NULL,
  version int NOT NULL,
  state int NOT NULL,   -- 1 running, 2 done, 3 undoing, 4 undone
  step int NOT NULL,    -- that is to be done, or undone
  begun_at timestamptz NOT NULL,
  deadline timestamptz NOT NULL,
  findings bytea NOT NULL DEFAULT '',  -- binadaya.v1.Findings: why it is undone
  PRIMARY KEY (kind, subject, version)
);
CREATE UNIQUE INDEX one_saga_alive ON saga (kind, subject) WHERE state IN (1, 3);
