"""What the page says about a checked file: plain data without any NIK, kept with the run."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

from django.utils import timezone

from kaltim_naker.core.nik import without_nik
from kaltim_naker.core.numbers import next_number
from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.imports.check import Verdict
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.intake import Intake, Outcome
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.imports.tally import LISTED, tally_of


def summarise(verdict: Verdict, columns: Sequence[Column], intake: Intake, trial: Outcome) -> dict[str, Any]:
    """The verdict, the match of columns, the destinations and the trial of `intake`, as JSON.

    Lists end at LISTED; `counts` and the totals do not.
    """
    # Where a column is missing that every row needs, no row was asked about.
    tally = tally_of(verdict.rows) if verdict.file_findings else intake.tally
    counts = tally.counts + Counter(finding.code for finding in verdict.file_findings)
    waiting = islice(intake.waiting.items(), LISTED)
    aside = (asdict(line) for line in verdict.set_aside if line.reason != "blank")
    return {
        "sheet": verdict.table.sheet,
        "other_sheets": verdict.table.other_sheets,
        "rows": len(verdict.rows),
        "ok": 0 if verdict.file_findings else tally.ok,
        "with_errors": tally.with_errors,
        "findings": [asdict(finding) for finding in [*verdict.file_findings, *tally.findings][:LISTED]],
        "counts": dict(counts.most_common()),
        "to_confirm": tally.to_confirm,
        "to_confirm_total": tally.to_confirm_total,
        "waiting": [
            {"line": line, "code": problem.code, "message": str(problem.message), "hint": str(problem.hint)}
            for line, problem in waiting
        ],
        "waiting_total": len(intake.waiting),
        "set_aside": list(islice(aside, LISTED)),
        "headings": [[heading.index, without_nik(heading.text)] for heading in verdict.table.headings if heading.words],
        "places": verdict.match.places,
        "missing": [column.name for column in verdict.match.missing(columns)],
        "unmatched": [without_nik(heading.text) for heading in verdict.match.unmatched],
        "destinations": [asdict(destination) for destination in intake.destinations],
        "trial": trial.as_json(),
    }


def receipt_of(run: ImportRun, verdict: Verdict, outcome: Outcome) -> dict[str, Any]:
    """What a run keeps of its taking in: number and time, counts, lines, and changes that concern no person.

    Where somebody lived before stood there for the decision; from now on it is in the history of the person only.
    """
    aside = len(verdict.set_aside) + verdict.table.more_set_aside
    receipt = outcome.as_json() | {
        "number": next_number("TTI", fiscal_year(today())),
        "taken_in_at": timezone.now().isoformat(),
        "set_aside": aside,
        "rows": len(verdict.rows),
    }
    trial = run.verdict["trial"]
    return {
        "receipt": receipt | {"changes": _impersonal(receipt["changes"])},
        "verdict": run.verdict | {"trial": trial | {"changes": _impersonal(trial["changes"])}},
    }


def _impersonal(changes: Mapping[Any, Sequence[Mapping[str, Any]]]) -> dict[Any, list[Mapping[str, Any]]]:
    kept = {line: [change for change in found if not change.get("is_personal")] for line, found in changes.items()}
    return {line: found for line, found in kept.items() if found}
