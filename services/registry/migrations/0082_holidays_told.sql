-- A day that a decree may still shift (Islamic feasts).
ALTER TABLE holiday ADD COLUMN provisional boolean NOT NULL DEFAULT false;

-- Those who hear of holidays hear of the years that are here already.
INSERT INTO timer (kind, subject, due)
  SELECT DISTINCT 'holidays', extract(year FROM day)::int::text, timestamptz '2020-01-01' FROM holiday;
