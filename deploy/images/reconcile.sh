#!/usr/bin/env bash
# Reads the passwords of the three databases from files, if they are there, and compares.
set -eu
for name in POSTGRES_PASSWORD INVENTORY_POSTGRES_PASSWORD PAYMENTS_POSTGRES_PASSWORD; do
  for file in /run/secrets/*/"$name"; do
    if [ -r "$file" ]; then
      export "$name=$(cat "$file")"
    fi
  done
done
exec java -jar /opt/reconciler/reconciler.jar
