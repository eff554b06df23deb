"""What people do with rows that wait: correct them, confirm them, give them up.

A corrected row goes the way of a row of a file: the same check of its cells, the same doubles, the same questions to
our records, the same importer. It is taken in, or says what is wrong now.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.imports.cells import text_of
from kaltim_naker.imports.check import check_cells, check_doubles
from kaltim_naker.imports.choices import ImportStage, QuarantineState
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.files import drop_when_decided
from kaltim_naker.imports.importer import Context, Waiting
from kaltim_naker.imports.intake import Intake, Outcome
from kaltim_naker.imports.journal import work_of
from kaltim_naker.imports.memory import remember_correction
from kaltim_naker.imports.models import ImportRun, QuarantinedRow
from kaltim_naker.imports.parsers.places import RegionNames
from kaltim_naker.imports.quarantine import findings_of, storable
from kaltim_naker.imports.rows import CheckedRow
from kaltim_naker.imports.work import lock_decidable, one_at_a_time, queue_run
from kaltim_naker.imports.workbook import Cell

# A request corrects this many rows; what is left is a click more.
AT_ONCE = 200
_REASON_LENGTH = 200


@dataclass(frozen=True)
class Correction:
    """What a person says about a row: other cells, and the reason that confirms its warnings.

    Without `take_in` the cells are kept as a draft: somebody else's row is being saved, and nothing typed gets lost.
    """

    cells: Mapping[str, Cell] = field(default_factory=dict)
    reason: str = ""
    take_in: bool = True


@dataclass(frozen=True)
class Corrected:
    """What became of the rows that were to be taken in, by their lines; `unchanged` of the taken were there already."""

    taken: Sequence[int]
    unchanged: int
    open: Sequence[int]


@transaction.atomic
def correct_rows(*, actor: User, run: ImportRun, corrections: Mapping[UUID, Correction]) -> Corrected:
    """Check the rows with their corrections and take them in, each for itself. Raises DomainError `row_decided`."""
    one_at_a_time()
    held = _lock_open(run, corrections)
    bench = _Bench(run, actor)
    work = [bench.lay_out(row, corrections[row.pk]) for row in held]
    check_doubles(run.declaration, [item.checked for item in work])
    with work_of(run, actor):
        outcome = bench.take_in([item for item in work if item.correction.take_in])
    for item in work:
        item.settle(actor, outcome)
    _remember(run, bench.columns, work)
    drop_when_decided(run)
    taken = [item.row.line for item in work if item.row.state == QuarantineState.TAKEN_IN]
    still_open = [item.row.line for item in work if item.correction.take_in and item.row.is_open]
    return Corrected(taken, outcome.unchanged, still_open)


@transaction.atomic
def drop_rows(*, actor: User, run: ImportRun, rows: Iterable[UUID], reason: str) -> int:
    """Give rows up for good, with a reason. Raises DomainError `reason_missing` and `row_decided`."""
    if not reason.strip():
        raise DomainError("reason_missing", _("Say why the row is given up."), field="reason")
    held = _lock_open(run, rows)
    for row in held:
        _decide(row, QuarantineState.DROPPED, actor, reason)
    drop_when_decided(run)
    return len(held)


@dataclass(frozen=True)
class Replaced:
    """How many rows had the value, and how many of them wait for another click."""

    corrected: Corrected
    left: int


def replace_value(*, actor: User, run: ImportRun, column: str, given: str, corrected: str) -> Replaced:
    """Put one text in the place of another in all open rows of a file, and take in what is right then.

    Not in columns that hold a person's data: equal names are not one person. Raises DomainError `column_personal`.
    """
    _require_replaceable(run, column)
    alike = [row.pk for row in open_rows(run) if text_of(row.cells.get(column)) == given]
    if not alike:
        raise DomainError("row_decided", _("No row has this value any more."))
    correction = Correction({column: corrected})
    done = correct_rows(actor=actor, run=run, corrections=dict.fromkeys(alike[:AT_ONCE], correction))
    return Replaced(done, max(len(alike) - AT_ONCE, 0))


@transaction.atomic
def replace_in_file(*, actor: User, run: ImportRun, column: str, given: str, corrected: str) -> ImportRun:
    """Check a file again with one text in the place of another, in all rows; an empty one takes this back.

    Raises DomainError `not_decidable` and `column_personal`.
    """
    run = lock_decidable(run)
    _require_replaceable(run, column)
    values = {**run.replacements.get(column, {})}
    values.pop(given, None)
    if corrected.strip():
        values[given] = corrected.strip()
        remember_correction(office=run.office, kind=run.kind, column=column, given=given, corrected=corrected.strip())
    run.replacements = {name: texts for name, texts in {**run.replacements, column: values}.items() if texts}
    run.stage = ImportStage.UPLOADED
    return queue_run(run)


def _require_replaceable(run: ImportRun, column: str) -> None:
    replaceable = {column.name for column in run.declaration.columns(RegionNames(())) if not column.is_personal}
    if column not in replaceable:
        raise DomainError("column_personal", _("This column is corrected row by row."))


def open_rows(run: ImportRun) -> QuerySet[QuarantinedRow]:
    return QuarantinedRow.objects.filter(run=run, state=QuarantineState.OPEN).order_by("line")


def _lock_open(run: ImportRun, rows: Iterable[UUID]) -> list[QuarantinedRow]:
    """The rows that are still open, locked; those of a file that was undone are not."""
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    held = QuarantinedRow.objects.filter(run=locked, pk__in=list(rows), state=QuarantineState.OPEN)
    found = list(held.select_for_update(of=("self",)).order_by("line"))
    if locked.stage != ImportStage.ACCEPTED or not found:
        raise DomainError("row_decided", _("Somebody decided about these rows in the meantime. Please look again."))
    return found


class _Bench:
    """The declarations and our records, to check and take in some rows of one file."""

    def __init__(self, run: ImportRun, actor: User) -> None:
        self.kind = run.declaration
        self.columns: Sequence[Column] = self.kind.columns(RegionNames())
        self.context = Context(actor=actor, office=run.office, options=run.options)

    def lay_out(self, row: QuarantinedRow, correction: Correction) -> "_Work":
        known = {column.name for column in self.columns}
        before = row.cells
        cells = {name: cell for name, cell in {**before, **correction.cells}.items() if name in known}
        return _Work(row, correction, before, check_cells(self.kind, self.columns, row.line, cells))

    def take_in(self, work: Sequence["_Work"]) -> Outcome:
        if not work:
            return Outcome()
        intake = Intake(self.kind, self.columns, self.context, [item.checked for item in work])
        return intake.take_in({item.row.line: item.correction.reason for item in work})


@dataclass
class _Work:
    """One row on the bench."""

    row: QuarantinedRow
    correction: Correction
    before: Mapping[str, Cell]
    checked: CheckedRow

    def settle(self, actor: User, outcome: Outcome) -> None:
        """Close the row that was taken in; keep the cells and the findings of the others."""
        why = {reason.line: reason for reason in [*outcome.refused, *outcome.held]}.get(self.row.line)
        if self.correction.take_in and why is None:
            _decide(self.row, QuarantineState.TAKEN_IN, actor, self.correction.reason)
        elif self.correction.take_in or self.correction.cells or self.correction.reason != self.row.reason:
            self._keep(why)

    def _keep(self, why: Waiting | None) -> None:
        self.row.cells = storable(self.checked.cells)
        self.row.findings = findings_of(self.checked, why)
        self.row.reason = self.correction.reason[:_REASON_LENGTH]
        self.row.save(update_fields=["cells_cipher", "findings", "reason", "updated_at"])

    def learned(self, columns: Sequence[Column]) -> Iterable[tuple[str, str, str]]:
        """Column, old and new text of the corrections that hold for others, too: no person's data, and right now."""
        wrong = {finding["column"] for finding in self.row.findings} if self.row.is_open else set()
        swapped = {text_of(cell) for cell in self.correction.cells.values()}
        for column in columns:
            given, corrected = (text_of(cells.get(column.name)) for cells in (self.before, self.checked.cells))
            # What stands in another column now was in the wrong place, and says nothing about this one.
            if not column.is_personal and column.name not in wrong and given != corrected and given not in swapped:
                yield column.name, given, corrected


def _decide(row: QuarantinedRow, state: QuarantineState, actor: User, reason: str) -> None:
    """Nothing is left to be corrected, so the personal data are of no use any more."""
    row.state, row.decided_by, row.decided_at = state, actor, timezone.now()
    row.reason, row.cells_cipher = reason.strip()[:_REASON_LENGTH], b""
    row.save(update_fields=["state", "decided_by", "decided_at", "reason", "cells_cipher", "updated_at"])


def _remember(run: ImportRun, columns: Sequence[Column], work: Sequence[_Work]) -> None:
    for (column, given, corrected), times in Counter(found for item in work for found in item.learned(columns)).items():
        remember_correction(
            office=run.office, kind=run.kind, column=column, given=given, corrected=corrected, times=times
        )
