"""How records are read: declared once as a serializer, fetched as plain values, built without model objects.

The serializer, not the database, is the cost of a list (performance.md §4); so it says here only which columns are
wanted and under which names, for the query, the answer and the schema alike. Rows are built column by column: what is
the same for all of a page, as the time zone and the names of regions, is asked for once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from kaltim_naker.api.rest.names import VERSION, NamedPart, names_of

Row = Sequence[Any]
Item = dict[str, Any]
#: Puts into items what does not stand in a column as it is shown; of a page with this version of the names.
Finish = Callable[[Sequence[Item], Sequence[Row], str | None], None]


@dataclass(frozen=True)
class Reader:
    """`lookups` of what is shown: one for each of the `names`, and behind them the rest of parts with several."""

    names: Sequence[str]
    lookups: Sequence[str]
    finishes: Sequence[Finish]
    has_names: bool

    def fetch(self, queryset: QuerySet, *more: str) -> QuerySet:
        """Rows for `build`; columns for other uses come behind the look-ups."""
        version = [VERSION] if self.has_names else []
        return queryset.values_list(*self.lookups, *more, *version)

    def build(self, rows: Sequence[Row]) -> list[Item]:
        """What is answered of each row of one page."""
        return self.build_part(rows, rows[0][-1] if rows and self.has_names else None)

    def build_part(self, rows: Sequence[Row], version: str | None) -> list[Item]:
        items = [dict(zip(self.names, row, strict=False)) for row in rows]
        for finish in self.finishes:
            finish(items, rows, version)
        return items


@lru_cache(maxsize=1_000)
def reader_of(
    serializer_class: type[serializers.Serializer],
    only: tuple[str, ...] | None = None,
    hidden: frozenset[str] = frozenset(),
) -> Reader:
    """Of all fields of a serializer, or of those named. What is `hidden` from the program is not read, and null."""
    fields = serializer_class().fields
    shown = [name for name in fields if only is None or name in only]
    reader = _reader({name: fields[name] for name in shown if name not in hidden}, "")
    nothing = dict.fromkeys(name for name in shown if name in hidden)
    return replace(reader, finishes=[*reader.finishes, _with(nothing)]) if nothing else reader


def _reader(fields: Mapping[str, serializers.Field], prefix: str) -> Reader:
    lookups: list[str] = []
    behind: list[str] = []
    finishes: list[Finish] = []
    has_names = False
    for name, field in fields.items():
        path = prefix + field.source.replace(".", "__")
        if isinstance(field, NamedPart):
            path, has_names = f"{path}_id", True
            finishes.append(_named(name, type(field)))
        elif isinstance(field, serializers.Serializer):
            part = _reader(field.fields, f"{path}__")
            path, has_names = part.lookups[0], has_names or part.has_names
            finishes.append(_part(name, part, [len(lookups), *_places(len(fields) + len(behind), part)]))
            behind += part.lookups[1:]
        elif isinstance(field, serializers.DateTimeField):
            finishes.append(_local(name))
        lookups.append(path)
    return Reader(list(fields), [*lookups, *behind], finishes, has_names)


def _places(start: int, part: Reader) -> range:
    """Where the columns of a part stand, but for its first one."""
    return range(start, start + len(part.lookups) - 1)


def _named(name: str, part: type[NamedPart]) -> Finish:
    def finish(items: Sequence[Item], rows: Sequence[Row], version: str | None) -> None:
        names = names_of(part, version)
        for item in items:
            item[name] = names.get(item[name])

    return finish


def _part(name: str, part: Reader, places: Sequence[int]) -> Finish:
    # With its first place a second time, because of one place alone it would give no row.
    cut = itemgetter(*places, places[0])

    def finish(items: Sequence[Item], rows: Sequence[Row], version: str | None) -> None:
        for item, built in zip(items, part.build_part([cut(row) for row in rows], version), strict=True):
            # What a row points to by a key that is empty has no first column either.
            item[name] = None if item[name] is None else built

    return finish


def _local(name: str) -> Finish:
    def finish(items: Sequence[Item], rows: Sequence[Row], version: str | None) -> None:
        zone = timezone.get_current_timezone()
        for item in items:
            item[name] = item[name] and item[name].astimezone(zone)

    return finish


def _with(values: Item) -> Finish:
    def finish(items: Sequence[Item], rows: Sequence[Row], version: str | None) -> None:
        for item in items:
            item.update(values)

    return finish
