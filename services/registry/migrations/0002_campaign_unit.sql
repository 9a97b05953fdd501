-- A rating campaign names its unit by code; '' = the city. Its path is the unit's; `path` is as it was when the campaign was opened.
ALTER TABLE rating_campaign
  ADD COLUMN unit text NOT NULL GENERATED ALWAYS AS (split_part(rtrim(path, '/'), '/', -1)) STORED;
