"""Charts of a report, drawn from its facts and nothing else."""

from django.utils.dates import MONTHS_3
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kaltim_naker.charts.bars import BarRow, bar_target
from kaltim_naker.charts.lines import cumulative_line
from kaltim_naker.reports.facts import Achievement, MonthPoint, TargetRealisation
from kaltim_naker.reports.words import as_float
from kaltim_naker.ui.formatting import number

# Units across the text of an A4 page: a letter of the chart comes out as large as one of a table.
PAPER_WIDTH = 720


def pictures_of(facts: TargetRealisation) -> dict[str, SafeString]:
    return {
        "target_chart": target_chart(facts.main, width=PAPER_WIDTH),
        "months_chart": months_chart(facts.months, facts.main.name, width=PAPER_WIDTH, height=230),
    }


def target_chart(achievement: Achievement, width: float = 440) -> SafeString:
    """Realised against target, the whole first, then its parts."""
    rows = [
        BarRow(row.label, as_float(row.cumulative), as_float(target))
        for row in (achievement.whole, *achievement.parts)
        for target in (row.target_year if row.against_year else row.target_to_date,)
    ]
    return bar_target(
        rows,
        title=_("Target and realisation"),
        desc=", ".join(f"{row.label}: {number(row.value)} / {number(row.target)}" for row in rows),
        value_format=number,
        target_format=lambda value: _("of %(target)s") % {"target": number(value)},
        width=width,
    )


def months_chart(months: tuple[MonthPoint, ...], name: str, width: float = 440, height: float = 250) -> SafeString:
    """What came together month by month, beside what has to be reached by the end of each quarter."""
    return cumulative_line(
        [point.achieved for point in months],
        [None if point.target is None else float(point.target) for point in months],
        [capfirst(str(MONTHS_3[point.month])) for point in months],
        title=_("Cumulative by month: %(name)s") % {"name": name},
        desc=", ".join(
            f"{MONTHS_3[point.month]}: {number(point.achieved)}" for point in months if point.achieved is not None
        ),
        number_format=number,
        achieved_label=_("Realised"),
        target_label=_("Target"),
        width=width,
        height=height,
    )
