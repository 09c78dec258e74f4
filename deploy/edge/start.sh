#!/bin/sh
# Writes the configuration from the settings, makes a certificate for local use if none is given,
# and becomes nginx. The settings have their defaults in compose.yml.
set -eu

: "${PUBLIC_PORT:?}" "${API_MAX_BYTES:?}" "${SECURE_HSTS_SECONDS:?}"
: "${EDGE_REQUESTS_A_SECOND:?}" "${EDGE_CONNECTIONS:?}" "${GATEWAY:=gateway:8000}" "${RESOLVER:=127.0.0.11}"

# the public port stands in redirects, and there is none if it is the usual one
port=":$PUBLIC_PORT"
if [ "$PUBLIC_PORT" = 443 ]; then
  port=""
fi

certificates=/etc/nginx/tls
if [ ! -r "$certificates/tls.crt" ] || [ ! -r "$certificates/tls.key" ]; then
  # not one of its own in place of the one that is meant: clients would be turned away, and nobody told
  if [ -n "${TLS_DIRECTORY:-}" ]; then
    echo "TLS_DIRECTORY=$TLS_DIRECTORY: tls.crt and tls.key must be there, files and not links out of it, and be readable for user $(id -u)." >&2
    exit 1
  fi
  certificates=/var/lib/edge
  if [ ! -s "$certificates/tls.crt" ]; then
    echo "No certificate in /etc/nginx/tls: making one for localhost, which no client trusts by itself."
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 \
      -subj /CN=localhost -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" \
      -keyout "$certificates/tls.key" -out "$certificates/tls.crt.new" 2>/tmp/openssl.log || { cat /tmp/openssl.log >&2; exit 1; }
    mv "$certificates/tls.crt.new" "$certificates/tls.crt"
  fi
fi

# with commas between, in whatever case; what is no origin is the gateway's to refuse at its start
# shellcheck disable=SC2016 # a variable of nginx
echo "${CORS_ALLOWED_ORIGINS:-}" | tr ',' '\n' |
  sed -n 's|^ *\(https\{0,1\}://[][A-Za-z0-9.:-]*\) *$|"\1" $http_origin;|p' > /tmp/origins.conf

sed -e "s|@PORT@|$port|g" \
  -e "s|@API_MAX_BYTES@|$API_MAX_BYTES|g" \
  -e "s|@SECURE_HSTS_SECONDS@|$SECURE_HSTS_SECONDS|g" \
  -e "s|@EDGE_REQUESTS_A_SECOND@|$EDGE_REQUESTS_A_SECOND|g" \
  -e "s|@EDGE_CONNECTIONS@|$EDGE_CONNECTIONS|g" \
  -e "s|@GATEWAY@|$GATEWAY|g" \
  -e "s|@RESOLVER@|$RESOLVER|g" \
  -e "s|@CERTIFICATES@|$certificates|g" \
  /etc/nginx/nginx.conf.template > /tmp/nginx.conf

exec nginx -c /tmp/nginx.conf -g 'daemon off;'
