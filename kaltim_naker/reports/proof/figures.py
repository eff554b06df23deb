"""The figures of a report that can be asked for one by one, each under a short code that is printed beside it.

A figure is asked for by the code of its report with the figure's own behind it: a number in the order of the tables,
and a check character over both, so that a figure's code does not fit another report. They are frozen with the report:
whatever becomes of the tables in later versions of the program, a printed code keeps its meaning.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kaltim_naker.core import canonical
from kaltim_naker.core.codes import counted, with_check
from kaltim_naker.reports.achievement import rule_of
from kaltim_naker.reports.document import Column, Form, Table, Trace, figures_in
from kaltim_naker.reports.quality.checks import check_named
from programs.measures import find_measure, find_ratio
from programs.services import indicators_on


@dataclass(frozen=True)
class PrintedFigure:
    """A figure as it was printed: under which heads, how it is counted, and by which question its records are found.

    `places` are where it stands: table, number of the row from 0, column. The same count printed twice is one figure.
    """

    code: str
    table: str
    row: str
    column: str
    form: Form
    value: Decimal
    rule: str
    trace: Trace
    places: tuple[str, ...]


def figures_of(report_code: str, tables: tuple[Table, ...]) -> tuple[PrintedFigure, ...]:
    """Every figure of the tables that leads to records, in reading order; rules in the language that is on."""
    found: dict[tuple[Trace, Form, Decimal], list[_Place]] = {}
    for table, row, column, cell in figures_in(tables):
        if cell.trace is not None and cell.number is not None:
            found.setdefault((cell.trace, column.form, cell.number), []).append(_Place(table, row, column))
    rules = _Rules()
    numbered = enumerate(found.items(), start=1)
    return tuple(
        PrintedFigure(
            code=figure_code(report_code, number),
            table=places[0].table.title,
            row=places[0].label,
            column=places[0].column.label,
            form=form,
            value=value,
            rule=rules.of(trace),
            trace=trace,
            places=tuple(place.name for place in places),
        )
        for number, ((trace, form, value), places) in numbered
    )


def figure_code(report_code: str, number: int) -> str:
    """`01P`: what stands behind the report's code.

    The report's own check character is left out: with it, every code would leave the same remainder.
    """
    random_part = report_code[:-1]
    return with_check(random_part + counted(number)).removeprefix(random_part)


def codes_by_place(figures: Iterable[PrintedFigure]) -> dict[str, str]:
    """Place → code, for whoever draws the tables."""
    return {place: figure.code for figure in figures for place in figure.places}


def place_of(table: str, row: int, column: str) -> str:
    return f"{table}.{row}.{column}"


def kept_figures(data: Iterable[Mapping[str, Any]]) -> tuple[PrintedFigure, ...]:
    """The figures as they were kept with a run."""
    return tuple(canonical.from_data(PrintedFigure, one) for one in data)


def question_of(trace: Trace, form: Form) -> str:
    """A figure's question as text, the same for the same question."""
    return canonical.as_text([canonical.as_data(trace), form.value])


@dataclass(frozen=True)
class _Place:
    table: Table
    row: int
    column: Column

    @property
    def name(self) -> str:
        return place_of(self.table.key, self.row, self.column.key)

    @property
    def label(self) -> str:
        return self.table.rows[self.row].cells[0].text


class _Rules:
    """Measure → its counting rule: the office's own sentence where an indicator has one. One query a year."""

    def __init__(self) -> None:
        self._own: dict[int, dict[str, str]] = {}

    def of(self, trace: Trace) -> str:
        if trace.is_check:
            check = check_named(trace.measure)
            return str(check.name) if check else ""
        if trace.year not in self._own:
            indicators = indicators_on(trace.period.end)
            self._own[trace.year] = {one.measure: rule_of(one) for one in reversed(indicators) if one.measure}
        declared = find_measure(trace.measure) or find_ratio(trace.measure)
        return self._own[trace.year].get(trace.measure) or (str(declared.rule) if declared else "")
