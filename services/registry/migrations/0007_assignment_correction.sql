-- How an assignment read before its dates were corrected: the row itself holds what is right.
CREATE TABLE assignment_correction (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  assignment bigint NOT NULL REFERENCES assignment,
  valid_from date NOT NULL,  -- until then
  valid_to date,
  corrected_at timestamptz NOT NULL
);
CREATE INDEX ON assignment_correction (assignment);
