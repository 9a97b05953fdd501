-- What a person's cases and valid levels replaced (0003) goes.
-- contract: since cases and their levels stand in tables of their own (0003)
DROP TABLE valid_level, profile;
