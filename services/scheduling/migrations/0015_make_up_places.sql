-- Where a make-up session is and who teaches it: its own, whatever becomes of what it makes up for.
ALTER TABLE learning_session
  ADD COLUMN venue uuid,    -- null: of a session of the rundown, or none
  ADD COLUMN speaker uuid;

UPDATE learning_session s
SET venue = (SELECT b.id FROM booking b WHERE b.batch = s.batch AND b.item = s.id AND b.resource = 1 LIMIT 1),
    speaker = (SELECT b.id FROM booking b WHERE b.batch = s.batch AND b.item = s.id AND b.resource = 2 LIMIT 1)
WHERE s.makes_up IS NOT NULL;
