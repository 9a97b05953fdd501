-- Who took part in a campaign that has ended, and in which unit each was then: what is recorded later about that day changes none of
-- its figures.
CREATE TABLE campaign_person (
  campaign uuid NOT NULL REFERENCES rating_campaign,
  person uuid NOT NULL,
  unit text NOT NULL,
  PRIMARY KEY (campaign, person)
);
ALTER TABLE rating_campaign ADD COLUMN counted boolean NOT NULL DEFAULT false;  -- its people are in campaign_person

-- Campaigns end by a timer, those that have ended already by the history that is kept.
INSERT INTO timer (kind, subject, due)
  SELECT 'rating_campaign_end', id || '@' || closes || '@', closes::timestamp AT TIME ZONE 'Asia/Jakarta' FROM rating_campaign;

-- What superiors said in one campaign.
CREATE INDEX ON rating (campaign, role);
