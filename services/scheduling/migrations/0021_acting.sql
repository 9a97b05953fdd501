-- Learned from the registry: who acts for the head of a unit (Plt, Plh), and on which days. One that is annulled ends on its first day. Of what was
-- told before, it is known once it is told again, or heard anew: `binadaya replay bootstrap scheduling`.
CREATE TABLE acting (
  person uuid NOT NULL,
  unit text NOT NULL,
  post text NOT NULL,
  first_day date NOT NULL,
  until date NOT NULL,  -- not in it
  PRIMARY KEY (unit, post, person, first_day)
);
