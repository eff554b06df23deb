"""What the page says about a checked file: plain data without any NIK, kept with the run."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kaltim_naker.imports.cells import without_nik
from kaltim_naker.imports.check import Verdict
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.intake import Intake, Outcome

# More findings than anybody reads are counted, not listed.
_LISTED = 2_000


def summarise(verdict: Verdict, columns: Sequence[Column], intake: Intake, trial: Outcome) -> dict[str, Any]:
    """The verdict, the match of columns, the destinations and the trial of `intake`, as JSON."""
    findings = verdict.findings
    return {
        "sheet": verdict.table.sheet,
        "other_sheets": verdict.table.other_sheets,
        "rows": len(verdict.rows),
        "ok": verdict.ok,
        "findings": [asdict(finding) for finding in findings[:_LISTED]],
        "counts": dict(Counter(finding.code for finding in findings).most_common()),
        "to_confirm": [row.line for row in verdict.rows if row.findings and not row.has_errors][:_LISTED],
        "waiting": [
            {"line": line, "code": problem.code, "message": str(problem.message), "hint": str(problem.hint)}
            for line, problem in intake.waiting.items()
        ][:_LISTED],
        "set_aside": [asdict(line) for line in verdict.set_aside if line.reason != "blank"][:_LISTED],
        "headings": [[heading.index, without_nik(heading.text)] for heading in verdict.table.headings if heading.words],
        "places": verdict.match.places,
        "missing": [column.name for column in verdict.match.missing(columns)],
        "unmatched": [without_nik(heading.text) for heading in verdict.match.unmatched],
        "destinations": [asdict(destination) for destination in intake.destinations],
        "trial": trial.as_json(),
    }
