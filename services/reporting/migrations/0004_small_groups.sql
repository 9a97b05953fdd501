INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('eval.k_anon', '2020-01-01', '{5}', 'kebijakan: kelompok terkecil yang ditunjukkan kepada yang tidak boleh melihat orang per orang', '');
