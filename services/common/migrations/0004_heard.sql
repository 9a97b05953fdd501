-- What a consumer must remember to notice that a publisher went back in time, and that the broker forgot what comes next.

-- The newest event of the aggregate (UUIDv7: ids ascend with time). An older id at an old version is an event that came
-- before; a newer id at an old version is a version that its publisher told anew. Null: not known, so nothing is noticed.
ALTER TABLE heard ADD COLUMN newest uuid;

-- The broker did not have next_offset any more.
ALTER TABLE consumer_offset ADD COLUMN lost boolean NOT NULL DEFAULT false;

-- Forgets all that was heard, in a moment however much it is; as the owner, since TRUNCATE is not for the service.
CREATE FUNCTION forget_heard() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS 'TRUNCATE inbox, heard, parked';
