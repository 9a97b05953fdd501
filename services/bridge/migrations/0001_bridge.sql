-- Whose events are translated, and since when.
CREATE TABLE translated (
  publisher text PRIMARY KEY,
  since timestamptz NOT NULL
);
