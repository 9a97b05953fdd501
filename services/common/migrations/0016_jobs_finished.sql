-- Who has asked that work ends with the best that it has found so far (docs/adr/0018); empty: nobody.
ALTER TABLE job ADD COLUMN finish_by text NOT NULL DEFAULT '';
