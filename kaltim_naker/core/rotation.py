"""A new key for everything that lies encrypted, while the program runs.

Each app declares its encrypted columns with `register`; `renew` brings them under the newest key, batch by batch. Rows
of a batch are locked for the moment of their writing, readers are never stopped: old and new keys decrypt alike. What
is done is done, so an interrupted run is simply started again. Nothing is written into the history, since no value has
changed; the copies of a cipher that the history holds are renewed like any other.
"""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import transaction
from django.db.models import Func, IntegerField, Model, QuerySet, Value

from kaltim_naker.core import crypto
from kaltim_naker.core.sealed_files import sealed_storage

BATCH = 500


@dataclass(frozen=True)
class Sealed:
    """An encrypted column. `binding` tells from the value of `bound_by` what a cipher is bound to.

    A binary column is one cipher; in a JSON column those of the `entries` are, written in base64.
    """

    model: str
    column: str
    binding: Callable[[Any], str]
    bound_by: str = "pk"
    entries: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.model}.{self.column}"


@dataclass(frozen=True)
class SealedFiles:
    """A FileField whose files lie encrypted (core.sealed_files)."""

    model: str
    column: str

    def __str__(self) -> str:
        return f"{self.model}.{self.column}"

    def names(self) -> Iterator[str]:
        rows = apps.get_model(self.model)._base_manager.exclude(**{self.column: ""})
        return rows.values_list(self.column, flat=True).iterator(BATCH)


_REGISTER: list[Sealed | SealedFiles] = []


def register(*columns: Sealed | SealedFiles) -> None:
    """Declare encrypted columns, from AppConfig.ready."""
    _REGISTER.extend(column for column in columns if column not in _REGISTER)


def registered() -> list[Sealed | SealedFiles]:
    return list(_REGISTER)


def renew(sealed: Sealed | SealedFiles, *, batch: int = BATCH) -> int:
    """Bring a column under the newest key. Returns how many rows were written; raises KeyringError for a lost key."""
    if isinstance(sealed, SealedFiles):
        return sum(sealed_storage().renew(name) for name in sealed.names())
    written, last = 0, None
    while True:
        rows = _waiting(sealed) if last is None else _waiting(sealed).filter(pk__gt=last)
        with transaction.atomic(), pgtrigger.ignore():
            found = list(rows.select_for_update(of=("self",)).order_by("pk")[:batch])
            changed = [row for row in found if _renew_row(sealed, row)]
            rows.model._base_manager.bulk_update(changed, [sealed.column])
        if not found:
            return written
        written, last = written + len(changed), found[-1].pk


def count_waiting(sealed: Sealed | SealedFiles) -> int:
    """Rows that still hold a cipher under an older key."""
    if isinstance(sealed, SealedFiles):
        return sum(sealed_storage().is_waiting(name) for name in sealed.names())
    if not sealed.entries:
        return _waiting(sealed).count()
    return sum(_renew_row(sealed, row) for row in _waiting(sealed).iterator(BATCH))


def _waiting(sealed: Sealed) -> QuerySet[Model]:
    rows = apps.get_model(sealed.model)._base_manager.only("pk", sealed.column, sealed.bound_by)
    if sealed.entries:
        return rows.filter(**{f"{sealed.column}__has_any_keys": list(sealed.entries)})
    # An empty cipher stands where there is nothing (any more).
    rows = rows.exclude(**{f"{sealed.column}__isnull": True}).exclude(**{sealed.column: b""})
    first = Func(sealed.column, Value(0), function="get_byte", output_field=IntegerField())
    return rows.alias(key_id=first).exclude(key_id=crypto.newest_key_id())


def _renew_row(sealed: Sealed, row: Model) -> bool:
    """Put the renewed ciphers into the object; whether there were any."""
    bound_to = sealed.binding(getattr(row, sealed.bound_by))
    value = getattr(row, sealed.column)
    if not sealed.entries:
        renewed = crypto.renewed(value, bound_to=bound_to)
        setattr(row, sealed.column, renewed or value)
        return renewed is not None
    changed = {name: text for name in sealed.entries if (text := _renewed_text(value.get(name), bound_to))}
    setattr(row, sealed.column, {**value, **changed})
    return bool(changed)


def _renewed_text(text: str | None, bound_to: str) -> str:
    renewed = crypto.renewed(base64.b64decode(text), bound_to=bound_to) if text else None
    return base64.b64encode(renewed).decode() if renewed else ""
