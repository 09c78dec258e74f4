#!/usr/bin/env bash
# Whether this server is ready, by the answer of its management port; without curl, which not every
# base has.
exec 3<>"/dev/tcp/127.0.0.1/${MANAGEMENT_PORT:-9090}" || exit 1
printf 'GET /health/ready HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "${MANAGEMENT_PORT:-9090}" >&3
read -r _ status _ <&3
[ "$status" = 200 ]
