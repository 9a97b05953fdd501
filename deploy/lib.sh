# shellcheck shell=bash disable=SC2034
# What up, down, status, logs and process share: where a stack is, its ports, its processes. Sourced; changes nothing by
# itself. A stack is known by two variables, so that several run side by side:
#   BINADAYA_LOCAL      its folder (default: .local of the checkout)
#   BINADAYA_PORT_BASE  its first port (default: the one it was last started with, else 21000)
# Further: BINADAYA_BIN (binaries built elsewhere), KAFKA_HOME (a Kafka that is already there); and what up keeps from one start to the
# next: BINADAYA_AGENCY, BINADAYA_TIME_ZONE.

set -euo pipefail
export LC_ALL=C.UTF-8

die() { echo "${0##*/}: $*" >&2; exit 1; }

# say <Indonesian> <English>: one of the two, as the programs choose it.
say() {
  case ${BINADAYA_LANG:-${LANG:-}} in
    [iI][dDnN]*) printf '%s' "$1" ;;
    *) printf '%s' "$2" ;;
  esac
}

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
local_dir=$(realpath -m -- "${BINADAYA_LOCAL:-$checkout/.local}")
# supervisor's configuration and libpq's connection strings would each need their own quoting for more than this.
[[ $checkout$local_dir =~ ^[A-Za-z0-9/._+@\ -]+$ ]] || die "use a path of plain letters, digits and ._+@- only: $checkout, $local_dir"
bin_dir=$(realpath -m -- "${BINADAYA_BIN:-$checkout/build/release/bin}")

port_base=${BINADAYA_PORT_BASE:-}
if [[ -z $port_base && -r $local_dir/port_base ]]; then port_base=$(<"$local_dir/port_base"); fi
port_base=${port_base:-21000}
if [[ ! $port_base =~ ^[0-9]{4,5}$ ]] || ((port_base < 1024 || port_base > 65000)); then
  die "BINADAYA_PORT_BASE must be a number from 1024 to 65000, not '$port_base'"
fi

systems=(postgres redis kafka)
watcher=prometheus  # on request: up --watch
mapfile -t services < <(sed 's/#.*//; s/[[:space:]]//g; /^$/d' "$checkout/services/services.txt")

service_number() {  # registry -> 1: the line of services.txt
  local i
  for i in "${!services[@]}"; do
    if [[ ${services[i]} == "$1" ]]; then echo $((i + 1)); return; fi
  done
  return 1
}

ports() {  # every port of a process; of a service: gRPC, metrics, pages
  case $1 in
    postgres) echo "$port_base" ;;
    redis) echo $((port_base + 1)) ;;
    kafka) echo $((port_base + 2)) $((port_base + 3)) ;;
    prometheus) echo $((port_base + 4)) ;;
    *) local n; n=$(service_number "$1"); echo $((port_base + 10 * n)) $((port_base + 10 * n + 1)) $((port_base + 10 * n + 2)) ;;
  esac
}

port() { local all; read -ra all <<<"$(ports "$1")"; echo "${all[${2:-0}]}"; }

# ---- Certificates (deploy/up --tls): one file for each program, deploy/certificates says what is in it.

tls_dir=$local_dir/tls
secure() { [[ -e $tls_dir/ca.pem ]]; }  # once a stack is, it stays so

# Programs that have an identity, as deploy/certificates takes them. Systems are reached by address.
identities=(operator "${services[@]}" {postgres,kafka}"=DNS:localhost,IP:127.0.0.1")

# PostgreSQL's key is its user's, in its data folder. It looks at it when it is told to.
give_postgres_identity() {
  local file
  file=$(postgres_home)/data/server.pem
  cp "$tls_dir/postgres.pem" "$file.new"
  ((EUID != 0)) || chown postgres: "$file.new"
  mv -f "$file.new" "$file"
}

# ---- Supervisor

# The path of a Unix socket has at most 107 bytes, and supervisor appends its pid while it binds.
run_dir=$local_dir/run
if ((${#run_dir} > 75)); then
  run_dir=/tmp/binadaya-$EUID-$(sha256sum <<<"$local_dir" | cut -c1-12)
fi

supervisor_conf=$local_dir/supervisord.conf

supervisor_pid() {  # prints it; fails when it does not run
  local pid
  pid=$(cat "$local_dir/run/supervisord.pid" 2>/dev/null) && [[ -n $pid ]] || return
  # A pid may belong to somebody else after a crash.
  tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qxF -- "$supervisor_conf" || return
  echo "$pid"
}

ctl() { supervisorctl -c "$supervisor_conf" "$@" 9>&-; }

# ---- Processes. `process` records "pid start-time" before it becomes the program: both together name one process for good.

start_time() {  # of a pid, in clock ticks since boot; fails when there is none
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return
  read -ra stat <<<"${stat##*) }"
  [[ ${stat[0]} != Z ]] || return
  echo "${stat[19]}"
}

recorded_pid() {  # of a process of this stack that is alive
  local pid start
  read -r pid start 2>/dev/null <"$local_dir/run/$1.pid" || return
  [[ $(start_time "$pid") == "$start" ]] || return
  echo "$pid"
}

recorded_processes() {
  local file
  for file in "$local_dir"/run/*.pid; do
    file=${file##*/}
    [[ $file == '*.pid' || $file == supervisord.pid ]] || echo "${file%.pid}"
  done
}

# PostgreSQL's backends leave the process group, so an orphan of a killed server is known by its working folder.
postgres_orphans() {
  local data link
  data=$(postgres_home)/data
  for link in /proc/[0-9]*/cwd; do
    if [[ $(readlink "$link" 2>/dev/null) == "$data" ]]; then link=${link%/cwd}; echo "${link##*/}"; fi
  done
}

# Waits until a command succeeds, so many seconds; false if it did not.
wait_for() {  # seconds command…
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < until)) || return
    sleep 0.1
  done
}

gone() { ! "$@" >/dev/null; }  # command that prints the pid of what runs

# Ends what a killed supervisor left behind. Prints the names.
stop_leftovers() {
  local name pid
  for name in $(recorded_processes); do
    pid=$(recorded_pid "$name") || continue
    echo "$name"
    kill -s "$([[ $name == postgres ]] && echo INT || echo TERM)" "$pid" 2>/dev/null || true
    wait_for 10 gone recorded_pid "$name" || true
    ! pid=$(recorded_pid "$name") || kill -KILL "$pid" 2>/dev/null || true
  done
  for pid in $(postgres_orphans); do
    echo "postgres ($pid)"
    kill -KILL "$pid" 2>/dev/null || true
  done
}

# ---- PostgreSQL

# initdb and postgres refuse root; then they run as the user of Debian's package.
as_postgres=()
if ((EUID == 0)); then as_postgres=(env -C / setpriv --reuid=postgres --regid=postgres --init-groups --reset-env); fi

# Usually in the stack's folder; elsewhere when that user cannot reach it (see up).
postgres_home() { cat "$local_dir/postgres_home" 2>/dev/null || echo "$local_dir/postgres"; }

postgres_bin() {  # the programs of the version that made the data, else of the newest
  local version
  version=$(cat "$(postgres_home)/data/PG_VERSION" 2>/dev/null || true)
  if [[ -n $version && -d /usr/lib/postgresql/$version/bin ]]; then
    echo "/usr/lib/postgresql/$version/bin"
  elif [[ -z $version && -d /usr/lib/postgresql ]]; then
    find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' | sort -V | tail -1 | sed 's,.*,/usr/lib/postgresql/&/bin,'
  else
    pg_config --bindir
  fi
}

secret() { cat "$local_dir/secrets/$1"; }

conninfo() {  # role, database
  local folder=${local_dir// /\\ } secured
  if secure; then
    secured="sslmode=verify-full sslrootcert=$folder/tls/ca.pem passfile=$folder/secrets/$1.pgpass"
  else
    secured="password=$(secret "$1")"
  fi
  echo "host=127.0.0.1 port=$(port postgres) dbname=$2 user=$1 $secured"
}

admin=binadaya_admin

# ---- Ready: it answers, not only lives

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

ready() {
  local answer
  listening "$(port "$1")" || return
  case $1 in
    postgres) "$(postgres_bin)/pg_isready" -q -h 127.0.0.1 -p "$(port postgres)" ;;
    redis) [[ $(redis-cli -h 127.0.0.1 -p "$(port redis)" ping 2>/dev/null) == PONG ]] ;;
    kafka)
      local as=()
      ! secure || as=(-X security.protocol=ssl -X "ssl.ca.location=$tls_dir/ca.pem"
        -X "ssl.certificate.location=$tls_dir/operator.pem" -X "ssl.key.location=$tls_dir/operator.pem")
      answer=$(kcat -L -m 3 -b "127.0.0.1:$(port kafka)" "${as[@]}" 2>/dev/null) && [[ $answer == *' 1 brokers:'* ]] ;;
    prometheus) curl -fsS --max-time 3 "http://127.0.0.1:$(port prometheus)/-/ready" >/dev/null 2>&1 ;;
    *)
      answer=$(curl -fsS --max-time 3 "http://127.0.0.1:$(port "$1" 1)/metrics" 2>/dev/null) &&
        grep -Eq '^binadaya_ready(\{[^}]*\})? 1$' <<<"$answer" ;;
  esac
}
