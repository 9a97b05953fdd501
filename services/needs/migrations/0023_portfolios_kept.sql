-- How long a portfolio that nobody accepted is kept; one that was says why the plan is as it is.
ALTER TABLE portfolio ADD COLUMN at timestamptz NOT NULL DEFAULT now();
CREATE INDEX ON portfolio (at) WHERE state = 1;

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('retention.portfolio_days', '2020-01-01', '{366}', 'kebijakan: portofolio yang tidak diterima; yang diterima disimpan', '');
