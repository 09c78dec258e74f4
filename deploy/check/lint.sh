#!/bin/sh
# Lints what the containers are made of, with the linters that this machine has.
#
#   deploy/check/lint.sh          with each of them; a line for each
#   deploy/check/lint.sh LINTER   with one of shellcheck, compose, dclint, dockerfile; ends with 3 if
#                                 it is not here
#
# dclint and dockerfile come from npm, if there is npx and it reaches its registry. nginx -t runs where
# nginx is, in the containers (deploy/check/run.sh).
set -eu
cd "$(dirname "$0")/../.."
npm_options="--yes --fetch-retries=0 --fetch-timeout=20000"
dclint=dclint@3.1.0
dockerfile_utils=dockerfile-utils@0.16.3

# Runs a command with a package of npm; 3 if that is neither here nor can be fetched.
with_package() {
  reached=$(mktemp -d)
  # shellcheck disable=SC2086 # words
  npx $npm_options --package="$1" --call "rmdir '$reached' && $2" && return
  status=$?
  if [ -d "$reached" ]; then
    rmdir "$reached"
    return 3
  fi
  return $status
}

compose_command() {
  if docker compose version > /dev/null 2>&1; then
    echo docker compose
  elif command -v docker-compose > /dev/null; then
    echo docker-compose
  fi
}

# 3: it is not here
lint() {
  # shellcheck disable=SC2086 # compose is words
  case $1 in
  shellcheck)
    command -v shellcheck > /dev/null || return 3
    find deploy .ci -type f \( -name '*.sh' -o -path '.ci/*' \) -exec shellcheck {} +
    ;;
  compose)
    compose=$(compose_command)
    [ -n "$compose" ] || return 3
    for settings in .env.dev.example .env.prod.example; do
      $compose --env-file $settings --profile debug --profile tools config --quiet || return 1
    done
    ;;
  dclint)
    with_package "$dclint" "dclint ."
    ;;
  dockerfile)
    lint_each=""
    for file in deploy/*/Dockerfile; do
      lint_each="${lint_each:+$lint_each && }dockerfile-utils lint $file"
    done
    with_package "$dockerfile_utils" "$lint_each"
    ;;
  *)
    echo "no linter of that name: $1" >&2
    return 2
    ;;
  esac
}

if [ $# -gt 0 ]; then
  lint "$1"
  exit
fi
found=0
for linter in shellcheck compose dclint dockerfile; do
  status=0
  lint $linter || status=$?
  case $status in
  0) echo "$linter: clean" ;;
  3) echo "$linter: not on this machine" ;;
  *)
    echo "$linter: see above"
    found=1
    ;;
  esac
done
exit $found
