-- The key of the needs that were made for each level goes: one of a group is held apart by one_need_a_group.
-- contract: since a need is about a group (0002)
DROP INDEX one_need_a_gap_group;
