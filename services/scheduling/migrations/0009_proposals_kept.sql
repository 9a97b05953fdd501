-- How long what was proposed, and not accepted, is kept; what was accepted says why the schedule is as it is.

ALTER TABLE proposal ADD COLUMN at timestamptz NOT NULL DEFAULT now();
CREATE INDEX ON proposal (at);

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('retention.proposal_days', '2020-01-01', '{365}', 'kebijakan: usulan jadwal dan perbaikan yang tidak diterima; yang diterima disimpan', '');
