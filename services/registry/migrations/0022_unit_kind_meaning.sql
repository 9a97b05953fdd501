-- What each kind of units means (PP 18/2016), and under which kinds it stands. A bagian stands directly under the city
-- where the registry does not hold its secretariat. `class` is read by versions before this one alone.
ALTER TABLE unit_kind ADD COLUMN meaning text NOT NULL DEFAULT '';
UPDATE unit_kind SET meaning = k.meaning, parents = k.parents::text[]
FROM (VALUES
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
  ('SEKOLAH', 'sekolah negeri', '{DINAS,UPTD,KORWIL}')) AS k(kind, meaning, parents)
WHERE unit_kind.kind = k.kind;
