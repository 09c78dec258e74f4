#!/bin/sh
# A Docker engine in a mount and network namespace of its own, for a machine that has none running and
# whose networks are to stay as they are. As root; Debian's docker.io, in overlay2's reach.
#
#   engine.sh start FOLDER     FOLDER keeps its images; the socket is FOLDER/docker.sock
#   engine.sh stop FOLDER
#
# Its published ports are in its network: `nsenter --net --target "$(cat FOLDER/engine.pid)" curl ...`.
set -eu
command=$1
folder=$(mkdir -p "$2" && cd "$2" && pwd)

case $command in
start)
  if docker --host "unix://$folder/docker.sock" info > /dev/null 2>&1; then
    exit 0
  fi
  mkdir -p "$folder/root" "$folder/data" "$folder/exec"
  # shellcheck disable=SC2016 # meant for the shell inside
  # a root of its own, by pivot_root: runc cannot change one that is the machine's first
  FOLDER=$folder setsid unshare --mount --net sh -eu -c '
    mount --make-rprivate /
    mount --rbind / "$FOLDER/root"
    mkdir -p "$FOLDER/root$FOLDER/before"
    cd "$FOLDER/root"
    pivot_root . ".$FOLDER/before"
    cd /
    umount --lazy "$FOLDER/before"
    ip link set lo up
    exec dockerd --data-root "$FOLDER/data" --exec-root "$FOLDER/exec" --pidfile "$FOLDER/engine.pid" \
      --host "unix://$FOLDER/docker.sock"
  ' > "$folder/engine.log" 2>&1 < /dev/null &
  waited=0
  until docker --host "unix://$folder/docker.sock" info > /dev/null 2>&1; do
    waited=$((waited + 1))
    if [ "$waited" -gt 120 ]; then
      echo "The engine does not answer after two minutes. The end of $folder/engine.log:" >&2
      tail -n 20 "$folder/engine.log" >&2
      exit 1
    fi
    sleep 1
  done
  ;;
stop)
  if [ -s "$folder/engine.pid" ]; then
    pid=$(cat "$folder/engine.pid")
    kill "$pid" 2> /dev/null || true
    while kill -0 "$pid" 2> /dev/null; do
      sleep 1
    done
  fi
  ;;
*)
  echo "usage: engine.sh start|stop FOLDER" >&2
  exit 2
  ;;
esac
