"""How checked rows become records: each app gives its kinds an importer, the desk does the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from django.core.exceptions import ValidationError

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.imports.cells import CellProblem
from kaltim_naker.imports.rows import CheckedRow


@dataclass(frozen=True)
class Context:
    """On whose behalf and for which office rows are taken in; empty for a mere check.

    `options` are what the sender stated on the upload form of the kind.
    """

    actor: User | None = None
    office: Office | None = None
    options: dict[str, Any] = field(default_factory=dict)


class Saved(StrEnum):
    """What happened to the records of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Change:
    """A field that a row changes, as people read it; what is secret is masked by the importer.

    What is personal (an address, a phone) is shown for the decision, and not kept beside the receipt.
    """

    field: str
    old: str
    new: str
    is_personal: bool = False


@dataclass(frozen=True)
class Effect:
    """What saving a row did, or on trial would do."""

    saved: Saved
    changes: Sequence[Change] = ()


@dataclass(frozen=True)
class Destination:
    """A class found in the file, and what it is in our records. `target` is empty where it does not exist yet."""

    name: str
    rows: int
    target: str = ""
    note: str = ""


@dataclass(frozen=True)
class Waiting:
    """Why a row that is right in itself cannot be taken in now."""

    line: int
    code: str
    message: str
    hint: str = ""
    #: The column to correct, where there is one, and texts that come near.
    column: str = ""
    suggestions: Sequence[str] = ()


@dataclass(frozen=True)
class Ready:
    """A row to be saved. `reason` confirms its warnings."""

    row: CheckedRow
    reason: str = ""


class Importer(Protocol):
    """Takes the rows of one run. Made from a Context.

    A long file comes in parts of some thousand rows, twice: all parts are looked at before the first one is saved, so
    that everything is known when the first row is saved, and little of it is in memory.
    """

    def prepare(self, rows: Sequence[CheckedRow]) -> None:
        """Look up in bulk what these rows speak of. Called for each part whenever it comes; a short file comes once."""

    def destinations(self) -> list[Destination]:
        """Where the rows go. Asked once, between looking and saving."""

    def warning(self, row: CheckedRow) -> CellProblem | None:
        """What the records make doubtful about the row: to be confirmed with a reason."""

    def waiting(self, row: CheckedRow) -> CellProblem | None:
        """What has to happen first before the row can be taken in."""

    def save(self, row: CheckedRow, reason: str) -> Effect:
        """Save the row through the services of the app; raises DomainError. `reason` confirms its warnings."""


class Surveyor(Protocol):
    """An importer whose answers depend on all rows, not on one part: how many come to a class."""

    def survey(self, rows: Sequence[CheckedRow]) -> None:
        """Count these rows; called once for each part, after `prepare` and before anything is saved."""


class BulkImporter(Protocol):
    """An importer that saves many rows at once; it needs no `save`."""

    def take_in(self, rows: Sequence[Ready]) -> Sequence[Effect | DomainError | ValidationError]:
        """Save the rows, no two of which are about the same person: for each its effect, or why it was refused.

        What is refused leaves nothing behind. If the database refuses, everything is rolled back, and the rows are
        prepared anew and come again in two halves.
        """
