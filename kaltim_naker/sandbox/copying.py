"""Carrying rows from the real database into the sandbox, as the plan says; to be called within `in_sandbox`."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from kaltim_naker.audit.copying import copied_rows
from kaltim_naker.sandbox.plan import COPIED, Copied

_BY_LABEL = {table.label: table for table in COPIED}
# Written by migrations alone.
_KEPT = frozenset({"django_migrations"})


def empty_all() -> None:
    """Take every row away; numbering begins anew."""
    tables = sorted(set(connection.introspection.table_names()) - _KEPT)
    names = sql.SQL(", ").join(map(sql.Identifier, tables))
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(names))


def copy_all(outside: BaseDatabaseWrapper) -> int:
    """Fill the empty tables; returns the number of rows.

    What points at others is read before them, so that all it points at is there when they are read.
    """
    with copied_rows([table.model for table in COPIED]):
        return sum(_copy(outside, table) for table in reversed(COPIED))


def bring(outside: BaseDatabaseWrapper, label: str, keys: Collection[Any]) -> None:
    """Copy single rows of a table of the plan that came into being since the last renewal; known ones stay."""
    table = _BY_LABEL[label]
    read = sql.SQL("{} WHERE {} = ANY(%s)").format(_reading(table), sql.Identifier(table.model._meta.pk.column))
    with outside.cursor() as cursor:
        cursor.execute(read, [list(keys)])
        rows = cursor.fetchall()
    write = sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(
        sql.Identifier(table.model._meta.db_table),
        _columns(table),
        sql.SQL(", ").join([sql.Placeholder()] * len(table.expressions)),
    )
    with connection.cursor() as cursor:
        cursor.executemany(write, rows)


def _copy(outside: BaseDatabaseWrapper, table: Copied) -> int:
    taken = sql.SQL("COPY ({}) TO STDOUT").format(_reading(table))
    given = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.model._meta.db_table), _columns(table))
    with outside.cursor() as reader, connection.cursor() as writer:
        with reader.copy(taken) as blocks, writer.copy(given) as copy:
            for block in blocks:
                copy.write(block)
        return int(writer.rowcount)


def _reading(table: Copied) -> sql.Composed:
    read: Iterable[sql.SQL] = (sql.SQL(expression) for expression in table.expressions.values())  # type: ignore[arg-type]
    return sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(read), sql.Identifier(table.model._meta.db_table))


def _columns(table: Copied) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, table.expressions))
