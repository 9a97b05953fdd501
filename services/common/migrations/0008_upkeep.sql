-- What a start does to the schema stands in the schema, so that an older binary that starts on a newer one does it right.

-- A month whose first rows already lie in the default partition stays there: correct, only slower. ATTACH lets writers go on; it waits
-- only for readers of the whole table, and no longer than the caller's lock_timeout.
CREATE OR REPLACE FUNCTION ensure_partitions(parent text, id_column text, first timestamptz, months int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  month timestamptz := date_trunc('month', first, 'UTC');
  name text;
  taken boolean;
BEGIN
  FOR i IN 0 .. months - 1 LOOP
    name := parent || to_char(month AT TIME ZONE 'UTC', '_YYYY_MM');
    IF to_regclass(name) IS NULL THEN
      EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE %I >= %L AND %I < %L)', parent || '_default', id_column,
                     uuid_floor(month), id_column, uuid_floor(month + interval '1 month')) INTO taken;
      IF NOT taken THEN
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', name, parent);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                       parent, name, uuid_floor(month), uuid_floor(month + interval '1 month'));
      END IF;
    END IF;
    month := month + interval '1 month';
  END LOOP;
END $$;

-- Drops the oldest month that ended before `horizon`. False when there is none.
CREATE FUNCTION drop_oldest_partition(parent text, horizon timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  oldest text;
BEGIN
  SELECT relname INTO oldest
  FROM pg_inherits
  JOIN pg_class ON pg_class.oid = inhrelid
  WHERE inhparent = parent::regclass
    AND relname ~ '_\d{4}_\d{2}$'
    AND (to_date(right(relname, 7), 'YYYY_MM') + interval '1 month') AT TIME ZONE 'UTC' <= horizon
  ORDER BY relname
  LIMIT 1;
  IF oldest IS NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('DROP TABLE %I', oldest);
  RETURN true;
END $$;

-- What the service's own role may do. Partitions are reached through their parents only.
CREATE FUNCTION grant_service(role text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  partition regclass;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', role);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', role);
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO %I', role);
  EXECUTE format('REVOKE UPDATE, DELETE ON event_log, audit, audit_seal, audit_head FROM %I', role);
  EXECUTE format('REVOKE ALL ON schema_migration FROM %I', role);
  FOR partition IN SELECT inhrelid::regclass FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE relkind = 'r' LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %I', partition, role);
  END LOOP;
END $$;

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('retention.inbox_days', '2020-01-01', '{400}', 'kebijakan: topik menyimpan 30 hari, ditambah pemutaran ulang terlama', ''),
  ('retention.request_days', '2020-01-01', '{30}', 'kebijakan: selama itu permintaan yang sama dijawab sama', '');
