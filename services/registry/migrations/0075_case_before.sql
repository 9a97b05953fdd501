-- How far a case was on past days: in `state` until the day before valid_to. State 0: there was none; -1: nobody kept it.
CREATE TABLE case_before (
  person uuid NOT NULL,
  campaign uuid NOT NULL,
  valid_to date NOT NULL,
  state int NOT NULL,
  PRIMARY KEY (person, campaign, valid_to)
);
INSERT INTO case_before (person, campaign, valid_to, state) SELECT person, campaign, current_date, -1 FROM rating_case;
