-- Calendars, the leaders' agenda, venues, speakers, batches and their rundowns. Times are those of the clock on the wall of the region,
-- so `timestamp` without a zone; slots are half-open.

-- Learned from the registry: what a unit scope resolves to; who is active; holidays, a year's list in place of the one before.
CREATE TABLE unit (
  code text PRIMARY KEY,
  path text COLLATE "C" NOT NULL
);
CREATE TABLE person (
  id uuid PRIMARY KEY,
  active boolean NOT NULL
);
CREATE TABLE holiday_year (
  year int PRIMARY KEY  -- whose list is known; without it nobody knows
);
CREATE TABLE holiday (
  day date PRIMARY KEY,
  name text NOT NULL,
  provisional boolean NOT NULL
);
-- Learned from needs: the items of the plan in force; gone: no longer in it.
CREATE TABLE plan_item (
  id uuid PRIMARY KEY,
  program uuid NOT NULL,
  year int NOT NULL,
  batches int NOT NULL,
  batch_size int NOT NULL,
  rupiah_per_batch bigint NOT NULL,
  gone boolean NOT NULL
);

CREATE TABLE working_hours (
  unit text NOT NULL,
  valid_from date NOT NULL,
  content bytea NOT NULL,  -- v1.WorkingHours: written and read as a whole
  PRIMARY KEY (unit, valid_from)
);
CREATE TABLE ramadan (
  first_day date PRIMARY KEY,
  until date NOT NULL      -- not in it
);
CREATE TABLE blackout (
  id uuid PRIMARY KEY,
  unit text NOT NULL,
  starts timestamp NOT NULL,
  ends timestamp NOT NULL CHECK (ends > starts),
  reason text NOT NULL,
  set_by text NOT NULL,
  lifted boolean NOT NULL DEFAULT false
);
CREATE INDEX ON blackout (ends) WHERE NOT lifted;

CREATE TABLE hold (
  id uuid PRIMARY KEY,
  unit text NOT NULL,
  leader uuid NOT NULL,
  starts timestamp NOT NULL,
  ends timestamp NOT NULL CHECK (ends > starts),
  priority int NOT NULL,
  state int NOT NULL,
  batch uuid,
  fallback int NOT NULL DEFAULT 0,
  delegate uuid,
  proposed_starts timestamp,
  proposed_ends timestamp,
  reason text NOT NULL DEFAULT '',
  changes int NOT NULL DEFAULT 0
);
CREATE INDEX ON hold (leader, starts);

CREATE TABLE venue (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  capacity int NOT NULL CHECK (capacity > 0),
  accessible boolean NOT NULL,
  content bytea NOT NULL   -- v1.Venue
);
CREATE TABLE speaker (
  id uuid PRIMARY KEY,
  person uuid UNIQUE,      -- of an internal one
  content bytea NOT NULL   -- v1.Speaker
);
CREATE TABLE speaker_expertise (
  competency text COLLATE "C" NOT NULL,
  level int NOT NULL,
  speaker uuid NOT NULL REFERENCES speaker,
  PRIMARY KEY (competency, speaker)
);

CREATE TABLE batch (
  id uuid PRIMARY KEY,
  unit text NOT NULL,
  plan_item uuid NOT NULL REFERENCES plan_item,
  number int NOT NULL,
  state int NOT NULL,
  capacity int NOT NULL CHECK (capacity > 0),
  accessible boolean NOT NULL,
  draft bytea NOT NULL DEFAULT '',  -- v1.RundownContent, as it is written now
  UNIQUE (plan_item, number)
);
CREATE TABLE rundown_release (
  batch uuid NOT NULL REFERENCES batch,
  number int NOT NULL,
  content bytea NOT NULL,           -- v1.RundownContent
  released_by text NOT NULL,
  released_at timestamptz NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (batch, number)
);
-- What the released rundowns have booked; the newest release of a batch, in place of those before.
CREATE TABLE booking (
  batch uuid NOT NULL REFERENCES batch,
  item uuid NOT NULL,
  resource int NOT NULL,            -- 1 venue, 2 speaker, 4 leader
  id uuid NOT NULL,
  starts timestamp NOT NULL,
  ends timestamp NOT NULL CHECK (ends > starts),
  PRIMARY KEY (batch, item, resource, id)
);
CREATE INDEX ON booking (resource, id, starts);
CREATE INDEX ON booking (starts);
-- Whatever runs at once: a venue and a speaker have one session at a time.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE booking ADD CONSTRAINT one_session_at_a_time
  EXCLUDE USING gist (resource WITH =, id WITH =, tsrange(starts, ends) WITH &&);

CREATE TABLE holiday_effect (
  batch uuid NOT NULL REFERENCES batch,
  item uuid NOT NULL,
  starts timestamp NOT NULL,
  ends timestamp NOT NULL,
  freed boolean NOT NULL,
  holiday text NOT NULL,
  heard_at timestamptz NOT NULL,
  PRIMARY KEY (batch, item, heard_at)
);

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('rundown.lesson_minutes', '2018-01-01', '{45}', 'PerLAN 10/2018: satu JP 45 menit', ''),
  ('rundown.learning_percent', '2020-01-01', '{60,40}', 'kebijakan: bagian waktu untuk belajar; dengan perjalanan (SC-06)', ''),
  ('rundown.breaks', '2020-01-01', '{15,120}', 'kebijakan: jeda, sesudah belajar sekian menit (SC-10)', ''),
  ('rundown.learning_minutes', '2020-01-01', '{45,180,405}', 'kebijakan: acara belajar paling sedikit, paling lama, sehari (SC-11)', ''),
  ('clash.travel_minutes', '2020-01-01', '{60,180}', 'kebijakan: dalam kota, antarkota (SC-09)', ''),
  ('clash.spare_percent', '2020-01-01', '{10}', 'kebijakan: kursi cadangan (SC-12)', ''),
  ('speaker.least_rating', '2020-01-01', '{3.5,5}', 'kebijakan: nilai paling rendah, dari sekian penilaian', '');
