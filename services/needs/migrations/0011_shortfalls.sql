-- Needs of a required training (type 4) and of appraisals below Baik (type 5).
ALTER TABLE need
  ADD COLUMN training text NOT NULL DEFAULT '',     -- of type 4
  ADD COLUMN regulated_on date,                     -- the regulation that demands it
  ADD COLUMN legal_basis text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX one_need_a_shortfall ON need (campaign, type, training, family) WHERE type IN (4, 5);

-- Learned from the registry: what a person has been trained in, and how far the newest appraisal is below Baik.
ALTER TABLE person
  ADD COLUMN trained text[] NOT NULL DEFAULT '{}',
  ADD COLUMN steps_below int NOT NULL DEFAULT 0;

-- Learned from the registry: trainings that are required of nobody any more.
CREATE TABLE training_ended (
  training text PRIMARY KEY
);
