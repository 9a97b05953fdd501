-- One service's database and its two roles. psql variables: service, owner, password, owner_password, installation (cluster.sql).
-- The owner migrates; the service works with the rights that migrations grant it, and reaches no other database.
-- Run by deploy/up at every start; changes nothing the second time.

-- A password stands in plain text in the statement that sets it: keep it out of the log, whatever a city's own server writes there.
SET log_statement = none;
SET log_min_duration_statement = -1;
SET log_min_duration_sample = -1;
SET log_transaction_sample_rate = 0;
SET log_min_error_statement = panic;

-- Made and marked at once: what breaks off between would be refused the next time.
SELECT format('CREATE ROLE %1$I' || CASE WHEN :'installation' <> '' THEN '; COMMENT ON ROLE %1$I IS %2$L' ELSE '' END,
              role, 'Binadaya ' || :'installation')
FROM unnest(ARRAY[:'service', :'owner']) AS role
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

ALTER ROLE :"owner" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE :"service" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';

SELECT format('CREATE DATABASE %I OWNER %I', :'service', :'owner')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'service') \gexec

REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"service" TO :"service";
