-- Long work that was asked for (docs/adr/0018). Its request is dropped when it ends: only what came of it is kept.
CREATE TABLE job (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  state int NOT NULL,           -- operations.v1.Job.State
  request bytea NOT NULL,
  asked_by text NOT NULL,
  grants text[] NOT NULL,       -- of who asked, when he did: "ANALYST:/"
  target text NOT NULL,         -- what the command's scope named, and the path of that
  scope_path text NOT NULL,
  paths text[] NOT NULL,
  asked_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  done bigint NOT NULL DEFAULT 0,
  total bigint NOT NULL DEFAULT 0,
  moved_at timestamptz,         -- when `done` last grew, by the database's clock, as the two below
  not_before timestamptz NOT NULL DEFAULT '-infinity',
  lease_until timestamptz,
  lease uuid,                   -- of the attempt under way
  attempts int NOT NULL DEFAULT 0,
  cancelling boolean NOT NULL DEFAULT false,
  checkpoint bytea NOT NULL DEFAULT '',
  findings bytea NOT NULL DEFAULT '',  -- binadaya.v1.Findings
  result bytea NOT NULL DEFAULT ''     -- google.protobuf.Any
);
CREATE INDEX ON job (kind, asked_at) WHERE ended_at IS NULL;
CREATE INDEX ON job (ended_at) WHERE ended_at IS NOT NULL;

-- As it is shown, times in microseconds.
CREATE VIEW job_shown AS
SELECT id, kind, state, done, total, asked_by,
       (extract(epoch FROM asked_at) * 1000000)::bigint AS asked_us,
       (extract(epoch FROM started_at) * 1000000)::bigint AS started_us,
       (extract(epoch FROM ended_at) * 1000000)::bigint AS ended_us,
       attempts, cancelling AND ended_at IS NULL AS cancelling
FROM job;

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('retention.job_days', '2020-01-01', '{30}', 'kebijakan: selama itu hasil pekerjaan latar dapat diambil', '');
