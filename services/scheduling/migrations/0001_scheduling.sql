-- Calendars, the leaders' agenda, venues, speakers, batches and their rundowns. Times are those of the clock on the wall of the region,
-- so `timestamp` without a zone; slots are half-open.

-- Learned from the registry: what a unit scope resolves to; who is active, and on leave; holidays, a year's list in place of the one before.
CREATE TABLE unit (
  code text PRIMARY KEY,
  path text COLLATE "C" NOT NULL
);
CREATE TABLE person (
  id uuid PRIMARY KEY,
  active boolean NOT NULL
);
CREATE TABLE leave (
  record uuid PRIMARY KEY,
  person uuid NOT NULL,
  first_day date NOT NULL,
  until date NOT NULL      -- not in it
);
CREATE INDEX ON leave (person, first_day);
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
  batches int NOT NULL,    -- of the item
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
  out_of_use boolean NOT NULL,
  windows tsmultirange,    -- in which it can be had; null: always
  content bytea NOT NULL   -- v1.Venue
);
CREATE TABLE speaker (
  id uuid PRIMARY KEY,
  person uuid UNIQUE,      -- of an internal one
  out_of_use boolean NOT NULL,
  windows tsmultirange,
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
  first_day date,                   -- of what is released
  last_day date,
  change_until date,                -- the last day on which learning may change
  released int NOT NULL DEFAULT 0,  -- the newest release
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
-- An item keeps its id for life, also one that comes back.
CREATE TABLE item_released (
  batch uuid NOT NULL REFERENCES batch,
  item uuid NOT NULL,
  PRIMARY KEY (batch, item)
);
-- When the items of the newest release take place, and what they have booked: written with the venues and speakers locked.
CREATE TABLE session (
  batch uuid NOT NULL REFERENCES batch,
  item uuid NOT NULL,
  starts timestamp NOT NULL,
  ends timestamp NOT NULL CHECK (ends > starts),
  PRIMARY KEY (batch, item)
);
CREATE INDEX ON session (starts);
CREATE TABLE booking (
  batch uuid NOT NULL REFERENCES batch,
  item uuid NOT NULL,
  resource int NOT NULL,            -- 1 venue, 2 speaker
  id uuid NOT NULL,
  starts timestamp NOT NULL,
  ends timestamp NOT NULL CHECK (ends > starts),
  venue text NOT NULL,              -- where it is; empty: nowhere that one travels to
  city text NOT NULL,
  PRIMARY KEY (batch, item, resource, id)
);
CREATE INDEX ON booking (resource, id, starts);

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
  ('batch.change_days', '2020-01-01', '{3}', 'kebijakan: jadwal belajar berubah paling lambat sekian hari kerja sebelumnya', '');
