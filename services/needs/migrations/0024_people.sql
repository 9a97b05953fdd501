-- Learned from the registry: which post a person holds, and what he was last measured to meet. What is neither in `lacks` nor in `meets`
-- is not known of him. A row of before knows neither until the next event tells it; so long all is as it was: his family is the one that
-- was told with the post, and with a valid profile (`lacks` not null) he meets what he does not lack.
ALTER TABLE person
  ADD COLUMN post text NOT NULL DEFAULT '',
  ADD COLUMN meets text[];   -- as `lacks`: 'M.08:2', 'LURAH/M.08:2'
CREATE INDEX ON person (post);
CREATE INDEX ON post (family);
