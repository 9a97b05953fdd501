-- Publications of batches, what must be arranged before, and what became of a batch. How far a publication is: table saga.
ALTER TABLE batch
  ADD COLUMN publications int NOT NULL DEFAULT 0,  -- begun
  ADD COLUMN cause int NOT NULL DEFAULT 0,         -- of its cancellation
  ADD COLUMN reason text NOT NULL DEFAULT '';
CREATE TABLE publication (
  batch uuid NOT NULL REFERENCES batch,
  number int NOT NULL,
  begun_by text NOT NULL,
  lines uuid[] NOT NULL,       -- of the budget of the batch's unit: what each pays
  amounts bigint[] NOT NULL,
  commitment uuid,             -- of the budget
  PRIMARY KEY (batch, number)
);
CREATE TABLE checklist_item (
  batch uuid NOT NULL REFERENCES batch,
  kind int NOT NULL,
  due date NOT NULL,
  done date,
  not_needed text NOT NULL DEFAULT '',  -- why
  note text NOT NULL DEFAULT '',
  by text NOT NULL DEFAULT '',
  PRIMARY KEY (batch, kind)
);

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('publication.hours', '2020-01-01', '{24}', 'kebijakan: sesudah itu penerbitan yang belum selesai dikembalikan', ''),
  ('checklist.share_percent', '2020-01-01', '{80}', 'kebijakan: bagian daftar periksa yang selesai sebelum terbit', ''),
  ('checklist.amber_days', '2020-01-01', '{3}', 'kebijakan: sekian hari sebelum jatuh tempo butir terbuka menjadi kuning', '');
