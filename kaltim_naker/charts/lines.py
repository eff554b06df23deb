"""Growth over the months against the target, and small lines without axes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kaltim_naker.charts.svg import GOLD, INK_SOFT, LINE, RIVER, RIVER_PALE, Format, Text, element, picture, plain, text

Series = Sequence[float | None]
Points = Sequence[tuple[float, float]]

_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 30, 26


def nice_ceiling(value: float) -> float:
    """The smallest of 1, 2, 2.5, 5 × 10ⁿ that is not below the value: a round end for an axis of four steps."""
    if value <= 0:
        return 1.0
    power = 1.0
    while power * 10 <= value:
        power *= 10
    while power > value:
        power /= 10
    return next(step * power for step in (1, 2, 2.5, 4, 5, 8, 10) if step * power >= value)


@dataclass(frozen=True, slots=True)
class PaceSeries:
    """What `pace_line` draws, as (months since the beginning of the year, value); the band has low and high."""

    counted: Points
    planned: Points = ()
    expected: Points = ()
    band: Sequence[tuple[float, float, float]] = ()
    target: float | None = None

    @property
    def values(self) -> list[float]:
        lines = [value for _x, value in (*self.counted, *self.planned, *self.expected)]
        return [*lines, *(high for _x, _low, high in self.band), self.target or 0.0]


def cumulative_line(
    achieved: Series,
    target: Series,
    labels: Sequence[Text],
    *,
    title: Text,
    desc: Text,
    number_format: Format,
    achieved_label: Text,
    target_label: Text,
    width: float = 400,
    height: float = 250,
) -> SafeString:
    """Achievement so far (solid, with dots) and target (dashed) by month.

    A month that has not come yet is None and ends the line; both series and the labels have the same length. The axis
    runs from zero to a round number.
    """
    if not len(achieved) == len(target) == len(labels):
        raise ValueError("achieved, target and labels must have the same length")
    top = nice_ceiling(max([0.0, *(float(x) for x in (*achieved, *target) if x is not None)]))
    plot = _Plot(width, height, len(labels), top)
    body = [*_grid(plot, number_format), *_months(plot, labels)]
    body.append(
        element("path", d=plot.path(target), fill="none", stroke=GOLD, stroke_width=2.5, stroke_dasharray="7 4")
    )
    body.append(element("path", d=plot.path(achieved), fill="none", stroke=RIVER, stroke_width=3))
    body += [element("circle", cx=x, cy=y, r=3.5, fill=RIVER) for x, y in plot.points(achieved)]
    has_target = any(value is not None for value in target)
    body += _legend(achieved_label, target_label if has_target else "")
    return picture(width, height, body, title=title, desc=desc)


def pace_line(
    pace: PaceSeries,
    labels: Sequence[Text],
    *,
    title: Text,
    desc: Text,
    number_format: Format,
    legend: tuple[Text, Text, Text, Text],
    width: float = 440,
    height: float = 270,
) -> SafeString:
    """A year from nothing to its end: counted so far (solid), then expected (dashed, with the band of its interval).

    Beside it the planned line (thin) and the target (gold). Points are (months since the beginning of the year, value),
    so 8.5 lies in the middle of September. `legend` names counted, expected, planned and target, in this order.
    """
    top = nice_ceiling(max([0.0, *pace.values]))
    plot = _Plot(width, height, len(labels) + 1, top, margins=(_TOP + 18, _RIGHT, _BOTTOM, _LEFT))
    body = [*_grid(plot, number_format), *_months(plot, labels, between=True)]
    if pace.band:
        upper = [(x, high) for x, _low, high in pace.band]
        lower = [(x, low) for x, low, _high in reversed(pace.band)]
        body.append(element("path", d=f"{plot.way([*upper, *lower])}Z", fill=RIVER_PALE, class_="band"))
    body.append(element("path", d=plot.way(pace.planned), fill="none", stroke=INK_SOFT, stroke_width=1.2))
    if pace.target is not None:
        y = plain(plot.y(pace.target))
        body.append(element("path", d=f"M{plain(plot.left)} {y}H{plain(plot.right)}", stroke=GOLD, stroke_width=2.5))
    body.append(
        element("path", d=plot.way(pace.expected), fill="none", stroke=RIVER, stroke_width=2.5, stroke_dasharray="5 4")
    )
    body.append(element("path", d=plot.way(pace.counted), fill="none", stroke=RIVER, stroke_width=3.5))
    body += [
        element("circle", cx=plot.x(x), cy=plot.y(value), r=4, fill=RIVER)
        for x, value in (*pace.counted[-1:], *pace.expected[-1:])
    ]
    drawn = (pace.counted, pace.expected, pace.planned, pace.target is not None)
    body += _pace_legend(legend, [bool(one) for one in drawn], width)
    return picture(width, height, body, title=title, desc=desc)


def _pace_legend(legend: tuple[Text, Text, Text, Text], drawn: Sequence[bool], width: float) -> list[SafeString]:
    """The strokes that are drawn with their names, in two rows."""
    strokes = (
        {"stroke": RIVER, "stroke_width": 3.5},
        {"stroke": RIVER, "stroke_width": 2.5, "stroke_dasharray": "5 4"},
        {"stroke": INK_SOFT, "stroke_width": 1.2},
        {"stroke": GOLD, "stroke_width": 2.5},
    )
    parts = []
    named = [one for one, is_drawn in zip(zip(legend, strokes, strict=True), drawn, strict=True) if is_drawn]
    for position, (name, stroke) in enumerate(named):
        x, y = _LEFT + (position % 2) * (width - _LEFT) / 2, 11 + position // 2 * 18
        if stroke is strokes[1]:
            parts.append(element("rect", x=x, y=y - 6, width=24, height=12, fill=RIVER_PALE))
        parts.append(element("path", d=f"M{plain(x)} {plain(y)}h24", **stroke))
        parts.append(text(x + 30, y + 4, name, font_size=12))
    return parts


def sparkline(values: Series, *, title: Text, desc: Text, width: float = 120, height: float = 28) -> SafeString:
    """A bare line between its lowest and highest value; the last point is marked."""
    known = [float(x) for x in values if x is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    plot = _Plot(width, height, len(values), high, low=low, margins=(3, 3, 3, 3))
    points = list(plot.points(values))
    body = [element("path", d=plot.path(values), fill="none", stroke=RIVER, stroke_width=2)]
    if points:
        body.append(element("circle", cx=points[-1][0], cy=points[-1][1], r=3, fill=GOLD, stroke=RIVER, stroke_width=1))
    return picture(width, height, body, title=title, desc=desc)


class _Plot:
    """From (month, value) to coordinates."""

    def __init__(
        self,
        width: float,
        height: float,
        months: int,
        high: float,
        *,
        low: float = 0.0,
        margins: tuple[float, float, float, float] = (_TOP, _RIGHT, _BOTTOM, _LEFT),
    ) -> None:
        top, right, bottom, left = margins
        self.left, self.right, self.top, self.bottom = left, width - right, top, height - bottom
        self.low, self.high, self.months = low, high, months

    def x(self, month: float) -> float:
        return self.left + (self.right - self.left) * (month / (self.months - 1) if self.months > 1 else 0.5)

    def y(self, value: float) -> float:
        span = self.high - self.low
        return self.bottom - (self.bottom - self.top) * ((value - self.low) / span if span else 0.5)

    def points(self, series: Series) -> Iterator[tuple[float, float]]:
        return ((self.x(month), self.y(value)) for month, value in enumerate(series) if value is not None)

    def way(self, points: Points) -> str:
        """A path through points, each with its own place on the axis."""
        steps = [f"{plain(self.x(month))} {plain(self.y(value))}" for month, value in points]
        return "M" + "L".join(steps) if steps else "M0 0"

    def path(self, series: Series) -> str:
        """A path that breaks where values are missing."""
        steps, pen = [], "M"
        for month, value in enumerate(series):
            if value is None:
                pen = "M"
                continue
            steps.append(f"{pen}{plain(self.x(month))} {plain(self.y(value))}")
            pen = "L"
        return "".join(steps) or "M0 0"


def _grid(plot: _Plot, number_format: Format) -> list[SafeString]:
    parts = []
    for step in range(5):
        value = plot.high * step / 4
        y = plot.y(value)
        parts.append(
            element("path", d=f"M{plain(plot.left)} {plain(y)}H{plain(plot.right)}", stroke=LINE, stroke_width=1)
        )
        parts.append(text(plot.left - 6, y + 4, number_format(value), text_anchor="end", font_size=11, fill=INK_SOFT))
    return parts


def _months(plot: _Plot, labels: Sequence[Text], *, between: bool = False) -> list[SafeString]:
    """Names under the points of the axis, or `between` them where a point is the end of a month."""
    return [
        text(
            plot.x(month + 0.5 if between else month),
            plot.bottom + 17,
            label,
            text_anchor="middle",
            font_size=11,
            fill=INK_SOFT,
        )
        for month, label in enumerate(labels)
    ]


def _legend(achieved_label: Text, target_label: Text) -> list[SafeString]:
    """Without a target, nothing is said of one."""
    first = [
        element("path", d=f"M{_LEFT} 11h24", stroke=RIVER, stroke_width=3),
        element("circle", cx=_LEFT + 12, cy=11, r=3.5, fill=RIVER),
        text(_LEFT + 30, 15, achieved_label, font_size=12),
    ]
    if not target_label:
        return first
    second = _LEFT + 44 + 7.2 * len(str(achieved_label))
    return [
        *first,
        element("path", d=f"M{plain(second)} 11h24", stroke=GOLD, stroke_width=2.5, stroke_dasharray="7 4"),
        text(second + 30, 15, target_label, font_size=12),
    ]
