"""How reports write amounts and predicates."""

from typing import Any

from django import template
from django.utils.dates import MONTHS_3
from django.utils.text import capfirst

from kaltim_naker.core.periods import Period
from kaltim_naker.reports.cards import predicate_badge
from kaltim_naker.reports.facts import Achievement, OriginLine, Revision, Scale, ScaleStep
from kaltim_naker.reports.links import records_url
from kaltim_naker.reports.matrix import Cell
from kaltim_naker.reports.words import amount, overlap_in_words
from kaltim_naker.ui.formatting import Number, number, percent
from kaltim_naker.ui.markup import figure_html
from programs.measures import OUTSIDE, UNKNOWN

register = template.Library()


register.filter("amount", amount)
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
