-- A unit that is closed resolves scopes as ever and counts as a unit no more.
ALTER TABLE unit ADD COLUMN closed boolean NOT NULL DEFAULT false;
