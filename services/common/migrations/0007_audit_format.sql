-- Format 1 hashes a row's text in PostgreSQL's form, format 2 its named columns with their lengths (common/audit.cc).
ALTER TABLE audit_seal ADD COLUMN format smallint NOT NULL DEFAULT 1;

-- Heads of the chain, signed with the service's key: who can write this database only cannot forge them.
CREATE TABLE audit_head (
  seq bigint PRIMARY KEY,
  attestation text NOT NULL
);
