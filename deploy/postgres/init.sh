#!/bin/bash
# Run once by the postgres image, on an empty data directory: a database and a role per service (SU-4).
# Each role owns its own database, may connect to no other, and is nothing more. Passwords come from secret files;
# psql reads them itself, so that none is ever an argument of a process.
set -euo pipefail

run() { psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --quiet "$@"; }

for service in intake routing followup recognition; do
  export PASSWORD_FILE=/run/secrets/postgres_$service
  run --dbname "$POSTGRES_DB" --set name="redress_$service" <<'SQL'
\set password `cat "$PASSWORD_FILE"`
CREATE ROLE :"name" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION CONNECTION LIMIT 60 PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
-- A statement that waits for a lock or for its client this long is broken, not busy.
ALTER ROLE :"name" SET idle_in_transaction_session_timeout = '60s';
SQL
done

run --dbname "$POSTGRES_DB" <<'SQL'
REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;
SQL
