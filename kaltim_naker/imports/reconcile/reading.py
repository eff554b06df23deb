"""Reads a list of numbers out of what somebody pasted or uploaded, by the readers of the desk."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kaltim_naker.imports.cells import CellProblem, text_of
from kaltim_naker.imports.columns import Heading, match_columns
from kaltim_naker.imports.reconcile.compare import Theirs
from kaltim_naker.imports.reconcile.identifiers import Identifier
from kaltim_naker.imports.workbook import Cell, RefusedFile, Row, Sheet

MOST_ENTRIES = 5_000
_HEAD_WITHIN = 30
_BETWEEN = re.compile(r"[\t;|,]")


@dataclass(frozen=True)
class Unread:
    """An entry that went wrong; `shown` is masked."""

    line: int
    shown: str
    message: str


@dataclass
class ReadList:
    entries: list[Theirs] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def sheet_of(text: str) -> Sheet:
    """What was pasted: a column, or rows out of a spreadsheet."""
    lines = enumerate(text.splitlines(), start=1)
    rows = [Row(number, tuple(cell.strip() or None for cell in _BETWEEN.split(line))) for number, line in lines]
    return Sheet("", rows=[row for row in rows if any(row.cells)])


def read_list(sheets: Sequence[Sheet], identifier: Identifier) -> ReadList:
    """The entries of the column that holds most of them. Raises RefusedFile: `empty_list`, or `long_list`."""
    columns = [(sheet, place) for sheet in sheets for place in range(_width(sheet))]
    if not columns:
        raise RefusedFile("empty_list", what=identifier.label)
    sheet, place = max(columns, key=lambda column: _score(*column, identifier))
    found = ReadList()
    for row in sheet.rows:
        _read_cell(row.line, row.cell(place), identifier, found)
    if not found.entries and not found.unread:
        raise RefusedFile("empty_list", what=identifier.label)
    if len(found.entries) > MOST_ENTRIES:
        raise RefusedFile("long_list", most=MOST_ENTRIES)
    return found


def _width(sheet: Sheet) -> int:
    return max((len(row.cells) for row in sheet.rows), default=0)


def _score(sheet: Sheet, place: int, identifier: Identifier) -> tuple[bool, int, int, int]:
    """A heading that means it comes first, then what can be read, then what was meant to be; else further left."""
    cells = [row.cell(place) for row in sheet.rows]
    read = sum(_reads(cell, identifier) for cell in cells)
    return _is_named(cells, identifier) and read > 0, read, sum(_is_tried(cell, identifier) for cell in cells), -place


def _is_named(cells: Sequence[Cell], identifier: Identifier) -> bool:
    words = [text_of(cell) for cell in cells[:_HEAD_WITHIN] if isinstance(cell, str)]
    return any(match_columns([Heading(0, (text,))], [identifier.column]).places for text in words if text)


def _reads(cell: Cell, identifier: Identifier) -> bool:
    try:
        return cell is not None and bool(identifier.column.parser(cell)) and _is_tried(cell, identifier)
    except CellProblem:
        return False


def _is_tried(cell: Cell, identifier: Identifier) -> bool:
    return sum(char.isdigit() for char in text_of(cell)) >= identifier.digits


def _read_cell(line: int, cell: Cell, identifier: Identifier, found: ReadList) -> None:
    if not _is_tried(cell, identifier):
        return
    try:
        value = identifier.column.parser(cell)
    except CellProblem as problem:
        message = " ".join(str(text) for text in (problem.message, problem.hint) if text)
        found.unread.append(Unread(line, identifier.show(text_of(cell)[:40]), message))
    else:
        found.entries.append(Theirs(identifier.key(str(value)), line, str(value), identifier.show(str(value))))
