-- What later was printed of the same thing.
CREATE INDEX ON document (subject, number, version);
