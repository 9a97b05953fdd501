-- Learned from needs: how many seats an item of the annual plan in force has in all its batches, and the minutes of learning of one (BL-06).
CREATE TABLE planned (
  plan_item text PRIMARY KEY,
  seats int NOT NULL,
  minutes int NOT NULL
);
