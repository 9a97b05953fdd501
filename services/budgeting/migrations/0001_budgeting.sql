-- Prices, versions of the year's budget, its lines and their ledger. Amounts are whole rupiah.

-- Learned from the registry: what a unit scope resolves to.
CREATE TABLE unit (
  code text PRIMARY KEY,
  path text COLLATE "C" NOT NULL
);

CREATE TABLE price_standard (
  code text COLLATE "C" NOT NULL,
  valid_from date NOT NULL,
  name text NOT NULL,
  item text NOT NULL,
  unit text NOT NULL,
  ceiling bigint NOT NULL CHECK (ceiling >= 0),
  province text NOT NULL,
  level text NOT NULL,
  legal_basis text NOT NULL,
  valid_to date,           -- exclusive; a newer one ends it too
  PRIMARY KEY (code, valid_from)
);

CREATE TABLE account_rule (
  year int NOT NULL,
  subactivity text NOT NULL,
  account text NOT NULL,
  item text NOT NULL,      -- '' = any
  PRIMARY KEY (year, subactivity, account, item)
);

CREATE TABLE version (
  id uuid PRIMARY KEY,
  unit text NOT NULL,
  year int NOT NULL,
  kind int NOT NULL,
  seq int NOT NULL,
  state int NOT NULL,
  total bigint NOT NULL,
  shift int NOT NULL,           -- of a PERGESERAN how far its money moves, else 0
  content bytea NOT NULL,       -- v1.Budget: a document, written and read as a whole; what is in force of it stands in line
  drafted_by text[] NOT NULL,
  verified_by text NOT NULL,
  validated_by text NOT NULL,
  doc_ref text NOT NULL,
  valid_from date,
  reason text NOT NULL,
  UNIQUE (unit, year, seq)
);
CREATE UNIQUE INDEX one_version_under_way ON version (unit, year) WHERE state IN (1, 2, 3);
CREATE UNIQUE INDEX one_version_in_force ON version (unit, year) WHERE state = 4;

-- A line that is in force, or was, and how its money stands: the sum of its entries.
CREATE TABLE line (
  id uuid PRIMARY KEY,
  unit text NOT NULL,
  year int NOT NULL,
  subactivity text NOT NULL,
  source text NOT NULL,
  account text NOT NULL,
  description text NOT NULL,
  plan_item text NOT NULL,
  valid_since date NOT NULL,
  after bigint NOT NULL,
  committed bigint NOT NULL DEFAULT 0 CHECK (committed >= 0),
  realised bigint NOT NULL DEFAULT 0 CHECK (realised >= 0),
  frozen bigint NOT NULL DEFAULT 0 CHECK (frozen >= 0),
  CONSTRAINT line_covers CHECK (after >= committed + realised + frozen)
) WITH (fillfactor = 70);
CREATE INDEX ON line (unit, year);

CREATE TABLE commitment (
  id uuid PRIMARY KEY,
  unit text NOT NULL,
  doc_ref text NOT NULL,
  plan_item text NOT NULL,
  batch text NOT NULL,
  made_by text NOT NULL,
  CONSTRAINT a_document_commits_once UNIQUE (unit, doc_ref)
);
CREATE TABLE commitment_part (
  commitment uuid NOT NULL REFERENCES commitment,
  line uuid NOT NULL REFERENCES line,
  committed bigint NOT NULL,
  released bigint NOT NULL DEFAULT 0,
  realised bigint NOT NULL DEFAULT 0,
  returned bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (commitment, line),
  CHECK (committed >= released + realised AND realised >= returned AND returned >= 0)
);
CREATE INDEX ON commitment_part (line);

-- The ledger. Only added to.
CREATE TABLE entry (
  id uuid PRIMARY KEY,     -- UUIDv7: in the order of their making
  line uuid NOT NULL REFERENCES line,
  kind int NOT NULL,
  amount bigint NOT NULL,
  commitment uuid REFERENCES commitment,
  plan_item text NOT NULL,
  doc_ref text NOT NULL,
  on_day date NOT NULL,
  made_by text NOT NULL,
  corrects uuid UNIQUE REFERENCES entry
);
CREATE INDEX ON entry (line, id);
CREATE FUNCTION entry_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an entry of the ledger is never changed';
END $$;
CREATE TRIGGER entry_is_final BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION entry_is_final();

INSERT INTO policy (key, valid_from, values, legal_basis, verified_by) VALUES
  ('budget.vat_rates', '2020-01-01', '{0,1100}', 'PPN dalam perseratus persen: 0 % dan 11 % efektif', ''),
  ('budget.volume_tolerance', '2020-01-01', '{5}', 'kebijakan: persen selisih volume dari rencana (BL-06)', ''),
  ('budget.low_percent', '2020-01-01', '{10}', 'kebijakan: persen yang bebas, di bawahnya dana menipis', '');
