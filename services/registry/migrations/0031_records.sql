-- What is on record about people beside acts: yearly appraisals, trainings, formal education, discipline, leave. And which trainings
-- are required of whom.

CREATE TABLE personnel_record (
  id uuid PRIMARY KEY,
  person uuid NOT NULL REFERENCES person,
  kind int NOT NULL,        -- 1 appraisal, 2 training, 3 education, 4 discipline, 5 leave
  code text NOT NULL,       -- predicate, training, level of education, level of discipline, kind of leave
  year int NOT NULL,        -- of an appraisal
  steps int NOT NULL,       -- of an appraisal: so far below Baik
  valid_from date NOT NULL, -- completed, decided, first day of leave; of an appraisal the first day of its year
  valid_to date,            -- exclusive
  document text NOT NULL,   -- number of the certificate, decree or letter
  detail text NOT NULL,     -- field of study
  recorded_on date NOT NULL,
  recorded_by text NOT NULL,
  ended_on date,            -- corrected or annulled: no longer true from that day on; null = stands
  ended_by text,
  ended_because text
);
CREATE INDEX ON personnel_record (person, kind);
CREATE UNIQUE INDEX one_appraisal_a_year ON personnel_record (person, year) WHERE kind = 1 AND ended_on IS NULL;

-- `counts_as`: itself, or the training that an earlier one of another name counts as.
CREATE TABLE training (
  code text PRIMARY KEY,
  name_id text NOT NULL,
  name_en text NOT NULL,
  counts_as text NOT NULL REFERENCES training
);
INSERT INTO training (code, name_id, name_en, counts_as) VALUES
  ('LATSAR', 'Pelatihan Dasar CPNS', 'Basic training of candidate civil servants', 'LATSAR'),
  ('PKP', 'Pelatihan Kepemimpinan Pengawas', 'Leadership training of supervisors', 'PKP'),
  ('PKA', 'Pelatihan Kepemimpinan Administrator', 'Leadership training of administrators', 'PKA'),
  ('PKN_II', 'Pelatihan Kepemimpinan Nasional Tingkat II', 'National leadership training, level II', 'PKN_II'),
  ('DIKLATPIM_IV', 'Diklat Kepemimpinan Tingkat IV', 'Leadership training IV (before 2019)', 'PKP'),
  ('DIKLATPIM_III', 'Diklat Kepemimpinan Tingkat III', 'Leadership training III (before 2019)', 'PKA'),
  ('DIKLATPIM_II', 'Diklat Kepemimpinan Tingkat II', 'Leadership training II (before 2019)', 'PKN_II');

-- Who must have done which training, from a day on (RequireTraining). None before somebody says so: as long as nobody's trainings are
-- on record, all would fall short. Holders of posts of a group (0 = any), of an employment type ('' = any).
CREATE TABLE required_training (
  training text NOT NULL REFERENCES training,
  post_group int NOT NULL,
  employment_type text NOT NULL,
  valid_from date NOT NULL,
  required boolean NOT NULL,  -- false: not any more
  legal_basis text NOT NULL,
  regulated_on date NOT NULL, -- of the regulation: how urgent it is
  PRIMARY KEY (training, post_group, employment_type, valid_from)
);
-- Those in force on a day.
CREATE FUNCTION trainings_required(day date) RETURNS SETOF required_training LANGUAGE sql STABLE AS $$
  SELECT * FROM (
    SELECT DISTINCT ON (training, post_group, employment_type) * FROM required_training WHERE valid_from <= day
    ORDER BY training, post_group, employment_type, valid_from DESC) AS newest
  WHERE required
$$;

-- What a person has done, by what it counts as.
CREATE VIEW trained AS
  SELECT DISTINCT r.person, t.counts_as AS training
  FROM personnel_record r JOIN training t ON t.code = r.code
  WHERE r.kind = 2 AND r.ended_on IS NULL;

-- The newest standing appraisal of each, and how many steps it is below Baik.
CREATE VIEW appraised AS
  SELECT DISTINCT ON (person) person, year, steps
  FROM personnel_record
  WHERE kind = 1 AND ended_on IS NULL
  ORDER BY person, year DESC;

-- Who falls short of what, 1 a required training, 2 the newest appraisal. One row a person concerned; `steps` 0 = does not.
CREATE FUNCTION shortfalls(day date) RETURNS TABLE (
  kind int, training text, person uuid, family text, path text, criticality float8, known boolean, steps int, legal_basis text, regulated_on date)
LANGUAGE sql STABLE AS $$
  SELECT 1, r.training, w.person, w.family, w.path, w.criticality, true,
         CASE WHEN d.person IS NULL THEN 1 ELSE 0 END, r.legal_basis, r.regulated_on
  FROM placement w
  JOIN person e ON e.id = w.person
  JOIN post p ON p.code = w.post
  JOIN LATERAL (
    SELECT DISTINCT ON (training) training, legal_basis, regulated_on
    FROM trainings_required(day)
    WHERE (post_group = 0 OR post_group = p.post_group) AND (employment_type = '' OR employment_type = e.employment_type)
    ORDER BY training, regulated_on) AS r ON true
  LEFT JOIN trained d ON d.person = w.person AND d.training = r.training
  WHERE w.active
  UNION ALL
  SELECT 2, '', w.person, w.family, w.path, w.criticality, a.person IS NOT NULL, coalesce(a.steps, 0), '', NULL
  FROM placement w
  LEFT JOIN appraised a ON a.person = w.person
  WHERE w.active
$$;
