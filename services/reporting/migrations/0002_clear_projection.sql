-- Empties the projection, in a moment however large it is; as the owner, since TRUNCATE is not for the service. Whoever adds a
-- projection table replaces this function.
CREATE FUNCTION clear_projection() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS 'TRUNCATE unit, person, measurement, gap, rating, need, directive';
