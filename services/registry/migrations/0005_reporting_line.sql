-- The reporting line: which posts head their unit, and how units and people stood on past days.

-- Of the post itself, not of one of its versions: a post that heads its unit always did.
ALTER TABLE post ADD COLUMN is_head boolean NOT NULL DEFAULT false;

-- `head` is the post's `is_head`, so that a unit's heads are found without looking at all of its people.
ALTER TABLE assignment ADD COLUMN head boolean NOT NULL DEFAULT false;
CREATE INDEX ON assignment (unit) WHERE head;
CREATE INDEX ON assignment (person, valid_from);

-- A unit exists from `valid_from` on, until `valid_to` (exclusive; null = open).
ALTER TABLE unit
  ADD COLUMN valid_from date NOT NULL DEFAULT '1900-01-01',
  ADD COLUMN valid_to date;

-- What `unit` said until `valid_to` (exclusive). On a day the row with the next `valid_to` holds, and `unit` itself after the last.
CREATE TABLE unit_before (
  code text NOT NULL REFERENCES unit,
  valid_to date NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  parent text NOT NULL,
  direct_service boolean NOT NULL,
  PRIMARY KEY (code, valid_to)
);

-- The same of `person`.
CREATE TABLE person_before (
  person uuid NOT NULL REFERENCES person,
  valid_to date NOT NULL,
  employment_type text NOT NULL,
  grade text NOT NULL,
  legal_position text NOT NULL,
  PRIMARY KEY (person, valid_to)
);
