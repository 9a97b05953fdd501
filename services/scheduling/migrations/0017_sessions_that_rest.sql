-- Nobody is kept from anything by a break, a meal or a prayer. False, too, of what was released before this is kept.
ALTER TABLE session ADD COLUMN rests boolean NOT NULL DEFAULT false;
