-- Who entered a holiday, when, and by which document; '' and null = not known.
ALTER TABLE holiday ADD COLUMN set_by text NOT NULL DEFAULT '';
ALTER TABLE holiday ADD COLUMN set_at timestamptz;
ALTER TABLE holiday ADD COLUMN document text NOT NULL DEFAULT '';

-- Those that came with the platform, unless somebody has entered others since.
UPDATE holiday SET document = 'SKB 3 Menteri 1497/2/5 Tahun 2025'
  WHERE extract(year FROM day) = 2026 AND NOT EXISTS (SELECT FROM audit WHERE action LIKE '%SetHolidays');
