#!/bin/sh
# At the first start: the service's own role, which owns its database and nothing else. The
# superuser is for the container's own socket: nobody knows its password.
set -eu
psql --set ON_ERROR_STOP=1 --no-psqlrc --username postgres --dbname postgres <<'SQL'
\set name `printf %s "$SERVICE"`
\set password `cat "$SERVICE_PASSWORD_FILE"`
create role :"name" login nosuperuser nocreatedb nocreaterole password :'password';
create database :"name" owner :"name";
revoke all on database :"name" from public;
SQL
