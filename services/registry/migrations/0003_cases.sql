-- A person's case in one rating campaign; what is valid of a person by competency, with its history; gaps as they were on past
-- days. The tables `profile` and `valid_level` stay as they are, for the version before.

CREATE TABLE rating_case (
  person uuid NOT NULL REFERENCES person,
  campaign uuid NOT NULL REFERENCES rating_campaign,
  state int NOT NULL,
  verified_by text NOT NULL DEFAULT '',
  validated_by text NOT NULL DEFAULT '',
  PRIMARY KEY (person, campaign)
);

-- Competencies that a case does not measure.
CREATE TABLE left_out (
  person uuid NOT NULL,
  campaign uuid NOT NULL,
  competency text NOT NULL,
  reason text NOT NULL,
  decided_by text NOT NULL,
  decided_on date NOT NULL,
  PRIMARY KEY (person, campaign, competency)
);

ALTER TABLE calibration
  ADD COLUMN agreed_by text[] NOT NULL DEFAULT '{}',  -- first who recorded it
  ADD COLUMN agreed_on date NOT NULL DEFAULT '1970-01-01';

-- Who is to judge whom. A person without rows is to be judged by himself and his superior.
CREATE TABLE invited_rater (
  campaign uuid NOT NULL,
  person uuid NOT NULL,
  rater text NOT NULL,  -- '' = the superior, whoever that is
  role int NOT NULL,
  PRIMARY KEY (campaign, person, rater)
);

-- Validated levels. One holds from valid_from until the day before valid_until, or before `ended`; no row of a past day changes.
CREATE TABLE level (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person uuid NOT NULL,
  campaign uuid NOT NULL,
  competency text NOT NULL,
  level float8 NOT NULL,
  basis text NOT NULL,
  stands_alone boolean NOT NULL,
  ratings uuid[] NOT NULL,
  seen_on date NOT NULL,      -- the newest of the ratings
  valid_from date NOT NULL,
  valid_until date NOT NULL,
  ended date,                 -- null = open
  ended_because int,          -- 1 superseded, 2 expired, 3 corrected
  decided_level float8,       -- of a calibration or correction
  decided_by text[] NOT NULL DEFAULT '{}',
  decided_on date,
  decided_note text NOT NULL DEFAULT ''
);
CREATE INDEX ON level (person, valid_from);
CREATE INDEX ON level (person) WHERE ended IS NULL;

-- Gaps that stood from as_of until the day before `until`; those that stand are in `gap`.
CREATE TABLE gap_past (LIKE gap);
ALTER TABLE gap_past ADD COLUMN until date NOT NULL DEFAULT 'infinity';
CREATE INDEX ON gap_past (person, as_of);

INSERT INTO rating_case (person, campaign, state) SELECT person, campaign, state FROM profile;

-- What is valid rests on ratings that have a campaign, or are of the campaign that was validated last.
INSERT INTO level (person, campaign, competency, level, basis, stands_alone, ratings, seen_on, valid_from, valid_until,
                   decided_level, decided_note)
  SELECT v.person, coalesce(r.campaign, p.campaign), v.competency, v.level,
         CASE WHEN c.level = v.level THEN 'CALIBRATION' WHEN r.alone THEN 'ASSESSMENT_CENTER' ELSE 'MULTI_RATER' END,
         coalesce(r.alone, false), v.ratings, coalesce(r.seen_on, v.as_of), v.as_of, v.valid_until, c.level, coalesce(c.note, '')
  FROM valid_level v
  JOIN profile p ON p.person = v.person
  LEFT JOIN LATERAL (
    SELECT (array_agg(campaign ORDER BY rated_on DESC))[1] AS campaign, bool_and(role = 4) AS alone, max(rated_on) AS seen_on
    FROM rating WHERE id = ANY (v.ratings) HAVING count(*) > 0) AS r ON true
  LEFT JOIN calibration c ON c.person = v.person AND c.campaign = coalesce(r.campaign, p.campaign)
    AND c.competency = v.competency AND c.level = v.level;

-- What nobody had rated was counted as level 0. It was shown so until today, and is not known from today on.
WITH unknown AS (
  DELETE FROM gap g
  WHERE NOT EXISTS (SELECT FROM valid_level v WHERE v.person = g.person AND v.competency = g.competency)
  RETURNING g.*)
INSERT INTO gap_past SELECT *, current_date FROM unknown;

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('rating.seen_within_months', '2020-01-01', '{24}', 'kebijakan: pengamatan dalam 24 bulan terakhir', ''),
  ('profile.coverage_min', '2020-01-01', '{1}', 'kebijakan: bagian kompetensi standar yang harus dinilai', ''),
  ('campaign.return_gate', '2020-01-01', '{0.9}', 'kebijakan: bagian formulir penilaian yang harus kembali', '');
