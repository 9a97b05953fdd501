-- How speakers are asked for their sessions, and what they answer; conflicts of interest that were accepted.

CREATE TABLE speaker_invitation (
  id uuid PRIMARY KEY,
  batch uuid NOT NULL REFERENCES batch,
  item uuid NOT NULL,               -- the session
  speaker uuid NOT NULL REFERENCES speaker,
  state int NOT NULL,
  starts timestamp NOT NULL,        -- that he is asked for
  ends timestamp NOT NULL CHECK (ends > starts),
  answer_by date NOT NULL,
  overdue boolean NOT NULL DEFAULT false,
  reason text NOT NULL DEFAULT '',
  invited_by text NOT NULL,
  invited_on date NOT NULL,
  answered_by text NOT NULL DEFAULT '',
  answered_on date,
  on_behalf boolean NOT NULL DEFAULT false
);
-- Nobody else is asked for a session while one is.
CREATE UNIQUE INDEX speaker_invitation_stands ON speaker_invitation (batch, item) WHERE state IN (1, 2);
CREATE INDEX ON speaker_invitation (batch, item, speaker, id);
CREATE INDEX ON speaker_invitation (speaker);
CREATE INDEX ON speaker_invitation (answer_by, id) WHERE state = 1;

CREATE TABLE accepted_interest (
  batch uuid NOT NULL REFERENCES batch,
  speaker uuid NOT NULL REFERENCES speaker,
  reason text NOT NULL,
  accepted_by text NOT NULL,
  accepted_at timestamptz NOT NULL,
  PRIMARY KEY (batch, speaker)
);

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('speaker.answer_days', '2020-01-01', '{3}', 'kebijakan: hari kerja bagi narasumber untuk menjawab undangan; paling lambat sehari sebelum sesinya', '');
