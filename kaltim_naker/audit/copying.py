"""Rows that are carried over from another database: a copy is no event."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model
from psycopg import sql


@contextmanager
def copied_rows(models: Sequence[type[Model]]) -> Iterator[Any]:
    """A cursor to fill these tables with, as their owner and within a transaction.

    Their triggers rest meanwhile: no history is written, no feed told, and no closed quarter stands in the way. What
    the rows point at is checked at the end, and numbering goes on behind them.
    """
    with connection.cursor() as cursor:
        _triggers(cursor, models, "DISABLE")
        yield cursor
        # A table whose constraints still wait for the end of the transaction cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        _triggers(cursor, models, "ENABLE")
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def _triggers(cursor: Any, models: Sequence[type[Model]], word: str) -> None:
    for model in models:
        statement = sql.SQL("ALTER TABLE {} {} TRIGGER USER")
        cursor.execute(statement.format(sql.Identifier(model._meta.db_table), sql.SQL(word)))
