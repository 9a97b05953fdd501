-- Units, posts and their standards, people, rating campaigns, profiles and gaps.

-- Organisational units (perangkat daerah, kecamatan, kelurahan). The path holds the codes from the top down; a scope is a prefix of it.
CREATE TABLE unit (
  code text PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL,
  parent text NOT NULL,  -- '' = directly under the city
  path text COLLATE "C" NOT NULL UNIQUE,
  direct_service boolean NOT NULL
);

-- PermenPANRB 38/2017: eight managerial competencies and one socio-cultural.
CREATE TABLE competency (
  code text PRIMARY KEY,
  name_id text NOT NULL,
  name_en text NOT NULL,
  cluster text NOT NULL
);
INSERT INTO competency (code, name_id, name_en, cluster) VALUES
  ('M.01', 'Integritas', 'Integrity', 'MANAJERIAL'),
  ('M.02', 'Kerja Sama', 'Teamwork', 'MANAJERIAL'),
  ('M.03', 'Komunikasi', 'Communication', 'MANAJERIAL'),
  ('M.04', 'Orientasi pada Hasil', 'Results orientation', 'MANAJERIAL'),
  ('M.05', 'Pelayanan Publik', 'Public service', 'MANAJERIAL'),
  ('M.06', 'Pengembangan Diri dan Orang Lain', 'Development of self and others', 'MANAJERIAL'),
  ('M.07', 'Mengelola Perubahan', 'Managing change', 'MANAJERIAL'),
  ('M.08', 'Pengambilan Keputusan', 'Decision making', 'MANAJERIAL'),
  ('SK.01', 'Perekat Bangsa', 'National cohesion', 'SOSIOKULTURAL');

CREATE TABLE post (
  code text PRIMARY KEY,
  title text NOT NULL,
  post_group int NOT NULL,
  family text NOT NULL,
  echelon text NOT NULL,
  functional_level text NOT NULL,
  criticality float8 NOT NULL,
  valid_from date NOT NULL  -- of its newest standard
);

-- The whole standard of a post from a day on.
CREATE TABLE standard (
  post text NOT NULL REFERENCES post,
  valid_from date NOT NULL,
  competency text NOT NULL,
  level int NOT NULL CHECK (level BETWEEN 1 AND 5),
  PRIMARY KEY (post, valid_from, competency)
);

CREATE TABLE person (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  birth_date date NOT NULL,
  gender text NOT NULL,
  employment_type text NOT NULL,
  grade text NOT NULL,
  legal_position text NOT NULL,
  active boolean NOT NULL
);

-- NIP and NI PPPK. A person may have had several; a number never moves to another person.
CREATE TABLE employment_number (
  value text PRIMARY KEY,
  person uuid NOT NULL REFERENCES person
);
CREATE INDEX ON employment_number (person);

CREATE TABLE assignment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person uuid NOT NULL REFERENCES person,
  post text NOT NULL REFERENCES post,
  unit text NOT NULL REFERENCES unit,
  kind int NOT NULL,  -- 1 definitive, 2 acting (Plt), 3 daily (Plh)
  valid_from date NOT NULL,
  valid_to date       -- exclusive; null = open
);
CREATE UNIQUE INDEX one_definitive ON assignment (person) WHERE kind = 1 AND valid_to IS NULL;
CREATE INDEX ON assignment (unit) WHERE kind = 1 AND valid_to IS NULL;

-- Where each person stands today: the open definitive assignment.
CREATE VIEW placement AS
  SELECT a.person, a.post, a.unit, a.valid_from, u.path, p.family, p.criticality, e.active
  FROM assignment a JOIN unit u ON u.code = a.unit JOIN post p ON p.code = a.post JOIN person e ON e.id = a.person
  WHERE a.kind = 1 AND a.valid_to IS NULL;

CREATE TABLE rating_campaign (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  path text COLLATE "C" NOT NULL,
  opens date NOT NULL,
  closes date NOT NULL
);

-- The profile that is being made or was made last.
CREATE TABLE profile (
  person uuid PRIMARY KEY REFERENCES person,
  campaign uuid NOT NULL REFERENCES rating_campaign,
  state int NOT NULL,
  as_of date NOT NULL,
  valid_until date NOT NULL
);

CREATE TABLE rating (
  id uuid PRIMARY KEY,
  campaign uuid NOT NULL,
  person uuid NOT NULL,
  rater text NOT NULL,
  role int NOT NULL,
  competency text NOT NULL,
  level float8 NOT NULL,
  rated_on date NOT NULL,
  UNIQUE (person, campaign, rater, role, competency)
);

CREATE TABLE calibration (
  person uuid NOT NULL,
  campaign uuid NOT NULL,
  competency text NOT NULL,
  level float8 NOT NULL,
  note text NOT NULL,
  PRIMARY KEY (person, campaign, competency)
);

-- The levels of the last valid profile: what gaps are measured from when the post changes.
CREATE TABLE valid_level (
  person uuid NOT NULL,
  competency text NOT NULL,
  level float8 NOT NULL,
  ratings uuid[] NOT NULL,
  as_of date NOT NULL,
  valid_until date NOT NULL,
  PRIMARY KEY (person, competency)
);

-- As measured against the standard in force at the time.
CREATE TABLE gap (
  person uuid NOT NULL,
  competency text NOT NULL,
  required int NOT NULL,
  actual float8 NOT NULL,
  gap float8 NOT NULL,
  severity int NOT NULL,
  post text NOT NULL,
  standard text NOT NULL,
  as_of date NOT NULL,
  PRIMARY KEY (person, competency)
);
CREATE INDEX ON gap (competency) WHERE gap > 0;

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('standard.level', '2017-01-01', '{4,3,2,1}', 'PermenPANRB 38/2017: JPT pratama, administrator, pengawas, pelaksana', ''),
  ('standard.expert', '2017-01-01', '{2,3,4,5}', 'kebijakan: fungsional keahlian Pertama, Muda, Madya, Utama', ''),
  ('standard.skilled', '2017-01-01', '{1,1,2,3}', 'kebijakan: fungsional keterampilan Pemula, Terampil, Mahir, Penyelia', ''),
  ('rating.weights', '2020-01-01', '{0.6,0.2,0.2}', 'kebijakan: atasan, rekan, diri', ''),
  ('rating.min_peers', '2020-01-01', '{3}', 'kebijakan', ''),
  ('rating.dispute_distance', '2020-01-01', '{2}', 'kebijakan', ''),
  ('rating.validity_years', '2020-01-01', '{3,3}', 'kebijakan: assessment center, profil', ''),
  ('gap.severity', '2020-01-01', '{2,3}', 'kebijakan: batas bawah sedang, tinggi', ''),
  ('jpm.bands', '2023-01-01', '{78,90}', 'PerBRIN 3/2023 pasal 33: cukup optimal, optimal', ''),
  ('nip.ages', '2007-01-01', '{18,35,20}', 'PP 49/2018 (PPPK 20); usia kerja 18, CPNS 35', '');
