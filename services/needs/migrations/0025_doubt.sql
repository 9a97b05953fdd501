-- Why a version of a program was put under review, whatever became of it since; empty: it never was.
ALTER TABLE program_version ADD COLUMN doubt text NOT NULL DEFAULT '';
-- One that was replaced has a note only if it was put under review before: what was returned loses it when it is submitted.
UPDATE program_version SET doubt = note WHERE state = 5 OR (state = 7 AND note <> '');
-- Designs that may be the same as another (see DoubtedLike).
CREATE INDEX ON program_version (rupiah) WHERE doubt <> '' OR state = 5 OR (state = 7 AND note <> '');
