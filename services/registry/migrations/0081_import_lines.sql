-- On which line each subject of an import stood; none of imports from before.
ALTER TABLE import ADD COLUMN lines int[] NOT NULL DEFAULT '{}';
