"""Values that nobody knows and that stand in many rows: put right in all of them by one click."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.memory import Corrections

_SHOWN = 12
# Findings keep this much of a value; a longer one cannot be told from another.
_VALUE_LENGTH = 80


@dataclass(frozen=True)
class Repeated:
    """A value, in how many rows it stands, and what may be put in its place: texts and how they are offered."""

    column: Column
    given: str
    rows: int
    choices: Sequence[tuple[str, str | Promise]]


def repeated_values(
    columns: Sequence[Column], findings: Iterable[Mapping[str, Any]], memory: Corrections, at_least: int = 1
) -> list[Repeated]:
    """The most frequent values with something to choose, in `at_least` so many rows, of no column about persons."""
    replaceable = {column.name: column for column in columns if not column.is_personal}
    counts: Counter[tuple[str, str]] = Counter()
    near: dict[tuple[str, str], Sequence[str]] = {}
    for found in findings:
        place = found["column"], found["value"]
        if found["column"] in replaceable and 0 < len(found["value"]) < _VALUE_LENGTH:
            counts[place] += 1
            near.setdefault(place, found.get("suggestions", ()))
    listed = (
        Repeated(replaceable[name], given, rows, _choices(memory.of(name, given), near[name, given]))
        for (name, given), rows in counts.most_common()
        if rows >= at_least
    )
    return [value for value in listed if value.choices][:_SHOWN]


def _choices(became: str, near: Sequence[str]) -> list[tuple[str, str | Promise]]:
    choices: dict[str, str | Promise] = {text: text for text in near if text != became}
    last_time = {became: _("As last time: %(text)s") % {"text": became}} if became else {}
    return list((last_time | choices).items())
