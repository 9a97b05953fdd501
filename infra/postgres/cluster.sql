-- What a server has once. psql variables: services (their names, a space between), installation (whose they are; empty: the server is its
-- own). Run by deploy/up at every start, before service.sql; changes nothing the second time.

-- A second installation would take the passwords and tables of the first. Before anything is changed: roles without its mark, and
-- databases that belong to others.
SELECT format(
         'DO $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = %L, HINT = %L; END $refuse$',
         format('not of the installation %s, so nothing is changed: %s', :'installation', string_agg(stranger, ', ' ORDER BY stranger)),
         'Each installation needs a PostgreSQL of its own. If these are its own all the same: docs/install-kubernetes.md, "Whose roles".')
FROM unnest(string_to_array(:'services', ' ')) AS service,
LATERAL (
  SELECT format('role %I', rolname) FROM pg_roles
  WHERE rolname IN (service, service || '_owner')
    AND shobj_description(oid, 'pg_authid') IS DISTINCT FROM 'Binadaya ' || :'installation'
  UNION ALL
  SELECT format('database %I', datname) FROM pg_database WHERE datname = service AND pg_get_userbyid(datdba) <> service || '_owner'
) AS found (stranger)
WHERE :'installation' <> ''
HAVING count(*) > 0 \gexec

-- Nobody but a superuser opens the shared databases.
REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;
