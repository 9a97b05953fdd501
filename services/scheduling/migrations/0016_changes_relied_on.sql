-- Of a release whether people relied on the one before: what it moves counts as a change (F-26).
ALTER TABLE rundown_release ADD COLUMN relied_on boolean NOT NULL DEFAULT false;
