-- Nothing is demanded of who holds no post: the gaps of people who have left are past.
WITH gone AS (
  DELETE FROM gap g
  USING person p
  WHERE p.id = g.person AND p.legal_position IN ('PENSIUN', 'MENINGGAL', 'BERHENTI', 'PINDAH_INSTANSI')
  RETURNING g.*)
INSERT INTO gap_past (until, person, post, standard, as_of, competency, required, actual, gap, severity)
SELECT current_date, person, post, standard, as_of, competency, required, actual, gap, severity FROM gone;
