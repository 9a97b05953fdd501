-- As in needs, which plans by them; here money is reckoned with them.
INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('jp.minutes', '2020-01-01', '{45}', 'standar biaya diklat: 1 JP = 45 menit', ''),
  ('oj.minutes', '2020-01-01', '{60}', 'standar biaya: 1 orang-jam (OJ) narasumber = 60 menit', '');
