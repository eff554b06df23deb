"""Achievement against target, one bar a group."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kaltim_naker.charts.svg import GOLD, INK, INK_SOFT, LINE, RIVER, RIVER_HAZE, Format, Text, element, picture, text

ROW_HEIGHT = 46
BAR_HEIGHT = 15


@dataclass(frozen=True, slots=True)
class BarRow:
    """One group. A missing value or target is None and draws nothing; a value below zero draws nothing either."""

    label: Text
    value: float | None
    target: float | None = None


def bar_target(
    rows: Sequence[BarRow], *, title: Text, desc: Text, value_format: Format, target_format: Format, width: float = 400
) -> SafeString:
    """Horizontal bars on one common scale, each with a mark at its target.

    The scale runs from zero to the greatest value or target, over the whole width: a bar's length is exactly
    `value / greatest * width`. The formatters write the figure and the target at the end of the label's line.
    """
    greatest = max([0.0, *(float(x) for row in rows for x in (row.value, row.target) if x is not None)])
    scale = width / greatest if greatest else 0.0
    body = [
        part
        for position, row in enumerate(rows)
        for part in _row(row, position * ROW_HEIGHT, width, scale, value_format, target_format)
    ]
    return picture(width, max(ROW_HEIGHT * len(rows), 1), body, title=title, desc=desc)


def _row(
    row: BarRow, top: float, width: float, scale: float, value_format: Format, target_format: Format
) -> list[SafeString]:
    y = top + 20
    figure = "–" if row.value is None else value_format(row.value)
    parts = [text(0, top + 13, row.label)]
    if row.target is not None:
        figure = f"{figure} {target_format(row.target)}"
    parts.append(text(width, top + 13, figure, text_anchor="end", font_weight="600"))
    parts.append(
        element("rect", x=0, y=y, width=width, height=BAR_HEIGHT, fill=RIVER_HAZE, stroke=LINE, stroke_width=1)
    )
    if row.value is not None and row.value > 0:
        parts.append(element("rect", x=0, y=y, width=row.value * scale, height=BAR_HEIGHT, fill=RIVER, class_="bar"))
    if row.target is not None:
        parts.append(_target_mark(row.target * scale, y))
    return parts


def _target_mark(x: float, y: float) -> SafeString:
    """A gold line with a dark edge, longer than the bar, so that it shows on the bar and beside it, in grey too."""
    return element(
        "g",
        element("path", d=f"M{x:.2f} {y - 4:.2f}V{y + BAR_HEIGHT + 4:.2f}", stroke=INK, stroke_width=5)
        + element(
            "path", d=f"M{x:.2f} {y - 3:.2f}V{y + BAR_HEIGHT + 3:.2f}", stroke=GOLD, stroke_width=2.5, class_="target"
        ),
        fill=INK_SOFT,
    )
