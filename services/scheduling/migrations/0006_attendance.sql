-- Who was there, and what each made of it. Times are those of the clock on the wall, to the second where somebody was seen.

-- What completes a program; null: it was heard of before this was kept, and needs is asked.
ALTER TABLE program
  ADD COLUMN attendance_min float8,
  ADD COLUMN pass_mark int NOT NULL DEFAULT 0,
  ADD COLUMN pre_test boolean NOT NULL DEFAULT false,
  ADD COLUMN post_test boolean NOT NULL DEFAULT false,
  ADD COLUMN action_plan boolean NOT NULL DEFAULT false,
  ADD COLUMN form text NOT NULL DEFAULT '';
-- v1.KeptRule: what decides outcomes of the batch, and the numbers in force when it began or, if the rule came later, then.
ALTER TABLE batch ADD COLUMN completion bytea;
-- v1.Completion: the outcome that was told last.
ALTER TABLE enrolment ADD COLUMN outcome bytea;

-- The learning sessions of a batch that has begun, as they were planned and as they took place; kept also when the batch is cancelled.
CREATE TABLE learning_session (
  id uuid PRIMARY KEY,                   -- of the rundown item; of a make-up session its own
  batch uuid NOT NULL REFERENCES batch,
  title text NOT NULL,
  starts timestamp NOT NULL,
  ends timestamp NOT NULL CHECK (ends > starts),
  makes_up uuid REFERENCES learning_session,
  state int NOT NULL,
  took_from timestamp,
  took_until timestamp,
  cause int NOT NULL DEFAULT 0,
  reason text NOT NULL DEFAULT '',
  correct_until date,                    -- as decided when it was over
  secret bytea                           -- of its codes; erased when nobody checks in any more
);
CREATE INDEX ON learning_session (batch, starts);
CREATE INDEX ON learning_session ((id::text));
-- What was seen; never changed nor taken away.
CREATE TABLE attendance_entry (
  session uuid NOT NULL REFERENCES learning_session,
  enrolment uuid NOT NULL REFERENCES enrolment,
  id text NOT NULL,                      -- of a scan the hash of its ticket
  method int NOT NULL,
  statement int NOT NULL,
  seen_from timestamp(0) NOT NULL,
  seen_until timestamp(0),
  made timestamp(0) NOT NULL,
  arrived timestamp(0) NOT NULL,
  device text NOT NULL,
  by text NOT NULL,
  replaces text NOT NULL,
  document text NOT NULL,
  uploaded_by text NOT NULL DEFAULT '',
  signature bytea,
  PRIMARY KEY (session, enrolment, id)
);
CREATE INDEX ON attendance_entry (session, id);
CREATE INDEX ON attendance_entry (session, device) WHERE method = 1;
-- What persons decided about one's attendance of a session, and what it was worth when it was verified or put right.
CREATE TABLE attendance (
  session uuid NOT NULL REFERENCES learning_session,
  enrolment uuid NOT NULL REFERENCES enrolment,
  person uuid NOT NULL,
  closed_at timestamp,                   -- what the missing end of a stay was
  closed_by text NOT NULL DEFAULT '',
  closed_why text NOT NULL DEFAULT '',
  verified_by text NOT NULL DEFAULT '',
  verified_at timestamp(0),
  rules float8[],                        -- the policy that it was verified by
  presence int NOT NULL DEFAULT 0,
  minutes int NOT NULL DEFAULT 0,
  credited boolean NOT NULL DEFAULT false,
  correct_until date,                    -- as decided when it was verified
  corrections bytea NOT NULL DEFAULT '', -- v1.AttendanceCorrections
  PRIMARY KEY (session, enrolment)
);
CREATE INDEX ON attendance (enrolment);
-- Wrong codes of a browser; removed with the secret of the session.
CREATE TABLE wrong_code (
  session uuid NOT NULL REFERENCES learning_session,
  device text NOT NULL,
  codes int NOT NULL,
  PRIMARY KEY (session, device)
);
CREATE TABLE device (
  id uuid PRIMARY KEY,
  unit text NOT NULL,
  name text NOT NULL,
  public_key bytea NOT NULL,             -- Ed25519
  registered_by text NOT NULL,
  revoked boolean NOT NULL DEFAULT false
);
CREATE INDEX ON device (unit, id);

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('checkin.code', '2020-01-01', '{30,5,10}', 'kebijakan: detik tampilnya kode, dan perjalanannya; kode salah per perangkat dan sesi', ''),
  ('checkin.window', '2020-01-01', '{15,60,10,5}', 'kebijakan: menit sebelum dan sesudah sesi; untuk masuk log; jeda pindai kedua', ''),
  ('attendance.minutes', '2020-01-01', '{15,15,5}', 'kebijakan: terlambat, pulang cepat, jam perangkat di depan', ''),
  ('attendance.correct_days', '2020-01-01', '{3}', 'kebijakan: hari kerja untuk koreksi kehadiran dan sesi', ''),
  ('session.spread_minutes', '2020-01-01', '{120}', 'kebijakan: paling jauh dari rencana, pada hari yang sama', ''),
  ('fidelity.min', '2020-01-01', '{0.90}', 'kebijakan: bagian menit belajar yang terlaksana (F-13)', ''),
  ('completion.reaction', '2020-01-01', '{0}', 'kebijakan: 1 = survei reaksi diwajibkan; 0 selama survei belum ada di platform', '');

-- Batches that had begun before get their sessions, and programs their rule.
INSERT INTO timer (kind, subject, due)
SELECT 'batch', id::text, '2020-01-01' FROM batch WHERE state IN (6, 7)
ON CONFLICT DO NOTHING;
INSERT INTO timer (kind, subject, due)
SELECT 'rule', id::text, '2020-01-01' FROM program
ON CONFLICT DO NOTHING;
