-- How speakers were rated, by who was there. Of people no more is shown than what at least eval.k_anon of them said together.

CREATE TABLE speaker_rating (
  session uuid NOT NULL REFERENCES learning_session,
  rater text NOT NULL,             -- of a participant the person, of the committee the subject
  enrolment uuid REFERENCES enrolment,  -- of a participant
  speaker uuid NOT NULL REFERENCES speaker,
  rating int NOT NULL CHECK (rating BETWEEN 1 AND 5),
  rated_at timestamptz NOT NULL,   -- the last time, until it counts
  PRIMARY KEY (session, rater)
);
CREATE INDEX ON speaker_rating (speaker);
CREATE INDEX ON speaker_rating (rated_at);

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('speaker.rating', '2020-01-01', '{3.5,5,24,14}', 'kebijakan: nilai terendah narasumber, dari sedikitnya sekian penilaian, selama sekian bulan; sekian hari untuk menilai (SPK-08)', ''),
  ('retention.rating_days', '2020-01-01', '{1827}', 'kebijakan: penilaian narasumber; lebih lama dari bulan yang dihitung', '');
