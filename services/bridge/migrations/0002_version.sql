-- How often it was set whose events are translated: who sets it by what he has read says which of these that was.
CREATE TABLE translation (
  version bigint NOT NULL
);
INSERT INTO translation VALUES (1);
