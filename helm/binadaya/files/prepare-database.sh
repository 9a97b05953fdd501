#!/bin/sh
# Databases and roles of all services, by the superuser; changes nothing the second time. Runs in an image with psql (jobs.yaml).
# BINADAYA_FILES: folder with prepare/*.sql and secrets/<service>.conf; BINADAYA_SERVICES, BINADAYA_POSTGRES_ADMIN: what they say;
# BINADAYA_INSTALLATION: whose roles they are (cluster.sql refuses those of another).
set -eu

password_of() {  # service, role: as its service reads it
  found=$(sed -n "/^\[$2\]/,/^\[/s/^password=//p" "$BINADAYA_FILES/secrets/$1.conf")
  case $found in
    '' | *[!A-Za-z0-9._~-]*) echo "the password of $2 is missing, or has more than letters, digits and ._~- in it" >&2; exit 1 ;;
  esac
  echo "$found"
}

sql=$(
  printf "\\\\set %s '%s'\n" services "$BINADAYA_SERVICES" installation "${BINADAYA_INSTALLATION:?}"
  cat "$BINADAYA_FILES/prepare/cluster.sql"
  for service in $BINADAYA_SERVICES; do
    password=$(password_of "$service" "$service")
    owner_password=$(password_of "$service" "${service}_owner")
    printf "\\\\set %s '%s'\n" service "$service" owner "${service}_owner" password "$password" owner_password "$owner_password"
    cat "$BINADAYA_FILES/prepare/service.sql"
  done
)
# Through standard input: a command line is seen by everybody on the machine.
printf '%s\n' "$sql" | psql -X -q -v ON_ERROR_STOP=1 "$BINADAYA_POSTGRES_ADMIN"
