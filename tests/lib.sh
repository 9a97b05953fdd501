# shellcheck shell=bash
# What tests/run and tests/sanitize share.

step() { printf '\n== %s (%d s)\n' "$1" "$SECONDS"; }

# A stack of their own in the folder given: PostgreSQL, Redis, Kafka; gone when the script ends. One that deploy/up started is left alone.
private_stack() {  # folder
  export BINADAYA_LOCAL=$1 BINADAYA_PORT_BASE=${BINADAYA_TEST_PORT_BASE:-22000}
  step "private stack"
  trap 'deploy/down --wipe >/dev/null' EXIT
  deploy/up --infra-only
  export BINADAYA_TEST_STACK=$BINADAYA_LOCAL
  # Nobody reads this stack after a power cut: hundreds of databases come and go without waiting for the disk.
  # shellcheck source=/dev/null
  (source "$BINADAYA_LOCAL/env" && psql -qX "$BINADAYA_POSTGRES_ADMIN" -c 'ALTER SYSTEM SET fsync = off' \
    -c 'ALTER SYSTEM SET full_page_writes = off' -c 'SELECT pg_reload_conf()' >/dev/null)
}
