-- Kinds of units (PP 18/2016): what each means, and under which kinds it stands ('' = directly under the city).
-- A bagian stands directly under the city where the registry does not hold its secretariat.
CREATE TABLE unit_kind (
  kind text PRIMARY KEY,
  meaning text NOT NULL,
  parents text[] NOT NULL
);
INSERT INTO unit_kind (kind, meaning, parents) VALUES
  ('SETDA', 'sekretariat daerah', '{""}'),
  ('SETWAN', 'sekretariat DPRD', '{""}'),
  ('INSPEKTORAT', 'inspektorat', '{""}'),
  ('BADAN', 'badan', '{""}'),
  ('DINAS', 'dinas', '{""}'),
  ('SATPOL', 'satuan polisi pamong praja', '{""}'),
  ('RSD', 'rumah sakit daerah', '{"",DINAS}'),
  ('KECAMATAN', 'kecamatan', '{""}'),
  ('KELURAHAN', 'kelurahan', '{KECAMATAN}'),
  ('BAGIAN', 'bagian', '{"",SETDA,SETWAN,RSD}'),
  ('BIDANG', 'bidang', '{INSPEKTORAT,BADAN,DINAS,SATPOL,RSD}'),
  ('SUBBAGIAN', 'subbagian',
   '{SETDA,SETWAN,INSPEKTORAT,BADAN,DINAS,SATPOL,RSD,KECAMATAN,KELURAHAN,BAGIAN,UPTD,PUSKESMAS}'),
  ('SUBBIDANG', 'subbidang', '{BIDANG}'),
  ('SEKSI', 'seksi', '{DINAS,SATPOL,RSD,KECAMATAN,KELURAHAN,BIDANG,UPTD}'),
  ('UPTD', 'unit pelaksana teknis daerah', '{BADAN,DINAS,BIDANG}'),
  ('KORWIL', 'koordinator wilayah', '{DINAS}'),
  ('PUSKESMAS', 'pusat kesehatan masyarakat', '{DINAS,UPTD}'),
  ('SEKOLAH', 'sekolah negeri', '{DINAS,UPTD,KORWIL}');
