"""How records are read: declared once as a serializer, fetched as plain values, built without model objects.

The serializer, not the database, is the cost of a list (performance.md §4); so it says here only which columns are
wanted and under which names, for the query, the answer and the schema alike.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.utils import timezone
from rest_framework import serializers

Read = Callable[[tuple], Any]


@dataclass(frozen=True)
class Reader:
    """`lookups` for `values_list`, and what makes of such a row what is answered."""

    lookups: list[str]
    build: Read


def reader_of(
    serializer: serializers.Serializer, only: Collection[str] | None = None, hidden: Collection[str] = ()
) -> Reader:
    """Of all fields of a serializer, or of those named. What is `hidden` from the program is not read, and null."""
    lookups: list[str] = []
    for name in hidden:
        serializer.fields[name] = _Hidden()
    return Reader(lookups, _object(serializer, "", lookups, only))


class _Hidden(serializers.Field):
    """A value that this program may not see."""


def _object(serializer: serializers.Serializer, prefix: str, lookups: list[str], only: Collection[str] | None) -> Read:
    reads: list[tuple[str, Read]] = []
    key = len(lookups)
    for name, field in serializer.fields.items():
        if only is not None and name not in only:
            continue
        path = prefix + field.source.replace(".", "__")
        if isinstance(field, _Hidden):
            reads.append((name, lambda row: None))
        elif isinstance(field, serializers.Serializer):
            reads.append((name, _object(field, f"{path}__", lookups, None)))
        else:
            reads.append((name, _value(field, len(lookups))))
            lookups.append(path)
    if not prefix:
        return lambda row: {name: read(row) for name, read in reads}
    # What a row points to by a key that is empty has no first column either.
    return lambda row: None if row[key] is None else {name: read(row) for name, read in reads}


def _value(field: serializers.Field, position: int) -> Read:
    if isinstance(field, serializers.DateTimeField):
        return lambda row: row[position] and timezone.localtime(row[position])
    return itemgetter(position)
