-- Kinds of units: what class of thing each is, and under which kinds it stands ('' = directly under the city).
CREATE TABLE unit_kind (
  kind text PRIMARY KEY,
  class text NOT NULL,
  parents text[] NOT NULL
);
INSERT INTO unit_kind (kind, class, parents) VALUES
  ('SETDA', 'AGENCY', '{""}'),
  ('SETWAN', 'AGENCY', '{""}'),
  ('INSPEKTORAT', 'AGENCY', '{""}'),
  ('BADAN', 'AGENCY', '{""}'),
  ('DINAS', 'AGENCY', '{""}'),
  ('SATPOL', 'AGENCY', '{""}'),
  ('RSD', 'AGENCY', '{"",DINAS}'),
  ('KECAMATAN', 'TERRITORY', '{""}'),
  ('KELURAHAN', 'TERRITORY', '{KECAMATAN}'),
  ('BAGIAN', 'PART', '{"",SETDA,SETWAN,RSD}'),
  ('BIDANG', 'PART', '{INSPEKTORAT,BADAN,DINAS,SATPOL,RSD}'),
  ('SUBBAGIAN', 'PART', '{SETDA,SETWAN,INSPEKTORAT,BADAN,DINAS,SATPOL,RSD,KECAMATAN,BAGIAN,UPTD}'),
  ('SUBBIDANG', 'PART', '{BIDANG}'),
  ('SEKSI', 'PART', '{BIDANG,SATPOL,KECAMATAN,KELURAHAN,UPTD}'),
  ('UPTD', 'BRANCH', '{BADAN,DINAS}'),
  ('KORWIL', 'BRANCH', '{DINAS}'),
  ('PUSKESMAS', 'HEALTH_CENTRE', '{DINAS}'),
  ('SEKOLAH', 'SCHOOL', '{DINAS,KORWIL}');
