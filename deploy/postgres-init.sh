#!/usr/bin/env bash
# Runs once, in a new database volume: the program's role owns its database and is no superuser. The extensions its
# migrations create (pg_trgm, btree_gist, unaccent) are trusted ones, which an owner may create.
set -euo pipefail
psql --username postgres --set ON_ERROR_STOP=1 --set password="$(cat /run/secrets/database_password)" <<'SQL'
CREATE ROLE kaltim LOGIN PASSWORD :'password';
CREATE DATABASE kaltim OWNER kaltim;
REVOKE CONNECT ON DATABASE kaltim FROM PUBLIC;
SQL
