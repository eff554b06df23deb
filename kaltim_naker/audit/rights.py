"""What the program's own database role may do: work with the records, never rewrite what is only ever added to.

Tables belong to the role that migrates; the program logs in as another one, `APP_ROLE`, which owns nothing. So the
triggers that refuse changes of history are no longer all there is: the role has no right to change it, nor to take the
triggers away, nor to add an entry itself (docs/decisions/0021). Given anew whenever migrations end, since they make
tables and triggers.
"""

from collections.abc import Iterator
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connections
from pghistory.models import Event
from psycopg import sql

from kaltim_naker.audit.forgetting import FORGET
from kaltim_naker.audit.writing import NEVER_ASIDE, WRITE_AS_OWNER

#: Named by deploy/postgres-init.sh and kaltim_naker/embedded/postgres.py, which make it.
APP_ROLE = "kaltim_app"

#: Who, why and in which request: written with the entries of history, by their triggers.
_CONTEXTS = "pghistory_context"
# Written by whoever owns the tables.
_READ_ONLY = ("django_migrations",)


def append_only_tables() -> frozenset[str]:
    """Tables that refuse UPDATE and DELETE: all history, the log of looks, receipts, closed figures, the chain."""
    return frozenset(model._meta.db_table for model, trigger in pgtrigger.registered() if trigger.name == "append_only")


def written_by_triggers() -> frozenset[str]:
    """Tables that only triggers add to: the history of every record, with who and why."""
    events = {model._meta.db_table for model in apps.get_models() if issubclass(model, Event)}
    return frozenset(events | {_CONTEXTS})


def give_rights(using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`. Gives nothing where the role does not exist, or is the owner itself."""
    with connections[using].cursor() as cursor:
        for function in (FORGET, NEVER_ASIDE.format(program=APP_ROLE), WRITE_AS_OWNER):
            cursor.execute(function)
        cursor.execute(
            "SELECT current_setting('server_version_num')::int FROM pg_roles WHERE rolname = %s AND rolname <> user",
            [APP_ROLE],
        )
        found = cursor.fetchone()
        if found:
            existing = set(connections[using].introspection.table_names(cursor))
            for statement in _statements(existing, version=found[0]):
                cursor.execute(statement)


def _statements(existing: set[str], *, version: int) -> Iterator[sql.Composed]:
    role = sql.Identifier(APP_ROLE)
    yield sql.SQL("GRANT EXECUTE ON FUNCTION audit_forget TO {}").format(role)
    # TRUNCATE is given for no table. Looking a table over for the planner needs a right of its own since PostgreSQL 17.
    everywhere = "SELECT, INSERT, UPDATE, DELETE" + (", MAINTAIN" if version >= 170000 else "")
    yield sql.SQL("GRANT {} ON ALL TABLES IN SCHEMA public TO {}").format(sql.SQL(everywhere), role)
    yield sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role)
    taken = {
        "UPDATE, DELETE": append_only_tables(),
        "INSERT, UPDATE, DELETE": written_by_triggers().union(_READ_ONLY),
    }
    for rights, tables in taken.items():
        for table in sorted(existing.intersection(tables)):
            yield sql.SQL("REVOKE {} ON {} FROM {}").format(sql.SQL(rights), sql.Identifier(table), role)
