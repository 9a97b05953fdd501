-- What decides outcomes while other parts of the platform are not there yet, and how long raw attendance is kept.

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('completion.tests', '2020-01-01', '{1}', 'kebijakan: 1 = tes dan RTL yang diminta program ditunggu; 0 = disimpan di luar platform, kehadiran menentukan', ''),
  ('retention.attendance_days', '2020-01-01', '{1827}', 'kebijakan: lima tahun sesudah sesi, selama dapat diperiksa pemeriksa keuangan', '');

-- Entries go by the age of their session.
CREATE INDEX ON learning_session (ends);

-- Batches that were delivered to nobody go back, and may be cancelled.
INSERT INTO timer (kind, subject, due)
SELECT 'batch', id::text, '2020-01-01' FROM batch WHERE state = 7
ON CONFLICT DO NOTHING;
