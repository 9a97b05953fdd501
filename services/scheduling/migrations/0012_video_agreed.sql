-- A recording is shown in a leader's place only if he has agreed to it.

ALTER TABLE hold ADD COLUMN video_agreed boolean NOT NULL DEFAULT false;
