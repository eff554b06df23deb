"""What the page of a run shows, prepared from what the run keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from kaltim_naker.imports.choices import ImportStage
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.memory import Corrections
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.imports.parsers.places import RegionNames
from kaltim_naker.imports.repeated import Repeated, repeated_values
from kaltim_naker.imports.tables import FINDING_TITLES, SET_ASIDE_WORDS
from kaltim_naker.ui.components import FigureCard, Step

_GIVEN_UP = (ImportStage.REJECTED, ImportStage.DISCARDED, ImportStage.UNDONE)
# A group shows this many rows; nobody corrects more before bringing the file again.
_SHOWN = 100


@dataclass(frozen=True)
class FindingRow:
    """A finding with the column's name as people know it."""

    line: int
    level: str
    column: str | Promise
    value: str
    message: str
    hint: str


@dataclass(frozen=True)
class FindingGroup:
    """All rows with the same problem, or the first of them."""

    code: str
    title: str | Promise
    count: int
    rows: Sequence[FindingRow]

    @property
    def hidden(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class ChangedRow:
    """A row that changes records: which fields, from what to what."""

    line: int
    changes: Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class ToConfirm:
    """A row that goes in only with a reason."""

    line: int
    findings: Sequence[FindingRow]


class CheckedPage:
    """The result of a check, as its template wants it, with the first rows of each kind of problem."""

    def __init__(self, run: ImportRun, shown: int | None = _SHOWN) -> None:
        self.run, self.shown = run, shown
        self.verdict: Mapping[str, Any] = run.verdict
        # Labels only; which regions there are does not matter here.
        self.columns = list(run.declaration.columns(RegionNames(())))
        self.labels = {column.name: column.label for column in self.columns}

    @cached_property
    def figures(self) -> list[FigureCard]:
        trial = self.verdict["trial"]
        waiting = len(self.verdict["waiting"]) + len(trial["refused"]) - self.with_errors
        return [
            FigureCard(_("Rows read"), self.verdict["rows"], _("rows")),
            FigureCard(_("New"), trial["created"], _("rows")),
            FigureCard(_("Change what is there"), trial["changed"], _("rows")),
            FigureCard(_("There already, unchanged"), trial["unchanged"], _("rows")),
            FigureCard(_("To be confirmed"), len(self.to_confirm), _("rows")),
            FigureCard(_("Have to wait"), max(waiting, 0), _("rows")),
            FigureCard(_("With errors"), self.with_errors, _("rows")),
        ]

    @cached_property
    def ready(self) -> int:
        trial = self.verdict["trial"]
        return trial["created"] + trial["changed"]

    @cached_property
    def with_errors(self) -> int:
        return len({finding["line"] for finding in self.verdict["findings"] if finding["level"] == "error"})

    @cached_property
    def groups(self) -> list[FindingGroup]:
        """The findings by what is wrong, the most frequent first."""
        by_code: dict[str, list[FindingRow]] = {}
        for finding in self.verdict["findings"]:
            by_code.setdefault(finding["code"], []).append(self._row(finding))
        return [
            FindingGroup(code, FINDING_TITLES.get(code, code), count, by_code.get(code, [])[: self.shown])
            for code, count in sorted(self.verdict["counts"].items(), key=lambda item: (-item[1], item[0]))
        ]

    @cached_property
    def waiting(self) -> list[FindingGroup]:
        """Rows that are right in themselves and have to wait for something else."""
        listed = {finding["line"] for finding in self.verdict["findings"]}
        refused = [row for row in self.verdict["trial"]["refused"] if row["line"] not in listed]
        return grouped([*self.verdict["waiting"], *refused])

    @cached_property
    def to_confirm(self) -> list[ToConfirm]:
        lines = {line: [] for line in self.verdict["to_confirm"]}
        for finding in self.verdict["findings"]:
            if finding["line"] in lines:
                lines[finding["line"]].append(self._row(finding))
        return [ToConfirm(line, rows) for line, rows in lines.items()]

    @cached_property
    def missing(self) -> list[str | Promise]:
        """Columns that every row needs and that nothing in the file was taken for."""
        return [self.labels[name] for name in self.verdict["missing"]]

    @cached_property
    def changed(self) -> list[ChangedRow]:
        changes = self.verdict["trial"].get("changes", {})
        return [ChangedRow(int(line), found) for line, found in sorted(changes.items(), key=lambda item: int(item[0]))]

    @cached_property
    def repeated(self) -> list[Repeated]:
        memory = Corrections(self.run.office, self.run.kind)
        return repeated_values(self.columns, self.verdict["findings"], memory)

    @cached_property
    def replaced(self) -> list[tuple[Column, str, str]]:
        """What the sender had replaced in all rows: column, what is written, what it is taken for."""
        return [
            (column, given, meant)
            for column in self.columns
            for given, meant in self.run.replacements.get(column.name, {}).items()
        ]

    @cached_property
    def set_aside(self) -> list[dict[str, Any]]:
        return [
            line | {"reason": SET_ASIDE_WORDS.get(line["reason"], line["reason"])} for line in self.verdict["set_aside"]
        ]

    def _row(self, finding: Mapping[str, Any]) -> FindingRow:
        column = self.labels.get(finding["column"], finding["column"])
        return FindingRow(
            finding["line"], finding["level"], column, finding["value"], finding["message"], finding["hint"]
        )


def grouped(rows: Sequence[Mapping[str, Any]]) -> list[FindingGroup]:
    """Held and refused rows of a receipt or a trial, by reason."""
    by_code: dict[str, list[FindingRow]] = {}
    for row in rows:
        by_code.setdefault(row["code"], []).append(
            FindingRow(row["line"], "", "", "", row["message"], row.get("hint", ""))
        )
    return [
        FindingGroup(code, FINDING_TITLES.get(code, code), len(found), found[:_SHOWN])
        for code, found in by_code.items()
    ]


def letter(index: int) -> str:
    """The letter over a column in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def steps_of(run: ImportRun) -> list[Step]:
    """Upload, check, decision: where the file stands."""
    names = (_("Upload"), _("Check"), _("Your decision"), _("Receipt"))
    place = {
        ImportStage.UPLOADED: 1,
        ImportStage.CHECKED: 2,
        ImportStage.ACCEPTING: 3,
        ImportStage.ACCEPTED: 4,
        ImportStage.UNDOING: 4,
        ImportStage.UNDONE: 4,
        ImportStage.REJECTED: 1,
        ImportStage.DISCARDED: 2,
    }[ImportStage(run.stage)]
    current = "cancelled" if run.stage in _GIVEN_UP else "current"
    return [
        Step(name, "done" if position < place else current if position == place else "todo")  # type: ignore[arg-type]
        for position, name in enumerate(names)
    ]
