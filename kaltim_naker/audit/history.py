"""Trigger history on tables of record.

Written by statement-level triggers, so that bulk writes, imports, raw SQL and deletes leave their trace too; signals
would miss them (security.md §3.1 has the measurements).
"""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db.models import Model

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
