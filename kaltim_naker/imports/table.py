"""Finds the table in a workbook: its sheet, its head of one to three lines, its rows, and what stands around them.

Nothing is dropped in silence: a line that is no data is set aside with the reason and shown to the sender.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from statistics import median

from django.utils.translation import gettext as _

from kaltim_naker.imports.cells import CellProblem, is_number, text_of, without_nik
from kaltim_naker.imports.columns import Column, Combined, Heading, Match, match_columns
from kaltim_naker.imports.handouts.stamp import OUR_SHEETS
from kaltim_naker.imports.wording import normalise
from kaltim_naker.imports.workbook import Cell, RefusedFile, Row, Sheet

TITLE, BLANK, HEAD, TOTAL, SIGNATURE, NOTE = "title", "blank", "head", "total", "signature", "note"

_HEAD_WITHIN = 60
_HEAD_LINES = 3
_SAMPLE_ROWS = 60
# A line with less of the usual number of filled cells than this is no data.
_SPARSE = 0.3
# The column in which we said what is wrong, when we gave the file back: it comes again with the corrected rows.
ERROR_TITLES = frozenset({"errors", "kesalahan"})
_ROW_NUMBER = frozenset({"no", "nomor", "no urut", "nomor urut", "nr", "urut"})
_TOTAL = re.compile(r"^(sub ?|grand ?)?(jumlah|total)\b")
_SIGNATURE = re.compile(
    r"\b(kepala|mengetahui|menyetujui|ketua|panitia|koordinator|instruktur|penanggung jawab|pembuat|petugas|nip|ttd|"
    r"tanda tangan|pembina|penata|a n|an)\b|^[a-z ]+ (20\d\d|tanggal)\b|^[a-z]+ \d{0,2} ?[a-z]* ?20\d\d$"
)
_LONG_DIGITS = re.compile(r"\d{5}")
_STATES = re.compile(r":\s*\S")
_LABELLED = re.compile(r"^\s*([^:]{2,40}?)\s*:\s*(.*)$", re.DOTALL)


@dataclass(frozen=True)
class SetAside:
    """A line that is no data. `reason` is one of title, blank, head, total, signature, note."""

    line: int
    reason: str
    text: str = ""


@dataclass(frozen=True)
class TableRow:
    """A line of data; `stated` are cells for columns that the table lacks but a title above the row states."""

    line: int
    cells: tuple[Cell, ...]
    stated: Mapping[str, Cell] = field(default_factory=dict)

    def cell(self, index: int) -> Cell:
        return self.cells[index] if index < len(self.cells) else None


@dataclass
class Table:
    """What was found. `head_line` is the last line of the head; `other_sheets` hold a table too and were not read."""

    sheet: str
    headings: list[Heading]
    head_line: int
    match: Match
    rows: list[TableRow]
    set_aside: list[SetAside]
    other_sheets: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Head:
    sheet: Sheet
    start: int
    depth: int
    headings: list[Heading]
    match: Match

    @property
    def body(self) -> list[Row]:
        return self.sheet.rows[self.start + self.depth :]


def find_table(
    sheets: Sequence[Sheet],
    columns: Sequence[Column],
    combined: Sequence[Combined] = (),
    places: Mapping[str, int] | None = None,
) -> Table:
    """Find the table that has most of the columns; raises RefusedFile `no_table`.

    `places`, the choice of a person, replaces the guess: our column to place in the file, from 0.
    """
    heads = [
        head for sheet in sheets if sheet.name not in OUR_SHEETS and (head := _find_head(sheet, columns, combined))
    ]
    if not heads:
        expected = ", ".join(str(column.label) for column in columns if column.required)
        raise RefusedFile("no_table", columns=expected)
    best = max(heads, key=lambda head: (round(head.match.score), head.sheet.visible, len(head.body)))
    match = match_columns(best.headings, columns, combined, _samples(best))
    if places is not None:
        match = _chosen(places, match, best.headings, columns, combined)
    match.unmatched = [heading for heading in match.unmatched if normalise(heading.text) not in _ROW_NUMBER]
    rows, set_aside = _Body(best, match, columns).sort_out()
    others = [head.sheet.name for head in heads if head is not best and head.body and head.sheet.visible]
    head_line = best.sheet.rows[best.start + best.depth - 1].line
    return Table(best.sheet.name, best.headings, head_line, match, rows, set_aside, others)


# --- the head -------------------------------------------------------------------------------------------------------
def _find_head(sheet: Sheet, columns: Sequence[Column], combined: Sequence[Combined]) -> _Head | None:
    best: _Head | None = None
    for start in range(min(_HEAD_WITHIN, len(sheet.rows))):
        for depth in range(1, _HEAD_LINES + 1):
            lines = sheet.rows[start : start + depth]
            if not _may_be_head(lines, depth, columns):
                break
            headings = _headings(lines)
            match = match_columns(headings, columns, combined)
            if len(match.places) < 2:
                continue
            # On a tie the deeper head that starts on the same line: its lower line tells columns apart.
            if (
                best is None
                or match.score > best.match.score
                or (match.score == best.match.score and best.start == start)
            ):
                best = _Head(sheet, start, depth, headings, match)
    return best


def _may_be_head(lines: Sequence[Row], depth: int, columns: Sequence[Column]) -> bool:
    if len(lines) < depth or lines[-1].line != lines[0].line + depth - 1:
        return False
    if depth > 1 and _explains_columns(lines[-1]):
        return False
    filled = [cell for cell in lines[-1].cells if cell is not None]
    gatherings = [column.gathers for column in columns if column.gathers]
    return len(filled) >= 2 and not any(
        _is_data(cell) and not any(one.belongs((text_of(cell),)) for one in gatherings) for cell in filled
    )


def _is_data(cell: Cell) -> bool:
    """No heading: a number, a date, a text with a long number, or the value of a title ("Paket : 1")."""
    if not isinstance(cell, str):
        return True
    return bool(_STATES.search(cell) or _LONG_DIGITS.search(re.sub(r"[\s.\-]", "", cell)))


def _headings(lines: Sequence[Row]) -> list[Heading]:
    """Names over columns; a merged cell above stands in its first column only and is carried to the right."""
    width = max(len(line.cells) for line in lines)
    stacks: list[list[str]] = [[] for _index in range(width)]
    for level, line in enumerate(lines):
        carried = ""
        for index in range(width):
            words = text_of(line.cell(index))
            below = any(text_of(lower.cell(index)) for lower in lines[level + 1 :])
            if words:
                carried = words if below else ""
            elif below and not stacks[index]:
                words = carried
            if words:
                stacks[index].append(words)
    return [Heading(index, () if _is_ours(words) else tuple(words)) for index, words in enumerate(stacks)]


def errors_title() -> str:
    """The heading under which findings are given back; every translation of it is one of ERROR_TITLES."""
    return _("Errors")


def _is_ours(words: Sequence[str]) -> bool:
    return bool(words) and normalise(words[-1]) in ERROR_TITLES


def _samples(head: _Head) -> dict[int, list[Cell]]:
    rows = head.body[:_SAMPLE_ROWS]
    return {heading.index: [row.cell(heading.index) for row in rows] for heading in head.headings}


def _chosen(
    places: Mapping[str, int],
    guess: Match,
    headings: Sequence[Heading],
    columns: Sequence[Column],
    combined: Sequence[Combined],
) -> Match:
    """The match as a person set it. One place for all parts of a combined column means that it is to be split."""
    used = set(places.values())
    match = Match(
        places=dict(places),
        combined={
            place: target
            for place in used
            for target in combined
            if {part for part in target.parts if places.get(part) == place} == set(target.parts)
        },
        score=guess.score,
    )
    match.gather(headings, [column for column in columns if column.name in places])
    match.unmatched = [heading for heading in headings if heading.index not in match.taken and heading.words]
    return match


# --- the body -------------------------------------------------------------------------------------------------------
class _Body:
    """Tells data from titles, totals and signatures below the head."""

    def __init__(self, head: _Head, match: Match, columns: Sequence[Column]) -> None:
        self.head = head
        self.match = match
        self.columns = {column.name: column for column in columns}
        self.places = set(match.places.values())
        self.keys = [column for column in columns if column.recognisable and column.required]
        self.number_place = next(
            (heading.index for heading in head.headings if normalise(heading.text) in _ROW_NUMBER), None
        )
        # Of a head in two lines each line may come again by itself.
        self.head_words = {
            normalise(text) for heading in head.headings if heading.words for text in (heading.text, *heading.words)
        }
        self.taken = match.taken
        self.is_over = False
        usual = [filled for row in head.body if (filled := len(self._filled(row))) >= 2]
        self.threshold = max(1, round(median(usual) * _SPARSE)) if usual else 1
        self.usual_width = median(self._width(row) for row in head.body) if head.body else 0

    def sort_out(self) -> tuple[list[TableRow], list[SetAside]]:
        rows: list[TableRow] = []
        aside: list[SetAside] = []
        stated: dict[str, Cell] = {}
        for row in self.head.sheet.rows[: self.head.start]:
            aside.append(SetAside(row.line, TITLE, _words(row)))
            stated |= self._stated(row)
        for row in self.head.body:
            reason = self._reason(row)
            if reason is None:
                rows.append(TableRow(row.line, row.cells, stated))
                continue
            aside.append(SetAside(row.line, reason, _words(row)))
            # Each block may have a title of its own; rows already read keep theirs.
            stated = stated | ({} if reason == HEAD else self._stated(row))
        last_data = rows[-1].line if rows else 0
        aside = [self._ending(line, last_data) for line in aside]
        return rows, sorted(aside + self._blanks(), key=lambda line: line.line)

    def _reason(self, row: Row) -> str | None:
        """Why the line is no data; None where it is."""
        filled = self._filled(row)
        texts = [normalise(cell) for cell in row.cells if isinstance(cell, str)]
        if any(_TOTAL.match(words) for words in texts) and sum(not _TOTAL.match(words) for words in texts) <= 1:
            return TOTAL
        if _repeats(texts, self.head_words) or _numbers_columns(row) or _explains_columns(row):
            return HEAD
        if any(self._understands(column, row) for column in self.keys):
            self.is_over = False
            return None
        if len(filled) < 3 and any(_SIGNATURE.search(words) for words in texts):
            self.is_over = True
            return NOTE
        if self._is_beside_the_table(row):
            return NOTE
        if self._has_row_number(row):
            # Forms come with numbered lines; those that nobody filled in are as good as blank.
            return None if filled else BLANK
        return None if len(filled) >= self.threshold else NOTE

    def _is_beside_the_table(self, row: Row) -> bool:
        """A title that states something, or what stands below a signature: a name, a rank, a number."""
        width = self._width(row)
        return (width <= 2 and bool(self._stated(row))) or (self.is_over and width < self.usual_width / 2)

    def _width(self, row: Row) -> int:
        return sum(1 for index in self.taken if text_of(row.cell(index)))

    def _filled(self, row: Row) -> set[int]:
        return {index for index in self.places if index < len(row.cells) and text_of(row.cells[index])}

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

    def _blanks(self) -> list[SetAside]:
        lines = [row.line for row in self.head.sheet.rows]
        present = set(lines)
        return [SetAside(line, BLANK) for line in range(1, max(lines)) if line not in present]


def _words(row: Row) -> str:
    return without_nik(" · ".join(text for cell in row.cells if (text := text_of(cell))))[:200]


def _repeats(texts: Sequence[str], head_words: set[str]) -> bool:
    """The head again, as on each printed page."""
    return len(texts) >= 2 and sum(words in head_words for words in texts) >= 0.8 * len(texts)


def _explains_columns(row: Row) -> bool:
    """The line below the head that says how to fill it in: (dd/mm/yyyy), (16 digit), (L/P); but not (L) and (P)."""
    texts = [text for cell in row.cells if (text := text_of(cell))]
    in_brackets = all(text.startswith("(") and text.endswith(")") for text in texts)
    return in_brackets and max(map(len, texts), default=0) > len("(L)")


def _numbers_columns(row: Row) -> bool:
    """The line (1) (2) (3) below the head of official tables."""
    cells = [text_of(cell).strip("()") for cell in row.cells if cell is not None and not isinstance(cell, date)]
    numbers = [int(text) for text in cells if text.isascii() and text.isdigit() and len(text) <= 2]
    return len(cells) == len(numbers) >= 3 and all(right - left == 1 for left, right in pairwise(numbers))
