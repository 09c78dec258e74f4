#!/bin/sh
# Tries the containers for real: builds them, starts them, orders by the README's curl, and runs
# ContainersIT against them: the contracts, a kill of each container, backups, networks.
#
#   deploy/check/run.sh            with the machine's Docker engine; without one, and as root, with one in
#                                  a namespace of its own on bases made by hand (Debian's packages
#                                  docker.io, docker-compose, debootstrap); `mvn verify` ran before
#   deploy/check/run.sh --whether  one line: whether this machine can
#
# KEEP=1 leaves the stack up. CHECK_DIRECTORY keeps trees and images for the next time.
set -eu
cd "$(dirname "$0")/../.."
directory=${CHECK_DIRECTORY:-/var/tmp/orders-check}

missing() {
  for command in "$@"; do
    command -v "$command" > /dev/null || { echo "$command"; return; }
  done
}

# machine: an engine runs; namespace: one can be started; else why not
engine() {
  if command -v docker > /dev/null && docker info > /dev/null 2>&1; then
    echo machine
  elif [ "$(id -u)" != 0 ]; then
    echo "no Docker engine answers, and only root can start one here"
  else
    # where Debian has them, before another one that may be on the path
    lacks=$(PATH="/usr/bin:/usr/sbin:$PATH" missing dockerd docker-compose debootstrap unshare nsenter curl)
    if [ -n "$lacks" ]; then
      echo "no Docker engine answers, and there is no $lacks to start one"
    else
      echo namespace
    fi
  fi
}

engine=$(engine)
case $engine in
machine | namespace) whether="The containers can be tried on this machine: deploy/check/run.sh" ;;
*) whether="The containers are not tried here: $engine." ;;
esac
if [ "${1:-}" = --whether ]; then
  echo "$whether"
  exit 0
fi

export COMPOSE_PROJECT_NAME=orders-check COMPOSE_PROFILES=debug
export PUBLIC_ADDRESS=127.0.0.1 PUBLIC_PORT=18443 PUBLIC_HTTP_PORT=18080 EDGE_NETWORK=10.213.81.0/24
# not what is tried here; EdgeIT and the unit tests try them
export EDGE_REQUESTS_A_SECOND=10000 EDGE_CONNECTIONS=5000
export THROTTLE_ORDERS_CREATE=off THROTTLE_ORDERS_LIST=off THROTTLE_ORDERS_DETAIL=off
# never reached, but counted in Redis
export THROTTLE_ORDERS_CHANGE=10000/s
offline=
inside=
case $engine in
machine)
  compose="docker compose"
  docker compose version > /dev/null 2>&1 || compose=docker-compose
  ;;
namespace)
  export PATH="/usr/bin:/usr/sbin:$PATH" DOCKER_HOST="unix://$directory/docker.sock"
  export DOCKER_BUILDKIT=1 COMPOSE_DOCKER_CLI_BUILD=1
  export MAVEN_IMAGE=check/maven LIBERTY_IMAGE=check/liberty NGINX_IMAGE=check/nginx
  export POSTGRES_IMAGE=check/postgres REDIS_IMAGE=check/redis MAVEN_ARGUMENTS="-o -Dmaven.repo.local=/opt/m2"
  compose=docker-compose
  # a namespace has no network but its own
  offline=--offline
  sh deploy/check/bases.sh make "$directory"
  sh deploy/check/engine.sh start "$directory"
  inside="nsenter --net --target $(cat "$directory/engine.pid")"
  if [ -z "$(docker images --quiet check/maven)" ]; then
    sh deploy/check/bases.sh import "$directory"
  fi
  ;;
*)
  echo "$whether" >&2
  exit 1
  ;;
esac

finish() {
  status=$?
  if [ "$status" != 0 ]; then
    $compose ps
    $compose logs --tail 100 > "$directory.containers.log" 2>&1 || true
    echo "The last lines of each container: $directory.containers.log" >&2
  fi
  if [ -z "${KEEP:-}" ]; then
    $compose down --volumes --timeout 60 > /dev/null 2>&1 || true
    if [ "$engine" = namespace ]; then
      sh deploy/check/engine.sh stop "$directory"
    fi
  fi
  exit "$status"
}
trap finish EXIT

seconds() {
  date +%s
}

# what an earlier run left
$compose down --volumes --remove-orphans > /dev/null 2>&1 || true

echo "Building the images."
begin=$(seconds)
if ! $compose build > "$directory.log" 2>&1; then
  tail -n 40 "$directory.log" >&2
  exit 1
fi
echo "Built in $(($(seconds) - begin)) s."
begin=$(seconds)
$compose up -d
until
  answer=$($inside curl --silent --insecure --max-time 10 --write-out '\n%{http_code} over HTTP/%{http_version}' \
    "https://localhost:$PUBLIC_PORT/api/orders/" --header 'Content-Type: application/json' \
    --data '{"items":[{"sku":"SKU1","quantity":2}],"amount_cents":1500,"currency":"EUR"}') &&
    echo "$answer" | grep -q '^201 '
do
  if [ $(($(seconds) - begin)) -gt 900 ]; then
    echo "No order was confirmed within 15 minutes. The last answer: $answer" >&2
    exit 1
  fi
  sleep 1
done
echo "$answer"
echo "$(($(seconds) - begin)) s from the command to the first order."
$compose ps
docker stats --no-stream --format 'table {{.Name}}\t{{.MemUsage}}\t{{.PIDs}}'
docker images --format 'table {{.Repository}}\t{{.Size}}' | grep "REPOSITORY\|$COMPOSE_PROJECT_NAME"

# shellcheck disable=SC2086 # words
$inside mvn $offline --batch-mode --no-transfer-progress -Pcontainers \
  -Dorders.compose="$compose" -Dorders.docker=docker \
  --projects system-tests --also-make \
  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.test=ContainersIT -Dfailsafe.failIfNoSpecifiedTests=false verify
