-- Acts about people, each with its day and decree; and the versions of posts.

-- One that lies ahead waits here and takes effect by the timer `act`.
CREATE TABLE act (
  id uuid PRIMARY KEY,
  person uuid NOT NULL REFERENCES person,
  kind int NOT NULL,
  state int NOT NULL,  -- 1 pending, 2 in force, 3 annulled, 4 lapsed: no longer possible on its day
  effective date NOT NULL,
  decree text NOT NULL,
  post text NOT NULL,  -- '' from here on: the act does not touch it
  unit text NOT NULL,
  assignment int NOT NULL,
  valid_to date,
  employment_type text NOT NULL,
  grade text NOT NULL,
  legal_position text NOT NULL,
  number text NOT NULL,
  contract_end date,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL,
  -- Of an annulled or lapsed one: when, by whom, and the reason, or the rules that stood against it.
  ended_at timestamptz,
  ended_by text,
  ended_because text,
  -- What it replaced.
  before_type text,
  before_grade text,
  before_position text,
  before_contract_end date
);
CREATE INDEX ON act (person, effective, id);

ALTER TABLE person ADD COLUMN contract_end date;

-- From which act a row came, and which one ended it. `planned_to`: its end before that.
ALTER TABLE assignment
  ADD COLUMN act uuid,
  ADD COLUMN ended_by uuid,
  ADD COLUMN planned_to date;
CREATE INDEX ON assignment (act) WHERE act IS NOT NULL;
CREATE INDEX ON assignment (ended_by) WHERE ended_by IS NOT NULL;
CREATE INDEX ON assignment (post) WHERE kind = 1 AND valid_to IS NULL;

-- A person's numbers over time; null = as far as is known.
ALTER TABLE employment_number
  ADD COLUMN valid_from date,
  ADD COLUMN valid_to date,
  ADD COLUMN act uuid;

-- A post exists from `exists_from` on.
ALTER TABLE post ADD COLUMN exists_from date NOT NULL DEFAULT '1900-01-01';

-- What a post is from a day on; `post` is the version in force today. Its standard: the rows of `standard` of that day.
CREATE TABLE post_version (
  post text NOT NULL REFERENCES post,
  valid_from date NOT NULL,
  title text NOT NULL,
  post_group int NOT NULL,
  family text NOT NULL,
  echelon text NOT NULL,
  functional_level text NOT NULL,
  criticality float8 NOT NULL,
  PRIMARY KEY (post, valid_from)
);
INSERT INTO post_version
  SELECT DISTINCT p.code, s.valid_from, p.title, p.post_group, p.family, p.echelon, p.functional_level, p.criticality
  FROM post p JOIN standard s ON s.post = p.code;

-- The version of a day: the newest of then, or the first.
CREATE FUNCTION post_version_on(of text, day date) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT max(valid_from) FROM post_version WHERE post = of AND valid_from <= day),
    (SELECT min(valid_from) FROM post_version WHERE post = of))
$$;

-- An older program beside this one defines posts without a version.
CREATE FUNCTION keep_post_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO post_version (post, valid_from, title, post_group, family, echelon, functional_level, criticality)
  VALUES (new.code, new.valid_from, new.title, new.post_group, new.family, new.echelon, new.functional_level, new.criticality)
  ON CONFLICT (post, valid_from) DO UPDATE
  SET title = excluded.title, post_group = excluded.post_group, family = excluded.family, echelon = excluded.echelon,
      functional_level = excluded.functional_level, criticality = excluded.criticality;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_post_version AFTER INSERT OR UPDATE ON post FOR EACH ROW EXECUTE FUNCTION keep_post_version();

-- Above which unit one stood on a day; '' = directly under the city.
CREATE FUNCTION unit_parent(of text, day date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT parent FROM unit_before WHERE code = of AND valid_to > day ORDER BY valid_to LIMIT 1),
    (SELECT parent FROM unit WHERE code = of))
$$;

-- Where a unit stood on a day: the codes from the top down.
CREATE FUNCTION unit_path(of text, day date) RETURNS text LANGUAGE sql STABLE AS $$
  WITH RECURSIVE line (parent, path) AS (
    SELECT unit_parent(of, day), '/' || of || '/'
    UNION ALL
    SELECT unit_parent(parent, day), '/' || parent || path FROM line WHERE parent <> '')
  SELECT path FROM line WHERE parent = ''
$$;

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('act.horizon_years', '2020-01-01', '{2}', 'kebijakan: sejauh ini keputusan boleh bertanggal di muka', ''),
  ('retirement.age', '2017-04-07', '{60,58,58,58}', 'PP 11/2017 pasal 239: JPT pratama, administrator, pengawas, pelaksana', ''),
  ('retirement.expert', '2017-04-07', '{58,58,60,65}', 'PP 11/2017 pasal 239: Ahli Pertama, Muda, Madya, Utama', ''),
  ('retirement.skilled', '2017-04-07', '{58,58,58,58}', 'PP 11/2017 pasal 239: Pemula, Terampil, Mahir, Penyelia', '');
