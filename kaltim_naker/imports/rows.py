"""What the check hands on: rows with the values that could be read, and what was found about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from kaltim_naker.imports.cells import ERROR
from kaltim_naker.imports.workbook import Cell


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong in one place. `value` is as in the file, masked where it is secret."""

    line: int
    level: str
    code: str
    column: str
    value: str
    message: str
    hint: str = ""
    #: Texts that would be understood in this place.
    suggestions: tuple[str, ...] = ()


_SET, _SWAP, _SEPARATOR = "set", "swap", "|"


@dataclass(frozen=True)
class Suggestion:
    """A correction of one click, shown at `column`. `key` says what it does; of a swap it names no value."""

    column: str
    label: str | Promise
    key: str

    @classmethod
    def to_set(cls, column: str, text: str, label: str | Promise = "") -> "Suggestion":
        return cls(column, label or text, _SEPARATOR.join((_SET, column, text)))

    @classmethod
    def to_swap(cls, column: str, other: str, label: str | Promise) -> "Suggestion":
        return cls(column, label, _SEPARATOR.join((_SWAP, column, other)))


def cells_of(key: str, cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """The cells that a chosen suggestion changes; an unknown key changes nothing."""
    action, _sep, rest = key.partition(_SEPARATOR)
    column, _sep, value = rest.partition(_SEPARATOR)
    if action == _SET and column:
        return {column: value}
    if action == _SWAP and column in cells and value in cells:
        return {column: cells[value], value: cells[column]}
    return {}


@dataclass(slots=True)
class CheckedRow:
    """A row with the values that could be read and what was found about it. `cells` are the row as it was given."""

    line: int
    values: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)
    cells: Mapping[str, Cell] = field(default_factory=dict)

    @property
    def is_ok(self) -> bool:
        return not self.findings

    @property
    def has_errors(self) -> bool:
        # Asked of every row, and nearly all are good.
        return bool(self.findings) and any(finding.level == ERROR for finding in self.findings)
