-- Who lacks what: by competency, without a look at the table. The index it takes the place of named the competency alone.
CREATE INDEX positive_gap ON gap (competency, person) INCLUDE (gap) WHERE gap > 0;
DROP INDEX gap_competency_idx;
