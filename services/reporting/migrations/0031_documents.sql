-- What was printed. Its id is made of its content; names stand in no column: they are the registry's. Not a projection:
-- clear_projection() leaves it alone, for nobody tells it again.
CREATE TABLE document (
  id uuid PRIMARY KEY,
  kind int NOT NULL,
  subject uuid NOT NULL,
  unit text NOT NULL,        -- '/' = the city
  year int NOT NULL,
  number int NOT NULL,       -- of the version in its year, of the plan's revision
  version bigint NOT NULL,   -- of the subject, as it was printed
  state text NOT NULL,
  in_force boolean NOT NULL, -- then, or before: no draft
  total bigint NOT NULL,
  made_at timestamptz NOT NULL
);
CREATE INDEX ON document (kind, unit, year, number, version);
CREATE INDEX ON document (made_at, id);
