-- On which day (UTC) the newest certificate of each ends, as far as it is known.
ALTER TABLE agency ADD COLUMN certificate_ends date;
