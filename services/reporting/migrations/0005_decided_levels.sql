-- What a level rests on beside ratings: a calibration or a correction, and who agreed to it. And how much of a standard is known.
ALTER TABLE gap
  ADD COLUMN basis text NOT NULL DEFAULT '',
  ADD COLUMN decided_by text[] NOT NULL DEFAULT '{}',
  ADD COLUMN decided_on date;
ALTER TABLE measurement
  ADD COLUMN required int NOT NULL DEFAULT 0,  -- competencies of the post's standard; 0 = not told
  ADD COLUMN known int NOT NULL DEFAULT 0;     -- of these, with a valid level
