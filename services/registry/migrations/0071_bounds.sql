-- Days of which there always is one: sixty holidays a year, one year's next to another's, leave a working day within 200 days and as
-- many times three as are counted.
CREATE OR REPLACE FUNCTION working_day_after(since date, days int) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT since + n
  FROM generate_series(1, 200 + 3 * days) AS n
  WHERE extract(isodow FROM since + n) < 6 AND NOT EXISTS (SELECT FROM holiday h WHERE h.day = since + n)
  ORDER BY n
  OFFSET greatest(days, 1) - 1
  LIMIT 1
$$;

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('record.longest_years', '2017-04-07', '{4}', 'PP 11/2017: CLTN tiga tahun, dapat diperpanjang satu tahun', '');

-- Career paths are of civil servants (PP 11/2017 pasal 206): PPPK are measured anew, against the post held alone.
INSERT INTO timer (kind, subject, due)
  SELECT DISTINCT 'post_measuring', w.post || '@', timestamptz '2020-01-01'
  FROM next_gap g
  JOIN person e ON e.id = g.person
  JOIN placement w ON w.person = g.person
  WHERE e.employment_type NOT IN ('CPNS', 'PNS')
ON CONFLICT DO NOTHING;
