"""Trigger history on tables of record.

Written by statement-level triggers, so that bulk writes, imports, raw SQL and deletes leave their trace too; signals
would miss them (security.md §3.1 has the measurements).
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import connection
from django.db.models import Model
from pghistory import runtime

M = TypeVar("M", bound=Model)


def tracked(**options: Any) -> Callable[[type[M]], type[M]]:
    """Class decorator: keep every version of the model's rows, deleted ones too, with actor, request and reason.

    The history table refuses changes by itself (`append_only`).
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        level=pgtrigger.Statement,
        append_only=True,
        **options,
    )


@contextmanager
def own_context(**metadata: Any) -> Iterator[uuid.UUID]:
    """Note what is written inside under a context of its own, also in the middle of a request; gives its id.

    pghistory adds an inner context to the outer one, so that all of a request is one. What has to be found again as a
    whole (an import that may be undone) must not be mixed with whatever else the request does.
    """
    outer = getattr(runtime._tracker, "value", None)
    if outer is None:
        with pghistory.context(**metadata) as context:
            yield context.id
        _forget_context()
        return
    # The hook of the outer context is in place, and reads this at each statement.
    runtime._tracker.value = runtime.Context(id=uuid.uuid4(), metadata={**outer.metadata, **metadata})
    try:
        yield runtime._tracker.value.id
    finally:
        runtime._tracker.value = outer


def _forget_context() -> None:
    """The database keeps a context until the transaction ends; what follows in it belongs to none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")
