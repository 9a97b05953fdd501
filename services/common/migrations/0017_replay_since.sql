-- The event behind which a replay begins; `after` moves on. What was told before it by versions is left out, whatever its id says.
ALTER TABLE replay ADD COLUMN since uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
