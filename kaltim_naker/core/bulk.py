"""Writing many rows at once: COPY into a staging table, then one statement into the real one (performance.md §2).

The triggers of the history are of the statement and see every row; constraints hold as ever. Signals and `save` are
passed by, so whoever writes in bulk has asked the rules of the single row first.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.utils import timezone

T = TypeVar("T")
# From so many rows on it matters what the planner believes.
_MANY = 1_000


def insert_rows(records: Sequence[models.Model], *, unique: str) -> set[Any]:
    """Insert records of one model inside the transaction of the caller; returns the keys of those that went in.

    A record for which the constraint named `unique` has a row already is left out.
    """
    if not records:
        return set()
    model = type(records[0])
    fields = list(model._meta.concrete_fields)
    stamped, given = _apart(fields, is_new=True)
    now = _stamp(records, stamped)
    staging, columns = _stage(model, given, records), _names(given)
    inserted = _run(
        f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}{_each(stamped, ', {}')})"  # noqa: S608 - names of ours
        f" SELECT {columns}{_each(stamped, ', %s')} FROM {staging}"
        f" ON CONFLICT ON CONSTRAINT {_quoted(unique)} DO NOTHING RETURNING {_key(model)}",
        [now] * len(stamped),
    )
    _keep_planner_informed(model, len(inserted))
    return inserted


def update_rows(records: Sequence[models.Model], names: Iterable[str]) -> set[Any]:
    """Write the named fields of records of one model; returns the keys of those that were there."""
    if not records:
        return set()
    model = type(records[0])
    stamped, _given = _apart(model._meta.concrete_fields, is_new=False)
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    now = _stamp(records, stamped)
    staging = _stage(model, [model._meta.pk, *fields], records)
    table, key = _quoted(model._meta.db_table), _key(model)
    changes = ", ".join(f"{_quoted(field.column)} = new.{_quoted(field.column)}" for field in fields)
    return _run(
        f"UPDATE {table} SET {changes}{_each(stamped, ', {} = %s')} FROM {staging} AS new"  # noqa: S608 - names of ours
        f" WHERE {table}.{key} = new.{key} RETURNING {table}.{key}",
        [now] * len(stamped),
    )


def batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """The rows in lists of this size; the last one may be shorter."""
    remaining = iter(rows)
    while batch := list(islice(remaining, size)):
        yield batch


def _apart(fields: Iterable[Any], *, is_new: bool) -> tuple[list[Any], list[Any]]:
    """The times that saving a record sets by itself, and the other fields."""
    stamped: list[Any] = []
    given: list[Any] = []
    for field in fields:
        by_itself = getattr(field, "auto_now", False) or (is_new and getattr(field, "auto_now_add", False))
        (stamped if by_itself else given).append(field)
    return stamped, given


def _stamp(records: Sequence[models.Model], fields: Sequence[Any]) -> datetime:
    """Set the times that saving a record would set. They are the same for all, and so are not copied with each."""
    now = timezone.now()
    for field in fields:
        for record in records:
            setattr(record, field.attname, now)
    return now


def _stage(model: type[models.Model], fields: Sequence[Any], records: Sequence[models.Model]) -> str:
    """Copy the fields of the records into a table that ends with the transaction and holds nothing else; its name."""
    staging = _quoted(f"bulk_{model._meta.db_table}")
    values = attrgetter(*(field.attname for field in fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE IF NOT EXISTS {staging} ON COMMIT DROP"
            f" AS TABLE {_quoted(model._meta.db_table)} WITH NO DATA"
        )
        cursor.execute(f"TRUNCATE {staging}")
        with cursor.copy(f"COPY {staging} ({_names(fields)}) FROM STDIN") as copy:
            for record in records:
                copy.write_row(values(record))
    return staging


def _run(statement: str, parameters: Sequence[Any]) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return {key for (key,) in cursor.fetchall()}


def _each(fields: Sequence[Any], text: str) -> str:
    """The text once for each field, with its column in the place of the brackets."""
    return "".join(text.format(_quoted(field.column)) for field in fields)


def _names(fields: Sequence[Any]) -> str:
    return ", ".join(_quoted(field.column) for field in fields)


def _key(model: type[models.Model]) -> str:
    return _quoted(str(model._meta.pk.column))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _keep_planner_informed(model: type[models.Model], written: int) -> None:
    """Have the planner look at a table again that it believes to hold fewer rows than were just written to it.

    A table that was empty a moment ago seems cheap to be read through, and is then: once for each row that refers to it
    when the transaction ends. That takes minutes where an index takes a second.
    """
    if written < _MANY:
        return
    table = _quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        (believed,) = cursor.fetchone()
        if believed < written:
            cursor.execute(f"ANALYZE {table}")
