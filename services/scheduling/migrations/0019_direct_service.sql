-- Learned from the registry: units that serve citizens at a counter or on the street (SVC-4). Of those heard of before it is known once they are
-- told again, or heard anew: `binadaya replay bootstrap scheduling`.
ALTER TABLE unit ADD COLUMN direct_service boolean NOT NULL DEFAULT false;

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('continuity.direct', '2020-01-01', '{10}', 'kebijakan: SVC-4 persen pegawai unit layanan langsung', '');
