"""Documents in words and pictures: how cells are written, and the charts, drawn from facts and nothing else."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.dates import MONTHS_3
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kaltim_naker.charts.bars import BarRow, bar_target
from kaltim_naker.charts.lines import cumulative_line
from kaltim_naker.reports.document import Cell, Chart, ChartKind, Document, Form
from kaltim_naker.reports.pictures import PAPER_WIDTH
from kaltim_naker.reports.words import amount, as_float
from kaltim_naker.ui.formatting import DASH, number, percent, rupiah, short_date


def _points(value: Decimal) -> str:
    """Percentage points with their sign: `+4,20`."""
    return f"{'+' if value > 0 else ''}{number(value, 2)}"


_NUMBERS: Mapping[Form, Callable[[Decimal], str]] = {
    Form.AMOUNT: amount,
    Form.PERCENT: percent,
    Form.POINTS: _points,
    Form.RUPIAH: rupiah,
}


def written(cell: Cell, form: Form) -> str:
    """A cell as page and paper say it; nothing known is a dash, never a zero."""
    if cell.number is not None:
        return _NUMBERS.get(form, amount)(cell.number)
    if cell.day is not None:
        return short_date(cell.day)
    return cell.text or DASH


def pictures_of(facts: Document) -> dict[str, Any]:
    """What the template draws: each section with its chart."""
    return {"sections": [(section, draw_chart(section.chart)) for section in facts.sections]}


def draw_chart(chart: Chart | None, width: float = PAPER_WIDTH) -> SafeString | str:
    if chart is None or not chart.bars:
        return ""
    return _months(chart, width) if chart.kind == ChartKind.MONTHS else _bars(chart, width)


def _bars(chart: Chart, width: float) -> SafeString:
    write = percent if chart.form == Form.PERCENT else number
    rows = [BarRow(bar.label, as_float(bar.value), as_float(bar.target)) for bar in chart.bars]
    return bar_target(
        rows,
        title=chart.title,
        desc=", ".join(f"{row.label}: {write(row.value)}" for row in rows),
        value_format=write,
        target_format=lambda value: _("of %(target)s") % {"target": write(value)},
        width=width,
    )


def _months(chart: Chart, width: float) -> SafeString:
    return cumulative_line(
        [None if bar.value is None else int(bar.value) for bar in chart.bars],
        [as_float(bar.target) for bar in chart.bars],
        [capfirst(str(MONTHS_3[int(bar.label)])) for bar in chart.bars],
        title=chart.title,
        desc=", ".join(
            f"{MONTHS_3[int(bar.label)]}: {number(bar.value)}" for bar in chart.bars if bar.value is not None
        ),
        number_format=number,
        achieved_label=_("Realised"),
        target_label=_("Target"),
        width=width,
        height=230,
    )
