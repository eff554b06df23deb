"""A QR code as SVG. One for a document; where there are hundreds, a picture is drawn faster (`pdf.sheet_engine`)."""

from itertools import groupby

import segno
from django.utils.safestring import SafeString

from kaltim_naker.charts.svg import Text, element, join

#: Modules that stay white around the code, as scanners want it.
QUIET = 4


def qr_code(text: str, *, title: Text) -> SafeString:
    """A square that scales to the room it is given; `title` is read out to whoever cannot see it."""
    modules = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    side = len(modules) + 2 * QUIET
    runs = "".join(_row(y, row) for y, row in enumerate(modules, start=QUIET))
    return element(
        "svg",
        join(
            [
                element("title", title),
                element("rect", width=side, height=side, fill="#fff"),
                element("path", d=runs, fill="#000"),
            ]
        ),
        viewBox=f"0 0 {side} {side}",
        role="img",
        class_="qr",
        shape_rendering="crispEdges",
    )


def _row(y: int, row: list[int]) -> str:
    """The dark runs of a row, each as one rectangle of the path."""
    path, x = "", QUIET
    for is_dark, modules in groupby(row):
        length = len(list(modules))
        path += f"M{x} {y}h{length}v1h-{length}z" if is_dark else ""
        x += length
    return path
