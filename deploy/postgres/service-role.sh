#!/bin/sh
# At the first start: the service's own role, which owns its database and nothing else. Run again, it
# gives the role the password that is in the file by then. The superuser is for the container's own
# socket: nobody knows its password.
set -eu
psql --set ON_ERROR_STOP=1 --no-psqlrc --quiet --username postgres --dbname postgres <<'SQL'
\set name `printf %s "$SERVICE"`
\set password `cat "$SERVICE_PASSWORD_FILE"`
select format('create role %I login nosuperuser nocreatedb nocreaterole', :'name')
  where not exists (select from pg_roles where rolname = :'name') \gexec
select format('create database %I owner %I', :'name', :'name')
  where not exists (select from pg_database where datname = :'name') \gexec
revoke all on database :"name" from public;
alter role :"name" password :'password';
SQL
