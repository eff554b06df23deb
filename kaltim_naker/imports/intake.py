"""Takes checked rows in, one by one, through the services of the app that owns them. Also for trial."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kaltim_naker.core.errors import DomainError
from kaltim_naker.imports.cells import CellProblem
from kaltim_naker.imports.check import finding_about
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.importer import Change, Context, Destination, Importer, Saved, Waiting
from kaltim_naker.imports.kinds import Kind
from kaltim_naker.imports.rows import CheckedRow, Finding


@dataclass
class Outcome:
    """What became of the rows. `refused` and `held` say of each line why; `confirmed` by which reason it went in."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Waiting] = field(default_factory=list)
    held: list[Waiting] = field(default_factory=list)
    confirmed: dict[int, str] = field(default_factory=dict)
    #: What each changed row changes in the records, from what to what.
    changes: dict[int, list[Change]] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        return self.created + self.changed + self.unchanged

    def count(self, saved: Saved) -> None:
        setattr(self, saved.value, getattr(self, saved.value) + 1)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Intake:
    """The rows of one file on their way into the records."""

    def __init__(self, kind: Kind, columns: Sequence[Column], context: Context, rows: Sequence[CheckedRow]) -> None:
        if kind.importer is None:
            raise ValueError(f"nobody takes in {kind.name}")
        self.rows = rows
        self.importer: Importer = kind.importer(context)
        self.importer.prepare(rows)
        # Asked before anything is saved: what a trial makes does not exist yet.
        self.destinations: list[Destination] = self.importer.destinations()
        self.waiting: dict[int, CellProblem] = {}
        self._ask_records({column.name: column for column in columns}, kind.identity_column)

    def _ask_records(self, columns: Mapping[str, Column], about: str) -> None:
        """Add to the findings what only our records know: warnings as in the file, and what has to wait."""
        for row in self.rows:
            if row.has_errors:
                continue
            if problem := self.importer.warning(row):
                row.findings.append(finding_about(row, columns[about], problem))
            if problem := self.importer.waiting(row):
                self.waiting[row.line] = problem

    def take_in(self, confirmations: Mapping[int, str]) -> Outcome:
        """Save every row that is good or confirmed. A row that its service refuses leaves nothing behind."""
        outcome = Outcome()
        for row in self.rows:
            self._take_in_row(row, confirmations.get(row.line, ""), outcome)
        return outcome

    def _take_in_row(self, row: CheckedRow, reason: str, outcome: Outcome) -> None:
        if row.has_errors:
            outcome.refused.append(_because(row.line, row.findings[0]))
        elif row.findings and not reason:
            outcome.held.append(_because(row.line, row.findings[0]))
        elif problem := self.waiting.get(row.line):
            outcome.held.append(_because(row.line, problem))
        else:
            self._save(row, reason, outcome)

    def _save(self, row: CheckedRow, reason: str, outcome: Outcome) -> None:
        try:
            with transaction.atomic():
                effect = self.importer.save(row, reason)
        except DomainError as error:
            outcome.refused.append(Waiting(row.line, error.code, str(error.message)))
        except ValidationError as error:
            outcome.refused.append(Waiting(row.line, "invalid", " ".join(error.messages)))
        except IntegrityError:
            message = _(
                "Somebody else entered the same at this moment. Bring the file again to see what is still missing."
            )
            outcome.refused.append(Waiting(row.line, "entered_meanwhile", message))
        else:
            outcome.count(effect.saved)
            if effect.changes:
                outcome.changes[row.line] = list(effect.changes)
            if row.findings:
                outcome.confirmed[row.line] = reason


def _because(line: int, problem: CellProblem | Finding) -> Waiting:
    return Waiting(
        line, problem.code, str(problem.message), str(problem.hint), problem.column, tuple(problem.suggestions)
    )


def waiting_rows(kind: Kind, rows: Sequence[CheckedRow], context: Context) -> list[Waiting]:
    """The rows without errors that cannot be taken in now. A kind without importer keeps nobody waiting."""
    if kind.importer is None:
        return []
    importer = kind.importer(context)
    importer.prepare(rows)
    found = [(row.line, importer.waiting(row)) for row in rows if not row.has_errors]
    return [_because(line, why) for line, why in found if why]
