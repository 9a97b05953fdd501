# shellcheck shell=bash
# What a stack keeps secret, and what is written with it: made once and kept in $local_dir. Sourced after lib.sh by up and compose.
# shellcheck disable=SC2154

put() {  # file, mode: replaces it with standard input, at once
  cat >"$1.new"
  chmod "$2" "$1.new"
  mv -f "$1.new" "$1"
}

make_secret() {  # role
  [[ -s $local_dir/secrets/$1 ]] || openssl rand -hex 24 | put "$local_dir/secrets/$1" 600
}

# What a role needs to show PostgreSQL, and a service Redis, as files.
make_password_files() {
  local role service
  for role in "$admin" "${services[@]}" "${services[@]/%/_owner}"; do
    echo "*:*:*:$role:$(secret "$role")" | put "$local_dir/secrets/$role.pgpass" 600
  done
  {
    echo "user default on nopass resetkeys resetchannels -@all +ping"
    for service in "${services[@]}"; do
      make_secret "redis_$service"
      echo "user $service on #$(tr -d '\n' <"$local_dir/secrets/redis_$service" | sha256sum | cut -d' ' -f1)" \
        "~binadaya:shared:* ~binadaya:$service:* resetchannels -@all +get +set +append +pexpire +del"
    done
  } | put "$local_dir/redis/users.acl" 600
}

make_identities() {  # for those who have none yet
  local one missing=()
  for one in "${identities[@]}"; do
    [[ -s $tls_dir/${one%%=*}.pem ]] || missing+=("$one")
  done
  "$checkout/deploy/certificates" "$tls_dir" "${missing[@]}"
}

make_key() {  # kid: a P-256 pair for ES256
  local private=$local_dir/keys/private/$1.pem public=$local_dir/keys/public/$1.pem
  # One half alone is a loss, or somebody who wants a new pair: the old half would refuse the new one.
  [[ -s $private || ! -s $public ]] || die "$private is gone, and its public half is there: bring it back from where it is kept, or remove" \
    "both for a new pair (docs/runbook.md, \"A signing key was seen\")"
  [[ -s $private ]] || openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | put "$private" 600
  [[ -s $public ]] || openssl pkey -in "$private" -pubout | put "$public" 644
}

make_secrets() {
  local service
  make_secret "$admin"
  make_key operator
  for service in "${services[@]}"; do
    make_secret "$service"
    make_secret "${service}_owner"
    make_key "$service"
  done
}

databases_sql() {  # what psql reads as the superuser: every database and its roles, with their passwords
  local service
  # The server is this stack's own, so nobody else's roles are there to be spared.
  printf "\\\\set %s '%s'\n" services "${services[*]}" installation ''
  cat "$checkout/infra/postgres/cluster.sql"
  for service in "${services[@]}"; do
    printf "\\\\set %s '%s'\n" service "$service" owner "${service}_owner" password "$(secret "$service")" \
      owner_password "$(secret "${service}_owner")"
    cat "$checkout/infra/postgres/service.sql"
  done
}

# Host by which it is reached, its port, that of its controller, folders of certificates and of data; the name by which agencies come
# from outside, if they do: to a listener of their own, port 9094.
kafka_properties() {
  local text
  text=$(<"$checkout/infra/kafka/server.properties")
  ! secure || text+=$'\n'$(<"$checkout/infra/kafka/tls.properties")
  [[ -z ${6:-} ]] || text=$(sed -E "s,^listeners=.*,&\,AGENCIES://:9094,; s,^advertised\.listeners=.*,&\,AGENCIES://$6:9094,
    s,^listener\.security\.protocol\.map=.*,&\,AGENCIES:SSL," <<<"$text")
  text=${text//@HOST@/"$1"}
  text=${text//@BROKER_PORT@/"$2"}
  text=${text//@CONTROLLER_PORT@/"$3"}
  text=${text//@TLS@/"$4"}
  echo "${text//@DATA@/"$5"}"
}
