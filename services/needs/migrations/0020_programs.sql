-- Programs: designed for needs, through a gate, decided by three people.

-- Forms of competency development (bentuk dan jalur, PerLAN 10/2018) with BKN's jenis_diklat, and how their hours (JP) are counted:
-- 1 by minutes, 2 as the curriculum says, 3 per activity (its numbers are policy jp.per_activity.<code>).
CREATE TABLE program_form (
  code text PRIMARY KEY,
  name text NOT NULL,
  channel text NOT NULL,
  siasn_id int NOT NULL,   -- 0 = none
  method int NOT NULL
);
INSERT INTO program_form (code, name, channel, siasn_id, method) VALUES
  ('KL01', 'Pelatihan Struktural Kepemimpinan', 'KLASIKAL', 1, 2),
  ('KL02', 'Pelatihan Manajerial', 'KLASIKAL', 5, 1),
  ('KL03', 'Pelatihan Teknis', 'KLASIKAL', 3, 1),
  ('KL04', 'Pelatihan Fungsional', 'KLASIKAL', 2, 2),
  ('KL05', 'Pelatihan Sosial Kultural', 'KLASIKAL', 6, 1),
  ('KL06', 'Seminar/Konferensi/Sarasehan', 'KLASIKAL', 9, 1),
  ('KL07', 'Workshop/Lokakarya', 'KLASIKAL', 4, 1),
  ('KL08', 'Kursus', 'KLASIKAL', 11, 1),
  ('KL09', 'Penataran', 'KLASIKAL', 12, 1),
  ('KL10', 'Bimbingan Teknis', 'KLASIKAL', 8, 1),
  ('KL11', 'Sosialisasi', 'KLASIKAL', 7, 1),
  ('KL12', 'Klasikal lainnya', 'KLASIKAL', 13, 1),
  ('NKL01', 'Coaching', 'NONKLASIKAL', 14, 3),
  ('NKL02', 'Mentoring', 'NONKLASIKAL', 15, 3),
  ('NKL03', 'E-learning', 'NONKLASIKAL', 16, 1),
  ('NKL04', 'Pelatihan Jarak Jauh', 'NONKLASIKAL', 17, 1),
  ('NKL05', 'Detasering', 'NONKLASIKAL', 18, 3),
  ('NKL06', 'Pembelajaran Alam Terbuka', 'NONKLASIKAL', 19, 3),
  ('NKL07', 'Patok Banding', 'NONKLASIKAL', 20, 3),
  ('NKL08', 'Pertukaran PNS dengan swasta/BUMN/BUMD', 'NONKLASIKAL', 21, 3),
  ('NKL09', 'Belajar Mandiri', 'NONKLASIKAL', 22, 3),
  ('NKL10', 'Komunitas Belajar', 'NONKLASIKAL', 23, 3),
  ('NKL11', 'Bimbingan di Tempat Kerja', 'NONKLASIKAL', 24, 3),
  ('NKL12', 'Magang/Praktik Kerja', 'NONKLASIKAL', 10, 3),
  ('NKL13', 'Nonklasikal lainnya', 'NONKLASIKAL', 25, 3),
  ('P02', 'Pendidikan (tugas belajar)', 'PENDIDIKAN', 0, 2);

CREATE TABLE program (
  id uuid PRIMARY KEY,
  year int NOT NULL,
  title text NOT NULL,    -- of the newest version
  copy_of uuid REFERENCES program,
  retired boolean NOT NULL DEFAULT false
);
CREATE INDEX ON program (year, id);
CREATE UNIQUE INDEX one_title_a_year ON program (year, lower(title)) WHERE NOT retired;
CREATE UNIQUE INDEX one_copy_a_year ON program (copy_of, year) WHERE NOT retired;

CREATE TABLE program_version (
  program uuid NOT NULL REFERENCES program,
  number int NOT NULL,
  state int NOT NULL,
  design bytea NOT NULL,      -- needs.v1.ProgramDesign, without its needs
  families text[] NOT NULL,
  rupiah bigint NOT NULL,     -- one batch of the variant that is preferred
  drafters text[] NOT NULL,
  reviewer text NOT NULL,
  note text NOT NULL,
  decided_on date NOT NULL,
  PRIMARY KEY (program, number)
);
CREATE UNIQUE INDEX one_version_in_force ON program_version (program) WHERE state IN (4, 5);
CREATE UNIQUE INDEX one_version_in_work ON program_version (program) WHERE state IN (1, 2, 3);

CREATE TABLE program_need (
  program uuid NOT NULL,
  number int NOT NULL,
  need uuid NOT NULL REFERENCES need,
  PRIMARY KEY (program, number, need),
  FOREIGN KEY (program, number) REFERENCES program_version
);
CREATE INDEX ON program_need (need);

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('design.learning_share_min', '2020-01-01', '{0.60}', 'kebijakan: bagian pembelajaran dari menit terjadwal', ''),
  ('design.active_share_min', '2020-01-01', '{0.40}', 'kebijakan: bagian peserta aktif dari menit belajar', ''),
  ('design.traceability_target', '2020-01-01', '{0.95}', 'kebijakan: bagian program yang berdiri di atas kebutuhan terukur', ''),
  ('jp.minutes', '2020-01-01', '{45}', 'standar biaya diklat: 1 JP = 45 menit', '');
-- Placeholders: the annex of PerLAN 10/2018 was not checked. Whoever has checked it sets the row with "verified by".
INSERT INTO policy (key, valid_from, values, legal_basis, verified_by)
SELECT 'jp.per_activity.' || code, '2020-01-01', '{2,8}', 'kebijakan sementara: JP tiap kegiatan, paling banyak setahun; lampiran PerLAN 10/2018 belum dicocokkan', ''
FROM program_form
WHERE method = 3;
