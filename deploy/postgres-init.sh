#!/usr/bin/env bash
# Runs once, in a new database volume: one role owns the database and makes the tables, another is what the program logs
# in as and owns nothing; its rights are given by the migrations (kaltim_naker/audit/rights.py). Neither is a superuser:
# the extensions that migrations create (pg_trgm, btree_gist, unaccent) are trusted ones, which an owner may create.
set -euo pipefail
psql --username postgres --set ON_ERROR_STOP=1 --set password="$(cat /run/secrets/database_password)" \
    --set app_password="$(cat /run/secrets/database_app_password)" \
    --set sandbox_password="$(cat /run/secrets/sandbox_password)" <<'SQL'
CREATE ROLE kaltim LOGIN PASSWORD :'password';
CREATE ROLE kaltim_app LOGIN PASSWORD :'app_password';
CREATE DATABASE kaltim OWNER kaltim;
REVOKE CONNECT ON DATABASE kaltim FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE kaltim TO kaltim_app;
-- Programs that are tried out write to a database of its own, as a role that cannot even connect to the real one.
CREATE ROLE kaltim_sandbox LOGIN PASSWORD :'sandbox_password';
CREATE DATABASE kaltim_sandbox OWNER kaltim_sandbox;
REVOKE CONNECT ON DATABASE kaltim_sandbox FROM PUBLIC;
SQL
