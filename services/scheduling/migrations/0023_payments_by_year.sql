-- Whose cost each payment is: a batch may take place in two fiscal years. Null, of what was begun before this: of the
-- year in which the batch begins.
ALTER TABLE publication ADD COLUMN years int[];
