-- Templates of rundowns: of a program, which is the same from year to year.

CREATE TABLE rundown_template (
  id uuid PRIMARY KEY,
  unit text NOT NULL,                 -- that keeps it
  program uuid NOT NULL,              -- of the batch that it was made of first
  title text NOT NULL,
  newest int NOT NULL DEFAULT 0,      -- number of a version
  retired_by text NOT NULL DEFAULT '',  -- empty: it is in use
  retired_reason text NOT NULL DEFAULT ''
);
CREATE INDEX ON rundown_template (program);

CREATE TABLE rundown_template_version (
  template uuid NOT NULL REFERENCES rundown_template,
  number int NOT NULL,
  batch uuid NOT NULL REFERENCES batch,
  release int NOT NULL,               -- of its rundown; 0: the draft
  note text NOT NULL,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL,
  content bytea NOT NULL,             -- v1.TemplateContent
  PRIMARY KEY (template, number)
);
