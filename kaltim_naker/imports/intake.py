"""Takes checked rows in through the services of the app that owns them, many at a time. Also for trial."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from kaltim_naker.core.bulk import batches
from kaltim_naker.core.constraints import explained
from kaltim_naker.core.errors import DomainError
from kaltim_naker.imports.cells import CellProblem
from kaltim_naker.imports.check import ROWS_AT_ONCE, finding_about
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.importer import Change, Context, Destination, Effect, Ready, Waiting
from kaltim_naker.imports.kept import KeptRows
from kaltim_naker.imports.kinds import Kind
from kaltim_naker.imports.rows import CheckedRow, Finding
from kaltim_naker.imports.tally import LISTED, Tally

Result = Effect | DomainError | ValidationError
# Gets the rows of one part, and why some of them were not taken in.
LeftOut = Callable[[Sequence[CheckedRow], Sequence[Waiting]], object]
# Gets the number of rows that were dealt with.
Progress = Callable[[int], object]


@dataclass
class Outcome:
    """What became of the rows. `refused` and `held` say of each line why; `confirmed` by which reason it went in.

    The lists end at LISTED; the totals do not.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused_total: int = 0
    held_total: int = 0
    refused: list[Waiting] = field(default_factory=list)
    held: list[Waiting] = field(default_factory=list)
    confirmed: dict[int, str] = field(default_factory=dict)
    #: What each changed row changes in the records, from what to what.
    changes: dict[int, list[Change]] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        return self.created + self.changed + self.unchanged

    @property
    def left_out(self) -> int:
        return self.refused_total + self.held_total

    def count(self, row: CheckedRow, effect: Effect, reason: str) -> None:
        setattr(self, effect.saved.value, getattr(self, effect.saved.value) + 1)
        if effect.changes and len(self.changes) < LISTED:
            self.changes[row.line] = list(effect.changes)
        if row.findings:
            self.confirmed[row.line] = reason

    def refuse(self, why: Waiting) -> None:
        self.refused_total += 1
        _list(self.refused, why)

    def hold(self, why: Waiting) -> None:
        self.held_total += 1
        _list(self.held, why)

    def in_order(self) -> "Outcome":
        for found in (self.refused, self.held):
            found.sort(key=lambda why: why.line)
        return self

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def _list(found: list[Waiting], why: Waiting) -> None:
    if len(found) < LISTED:
        found.append(why)


class Intake:
    """The rows of one file on their way into the records.

    They come in parts of some thousand. All of them are asked about before the first one is saved.
    """

    def __init__(
        self,
        kind: Kind,
        columns: Sequence[Column],
        context: Context,
        rows: Collection[CheckedRow],
        progress: Progress = lambda rows: None,
    ) -> None:
        if kind.importer is None:
            raise ValueError(f"nobody takes in {kind.name}")
        self.kind = kind
        self.progress = progress
        self.about = next((column for column in columns if column.name == kind.identity_column), None)
        self.importer: Any = kind.importer(context)
        self.tally = Tally()
        # What has to happen first, as only our records know.
        self.waiting: dict[int, CellProblem] = {}
        self.kept = KeptRows()
        for part in _parts(rows):
            self._ask_records(part)
            self.kept.append(part)
            progress(len(part))
        # Asked before anything is saved: what a trial makes does not exist yet.
        self.destinations: list[Destination] = self.importer.destinations()

    def _ask_records(self, part: Sequence[CheckedRow]) -> None:
        self.importer.prepare(part)
        if hasattr(self.importer, "survey"):
            self.importer.survey(part)
        for row in part:
            if not row.has_errors:
                self._ask_about(row)
            self.tally.add(row)

    def _ask_about(self, row: CheckedRow) -> None:
        if self.about is not None and (problem := self.importer.warning(row)):
            row.findings.append(finding_about(row, self.about, problem))
        if problem := self.importer.waiting(row):
            self.waiting[row.line] = problem

    def take_in(self, confirmations: Mapping[int, str], left_out: LeftOut = lambda rows, why: None) -> Outcome:
        """Save every row that is good or confirmed. A row that its service refuses leaves nothing behind.

        `left_out` gets the rows of each part that were not saved, as part of the transaction.
        """
        outcome = Outcome()
        for part in self.kept:
            if self.kept.parts > 1:
                # Others were prepared since.
                self.importer.prepare(part)
            why = self._take_in_part(part, confirmations, outcome)
            if why:
                left_out(part, why)
            self.progress(len(part))
        return outcome.in_order()

    def _take_in_part(
        self, part: Sequence[CheckedRow], confirmations: Mapping[int, str], outcome: Outcome
    ) -> list[Waiting]:
        ready: list[Ready] = []
        why: list[Waiting] = []
        for row in part:
            reason = confirmations.get(row.line, "")
            if problem := self._obstacle(row, reason):
                why.append(_because(row.line, problem))
                (outcome.refuse if row.has_errors else outcome.hold)(why[-1])
            else:
                ready.append(Ready(row, reason))
        for item, result in self._save(ready):
            if isinstance(result, Effect):
                outcome.count(item.row, result, item.reason)
            else:
                why.append(_refusal(item.row.line, result))
                outcome.refuse(why[-1])
        return why

    def _obstacle(self, row: CheckedRow, reason: str) -> CellProblem | Finding | None:
        if row.findings and (row.has_errors or not reason):
            return row.findings[0]
        return self.waiting.get(row.line)

    def _save(self, ready: Sequence[Ready]) -> Iterator[tuple[Ready, Result]]:
        if not hasattr(self.importer, "take_in"):
            yield from ((item, self._save_one(item)) for item in ready)
            return
        for turn, together in enumerate(self._nobody_twice(ready)):
            if turn:
                self.importer.prepare([item.row for item in together])
            yield from zip(together, self._save_together(together), strict=True)

    def _nobody_twice(self, ready: Sequence[Ready]) -> Iterator[list[Ready]]:
        """Rows about one person, in two classes, are saved one after the other."""
        while ready:
            first: dict[Any, Ready] = {}
            again: list[Ready] = []
            for item in ready:
                identity = self.kind.identity(item.row.values)
                if first.setdefault(item.row.line if identity is None else identity, item) is not item:
                    again.append(item)
            yield list(first.values())
            ready = again

    def _save_together(self, ready: Sequence[Ready]) -> Sequence[Result]:
        """Save many rows at once; where the database takes exception to one of them, it is found by halving."""
        try:
            with transaction.atomic():
                return self.importer.take_in(ready)
        except (IntegrityError, DataError) as error:
            if len(ready) == 1:
                return [_refused_by_database(error)]
        results: list[Result] = []
        for half in (ready[: len(ready) // 2], ready[len(ready) // 2 :]):
            self.importer.prepare([item.row for item in half])
            results += self._save_together(half)
        return results

    def _save_one(self, item: Ready) -> Result:
        try:
            with transaction.atomic():
                return self.importer.save(item.row, item.reason)
        except (DomainError, ValidationError) as error:
            return error
        except IntegrityError as error:
            return _refused_by_database(error)


def _refused_by_database(error: DatabaseError) -> DomainError:
    """A rule that knows its words; else two people entered the same at the same time, and the other one was faster."""
    if not isinstance(error, IntegrityError):
        raise error
    return explained(error) or DomainError(
        "entered_meanwhile",
        _("Somebody else entered the same at this moment. Bring the file again to see what is still missing."),
    )


def _refusal(line: int, error: DomainError | ValidationError) -> Waiting:
    if isinstance(error, DomainError):
        return Waiting(line, error.code, str(error.message))
    return Waiting(line, "invalid", " ".join(error.messages))


def _parts(rows: Collection[CheckedRow]) -> Iterator[list[CheckedRow]]:
    """At least one part, if it be empty."""
    if not rows:
        yield []
    yield from batches(rows, ROWS_AT_ONCE)


def _because(line: int, problem: CellProblem | Finding) -> Waiting:
    return Waiting(
        line, problem.code, str(problem.message), str(problem.hint), problem.column, tuple(problem.suggestions)
    )


def waiting_rows(kind: Kind, rows: Collection[CheckedRow], context: Context) -> list[Waiting]:
    """The rows without errors that cannot be taken in now. A kind without importer keeps nobody waiting."""
    if kind.importer is None:
        return []
    importer: Any = kind.importer(context)
    found: list[Waiting] = []
    for part in batches(rows, ROWS_AT_ONCE):
        importer.prepare(part)
        asked = ((row.line, importer.waiting(row)) for row in part if not row.has_errors)
        found += [_because(line, why) for line, why in asked if why]
    return found
