"""What happened to records, one line each, for programs that follow us: nothing lost, nothing told twice.

Lines are written by statement-level triggers in the transaction of the change itself, as history is. Each carries the
number of its transaction. Numbers are given out at the first write and transactions end in any order, so a reader may
go only as far as the oldest one that is still at work: up to there nothing can appear any more. A cursor over the time
or over a running number would lose whatever was begun earlier and ended later.

A line names the columns that changed and holds no value: what the record is now, the reader asks for, within its scope.
"""

from collections.abc import Callable
from typing import Self, TypeVar

import pgtrigger
from django.db import models
from django.db.models import Model, Q
from django.db.models.expressions import RawSQL

M = TypeVar("M", bound=type[Model])

_TRANSACTION = "pg_current_xact_id()::text::bigint"
_NEW = """
    INSERT INTO audit_feedline (source, record, columns, transaction, made_at)
    SELECT '{table}', changed.id, NULL, {transaction}, now() FROM new_rows AS changed;
    RETURN NULL;
"""
_CHANGED = """
    INSERT INTO audit_feedline (source, record, columns, transaction, made_at)
    SELECT '{table}', changed.id, changed.columns, {transaction}, now() FROM (
        SELECT after.id, ARRAY(
            SELECT now_there.key FROM jsonb_each(to_jsonb(after)) AS now_there
            JOIN jsonb_each(to_jsonb(before)) AS was_there ON was_there.key = now_there.key
            WHERE now_there.value IS DISTINCT FROM was_there.value AND now_there.key <> 'updated_at'
            ORDER BY now_there.key
        ) AS columns
        FROM new_rows AS after JOIN old_rows AS before ON before.id = after.id
    ) AS changed WHERE cardinality(changed.columns) > 0;
    RETURN NULL;
"""
_OLDEST_AT_WORK = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"

_sources: set[str] = set()


class FeedLineQuerySet(models.QuerySet):
    def settled(self) -> Self:
        """Those before the oldest transaction that is still at work; in one statement, so in one snapshot."""
        return self.filter(transaction__lt=RawSQL(f"({_OLDEST_AT_WORK})", ()))  # noqa: S611 - no value in it

    def after(self, transaction: int, line: int) -> Self:
        return self.filter(Q(transaction__gt=transaction) | Q(transaction=transaction, pk__gt=line))


def followed() -> Callable[[M], M]:
    """Class decorator: tell of each new and each changed row of the model."""

    def decorate(model: M) -> M:
        table = model._meta.db_table
        _sources.add(table)
        new, old_and_new = pgtrigger.Referencing(new="new_rows"), pgtrigger.Referencing(old="old_rows", new="new_rows")
        return pgtrigger.register(
            _after(pgtrigger.Insert, _NEW.format(table=table, transaction=_TRANSACTION), new),
            _after(pgtrigger.Update, _CHANGED.format(table=table, transaction=_TRANSACTION), old_and_new),
        )(model)

    return decorate


def followed_tables() -> frozenset[str]:
    """The tables that are told of."""
    return frozenset(_sources)


def _after(operation: pgtrigger.Operation, body: str, referencing: pgtrigger.Referencing) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"feed_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        func=body,
    )
