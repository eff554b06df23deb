"""Counts what was found in the rows, and lists as much of it as anybody reads."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kaltim_naker.imports.rows import CheckedRow, Finding

# What goes beyond is counted, not listed.
LISTED = 2_000


@dataclass
class Tally:
    """The findings of a file whose rows come one after the other and are not kept."""

    rows: int = 0
    ok: int = 0
    with_errors: int = 0
    to_confirm_total: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    to_confirm: list[int] = field(default_factory=list)

    def add(self, row: CheckedRow) -> None:
        self.rows += 1
        if row.is_ok:
            self.ok += 1
            return
        self.add_findings(row.findings)
        if row.has_errors:
            self.with_errors += 1
            return
        self.to_confirm_total += 1
        if len(self.to_confirm) < LISTED:
            self.to_confirm.append(row.line)

    def add_findings(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.counts[finding.code] += 1
            if len(self.findings) < LISTED:
                self.findings.append(finding)


def tally_of(rows: Iterable[CheckedRow]) -> Tally:
    tally = Tally()
    for row in rows:
        tally.add(row)
    return tally
