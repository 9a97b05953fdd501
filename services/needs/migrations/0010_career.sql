-- Needs of who goes on to a next family: those of type 3 name it. `person.lacks` holds what they lack for it beside what they lack on
-- their post, as 'LURAH/M.08:2'.
ALTER TABLE need ADD COLUMN next_family text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX one_need_a_next_group ON need (campaign, competency, to_level, family, next_family) WHERE type = 3;

-- Learned from the registry: which families come after one, from a day on.
CREATE TABLE career_path (
  family text NOT NULL,
  valid_from date NOT NULL,
  next text[] NOT NULL,
  PRIMARY KEY (family, valid_from)
);
