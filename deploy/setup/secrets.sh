#!/bin/sh
# Makes the secrets of a new system, each in a file of a volume that only those see who share it.
# What is there stays as it is: a password of your own is put there before the first start.
#
#   secrets.sh                those that are not there yet
#   secrets.sh renew FOLDER   those of one folder anew: orders-db, inventory-db, payments-db, services, redis
set -eu
folders=/run/secrets
renewed=

if [ $# -gt 0 ]; then
  if [ "$1" != renew ] || [ $# -ne 2 ] || [ ! -d "$folders/$2" ]; then
    echo "usage: secrets.sh renew orders-db|inventory-db|payments-db|services|redis" >&2
    exit 2
  fi
  renewed=$2
fi

random() {
  head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n'
}

# made beside its place and then moved there: who reads it sees all of it or nothing
secret() {
  if [ ! -s "$folders/$1" ] || [ "${1%/*}" = "$renewed" ]; then
    printf '%s' "$2" > "$folders/$1.new"
    chmod 444 "$folders/$1.new"
    mv "$folders/$1.new" "$folders/$1"
    echo "made $folders/$1"
  fi
}

secret orders-db/POSTGRES_PASSWORD "$(random)"
secret inventory-db/INVENTORY_POSTGRES_PASSWORD "$(random)"
secret payments-db/PAYMENTS_POSTGRES_PASSWORD "$(random)"
secret services/SERVICE_TOKEN "$(random)"

password=$(random)
# one of the two alone would let nobody in
if [ ! -s "$folders/redis/REDIS_URL" ]; then
  rm -f "$folders/redis/redis.conf"
fi
secret redis/redis.conf "requirepass $password
save \"\"
appendonly no
maxmemory 64mb
maxmemory-policy volatile-ttl
"
secret redis/REDIS_URL "redis://:$password@redis:6379"
