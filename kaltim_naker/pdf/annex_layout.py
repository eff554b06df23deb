"""How the rows of annexes fall on sheets. It needs nothing of Django. All lengths are points, 1/72 of an inch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaltim_naker.pdf.annexes import Annex
from kaltim_naker.pdf.lettering import bold, regular

_MM = 72 / 25.4
#: As in `official.css`, so that nobody sees where WeasyPrint ends.
MARGIN_TOP, MARGIN_RIGHT, MARGIN_BOTTOM, MARGIN_LEFT = 18 * _MM, 18 * _MM, 22 * _MM, 25 * _MM
_A4 = (210 * _MM, 297 * _MM)

TEXT_SIZE = 8.0
LEADING = 10.2
PAD_X, PAD_Y = 1.8 * _MM, 0.8 * _MM
TITLE_SIZE, TITLE_LEADING = 10.5, 14.0
#: Between the title or the note and the table.
GAP = 2 * _MM


#: The lines of each cell of a row.
Row = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Frame:
    """Where the columns of an annex stand on its sheets: `edges` has one more than there are columns."""

    annex: Annex
    edges: tuple[float, ...]
    top: float
    bottom: float
    title: Sequence[str]
    note: Sequence[str]
    heads: Row

    def text_width(self, column: int) -> float:
        return self.edges[column + 1] - self.edges[column] - 2 * PAD_X

    @property
    def title_height(self) -> float:
        height = len(self.title) * TITLE_LEADING + GAP
        return height + len(self.note) * LEADING + GAP if self.note else height

    def room(self, *, is_first: bool) -> float:
        """The height for rows on a sheet, below the heads of the columns."""
        room = self.top - self.bottom - row_height(self.heads)
        return room - self.title_height if is_first else room


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet. The first of an annex has its title."""

    frame: Frame
    rows: Sequence[Row]
    is_first: bool

    @property
    def landscape(self) -> bool:
        return self.frame.annex.landscape


def row_height(row: Row) -> float:
    return max(map(len, row)) * LEADING + 2 * PAD_Y


def sheets_of(annex: Annex) -> Iterator[Sheet]:
    """At least one sheet, also for an annex without rows."""
    frame = frame_of(annex)
    rows: list[Row] = []
    is_first, left = True, frame.room(is_first=True)
    for row in _rows(frame):
        height = row_height(row)
        if height > left and rows:
            yield Sheet(frame, rows, is_first)
            rows, is_first, left = [], False, frame.room(is_first=False)
        rows.append(row)
        left -= height
    yield Sheet(frame, rows, is_first)


def frame_of(annex: Annex) -> Frame:
    width, height = reversed(_A4) if annex.landscape else _A4
    inner = width - MARGIN_LEFT - MARGIN_RIGHT
    whole = sum(column.share for column in annex.columns)
    edges = [MARGIN_LEFT]
    for column in annex.columns:
        edges.append(edges[-1] + inner * column.share / whole)
    heads = [
        bold().lines(column.heading, right - left - 2 * PAD_X, TEXT_SIZE)
        for column, left, right in zip(annex.columns, edges, edges[1:], strict=False)
    ]
    return Frame(
        annex=annex,
        edges=tuple(edges),
        top=height - MARGIN_TOP,
        bottom=MARGIN_BOTTOM,
        title=bold().lines(annex.title, inner, TITLE_SIZE),
        note=regular().lines(annex.note, inner, TEXT_SIZE) if annex.note else (),
        heads=heads,
    )


def _rows(frame: Frame) -> Iterator[Row]:
    face = regular()
    widths = [frame.text_width(column) for column in range(len(frame.annex.columns))]
    # A row that fills more than a sheet of its own goes on in the next.
    most = int((frame.room(is_first=True) - 2 * PAD_Y) // LEADING)
    for cells in frame.annex.rows:
        row = [face.lines(text, width, TEXT_SIZE) for text, width in zip(cells, widths, strict=True)]
        longest = max(map(len, row))
        for start in range(0, longest, most):
            yield [lines[start : start + most] or [""] for lines in row] if longest > most else row
