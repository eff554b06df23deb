"""The hidden sheet by which a template is known again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Self

from django.core.signing import BadSignature, Signer

# Also the reading process knows this name.
STAMP_SHEET = "_kaltim_naker"
CHOICES_SHEET = "_pilihan"
OUR_SHEETS = frozenset({STAMP_SHEET, CHOICES_SHEET})
_SIGNER = Signer(salt="imports.template")


class ChangedStampError(Exception):
    """The hidden sheet is there and does not say what we wrote."""


@dataclass(frozen=True)
class Stamp:
    """Which template this is. `subject` is empty for one that serves any class; `columns` stand in this order."""

    kind: str
    version: int
    columns: Sequence[str]
    subject: str = ""

    def sign(self) -> str:
        return str(_SIGNER.sign_object({**asdict(self), "columns": list(self.columns)}, compress=True))

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises ChangedStampError for what we did not write."""
        try:
            return cls(**_SIGNER.unsign_object(text))
        except (BadSignature, TypeError, ValueError) as error:
            raise ChangedStampError from error
