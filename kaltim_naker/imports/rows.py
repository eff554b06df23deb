"""What the check hands on: rows with the values that could be read, and what was found about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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


@dataclass
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
        return any(finding.level == ERROR for finding in self.findings)
