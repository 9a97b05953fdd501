-- A need is about a group; where its people stand is a distribution inside it, as text: "0:3 1:20" (level:people).
ALTER TABLE need
  ADD COLUMN from_levels text NOT NULL DEFAULT '',
  ADD COLUMN rated int NOT NULL DEFAULT 0,
  ADD COLUMN provisional boolean NOT NULL DEFAULT false,
  ADD COLUMN closed_because text NOT NULL DEFAULT '';  -- '' = of an older event: gap_gone says it
ALTER TABLE directive ADD COLUMN measured_rated int NOT NULL DEFAULT 0;
