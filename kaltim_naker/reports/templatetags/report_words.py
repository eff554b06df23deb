"""How reports write amounts and predicates."""

from decimal import Decimal
from typing import Any

from django import template
from django.template import Context
from django.utils.dates import MONTHS_3
from django.utils.html import format_html
from django.utils.text import capfirst

from kaltim_naker.core.periods import Period
from kaltim_naker.reports.cards import predicate_badge
from kaltim_naker.reports.document import Cell as Value
from kaltim_naker.reports.document import Column, Form, Row, Table
from kaltim_naker.reports.drawing import written
from kaltim_naker.reports.facts import Achievement, OriginLine, Revision, Scale, ScaleStep
from kaltim_naker.reports.links import records_url
from kaltim_naker.reports.matrix import Cell
from kaltim_naker.reports.proof.figures import place_of
from kaltim_naker.reports.words import amount, overlap_in_words
from kaltim_naker.ui.formatting import Number, number, percent
from kaltim_naker.ui.markup import figure_html
from programs.measures import OUTSIDE, UNKNOWN

register = template.Library()


register.filter("amount", amount)
register.filter("written", written)
register.filter("predicate_badge", predicate_badge)
register.simple_tag(overlap_in_words)


@register.simple_tag
def counted(value: Number | None, measure: str, period: Period, **narrowed: Any) -> str:
    """A figure with the way to its records; what no measure counts has none."""
    return figure_html(value, records_url(measure, period, **narrowed) if measure else "")


@register.simple_tag
def line_count(
    value: int,
    measure: str,
    period: Period,
    dimension: str,
    key: int | None,
    centre: int | None,
    whole_year: bool = True,
) -> str:
    """The figure of one line of a break-down by `dimension`."""
    member = {dimension: UNKNOWN if key is None else key}
    return figure_html(value, records_url(measure, period, whole_year=whole_year, centre=centre, **member))


@register.filter
def or_outside(region: int | None) -> int:
    """The line of everybody who lives outside the province has no region of its own."""
    return OUTSIDE if region is None else region


@register.inclusion_tag("reports/matrix_cell.html")
def matrix_cell(cell: Cell) -> dict[str, Any]:
    return {"cell": cell}


@register.filter
def boxes(step: ScaleStep, scale: Scale) -> list[bool]:
    """A predicate as filled and empty boxes, the more the better, so that a grey print still shows it."""
    filled = len(scale.steps) + 1 - step.level
    return [position < filled for position in range(len(scale.steps))]


@register.filter
def boxes_of(level: int, scale: Scale) -> list[bool]:
    """The same, of the level of a predicate alone."""
    return [position <= len(scale.steps) - level for position in range(len(scale.steps))]


@register.filter
def in_columns(row: Row, table: Table) -> list[tuple[Column, Value]]:
    """The cells of a row, each with its column."""
    return list(zip(table.columns, row.cells, strict=True))


# The widths that the style sheet has, in per cent.
_WIDTHS = range(3, 81)


@register.filter
def widths(table: Table) -> list[int]:
    """Fixed widths in per cent, which spares the drawing engine from measuring every cell: the text gets most."""
    shares = [column.width or _SHARES.get(column.form, 12) for column in table.columns]
    found = [max(int(share * 100 / sum(shares)), _WIDTHS[0]) for share in shares]
    return [min(found[0] + max(100 - sum(found), 0), _WIDTHS[-1]), *found[1:]]


_SHARES = {Form.TEXT: 30, Form.PREDICATE: 22, Form.RUPIAH: 20}


@register.simple_tag
def cell_figure(cell: Value, column: Column) -> str:
    """A cell of a report on a page, with the way to its records."""
    text = written(cell, column.form)
    if cell.trace is None or cell.number is None:
        return text
    return format_html('<a href="{}" data-figure="{}">{}</a>', cell.trace.url, int(cell.number), text)


@register.simple_tag(takes_context=True)
def figure_code(context: Context, table: str, row: int, column: str) -> str:
    """The small code of a printed figure, by which it can be asked for; nothing where none was given to this place."""
    proof = context.get("proof")
    code = proof.figures.get(place_of(table, row, column)) if proof else None
    return format_html('<span class="fc">{}</span>', code) if code else ""


@register.filter
def written_as(value: Decimal | None, form: Form) -> str:
    """A bare value of a figure as its report writes it."""
    return written(Value(number=value), form)


@register.filter
def exceeds(value: int | None) -> bool:
    return value is not None and value > 0


@register.filter
def has_quarter_targets(achievement: Achievement) -> bool:
    """Whether any line is held against a target up to the quarter; else its two columns would be empty."""
    return any(row.target_to_date is not None for row in (achievement.whole, *achievement.parts))


@register.filter
def revision_value(revision: Revision, which: str) -> str:
    """`closed` or `revised`: a ratio in per cent, a count with the decimals that it has."""
    value = getattr(revision, which)
    return percent(value) if revision.is_percent else amount(value)


@register.filter
def month_name(month: int) -> str:
    """Short, with a capital: Django's Indonesian months have none."""
    return capfirst(str(MONTHS_3[month]))


@register.filter
def total_of(lines: tuple[OriginLine, ...], column: str) -> str:
    return number(sum(getattr(line, column) for line in lines))
