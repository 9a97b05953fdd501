-- Who verified a version that was returned is nobody's signature on what it is now.
UPDATE version SET verified_by = '' WHERE state IN (1, 2) AND verified_by <> '';
