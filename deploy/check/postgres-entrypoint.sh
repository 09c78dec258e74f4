#!/bin/sh
# What the official image of PostgreSQL does at its start, as far as compose.yml relies on it: at the
# first start a new cluster, and what lies in /docker-entrypoint-initdb.d.
set -eu

if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  password=$(mktemp)
  cat "$POSTGRES_PASSWORD_FILE" > "$password"
  initdb --pgdata "$PGDATA" --username postgres --pwfile "$password" --auth-local trust --auth-host scram-sha-256
  rm "$password"
  { echo "listen_addresses = '*'"; echo "unix_socket_directories = '/var/run/postgresql'"; } >> "$PGDATA/postgresql.conf"
  echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
  # by its socket alone: nobody must find it ready before it is
  pg_ctl --pgdata "$PGDATA" --wait --options "-c listen_addresses=''" start
  for script in /docker-entrypoint-initdb.d/*.sh; do
    sh "$script"
  done
  pg_ctl --pgdata "$PGDATA" --wait --mode fast stop
fi
exec "$@"
