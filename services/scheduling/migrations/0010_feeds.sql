-- Calendars for calendar programs: who fetches which, and what they must tell of what is no more.

CREATE TABLE feed (
  id uuid PRIMARY KEY,
  kind int NOT NULL,            -- 1 venue, 2 speaker, 3 person
  subject uuid NOT NULL,
  secret bytea NOT NULL,        -- SHA-256 of what its address ends in
  opened_by text NOT NULL,
  opened_at timestamptz NOT NULL,
  closed_by text NOT NULL DEFAULT '',
  closed_at timestamptz
);
CREATE UNIQUE INDEX one_open_feed ON feed (kind, subject) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX feed_secret ON feed (secret);
CREATE INDEX ON feed (closed_at) WHERE closed_at IS NOT NULL;

-- Whom a batch ever concerned: venues and speakers that it booked, people to whom it offered a seat. Bookings and seats go, this stays.
CREATE TABLE engaged (
  resource int NOT NULL,        -- 1 venue, 2 speaker, 3 person
  id uuid NOT NULL,
  batch uuid NOT NULL REFERENCES batch,
  PRIMARY KEY (resource, id, batch)
);
INSERT INTO engaged SELECT DISTINCT resource, id, batch FROM booking;
INSERT INTO engaged SELECT DISTINCT 3, person, batch FROM enrolment WHERE batch IS NOT NULL AND state > 1;

-- When a session that is still in the rundown fell away: cancelled by itself, or with its batch.
CREATE TABLE session_freed (
  batch uuid NOT NULL REFERENCES batch,
  item uuid NOT NULL,
  freed_at timestamptz NOT NULL,
  PRIMARY KEY (batch, item)
);
ALTER TABLE hold ADD COLUMN changed_at timestamptz;  -- null: not since this is kept
CREATE INDEX ON hold (delegate);

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('feed.days', '2020-01-01', '{366,30}', 'kebijakan: hari sesudahnya acara tetap tampil di kalender langganan; yang dibatalkan', ''),
  ('retention.feed_days', '2020-01-01', '{366}', 'kebijakan: setahun catatan alamat kalender yang dicabut', '');
