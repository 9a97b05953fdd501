-- Appeals against valid levels, and the days on which nobody works.

-- Public holidays and cuti bersama. A year without rows has Saturdays and Sundays only.
CREATE TABLE holiday (
  day date PRIMARY KEY,
  name text NOT NULL
);
-- SKB 3 Menteri 1497/2/5 of 2025.
INSERT INTO holiday (day, name) VALUES
  ('2026-01-01', 'Tahun Baru Masehi'), ('2026-01-16', 'Isra Mikraj'), ('2026-02-16', 'Cuti bersama Imlek'),
  ('2026-02-17', 'Tahun Baru Imlek'), ('2026-03-18', 'Cuti bersama Nyepi'), ('2026-03-19', 'Nyepi'),
  ('2026-03-20', 'Cuti bersama Idulfitri'), ('2026-03-21', 'Idulfitri'), ('2026-03-22', 'Idulfitri'),
  ('2026-03-23', 'Cuti bersama Idulfitri'), ('2026-03-24', 'Cuti bersama Idulfitri'), ('2026-04-03', 'Wafat Yesus Kristus'),
  ('2026-04-05', 'Paskah'), ('2026-05-01', 'Hari Buruh'), ('2026-05-14', 'Kenaikan Yesus Kristus'),
  ('2026-05-15', 'Cuti bersama Kenaikan'), ('2026-05-27', 'Iduladha'), ('2026-05-28', 'Cuti bersama Iduladha'),
  ('2026-05-31', 'Waisak'), ('2026-06-01', 'Hari Lahir Pancasila'), ('2026-06-16', 'Tahun Baru Islam'),
  ('2026-08-17', 'Hari Kemerdekaan'), ('2026-08-25', 'Maulid Nabi'), ('2026-12-24', 'Cuti bersama Natal'), ('2026-12-25', 'Natal');

-- The day that ends so many working days (Monday to Friday) after another.
CREATE FUNCTION working_day_after(since date, days int) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT since + n
  FROM generate_series(1, 30 + 3 * days) AS n
  WHERE extract(isodow FROM since + n) < 6 AND NOT EXISTS (SELECT FROM holiday h WHERE h.day = since + n)
  ORDER BY n
  OFFSET greatest(days, 1) - 1
  LIMIT 1
$$;

-- A person objects to one validated level: once.
CREATE TABLE appeal (
  id uuid PRIMARY KEY,
  person uuid NOT NULL REFERENCES person,
  level bigint NOT NULL UNIQUE REFERENCES level,
  claimed float8,
  reason text NOT NULL,
  state int NOT NULL,      -- 1 filed, 2 upheld, 3 rejected, 4 lapsed: the level ended before
  filed_on date NOT NULL,
  decide_by date NOT NULL,
  -- Of one that is decided; of a lapsed one the day alone.
  decided_on date,
  decided_by text NOT NULL DEFAULT '',
  decided_level float8,
  because text NOT NULL DEFAULT ''
);
CREATE INDEX ON appeal (person);
CREATE INDEX ON appeal (decide_by, id) WHERE state = 1;

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('appeal.working_days', '2020-01-01', '{10,10}', 'kebijakan: hari kerja untuk mengajukan keberatan, untuk memutusnya', '');
