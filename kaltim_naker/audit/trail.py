"""Reading the history back: who did what to one record, when, and what changed from what to what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Field, Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaltim_naker.accounts.models import User

# Columns that say nothing to people: keys, times that every version has, and derived values.
SILENT = frozenset({"id", "created_at", "updated_at", "nik_index", "nik_masked", "number_key", "is_invented"})
# A changed secret is said to have changed; neither value is shown, not even encrypted.
_SECRET = {"nik_cipher": "NIK"}


@dataclass(frozen=True)
class Change:
    """One column that got another value. Both values are None where they are a secret."""

    label: str | Promise
    before: Any = None
    after: Any = None
    is_secret: bool = False
    column: str = ""

    def without_values(self) -> "Change":
        """That it changed, and nothing more."""
        return Change(self.label, is_secret=True, column=self.column)


@dataclass(frozen=True)
class Entry:
    """One version of a record. `label` is insert, update or delete; without `actor` the program acted by itself."""

    at: datetime
    label: str
    actor: User | None
    reason: str = ""
    changes: list[Change] = field(default_factory=list)


def events_of(record: Model) -> QuerySet:
    """Every version of a tracked record, oldest first."""
    events = type(record).pgh_event_model.objects.filter(pgh_obj_id=record.pk)  # type: ignore[attr-defined]
    return events.select_related("pgh_context").order_by("pgh_id")


def last_version(model: type[Model], key: Any) -> Model | None:
    """A record that was deleted, as it was last.

    None where there never was such a record, or where it still is there.
    """
    event = model.pgh_event_model.objects.filter(pgh_obj_id=key).order_by("pgh_id").last()  # type: ignore[attr-defined]
    if event is None or event.pgh_label != "delete":
        return None
    kept = {column.attname for column in event._meta.concrete_fields}
    columns = (column for column in model._meta.concrete_fields if column.attname in kept and not column.generated)
    return model(**{column.attname: getattr(event, column.attname) for column in columns})


def deleted_of(model: type[Model]) -> QuerySet:
    """The entries that end the history of deleted records of a table, newest first."""
    entries = model.pgh_event_model.objects.filter(pgh_label="delete")  # type: ignore[attr-defined]
    return entries.select_related("pgh_context").order_by("-pgh_id")


def history_of(record: Model) -> list[Entry]:
    """The versions of a record as differences, newest first, in a number of queries that does not grow with them."""
    versions = list(events_of(record))
    actors = _actors_of(versions)
    words = _Words(type(record), versions)
    entries, before = [], None
    for version in versions:
        context = version.pgh_context.metadata if version.pgh_context else {}
        entries.append(
            Entry(
                at=version.pgh_created_at,
                label=version.pgh_label,
                actor=actors.get(context.get("user")),
                reason=context.get("reason", ""),
                changes=[] if version.pgh_label == "delete" else list(words.changes(before, version)),
            )
        )
        before = version
    return entries[::-1]


def first_seen(record: Model, name: str) -> dict[Any, Entry]:
    """For each value that a column ever had: the version that first had it."""
    versions = list(events_of(record))
    actors = _actors_of(versions)
    found: dict[Any, Entry] = {}
    for version in versions:
        context = version.pgh_context.metadata if version.pgh_context else {}
        entry = Entry(version.pgh_created_at, version.pgh_label, actors.get(context.get("user")))
        found.setdefault(getattr(version, name), entry)
    return found


def _actors_of(versions: Iterable[Any]) -> dict[int, User]:
    contexts = (version.pgh_context.metadata for version in versions if version.pgh_context)
    return User.objects.in_bulk({context["user"] for context in contexts if context.get("user")})


class _Words:
    """Turns stored values of one model into words; names behind foreign keys are fetched once per column."""

    def __init__(self, model: type[Model], versions: list[Any]) -> None:
        # A table may keep columns out of its history.
        kept = {column.name for column in model.pgh_event_model._meta.fields}  # type: ignore[attr-defined]
        self.fields = [column for column in model._meta.concrete_fields if column.name in kept - SILENT]
        self.names = {column.name: _names_behind(column, versions) for column in self.fields if column.is_relation}

    def changes(self, before: Any, after: Any) -> Iterator[Change]:
        """What differs between two versions; a first version differs from emptiness."""
        for column in self.fields:
            old = getattr(before, column.attname) if before else None
            new = getattr(after, column.attname)
            if _is_same(old, new):
                continue
            if column.name in _SECRET:
                yield Change(_SECRET[column.name], is_secret=True)
            else:
                words = self._words(column, old), self._words(column, new)
                yield Change(column.verbose_name, *words, column=column.name)

    def _words(self, column: Field, value: Any) -> Any:
        if value is None or value == "":
            return None
        if column.is_relation:
            return self.names[column.name].get(value, _("a record that no longer exists"))
        if column.choices:
            return dict(column.flatchoices).get(value, value)
        if isinstance(value, bool):
            return gettext_lazy("yes") if value else gettext_lazy("no")
        return value if isinstance(value, date) else str(value)


def _is_same(old: Any, new: Any) -> bool:
    empty = (None, "")
    if isinstance(old, memoryview) or isinstance(new, memoryview):
        old, new = (None if value is None else bytes(value) for value in (old, new))
    return old == new or (old in empty and new in empty)


def _names_behind(column: Field, versions: list[Any]) -> dict[Any, str]:
    keys = {getattr(version, column.attname) for version in versions} - {None}
    related = column.related_model._default_manager.filter(pk__in=keys)  # type: ignore[union-attr]
    return {record.pk: str(record) for record in related}
