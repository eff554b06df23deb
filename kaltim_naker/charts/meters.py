"""A bare bar for cards and progress; the words stand beside it."""

from django.utils.safestring import SafeString

from kaltim_naker.charts.svg import GOLD, INK, LINE, RIVER, RIVER_PALE, element, join

_LENGTH = 100.0


def meter(value: float | None, whole: float) -> SafeString:
    """`value` as a part of `whole`. Beyond the whole, the bar is full and a gold mark shows where the whole lies.

    Hidden from screen readers: the figure is in the text or in the element around it.
    """
    share = max(0.0, float(value or 0) / float(whole)) if whole else 0.0
    parts = [
        element("rect", width=_LENGTH, height=6, fill=RIVER_PALE, stroke=LINE, stroke_width=0.5),
        element("rect", width=_LENGTH * min(share, 1.0), height=6, fill=RIVER, class_="bar"),
    ]
    if share > 1:
        mark = _LENGTH / share
        parts.append(
            element("rect", x=mark - 1, width=2, height=6, fill=GOLD, stroke=INK, stroke_width=0.3, class_="target")
        )
    return element(
        "svg",
        join(parts),
        xmlns="http://www.w3.org/2000/svg",
        class_="kn-bar",
        viewBox="0 0 100 6",
        preserveAspectRatio="none",
        aria_hidden="true",
        focusable="false",
    )
