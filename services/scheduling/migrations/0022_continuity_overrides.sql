-- Rules of continuity that the head of an agency lets a batch break.
CREATE TABLE continuity_override (
  batch uuid NOT NULL REFERENCES batch,
  rule text NOT NULL,
  about text COLLATE "C" NOT NULL,  -- the path of a unit; a blackout (SVC-05); a person (SVC-06)
  period text NOT NULL,             -- a day, or a quarter
  allows int NOT NULL,              -- people, or days
  unit text NOT NULL,               -- of the head
  why int NOT NULL,
  note text NOT NULL,
  made_by text NOT NULL,
  made_on date NOT NULL,
  PRIMARY KEY (batch, rule, about, period)
);
