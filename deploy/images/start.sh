#!/usr/bin/env bash
# The server wants a password for keys that it signs cookies with. There are no cookies: any will do.
keystore_password=$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
export keystore_password
exec /opt/ol/wlp/bin/server run defaultServer
