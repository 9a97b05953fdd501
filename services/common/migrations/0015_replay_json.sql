-- Whether a replay is sent in JSON (CloudEvents in the structured mode).
ALTER TABLE replay ADD COLUMN json boolean NOT NULL DEFAULT false;
