-- Finding people, units, posts and campaigns by words (docs/adr/0029).

-- Without capitals and accents.
CREATE FUNCTION fold(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN lower(regexp_replace(normalize(words, NFD), '[\u0300-\u036f]', '', 'g') COLLATE "C");

-- Of what somebody looks for: one LIKE pattern a word. No word: none, which everything is like.
CREATE FUNCTION patterns_of(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN ARRAY(
    SELECT '%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%'
    FROM regexp_split_to_table(fold(words), '\s+') AS word
    WHERE word <> '');

ALTER TABLE person ADD COLUMN folded text COLLATE "C" GENERATED ALWAYS AS (fold(name)) STORED;

-- Of a campaign that was ended before its day: why.
ALTER TABLE rating_campaign ADD COLUMN closed_because text NOT NULL DEFAULT '';

-- Who was there, or on a post, on a past day.
CREATE INDEX ON assignment (unit) WHERE kind = 1;
CREATE INDEX ON assignment (post) WHERE kind = 1;
