-- Campaigns by invitation, and reminders.

ALTER TABLE rating_campaign ADD COLUMN by_invitation boolean NOT NULL DEFAULT false;

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('campaign.reminder_days', '2020-01-01', '{7,3,1}', 'kebijakan: sekian hari sebelum penutupan penilai diingatkan', '');

-- Campaigns that are open already; of days that have passed only the newest is told.
INSERT INTO timer (kind, subject, due)
  SELECT 'rating_reminder', c.id || '@' || (c.closes - n) || '@', (c.closes - n)::timestamp AT TIME ZONE 'Asia/Jakarta'
  FROM rating_campaign c, unnest('{7,3,1}'::int[]) AS n
  WHERE c.closes > current_date;
