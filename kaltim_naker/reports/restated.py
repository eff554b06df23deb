"""A restatement in words: who moved, as far as the reader may see names, and what was changed by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaltim_naker.access.policy import can
from kaltim_naker.accounts.models import User
from kaltim_naker.reports.breakdowns import DimensionWords
from kaltim_naker.reports.names import names_action, names_scope
from kaltim_naker.reports.tables import RECORD_COLUMNS
from kaltim_naker.ui.formatting import short_date
from kaltim_naker.ui.tables import address_of, lookups_of
from programs.measures import Measure
from programs.models import Restatement
from programs.services.closing import measures_of


@dataclass(frozen=True)
class Move:
    """Somebody who came in, fell out or changed. `name` is empty where it is not the reader's to see."""

    kind: str | Promise
    name: str
    url: str
    details: str


CAME_IN, FELL_OUT, CHANGED = gettext_lazy("came in"), gettext_lazy("fell out"), gettext_lazy("changed")


def moves_of(restatement: Restatement, reader: User) -> list[Move]:
    """One line for each record that came in or fell out, and for each subject that changed."""
    names = _Names(restatement, reader)
    words = DimensionWords()
    moves = [_move(CAME_IN, row, names) for row in restatement.came_in]
    moves += [_move(FELL_OUT, row, names) for row in restatement.fell_out]
    for _subject, before, after in restatement.changed:
        name, url = names.of(after[0][0])
        moves.append(Move(CHANGED, name, url, _difference(before, after, words)))
    return moves


def _move(kind: str | Promise, row: list[Any], names: "_Names") -> Move:
    name, url = names.of(row[0])
    return Move(kind, name, url, _day(row[2]))


def _day(text: str) -> str:
    return short_date(date.fromisoformat(text))


class _Names:
    """Record → name and address, for the records that the reader may see by name; two queries at most."""

    def __init__(self, restatement: Restatement, reader: User) -> None:
        self._found: dict[str, tuple[str, str]] = {}
        keys = _records_of(restatement)
        for measure in measures_of(restatement.figure.measure):
            if can(reader, names_action(measure)):
                self._found |= _named(measure, keys, reader)

    def of(self, record: str) -> tuple[str, str]:
        return self._found.get(record, ("", ""))


def _records_of(restatement: Restatement) -> set[str]:
    moved = {row[0] for row in (*restatement.came_in, *restatement.fell_out)}
    return moved | {row[0] for _subject, before, after in restatement.changed for row in (*before, *after)}


def _named(measure: Measure, keys: Iterable[str], reader: User) -> dict[str, tuple[str, str]]:
    """Also of records that the measure counts no longer: a revoked certificate still has its holder."""
    model = measure.records().model
    heading = next((column for column in RECORD_COLUMNS.get(model, ()) if column.heading), None)
    if heading is None:
        return {}
    visible = model._default_manager.filter(pk__in=keys).visible_to(names_scope(reader, measure))
    rows = visible.values("pk", *lookups_of([heading]))
    return {str(row["pk"]): (heading.text(heading.read(row)), address_of(heading, row)) for row in rows}


def _difference(before: list[Any], after: list[Any], words: DimensionWords) -> str:
    """What differs between the lists of a subject: of one record its facts, else how many there are."""
    if len(before) != 1 or len(after) != 1:
        return _("%(before)s records before, %(after)s now") % {"before": len(before), "after": len(after)}
    (_record, _subject, old_day, old), (_same, _again, new_day, new) = before[0], after[0]
    parts = [f"{_day(old_day)} → {_day(new_day)}"] if old_day != new_day else []
    parts += [
        f"{words.label(name)}: {words.member(name, old.get(name))} → {words.member(name, new[name])}"
        for name in new
        if old.get(name) != new[name]
    ]
    return "; ".join(parts) or _("another record")


@dataclass(frozen=True)
class Cause:
    """A change that moved the figure, as the history knows it."""

    at: datetime
    who: str
    reason: str
    what: str
    columns: str


def causes_in_words(restatement: Restatement) -> list[Cause]:
    """The newest first."""
    actors = User.objects.in_bulk([cause["actor"] for cause in restatement.causes if cause["actor"]])
    return [_cause(cause, actors) for cause in restatement.causes]


_LABELS = {
    "insert": gettext_lazy("entered"),
    "update": gettext_lazy("changed"),
    "delete": gettext_lazy("removed"),
}


def _cause(cause: dict[str, Any], actors: Mapping[int, User]) -> Cause:
    model = apps.get_model(cause["model"])
    who = actors.get(cause["actor"])
    return Cause(
        at=datetime.fromisoformat(cause["at"]),
        who=str(who) if who else _("the program"),
        reason=cause["reason"],
        what=f"{model._meta.verbose_name}: {_LABELS.get(cause['label'], cause['label'])}",
        columns=", ".join(_column(model, name) for name in cause["columns"]),
    )


def _column(model: Any, name: str) -> str:
    if name == "nik_index":
        return "NIK"
    try:
        return str(model._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name
