-- Fails the statement that it is part of, unless that changed exactly one row (Tx::ChangeOne).
CREATE FUNCTION exactly_one(changed bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF changed <> 1 THEN
    RAISE EXCEPTION USING ERRCODE = 'BD001', MESSAGE = 'one row was to change, not ' || changed;
  END IF;
END $$;
