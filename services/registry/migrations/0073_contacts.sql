-- Where people are written to. Only answered to those who write to them, on record who asked (ResolvePeople).
CREATE TABLE contact (
  person uuid PRIMARY KEY REFERENCES person,
  email text NOT NULL,  -- '' = not known
  mobile text NOT NULL  -- +62…; '' = not known
);
