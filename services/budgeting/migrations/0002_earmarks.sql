-- What plan items have earmarked of a line, and what commitments took of it.
ALTER TABLE line
  ADD COLUMN earmarked bigint NOT NULL DEFAULT 0 CHECK (earmarked >= 0),  -- of all plan items
  ADD COLUMN earmarks text NOT NULL DEFAULT '',                           -- "<plan item> <rupiah> <plan item> <rupiah> …"
  ADD CONSTRAINT line_covers_earmarks CHECK (after >= committed + realised + frozen + earmarked);
ALTER TABLE commitment_part ADD COLUMN earmarked bigint NOT NULL DEFAULT 0 CHECK (earmarked >= 0);
CREATE INDEX ON commitment (unit, plan_item);
