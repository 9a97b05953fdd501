-- Documents of an account that were recorded wrongly: as they were, and who took them back.
CREATE TABLE spj_withdrawn (
  id uuid PRIMARY KEY,
  unit text NOT NULL,
  batch text NOT NULL,
  kind int NOT NULL,
  doc_ref text NOT NULL,
  on_day date NOT NULL,
  made_by text NOT NULL,
  withdrawn_on date NOT NULL,
  withdrawn_by text NOT NULL,
  reason text NOT NULL
);
CREATE INDEX ON spj_withdrawn (unit, batch);
