-- Learned from needs: the months in which the batches of a plan item begin, one for each batch, 1 to 12 of the plan's year. Of what was heard
-- before it is not known; the next revision of that plan says it.
ALTER TABLE planned
  ADD COLUMN year int NOT NULL DEFAULT 0,
  ADD COLUMN months int[] NOT NULL DEFAULT '{}';

-- When a batch's money was spent first.
CREATE INDEX ON entry (commitment) WHERE kind = 5;
