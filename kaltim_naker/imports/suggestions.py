"""What a row that waits may have meant: offered beside the cell as a choice of one click, never applied unasked."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from kaltim_naker.imports.cells import CellProblem, text_of
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.kinds import Kind
from kaltim_naker.imports.memory import Corrections
from kaltim_naker.imports.rows import CheckedRow, Suggestion


def suggest(
    kind: Kind,
    columns: Sequence[Column],
    row: CheckedRow,
    findings: Sequence[Mapping[str, Any]],
    memory: Corrections,
) -> list[Suggestion]:
    """The suggestions for a row, the likeliest first: what it became last time, what comes near, what was swapped."""
    wrong = {finding["column"] for finding in findings if finding["column"]}
    found = [
        *_as_last_time(columns, row, wrong, memory),
        *_near(findings),
        *kind.suggest(row),
    ]
    found += _swapped(columns, row, wrong, helped={suggestion.column for suggestion in found})
    # The same text may be near, and what it became last time.
    return list({suggestion.key: suggestion for suggestion in reversed(found)}.values())[::-1]


def _as_last_time(
    columns: Sequence[Column], row: CheckedRow, wrong: set[str], memory: Corrections
) -> Iterator[Suggestion]:
    for column in columns:
        text = text_of(row.cells.get(column.name))
        if column.name in wrong and not column.is_personal and (became := memory.of(column.name, text)):
            label = _("As last time: %(text)s") % {"text": became}
            yield Suggestion.to_set(column.name, became, label)


def _near(findings: Sequence[Mapping[str, Any]]) -> Iterator[Suggestion]:
    for finding in findings:
        for text in finding.get("suggestions", ()):
            yield Suggestion.to_set(finding["column"], text)


def _swapped(columns: Sequence[Column], row: CheckedRow, wrong: set[str], helped: set[str]) -> Iterator[Suggestion]:
    """Two columns that would both be understood the other way round: both are wrong, or one without other help."""
    there = [column for column in columns if text_of(row.cells.get(column.name))]
    for one, other in combinations(there, 2):
        at_fault = next((column for column in (one, other) if column.name in wrong - helped), None)
        if {one.name, other.name} <= wrong:
            at_fault = one
        if at_fault is None or not (one.recognisable or other.recognisable):
            continue
        if _understands(one, other, row) and _understands(other, one, row):
            other = other if at_fault is one else one
            label = _("Swap %(one)s and %(other)s") % {"one": at_fault.label, "other": other.label}
            yield Suggestion.to_swap(at_fault.name, other.name, label)


def _understands(column: Column, other: Column, row: CheckedRow) -> bool:
    """Whether the column would understand what stands in the other one."""
    try:
        return column.parser(row.cells[other.name]) is not None
    except CellProblem:
        return False
