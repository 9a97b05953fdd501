-- Whoever acts for a head is asked no more from the day on which that ends: by the timer that is set when it is told
-- (hears.cc), for what was told before there was one. One of a day that is over looks once more, and finds nothing new.
INSERT INTO timer (kind, subject, due)
SELECT DISTINCT 'head', unit || '@' || to_char(until, 'YYYY-MM-DD'),
       until::timestamp AT TIME ZONE 'Asia/Jakarta' + interval '10 minutes'
FROM acting
ON CONFLICT DO NOTHING;
