"""What the page shows on which a person says which column of the file is which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kaltim_naker.core.errors import DomainError
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.layouts import samples_of
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.imports.pages import letter
from kaltim_naker.imports.parsers.places import RegionNames

_TOGETHER = "+"


@dataclass(frozen=True)
class FileColumn:
    """A column of the file: its heading, some texts below it, and what it is taken for.

    `chosen` is the value of one of the choices; `belongs_to` names the column that this one feeds with others and that
    leaves nothing to choose (a day of a month).
    """

    place: int
    letter: str
    heading: str
    samples: Sequence[str]
    chosen: str
    belongs_to: str | Promise = ""

    @property
    def field(self) -> str:
        return f"place_{self.place}"


class MatchingPage:
    """The columns of a checked file beside ours."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.columns: Sequence[Column] = run.declaration.columns(RegionNames(()))
        self.labels = {column.name: column.label for column in self.columns}

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        """All that a column of the file may be: one of ours, or several that are written in one."""
        single = [(column.name, capfirst(str(column.label))) for column in self.columns]
        return single + [
            (_TOGETHER.join(target.parts), " + ".join(capfirst(str(self.labels[part])) for part in target.parts))
            for target in self.run.declaration.combined
        ]

    @cached_property
    def rows(self) -> list[FileColumn]:
        samples, taken = samples_of(self.run), self._taken()
        return [
            FileColumn(
                place, letter(place), words, samples.get(place, []), taken.get(place, ""), self._gathered(place, words)
            )
            for place, words in self.run.verdict["headings"]
        ]

    @cached_property
    def unmatched(self) -> list[FileColumn]:
        return [row for row in self.rows if not row.chosen and not row.belongs_to]

    @cached_property
    def missing(self) -> list[str | Promise]:
        return [self.labels[name] for name in self.run.verdict["missing"]]

    def places(self, data: Mapping[str, str]) -> dict[str, int]:
        """What was chosen, our column to its place. Raises DomainError `column_twice` for one chosen in two places."""
        known = {value for value, _label in self.choices}
        found: dict[str, int] = {}
        for place, _words in self.run.verdict["headings"]:
            chosen = data.get(f"place_{place}", "")
            for name in chosen.split(_TOGETHER) if chosen in known else ():
                if name in found:
                    raise DomainError("column_twice", _twice(self.labels[name]))
                found[name] = place
        return found

    def _taken(self) -> dict[int, str]:
        """Place to the choice; parts of a combined column are chosen together where all of them stand there."""
        names: dict[int, list[str]] = {}
        for column in self.columns:
            if (place := self.run.verdict["places"].get(column.name)) is not None:
                names.setdefault(place, []).append(column.name)
        together = {frozenset(target.parts): _TOGETHER.join(target.parts) for target in self.run.declaration.combined}
        return {place: together.get(frozenset(found), found[0]) for place, found in names.items()}

    def _gathered(self, place: int, words: str) -> str | Promise:
        for column in self.columns:
            first = self.run.verdict["places"].get(column.name)
            if column.gathers and first is not None and place != first and column.gathers.belongs(words.split(" / ")):
                return column.label
        return ""


def _twice(label: str | Promise) -> str:
    return _("Two columns of the file were chosen for “%(label)s”. Choose one of them.") % {"label": label}
