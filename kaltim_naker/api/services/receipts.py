"""Receipts: what became of each row that a program sent."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kaltim_naker.api.choices import Outcome
from kaltim_naker.api.models import OfficeToken, Receipt
from kaltim_naker.api.services.faults import Fault


@dataclass(frozen=True, kw_only=True)
class RowVerdict:
    """One row: its number from 1 on, its outcome, our key and the sender's, what is wrong with it.

    `done` says of an accepted row of many whether it was created, updated, or found unchanged.
    """

    row: int
    outcome: str
    id: str = ""
    foreign_id: str = ""
    done: str = ""
    errors: Sequence[Fault] = field(default=())

    def as_data(self) -> dict[str, Any]:
        """As it is answered and kept; `dataclasses.asdict` copies each value, which a thousand rows feel."""
        return {**self.__dict__, "errors": [asdict(fault) for fault in self.errors]}


def write_receipt(*, token: OfficeToken, operation: str, verdicts: Sequence[RowVerdict]) -> Receipt:
    """Keep what was answered, for the program and for the people of its office."""
    count = {kind: sum(one.outcome == kind for one in verdicts) for kind in Outcome}
    return Receipt.objects.create(
        token=token,
        operation=operation,
        outcome=_outcome(count),
        accepted=count[Outcome.ACCEPTED],
        held=count[Outcome.HELD],
        refused=count[Outcome.REFUSED],
        rows=[one.as_data() for one in verdicts],
    )


def _outcome(count: dict[Outcome, int]) -> Outcome:
    found = [kind for kind in (Outcome.ACCEPTED, Outcome.HELD, Outcome.REFUSED) if count[kind]]
    return found[0] if len(found) == 1 else Outcome.PARTLY
