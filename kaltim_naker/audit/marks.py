"""A mark for every statement that changed a table, for whoever keeps what was counted from it.

Written by statement-level triggers in the transaction of the change itself: bulk writes, COPY, raw SQL and TRUNCATE
leave their mark like a saved form, and a mark is seen exactly when its change is. Marks are only ever added, so that
writers never wait for each other; who has counted anew takes them away.
"""

from collections.abc import Callable
from typing import TypeVar

import pgtrigger
from django.db.models import Model

M = TypeVar("M", bound=type[Model])

_MARK = """
    INSERT INTO audit_changemark (source, years, is_insert, made_at)
    SELECT '{table}', {years}, {is_insert}, now() FROM {rows} AS changed HAVING count(*) > 0;
    RETURN NULL;
"""
_MARK_OF_ALL = """
    INSERT INTO audit_changemark (source, years, is_insert, made_at) VALUES ('{table}', NULL, false, now());
    RETURN NULL;
"""
_BEFORE_AND_AFTER = "(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows)"

_tables: set[str] = set()


def marked(*, day: str = "", chained_by: str = "") -> Callable[[M], M]:
    """Class decorator: leave a mark for each statement that changes the model's table.

    `day` is the column whose years a mark names, before and after the change; without it a mark stands for all years.
    A row that points at an earlier one by `chained_by` decides about that one's year, so it stands for all years, too.
    """

    def decorate(model: M) -> M:
        _tables.add(model._meta.db_table)
        return pgtrigger.register(*_triggers(model._meta.db_table, _years(day, chained_by)))(model)

    return decorate


def marked_tables() -> frozenset[str]:
    """The tables that leave marks."""
    return frozenset(_tables)


def _years(day: str, chained_by: str) -> str:
    """SQL of the years that a set of changed rows lies in; NULL means all, an empty array none."""
    if not day:
        return "NULL::int[]"
    found = (
        f"COALESCE(array_agg(DISTINCT extract(year FROM changed.{day})::int) "
        f"FILTER (WHERE changed.{day} IS NOT NULL), '{{}}')"
    )
    return f"CASE WHEN bool_or(changed.{chained_by} IS NOT NULL) THEN NULL ELSE {found} END" if chained_by else found


def _triggers(table: str, years: str) -> list[pgtrigger.Trigger]:
    def trigger(operation: pgtrigger.Operation, rows: str, referencing: pgtrigger.Referencing) -> pgtrigger.Trigger:
        is_insert = "true" if operation is pgtrigger.Insert else "false"
        body = _MARK.format(table=table, years=years, rows=rows, is_insert=is_insert)
        return _after(operation, body, referencing)

    return [
        trigger(pgtrigger.Insert, "new_rows", pgtrigger.Referencing(new="new_rows")),
        trigger(pgtrigger.Update, _BEFORE_AND_AFTER, pgtrigger.Referencing(old="old_rows", new="new_rows")),
        trigger(pgtrigger.Delete, "old_rows", pgtrigger.Referencing(old="old_rows")),
        _after(pgtrigger.Truncate, _MARK_OF_ALL.format(table=table), None),
    ]


def _after(operation: pgtrigger.Operation, body: str, referencing: pgtrigger.Referencing | None) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"mark_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        func=body,
    )
