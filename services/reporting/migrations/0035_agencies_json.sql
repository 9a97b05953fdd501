-- Which of them read JSON instead of protobuf.
ALTER TABLE agency ADD COLUMN json boolean NOT NULL DEFAULT false;
