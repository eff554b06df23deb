"""Why a figure moved: what has changed since a moment about some records, and about what they hang on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Field, Model, QuerySet

from kaltim_naker.audit.trail import SILENT
from kaltim_naker.core.models import Record

# A cipher is another one each time it is written; the index says whether the number itself has changed.
_TELLS_NOTHING = (SILENT | {"nik_cipher"}) - {"nik_index"}
# How far up a record's foreign keys are followed: certificate → result → enrolment → job seeker.
_DEPTH = 3


@dataclass(frozen=True)
class Touch:
    """A change of one record. `actor` is the key of a user, None where the program acted by itself."""

    at: datetime
    actor: int | None
    reason: str
    model: str
    record: str
    label: str
    columns: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        return {
            "at": self.at.isoformat(),
            "actor": self.actor,
            "reason": self.reason,
            "model": self.model,
            "record": self.record,
            "label": self.label,
            "columns": list(self.columns),
        }


def touches_since(model: type[Model], keys: Iterable[str], moment: datetime, *, most: int) -> list[Touch]:
    """Changes after a moment of records of a model and of what they point to, the newest first, `most` of them.

    The number of queries grows with the tables that a record of the model hangs on, not with the records.
    """
    found: list[Touch] = []
    for related, related_keys in _upwards(model, set(keys)):
        found += _touches_of(related, related_keys, moment)
    return sorted(found, key=lambda touch: touch.at, reverse=True)[:most]


def _upwards(model: type[Model], keys: set[str]) -> Iterator[tuple[type[Model], set[str]]]:
    """The records themselves, then everything of record that they hang on; each table once."""
    yield model, keys
    rows = model._base_manager.filter(pk__in=keys)
    seen = {model}
    for path, related in _paths(model, _DEPTH):
        if related not in seen:
            seen.add(related)
            yield related, {str(key) for key in rows.values_list(path, flat=True).distinct() if key is not None}


def _paths(model: type[Model], depth: int, prefix: str = "") -> Iterator[tuple[str, type[Model]]]:
    """Foreign keys to tables of record, the nearest first."""
    direct = [(f"{prefix}{field.name}", field.related_model) for field in _keys_of(model)]
    yield from direct
    if depth > 1:
        for path, related in direct:
            yield from _paths(related, depth - 1, f"{path}__")


def _keys_of(model: type[Model]) -> list[Any]:
    """What a record hangs on. Offices, users and reference data are no records, and move no figure."""
    return [field for field in model._meta.concrete_fields if field.is_relation and _is_record(field.related_model)]


def _is_record(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, Record) and hasattr(model, "pgh_event_model")


def _touches_of(model: type[Model], keys: set[str], moment: datetime) -> Iterator[Touch]:
    events: QuerySet = model.pgh_event_model.objects.filter(pgh_obj_id__in=keys)  # type: ignore[attr-defined]
    changed = events.filter(pgh_created_at__gt=moment).values("pgh_obj_id")
    before: dict[Any, Any] = {}
    for event in events.filter(pgh_obj_id__in=changed).select_related("pgh_context").order_by("pgh_id"):
        if event.pgh_created_at > moment:
            yield _touch(model, event, before.get(event.pgh_obj_id))
        before[event.pgh_obj_id] = event


def _touch(model: type[Model], event: Any, before: Any) -> Touch:
    context = event.pgh_context.metadata if event.pgh_context else {}
    return Touch(
        at=event.pgh_created_at,
        actor=context.get("user"),
        reason=context.get("reason", ""),
        model=model._meta.label,
        record=str(event.pgh_obj_id),
        label=event.pgh_label,
        columns=tuple(_changed(model, before, event)) if before is not None else (),
    )


def _changed(model: type[Model], before: Any, after: Any) -> Iterator[str]:
    columns: list[Field] = [field for field in model._meta.concrete_fields if field.name not in _TELLS_NOTHING]
    for column in columns:
        if _value(before, column) != _value(after, column):
            yield column.name


def _value(version: Any, column: Field) -> Any:
    """Encrypted columns come as memory views, which are equal only to themselves."""
    value = getattr(version, column.attname, None)
    return bytes(value) if isinstance(value, memoryview) else value
