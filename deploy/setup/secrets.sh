#!/bin/sh
# Makes the secrets of a new system, each in a file of a volume that only those see who share it.
# What is there stays as it is: a password of your own is put there before the first start.
set -eu

random() {
  head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n'
}

# made beside its place and then moved there: who reads it sees all of it or nothing
secret() {
  if [ ! -s "$1" ]; then
    printf '%s' "$2" > "$1.new"
    chmod 444 "$1.new"
    mv "$1.new" "$1"
    echo "made $1"
  fi
}

secret /run/secrets/orders-db/POSTGRES_PASSWORD "$(random)"
secret /run/secrets/inventory-db/INVENTORY_POSTGRES_PASSWORD "$(random)"
secret /run/secrets/payments-db/PAYMENTS_POSTGRES_PASSWORD "$(random)"
secret /run/secrets/services/SERVICE_TOKEN "$(random)"

password=$(random)
# one of the two alone would let nobody in
if [ ! -s /run/secrets/redis/REDIS_URL ]; then
  rm -f /run/secrets/redis/redis.conf
fi
secret /run/secrets/redis/redis.conf "requirepass $password
save \"\"
appendonly no
maxmemory 64mb
maxmemory-policy volatile-ttl
"
secret /run/secrets/redis/REDIS_URL "redis://:$password@redis:6379"
