"""Taking what the law wants erased out of the history, too (UU 27/2022, article 43)."""

from collections.abc import Iterable, Mapping
from typing import Any

import pgtrigger
from django.db.models import Model


def forget_in_history(model: type[Model], keys: Iterable[object], values: Mapping[str, Any]) -> int:
    """Write values over columns of all past versions of these rows; returns how many versions there were.

    The only door through the protection of a history table. That something happened, when, and by whom, stays.
    """
    events = getattr(model, "pgh_event_model", None)
    if events is None or not values:
        return 0
    kept = {column.name for column in events._meta.concrete_fields}
    with pgtrigger.ignore(f"{events._meta.label}:append_only"):
        past = events._default_manager.filter(pgh_obj_id__in=list(keys))
        return int(past.update(**{name: value for name, value in values.items() if name in kept}))
