-- Placements and repairs: what was proposed, and what became of it.

CREATE TABLE proposal (
  id uuid PRIMARY KEY,      -- of the job that computed it
  unit text NOT NULL,
  kind int NOT NULL,        -- 1 placement, 2 repair
  state int NOT NULL,
  shown bytea NOT NULL,     -- v1.Placement or v1.Repair, as lists show it
  record bytea NOT NULL     -- v1.PlacementRecord or v1.RepairRecord
);
CREATE INDEX ON proposal (kind, id);

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('placement.weights', '2020-01-01', '{1,60,10,45,200,1,30,5}', 'kebijakan: bobot jam belajar, hari berurutan, keseimbangan, perjalanan, pimpinan, kursi kosong, anggaran, kelompok pembanding', ''),
  ('placement.hours', '2020-01-01', '{450,960,30,480,900}', 'kebijakan: sesi mulai sejak, sampai, setiap sekian menit; jam belajar yang disukai (menit sejak tengah malam)', ''),
  ('placement.settle', '2020-01-01', '{12,4}', 'kebijakan: bulan dan tanggal terakhir yang menyisakan waktu untuk SPJ', ''),
  ('placement.search', '2020-01-01', '{20000,20000,400000}', 'kebijakan: langkah pencarian; simpul untuk satu pertanyaan, dan untuk seluruh penjelasan', ''),
  ('placement.repair', '2020-01-01', '{14,30,20000}', 'kebijakan: sekian hari sesudah hari terakhir; sesi terdampak yang dibuktikan; simpul', ''),
  ('placement.notice', '2020-01-01', '{24}', 'kebijakan: jam sebelumnya peserta mengetahui perubahan', '');
