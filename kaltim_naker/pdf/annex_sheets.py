"""Letters the rows of annexes into copies of the empty sheets that end a document, tagged as the tables they are.

The document stays as WeasyPrint wrote it, down to its head, foot, page numbers and archive marks (PDF/A); what is added
stands behind it (`amendment`). It needs nothing of Django.
"""

import io
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import pikepdf

from kaltim_naker.pdf.amendment import Amendment
from kaltim_naker.pdf.annex_layout import (
    GAP,
    LEADING,
    MARGIN_RIGHT,
    PAD_X,
    PAD_Y,
    TEXT_SIZE,
    TITLE_LEADING,
    TITLE_SIZE,
    Row,
    Sheet,
    row_height,
)
from kaltim_naker.pdf.lettering import Face, bold, regular
from kaltim_naker.pdf.typefaces import embed

#: How high the numbers of pages stand above the edge, as `official.css` sets its feet; a test holds both together.
FOOT_BASELINE = 25.5
_FOOT_SIZE = 7.5
# A mark of WeasyPrint's, in the head and foot of a sheet.
_MARK = re.compile(rb"/\w+\s*<</MCID \d+>>\s*BDC")

# The colours of `official.css`.
_TEXT = "0.067 g"
_TITLE = "0.039 0.216 0.204 rg"
_LINES = "0.541 0.588 0.576 RG 0.5 w"
_HEADS = "0.890 0.929 0.922 rg"
_FOOT = "0.267 g"


class _Content:
    """What is drawn on one sheet, and how many marks it has."""

    def __init__(self, used: dict[str, set[str]]) -> None:
        self.parts: list[str] = []
        self.marks = 0
        self._used = used

    def mark(self, tag: str) -> None:
        self.parts.append(f"/{tag}<</MCID {self.marks}>>BDC")
        self.marks += 1

    def artifact(self, kind: str = "Layout") -> None:
        self.parts.append(f"/Artifact<</Type/{kind}>>BDC")

    def end(self) -> None:
        self.parts.append("EMC")

    def text(self, face: Face, size: float, lines: Sequence[tuple[float, float, str]]) -> None:
        """Lines by where they begin, and how high their baseline is."""
        self._used[face.name].update(*(line for _x, _y, line in lines))
        drawn = " ".join(f"1 0 0 1 {x:.2f} {y:.2f} Tm<{face.hexadecimal(line)}>Tj" for x, y, line in lines)
        self.parts.append(f"BT/{face.name} {size:g} Tf {drawn} ET")


def fill_sheets(base: bytes, annexes: Sequence[Sequence[Sheet]], foot: str) -> tuple[bytes, int]:
    """The document with its annexes, and its number of pages. The same input gives the same bytes.

    The last pages of `base` are empty sheets, one for each annex: its first, and the pattern of its others. `foot` says
    on each page which it is: `{page}` of `{pages}`.

    Raises ValueError where the document has no page of its own before the sheets.
    """
    with pikepdf.open(io.BytesIO(base)) as pdf:
        pages = [page.obj for page in pdf.pages]
        if len(pages) <= len(annexes):
            raise ValueError(f"{len(pages)} pages have no sheets for {len(annexes)} annexes")
        return _Filling(base, pdf, foot).fill(pages, annexes)


class _Filling:
    def __init__(self, base: bytes, pdf: pikepdf.Pdf, foot: str) -> None:
        self._pdf = pdf
        self._foot = foot
        self._amendment = Amendment(base, int(pdf.trailer.Size))
        self._used: dict[str, set[str]] = {regular().name: set(), bold().name: set()}
        tree = pdf.Root.StructTreeRoot.ParentTree.Nums
        #: Key of a page → the elements of its marks, as written.
        self._owners = {int(key): _written(owner) for key, owner in zip(tree[::2], tree[1::2], strict=True)}
        self._kids: list[int] = []
        self._total = 0

    def fill(self, pages: Sequence[pikepdf.Object], annexes: Sequence[Sequence[Sheet]]) -> tuple[bytes, int]:
        own, empty = pages[: -len(annexes)], pages[-len(annexes) :]
        self._total = len(own) + sum(map(len, annexes))
        for page in own:
            self._number_page(page)
        root = self._pdf.Root.StructTreeRoot
        document = root.K[0]
        sections = [self._annex(page, sheets, document.objgen[0]) for page, sheets in zip(empty, annexes, strict=True)]
        kids = [kid.unparse() for kid in document.K] + [b"%d 0 R" % section for section in sections]
        self._replace(document, {"/K": b"[" + b" ".join(kids) + b"]"})
        owners = b" ".join(b"%d %s" % entry for entry in sorted(self._owners.items()))
        self._replace(root.ParentTree, {"/Nums": b"[" + owners + b"]"})
        self._replace(self._pdf.Root.Pages, {"/Kids": _references(self._kids), "/Count": b"%d" % self._total})
        self._replace(
            self._pdf.pages[0].obj.Resources.Font,
            {
                f"/{face.name}": b"%d 0 R" % embed(face, self._used[face.name], self._amendment)
                for face in (regular(), bold())
            },
        )
        trailer = {name: self._pdf.trailer[name].unparse() for name in ("/Root", "/Info") if name in self._pdf.trailer}
        return self._amendment.finish(trailer, bytes(self._pdf.trailer.ID[0])), self._total

    def _number_page(self, page: pikepdf.Object) -> None:
        self._kids.append(page.objgen[0])
        content = _Content(self._used)
        self._draw_number(float(page.MediaBox[2]), content)
        self._replace(page, {"/Contents": self._in_front_of(page.Contents.objgen[0], content)})

    def _draw_number(self, width: float, content: _Content) -> None:
        text = regular().clean(self._foot.replace("{page}", str(len(self._kids))).replace("{pages}", str(self._total)))
        left = width - MARGIN_RIGHT - regular().width(text, _FOOT_SIZE)
        content.artifact("Pagination")
        content.parts.append(_FOOT)
        content.text(regular(), _FOOT_SIZE, [(left, FOOT_BASELINE, text)])
        content.end()

    def _in_front_of(self, drawn: int, content: _Content) -> bytes:
        """In front, for what WeasyPrint drew ends with the page turned over."""
        own = self._amendment.add_stream("\n".join(["q", *content.parts, "Q"]).encode())
        return b"[%d 0 R %d 0 R]" % (own, drawn)

    def _annex(self, empty: pikepdf.Object, sheets: Sequence[Sheet], parent: int) -> int:
        """The number of the section, which has a heading, perhaps a note, and the table over all its sheets."""
        section, table = self._amendment.number(), self._amendment.number()
        kids: list[int] = []
        rows: list[int] = []
        frame = self._amendment.add_stream(_MARK.sub(b"/Artifact BMC", empty.Contents.read_bytes()))
        key = int(empty.StructParents)
        page = empty.objgen[0]
        for sheet in sheets:
            self._kids.append(page)
            content = _Content(self._used)
            self._draw_number(float(empty.MediaBox[2]), content)
            _draw(sheet, content)
            changes = {"/Contents": self._in_front_of(frame, content), "/StructParents": b"%d" % key}
            self._replace(empty, changes, page)
            self._owners[key] = _references(_tag(self._amendment, page, sheet, section, table, kids, rows))
            key = max(self._owners) + 1
            page = self._amendment.number()
        self._amendment.add(_element("Table", section, b"/K" + _references(rows)), table)
        self._amendment.add(_element("Sect", parent, b"/K" + _references([*kids, table])), section)
        return section

    def _replace(self, old: pikepdf.Object, changes: dict[str, bytes], number: int | None = None) -> None:
        """Write a dictionary anew with changes, in its place or under another number."""
        entries = {name: _written(value) for name, value in old.items()} | changes
        body = b"".join(name.encode() + b" " + value for name, value in entries.items())
        self._amendment.add(b"<<" + body + b">>", old.objgen[0] if number is None else number)


def _tag(
    amendment: Amendment, page: int, sheet: Sheet, section: int, table: int, kids: list[int], rows: list[int]
) -> list[int]:
    """Elements for the marks of a sheet, in the order in which `_draw` sets them."""
    on_page = b"/Pg %d 0 R" % page
    owners: list[int] = []

    def element(tag: str, parent: int, more: bytes = b"") -> int:
        owners.append(amendment.add(_element(tag, parent, on_page + more + b"/K %d" % len(owners))))
        return owners[-1]

    def row(tag: str, more: bytes = b"") -> None:
        own = amendment.number()
        cells = [element(tag, own, more) for _column in sheet.frame.annex.columns]
        rows.append(amendment.add(_element("TR", table, b"/K" + _references(cells)), own))

    if sheet.is_first:
        kids.append(element("H2", section))
        if sheet.frame.note:
            kids.append(element("P", section))
        row("TH", b"/A<</O/Table/Scope/Column>>")
    for _row in sheet.rows:
        row("TD")
    return owners


def _element(tag: str, parent: int, more: bytes) -> bytes:
    return b"<</Type/StructElem/S/%s/P %d 0 R%s>>" % (tag.encode(), parent, more)


def _written(value: pikepdf.Object | int | Decimal) -> bytes:
    """Numbers come as numbers and not as objects."""
    return value.unparse() if isinstance(value, pikepdf.Object) else str(value).encode()


def _references(numbers: Sequence[int]) -> bytes:
    return b"[" + b" ".join(b"%d 0 R" % number for number in numbers) + b"]"


# --- drawing -------------------------------------------------------------------------------------------------------
def _draw(sheet: Sheet, content: _Content) -> None:
    frame = sheet.frame
    top = frame.top - frame.title_height if sheet.is_first else frame.top
    _draw_grid(sheet, top, content)
    if sheet.is_first:
        _draw_title(sheet, content)
    content.parts.append(_TEXT)
    _draw_heads(sheet, top, content)
    top -= row_height(frame.heads)
    for row in sheet.rows:
        height = row_height(row)
        for line in _cells(row, sheet, top, height, regular()):
            content.mark("TD")
            content.text(regular(), TEXT_SIZE, line)
            content.end()
        top -= height


def _draw_title(sheet: Sheet, content: _Content) -> None:
    frame = sheet.frame
    left, base = frame.edges[0], frame.top - TITLE_SIZE
    content.parts.append(_TITLE)
    content.mark("H2")
    content.text(bold(), TITLE_SIZE, [(left, base - at * TITLE_LEADING, line) for at, line in enumerate(frame.title)])
    content.end()
    if frame.note:
        content.parts.append(_TEXT)
        content.mark("P")
        below = frame.top - len(frame.title) * TITLE_LEADING - GAP - _to_baseline(regular())
        content.text(regular(), TEXT_SIZE, [(left, below - at * LEADING, line) for at, line in enumerate(frame.note)])
        content.end()


def _draw_heads(sheet: Sheet, top: float, content: _Content) -> None:
    """Once for readers who hear the table, on every sheet for those who see it."""
    heads = sheet.frame.heads
    for line in _cells(heads, sheet, top, row_height(heads), bold()):
        if sheet.is_first:
            content.mark("TH")
        else:
            content.artifact("Pagination")
        content.text(bold(), TEXT_SIZE, line)
        content.end()


def _draw_grid(sheet: Sheet, top: float, content: _Content) -> None:
    edges = sheet.frame.edges
    left, right = edges[0], edges[-1]
    heads = row_height(sheet.frame.heads)
    levels = [top, top - heads]
    for row in sheet.rows:
        levels.append(levels[-1] - row_height(row))
    content.artifact()
    content.parts.append(f"{_HEADS} {left:.2f} {top - heads:.2f} {right - left:.2f} {heads:.2f} re f {_LINES}")
    content.parts.extend(f"{left:.2f} {level:.2f} m {right:.2f} {level:.2f} l" for level in levels)
    content.parts.extend(f"{edge:.2f} {top:.2f} m {edge:.2f} {levels[-1]:.2f} l" for edge in edges)
    content.parts.append("S")
    content.end()


def _cells(row: Row, sheet: Sheet, top: float, height: float, face: Face) -> Iterator[list[tuple[float, float, str]]]:
    """The lines of each cell, in the middle of the row's height as in the tables of the style sheet."""
    columns, edges = sheet.frame.annex.columns, sheet.frame.edges
    for column, lines, left, right in zip(columns, row, edges, edges[1:], strict=False):
        spare = (height - 2 * PAD_Y - len(lines) * LEADING) / 2
        base = top - PAD_Y - spare - _to_baseline(face)
        yield [
            (
                right - PAD_X - face.width(line, TEXT_SIZE) if column.is_number else left + PAD_X,
                base - at * LEADING,
                line,
            )
            for at, line in enumerate(lines)
        ]


def _to_baseline(face: Face) -> float:
    """From the top of a line of text to where its letters stand."""
    ascent, descent = face.ascent * TEXT_SIZE / 1000, -face.descent * TEXT_SIZE / 1000
    return (LEADING - ascent - descent) / 2 + ascent
