#!/bin/sh
# At the first start: the service's own role, which owns its database and nothing else. Run again, it
# gives the role the password that is in the file by then. The superuser is for the container's own
# socket: nobody knows its password.
set -eu
psql --set ON_ERROR_STOP=1 --no-psqlrc --quiet --username postgres --dbname postgres <<'SQL'
\set name `printf %s "$SERVICE"`
\set password `cat "$SERVICE_PASSWORD_FILE"`
select not exists (select from pg_roles where rolname = :'name') as is_new \gset
\if :is_new
  create role :"name" login nosuperuser nocreatedb nocreaterole;
  create database :"name" owner :"name";
  revoke all on database :"name" from public;
\endif
alter role :"name" password :'password';
SQL
