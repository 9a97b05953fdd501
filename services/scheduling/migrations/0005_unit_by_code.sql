-- People stand in a unit by its code: one that moves takes them along without another event about them.
ALTER TABLE person ADD COLUMN unit text NOT NULL GENERATED ALWAYS AS (split_part(rtrim(unit_path, '/'), '/', -1)) STORED;
CREATE INDEX ON person (unit) WHERE active;
DROP INDEX person_unit_path_idx;
