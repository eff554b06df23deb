"""What the check hands on: rows with the values that could be read, and what was found about them."""

from dataclasses import dataclass, field
from typing import Any

from kaltim_naker.imports.cells import ERROR


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


@dataclass
class CheckedRow:
    """A row with the values that could be read and what was found about it."""

    line: int
    values: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_ok(self) -> bool:
        return not self.findings

    @property
    def has_errors(self) -> bool:
        return any(finding.level == ERROR for finding in self.findings)
