-- Which documents the account (SPJ) of a batch needs for what was spent, and which are there; what honoraria may cost.

-- By the beginning of an account; the kinds are those of the contract.
CREATE TABLE spj_requirement (
  account text COLLATE "C" NOT NULL,
  kind int NOT NULL,
  valid_from date NOT NULL,
  valid_to date,           -- exclusive
  legal_basis text NOT NULL,
  PRIMARY KEY (account, kind, valid_from)
);
INSERT INTO spj_requirement (account, kind, valid_from, legal_basis)
SELECT account, kind, '2020-01-01', 'Permendagri 77/2020; kelengkapan menurut praktik, belum diverifikasi'
FROM (VALUES
  ('5.1.02', '{8,10}'::int[]),                       -- every expenditure: invoice, report
  ('5.1.02.02.01.0003', '{1,2,3,4,5,6,7}'),          -- speakers, moderators
  ('5.1.02.02.01.0004', '{1,6,7}'),                  -- committees
  ('5.1.02.01.01.0052', '{2,3,9}'),                  -- meals of meetings
  ('5.1.02.01.01.0053', '{2,3,9}'),
  ('5.1.02.04.01', '{1,11}'),                        -- travel
  ('5.1.02.04.01.0004', '{2,3,9}'),                  -- meeting packages
  ('5.1.02.04.01.0005', '{2,3,9}')) AS of (account, kinds)
CROSS JOIN LATERAL unnest(kinds) AS kind;

CREATE TABLE spj_document (
  unit text NOT NULL,
  batch text NOT NULL,
  kind int NOT NULL,
  doc_ref text NOT NULL,
  on_day date NOT NULL,
  made_by text NOT NULL,
  PRIMARY KEY (unit, batch, kind, doc_ref)
);
CREATE INDEX ON commitment (unit, batch);

-- Ceilings for planning; a regional standard of the same code takes their place by its own first day.
INSERT INTO price_standard (code, valid_from, name, item, unit, ceiling, province, level, legal_basis)
SELECT code, '2024-01-01', name, 'HONORARIUM', unit, ceiling, '', level, 'PMK 49/2023; belum diverifikasi dengan standar daerah'
FROM (VALUES
  ('HON.NS.MENTERI', 'Narasumber menteri atau pejabat negara setara', 'OJ', 1700000, 'PEJABAT_NEGARA'),
  ('HON.NS.E1', 'Narasumber eselon I atau setara', 'OJ', 1400000, 'ESELON_I'),
  ('HON.NS.E2', 'Narasumber eselon II atau setara', 'OJ', 1000000, 'ESELON_II'),
  ('HON.NS.E3', 'Narasumber eselon III ke bawah atau setara', 'OJ', 900000, 'ESELON_III'),
  ('HON.MODERATOR', 'Moderator', 'Orang/Kali', 700000, ''),
  ('HON.MC', 'Pembawa acara', 'Orang/Kegiatan', 400000, ''),
  ('HON.DIKLAT.PENCERAMAH', 'Penceramah diklat', 'OJP', 1000000, ''),
  ('HON.DIKLAT.LUAR', 'Pengajar diklat dari luar', 'OJP', 300000, ''),
  ('HON.DIKLAT.DALAM', 'Pengajar diklat dari dalam', 'OJP', 200000, '')) AS of (code, name, unit, ceiling, level);

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('honorarium.own_staff_percent', '2020-01-01', '{50}', 'narasumber dari SKPD penyelenggara: persen dari tarif', ''),
  ('honorarium.tax_percent', '2020-01-01', '{0,0,5,15}', 'PP 80/2010: PPh 21 final honorarium PNS, persen menurut golongan I, II, III, IV', '');
