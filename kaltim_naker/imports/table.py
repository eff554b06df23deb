"""Finds the table in a workbook: its sheet, its head, its rows, and what stands around them.

Nothing is dropped in silence: a line that is no data is set aside with the reason and shown to the sender.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, pairwise
from statistics import median
from types import MappingProxyType
from typing import NamedTuple

from kaltim_naker.core.nik import without_nik
from kaltim_naker.imports.cells import CellProblem, is_number, text_of
from kaltim_naker.imports.columns import Column, Combined, Heading, Match, match_columns
from kaltim_naker.imports.handouts.stamp import OUR_SHEETS
from kaltim_naker.imports.head import Head, chosen_match, explains_columns, find_head, samples_below
from kaltim_naker.imports.wording import normalise
from kaltim_naker.imports.workbook import Cell, RefusedFile, Row, Sheet

TITLE, BLANK, HEAD, TOTAL, SIGNATURE, NOTE = "title", "blank", "head", "total", "signature", "note"

# Enough rows to say how many cells of a row are usually filled.
_USUAL_ROWS = 2_000
# More lines set aside than anybody reads are counted, not listed.
_LISTED = 10_000
_DATA, _OTHER = 1, 2
# In a table of so many columns a lone cell is a remark, whatever column it stands in.
_NOT_ALONE = 4
# A line with less of the usual number of filled cells than this is no data.
_SPARSE = 0.3
_ROW_NUMBER = frozenset({"no", "nomor", "no urut", "nomor urut", "nr", "urut"})
_TOTAL = re.compile(r"^(sub ?|grand ?)?(jumlah|total)\b")
_SIGNATURE = re.compile(
    r"\b(kepala|mengetahui|menyetujui|ketua|panitia|koordinator|instruktur|penanggung jawab|pembuat|petugas|nip|ttd|"
    r"tanda tangan|pembina|penata|a n|an)\b|^[a-z ]+ (20\d\d|tanggal)\b|^[a-z]+ \d{0,2} ?[a-z]* ?20\d\d$"
)
_LABELLED = re.compile(r"^\s*([^:]{2,40}?)\s*:\s*(.*)$", re.DOTALL)


# From which line on it holds, and what it states.
_Title = tuple[int, Mapping[str, Cell]]
_NOTHING_STATED: Mapping[str, Cell] = MappingProxyType({})


@dataclass(frozen=True)
class SetAside:
    """A line that is no data. `reason` is one of title, blank, head, total, signature, note."""

    line: int
    reason: str
    text: str = ""


class TableRow(NamedTuple):
    """A line of data; `stated` are cells for columns that the table lacks but a title above the row states."""

    line: int
    cells: tuple[Cell, ...]
    stated: Mapping[str, Cell] = _NOTHING_STATED

    def cell(self, index: int) -> Cell:
        return self.cells[index] if index < len(self.cells) else None


@dataclass
class Table:
    """What was found. `head_line` is the last line of the head; `other_sheets` hold a table too and were not read."""

    sheet: str
    headings: list[Heading]
    head_line: int
    match: Match
    rows: Collection[TableRow]
    set_aside: list[SetAside]
    other_sheets: list[str] = field(default_factory=list)
    #: Lines that were set aside beyond those that are listed.
    more_set_aside: int = 0


class DataRows(Collection[TableRow]):
    """The lines of data of a sheet, found anew each time they are asked for."""

    def __init__(
        self, body: Iterable[Row], places: bytearray, stated: Sequence[tuple[int, Mapping[str, Cell]]]
    ) -> None:
        self._body = body
        # For each line of the sheet what it is, and from which line on a title states what.
        self._places = places
        self._stated = stated
        self._count = places.count(_DATA)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, row: object) -> bool:
        return any(row == found for found in self)

    def __iter__(self) -> Iterator[TableRow]:
        titles = list(reversed(self._stated))
        stated = _NOTHING_STATED
        for line, cells in self._body:
            while titles and titles[-1][0] <= line:
                stated = titles.pop()[1]
            if self._places[line] == _DATA:
                yield TableRow(line, cells, stated)


def find_table(
    sheets: Sequence[Sheet],
    columns: Sequence[Column],
    combined: Sequence[Combined] = (),
    places: Mapping[str, int] | None = None,
) -> Table:
    """Find the table that has most of the columns; raises RefusedFile `no_table`.

    `places`, the choice of a person, replaces the guess: our column to place in the file, from 0.
    """
    heads = [head for sheet in sheets if sheet.name not in OUR_SHEETS and (head := find_head(sheet, columns, combined))]
    if not heads:
        expected = ", ".join(str(column.label) for column in columns if column.required)
        raise RefusedFile("no_table", columns=expected)
    best = max(heads, key=lambda head: (round(head.match.score), head.sheet.visible, len(head.body)))
    match = match_columns(best.headings, columns, combined, samples_below(best))
    if places is not None:
        match = chosen_match(places, match, best.headings, columns, combined)
    match.unmatched = [heading for heading in match.unmatched if normalise(heading.text) not in _ROW_NUMBER]
    rows, set_aside, more = _Sorter(best, match, columns).sort_out()
    others = [head.sheet.name for head in heads if head is not best and head.body and head.sheet.visible]
    head_line = best.sheet.rows[best.start + best.depth - 1].line
    return Table(best.sheet.name, best.headings, head_line, match, rows, set_aside, others, more)


class _Sorter:
    """Tells data from titles, totals and signatures below the head, in one walk through the lines."""

    def __init__(self, head: Head, match: Match, columns: Sequence[Column]) -> None:
        self.head = head
        self.match = match
        self.columns = {column.name: column for column in columns}
        self.places = sorted(set(match.places.values()))
        self.keys = [column for column in columns if column.recognisable and column.required]
        self.number_place = next(
            (heading.index for heading in head.headings if normalise(heading.text) in _ROW_NUMBER), None
        )
        self.head_words = head.words
        self.taken = sorted(match.taken)
        self.is_over = False
        first = list(islice(head.body, _USUAL_ROWS))
        usual = [filled for row in first if (filled := self._filled(row)) >= 2]
        self.threshold = max(1, round(median(usual) * _SPARSE)) if usual else 1
        self.enough = max(3, self.threshold)
        self.usual_width = median(self._width(row) for row in first) if first else 0
        self.aside: list[SetAside] = []
        self.more = 0
        self.titles: list[_Title] = []

    def sort_out(self) -> tuple[DataRows, list[SetAside], int]:
        """The data, the lines set aside, and how many of these are not listed."""
        rows = self.head.sheet.rows
        # What each line is, by its number; a line that is not in the sheet is blank. Grows as the lines come.
        places = bytearray()
        for row in rows[: self.head.start]:
            self._set_aside(row, TITLE)
        for row in rows[: self.head.start + self.head.depth]:
            _note(places, row.line, _OTHER)
        last_data = 0
        for row in self.head.body:
            reason = self._reason(row)
            _note(places, row.line, _OTHER if reason else _DATA)
            if reason:
                self._set_aside(row, reason)
            else:
                last_data = row.line
        self._set_blanks_aside(places)
        aside = sorted((self._ending(line, last_data) for line in self.aside), key=lambda line: line.line)
        return DataRows(self.head.body, places, self.titles), aside, self.more

    def _set_aside(self, row: Row, reason: str) -> None:
        # Each block may have a title of its own; rows already read keep theirs.
        stated = {} if reason == HEAD else self._stated(row)
        if stated:
            earlier = self.titles[-1][1] if self.titles else {}
            self.titles.append((row.line, {**earlier, **stated}))
        self._list(SetAside(row.line, reason, _words(row)))

    def _set_blanks_aside(self, places: bytearray) -> None:
        line = places.find(0, 1)
        while line >= 0:
            self._list(SetAside(line, BLANK))
            line = places.find(0, line + 1)

    def _list(self, line: SetAside) -> None:
        if len(self.aside) < _LISTED:
            self.aside.append(line)
        else:
            self.more += 1

    def _reason(self, row: Row) -> str | None:
        """Why the line is no data; None where it is."""
        texts = [cell for cell in row.cells if isinstance(cell, str)]
        if _is_total(texts):
            return TOTAL
        if _repeats(texts, self.head_words) or _numbers_columns(row) or explains_columns(row):
            return HEAD
        if self._repeats_days(row):
            return HEAD
        if not self.is_over and _count_filled(row, self.places, self.enough) >= self.enough:
            # Whatever else is asked below would not speak against it.
            return None
        return self._reason_of_sparse(row, texts, self._filled(row))

    def _reason_of_sparse(self, row: Row, texts: Sequence[str], filled: int) -> str | None:
        if any(self._understands(column, row) for column in self.keys):
            self.is_over = False
            return None
        if filled < 3 and any(_SIGNATURE.search(normalise(text)) for text in texts):
            self.is_over = True
            return NOTE
        if self._is_beside_the_table(row):
            return NOTE
        if self._has_row_number(row):
            # Forms come with numbered lines; those that nobody filled in are as good as blank.
            return None if filled else BLANK
        is_alone = self.usual_width >= _NOT_ALONE and self._width(row) == 1
        return NOTE if is_alone or filled < self.threshold else None

    def _is_beside_the_table(self, row: Row) -> bool:
        """A title that states something, or what stands below a signature: a name, a rank, a number."""
        width = self._width(row)
        return (width <= 2 and bool(self._stated(row))) or (self.is_over and width < self.usual_width / 2)

    def _repeats_days(self, row: Row) -> bool:
        """The lower line of a head again, where it holds the days: numbers and dates, no words."""
        days = [one for found in self.match.gathered.values() for one in found if text_of(row.cell(one.index))]
        return bool(days) and all(text_of(row.cell(one.index)) in one.words for one in days)

    def _width(self, row: Row) -> int:
        return _count_filled(row, self.taken)

    def _filled(self, row: Row) -> int:
        return _count_filled(row, self.places)

    def _understands(self, column: Column, row: Row) -> bool:
        place = self.match.places.get(column.name)
        if place is None or row.cell(place) is None:
            return False
        try:
            return column.parser(row.cell(place)) is not None
        except CellProblem:
            return False

    def _has_row_number(self, row: Row) -> bool:
        if self.number_place is None:
            return False
        cell = row.cell(self.number_place)
        return is_number(cell) or text_of(cell).rstrip(".").isdigit()

    def _stated(self, row: Row) -> dict[str, Cell]:
        """`Program Pelatihan : Housekeeping` in a title gives a column that the table itself lacks."""
        open_columns = [column for name, column in self.columns.items() if name not in self.match.places]
        cells = [text for cell in row.cells if (text := text_of(cell))]
        found: dict[str, Cell] = {}
        for position, text in enumerate(cells):
            labelled = _LABELLED.match(text)
            following = cells[position + 1].lstrip(": ") if position + 1 < len(cells) else ""
            label, value = (labelled[1], labelled[2] or following) if labelled else (text, "")
            if not labelled and position + 1 < len(cells) and cells[position + 1].startswith(":"):
                value = following
            if value:
                matched = match_columns([Heading(0, (label,))], open_columns).places
                found |= {name: value for name in matched if name not in found}
        return found

    def _ending(self, aside: SetAside, last_data: int) -> SetAside:
        """A note below the last row is the end of the sheet: signatures and remarks. Above it, a title."""
        if aside.reason != NOTE:
            return aside
        if aside.line < last_data:
            return SetAside(aside.line, TITLE, aside.text)
        reason = SIGNATURE if _SIGNATURE.search(normalise(aside.text)) else NOTE
        return SetAside(aside.line, reason, aside.text)


def _count_filled(row: Row, places: Sequence[int], enough: int = -1) -> int:
    """How many of these cells hold something; who needs to know of so many only, says so."""
    cells, width, filled = row.cells, len(row.cells), 0
    for index in places:
        cell = cells[index] if index < width else None
        if cell is not None and (type(cell) is not str or text_of(cell)):
            filled += 1
            if filled == enough:
                break
    return filled


def _note(places: bytearray, line: int, place: int) -> None:
    places.extend(bytes(line + 1 - len(places)))
    places[line] = place


def _is_total(texts: Sequence[str]) -> bool:
    """A word for the sum, and at most one other text: what it is the sum of."""
    others = totals = 0
    for text in texts:
        if not text[:1].isdigit() and _TOTAL.match(normalise(text)):
            totals += 1
        else:
            others += 1
            if others > 1:
                return False
    return totals > 0


def _words(row: Row) -> str:
    return without_nik(" · ".join(text for cell in row.cells if (text := text_of(cell))))[:200]


def _repeats(texts: Sequence[str], head_words: set[str]) -> bool:
    """The head again, as on each printed page."""
    if len(texts) < 2:
        return False
    strange, at_most = 0, len(texts) - 0.8 * len(texts)
    for text in texts:
        strange += normalise(text) not in head_words
        if strange > at_most:
            return False
    return True


def _numbers_columns(row: Row) -> bool:
    """The line (1) (2) (3) below the head of official tables."""
    numbers: list[int] = []
    for cell in row.cells:
        if cell is None or isinstance(cell, date):
            continue
        text = text_of(cell).strip("()")
        if not (len(text) <= 2 and text.isascii() and text.isdigit()):
            return False
        numbers.append(int(text))
    return len(numbers) >= 3 and all(right - left == 1 for left, right in pairwise(numbers))
