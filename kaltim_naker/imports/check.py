"""Checks every row of a table before anything is saved, and says everything that is wrong, not only the first."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _

from kaltim_naker.core.nik import Nik, mask_nik, without_nik
from kaltim_naker.imports.cells import ERROR, WARNING, CellProblem, text_of
from kaltim_naker.imports.columns import Column, Match
from kaltim_naker.imports.kinds import Kind
from kaltim_naker.imports.parsers.places import RegionNames
from kaltim_naker.imports.rows import CheckedRow, Finding
from kaltim_naker.imports.table import SetAside, Table, TableRow, find_table
from kaltim_naker.imports.workbook import Cell, read_workbook

# A file of so many rows is checked once and kept; of a longer one, so many rows are at hand at a time.
ROWS_AT_ONCE = 5_000
# Texts of a column that are remembered. More would be names and numbers, which do not come again.
_REMEMBERED = 10_000
_UNREAD = object()
# A class and a line are packed into one number; there are fewer classes than this in any file.
_GROUP_WIDTH = 40
_GROUP_BITS = (1 << _GROUP_WIDTH) - 1


@dataclass
class Verdict:
    """All that the check of one file has to say."""

    table: Table
    rows: Collection[CheckedRow]
    file_findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> int:
        """Rows without a problem; none while a column is missing that every row needs."""
        return 0 if self.file_findings else sum(row.is_ok for row in self.rows)

    @property
    def findings(self) -> list[Finding]:
        return self.file_findings + [finding for row in self.rows for finding in row.findings]

    @property
    def set_aside(self) -> list[SetAside]:
        return self.table.set_aside

    @property
    def match(self) -> Match:
        return self.table.match


def check_file(
    kind: Kind, file: IO[bytes], *, regions: RegionNames | None = None, places: Mapping[str, int] | None = None
) -> Verdict:
    """Read and check a file; saves nothing. `places` overrides the guess of columns. Raises RefusedFile."""
    columns = kind.columns(regions or RegionNames())
    table = find_table(read_workbook(file), columns, kind.combined, places)
    return check_table(kind, columns, table)


def check_table(kind: Kind, columns: Sequence[Column], table: Table) -> Verdict:
    """Check what was found in a file. The rows of a long table are checked anew each time somebody walks over them."""
    rows: Collection[CheckedRow] = CheckedRows(kind, columns, table)
    if len(rows) <= ROWS_AT_ONCE:
        rows = list(rows)
    missing = [column for column in table.match.missing(columns) if not _is_stated(column, table)]
    return Verdict(table, rows, [_missing_column(column, table) for column in missing])


def _is_stated(column: Column, table: Table) -> bool:
    """Whether titles say for every row what the table has no column for."""
    return len(table.rows) > 0 and all(column.name in row.stated for row in table.rows)


class CheckedRows(Collection[CheckedRow]):
    """The rows of a table with their values and findings, those about doubles in the file included."""

    def __init__(self, kind: Kind, columns: Sequence[Column], table: Table) -> None:
        self._kind = kind
        self._columns = columns
        self._table = table
        self._checker = Checker(kind, columns)

    def __len__(self) -> int:
        return len(self._table.rows)

    def __contains__(self, row: object) -> bool:
        return any(row == found for found in self)

    def __iter__(self) -> Iterator[CheckedRow]:
        doubles = Doubles(self._kind)
        cells_of = _Cells(self._columns, self._table.match)
        for row in self._table.rows:
            checked = self._checker.check(row.line, cells_of(row))
            doubles.look_at(checked)
            yield checked


class _Cells:
    """The cells of a row by our names of the columns."""

    def __init__(self, columns: Sequence[Column], match: Match) -> None:
        self.names = [column.name for column in columns]
        self.gatherings = {column.name: column.gathers for column in columns if column.gathers}
        self.match = match
        # Where the file has a column for it; the parts of a combined one are cut out, the others may be stated.
        cut = {part for target in match.combined.values() for part in target.parts} | match.gathered.keys()
        self.simple = [(name, match.places[name]) for name in self.names if name in match.places and name not in cut]
        self.is_simple = len(self.simple) == len(match.places)

    def __call__(self, row: TableRow) -> dict[str, Cell]:
        if self.is_simple and not row.stated:
            cells, width = row.cells, len(row.cells)
            return {name: cells[place] if place < width else None for name, place in self.simple}
        split = {place: target.split(row.cell(place)) for place, target in self.match.combined.items()}
        known = [name for name in self.names if name in self.match.places or name in row.stated]
        return {name: self._cell_of(name, row, split) for name in known}

    def _cell_of(self, name: str, row: TableRow, split: Mapping[int, Sequence[Cell]]) -> Cell:
        place = self.match.places.get(name)
        if place is None:
            return row.stated[name]
        if name in self.match.gathered:
            cells = [(one.words, row.cell(one.index)) for one in self.match.gathered[name]]
            return self.gatherings[name].join(cells)
        if place in split and name in self.match.combined[place].parts:
            return split[place][self.match.combined[place].parts.index(name)]
        return row.cell(place)


def check_cells(kind: Kind, columns: Sequence[Column], line: int, cells: Mapping[str, Cell]) -> CheckedRow:
    """Check one row given by our column names, wherever it comes from: a line of a file, or what a person corrected."""
    return Checker(kind, columns).check(line, cells)


class Checker:
    """Checks rows of one kind, in the language that is spoken now.

    Columns repeat their words: what a text was read as is remembered for the next row.
    """

    def __init__(self, kind: Kind, columns: Sequence[Column]) -> None:
        self.rules = (kind.complete, *kind.rules)
        self.columns = {column.name: column for column in columns}
        self.read: dict[str, dict[Cell, object]] = {column.name: {} for column in columns}

    def check(self, line: int, cells: Mapping[str, Cell]) -> CheckedRow:
        """Check a row given by our column names; those that the row does not have are left out."""
        values: dict[str, Any] = {}
        checked = CheckedRow(line, values, cells=cells)
        for name, read in self.read.items():
            if name not in cells:
                continue
            cell = cells[name]
            found = read.get(cell, _UNREAD) if cell is None or type(cell) is str else _UNREAD
            if found is _UNREAD:
                found = self._read(name, cell)
            if type(found) is not CellProblem:
                values[name] = found
            else:
                checked.findings.append(_finding(line, self.columns[name], cell, found))
        for rule in self.rules:
            # A rule is not asked about a row in which something could not be read.
            for name, problem in () if checked.has_errors else rule(values):
                checked.findings.append(_finding(line, self.columns[name], values.get(name), problem))
        return checked

    def _read(self, name: str, cell: Cell) -> object:
        """The value of a cell, or the problem with it."""
        found: object
        try:
            found = self.columns[name].parser(cell)
        except CellProblem as problem:
            # Without the trace, which would keep the row alive.
            found = problem.with_traceback(None)
        read = self.read[name]
        if len(read) < _REMEMBERED and (cell is None or isinstance(cell, str)):
            read[cell] = found
        return found


class Doubles:
    """The same person twice in a class is an error, in two classes a question; the first occurrence is right.

    Of each identity only the hash is kept, with the line and the hash of the class where it was first seen: a hundred
    bytes a row. Among a million rows two identities share a hash of 61 bits once in four million files.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.first: dict[int, int] = {}
        # Classes beyond the first one, of the few who are in several.
        self.more: dict[tuple[int, int], int] = {}
        # Only where rows of one identity may be two things: those are few, and their values decide.
        self.kept: dict[tuple[int, int], list[CheckedRow]] = {}

    def look_at(self, row: CheckedRow) -> None:
        """Add to the findings of the row what earlier rows make of it."""
        identity = self.kind.identity(row.values)
        if identity is None:
            return
        person, group = hash(identity), hash(self.kind.group(row.values)) & _GROUP_BITS
        line, same_group = self._earlier(person, group, row.line)
        if self.kind.may_share is not None:
            unlike = self._unlike(self.kept.setdefault((person, group), []), row)
            line = unlike if same_group else line
        if line:
            row.findings.append(_double(self.kind, row, line, same_group=same_group))

    def _earlier(self, person: int, group: int, line: int) -> tuple[int, bool]:
        """The first line about the same person, 0 where there is none; and whether it is in the same class."""
        first = self.first.setdefault(person, line << _GROUP_WIDTH | group)
        first_line, first_group = first >> _GROUP_WIDTH, first & _GROUP_BITS
        if first_line == line:
            return 0, False
        if group == first_group:
            return first_line, True
        same = self.more.setdefault((person, group), line)
        return (first_line, False) if same == line else (same, True)

    def _unlike(self, kept: list[CheckedRow], row: CheckedRow) -> int:
        """The first line of these that the row may not share its identity with; 0 where there is none."""
        lines = [first.line for first in kept if not self.kind.may_share(first.values, row.values)]
        kept.append(row)
        return lines[0] if lines else 0


def check_doubles(kind: Kind, rows: Iterable[CheckedRow]) -> None:
    """Add to the rows what they are to each other."""
    doubles = Doubles(kind)
    for row in rows:
        doubles.look_at(row)


def _double(kind: Kind, row: CheckedRow, first: int, *, same_group: bool) -> Finding:
    code, level = ("duplicate_in_file", ERROR) if same_group else ("already_in_other_class", WARNING)
    if same_group:
        message = _("The same as in line %(line)s.") % {"line": first}
        hint = _("Delete one of the two lines.")
    else:
        message = _("Already in another class in line %(line)s.") % {"line": first}
        hint = _("Confirm with a reason if the person really takes both classes.")
    value = _shown(row.values.get(kind.identity_column))
    return Finding(row.line, level, code, kind.identity_column, value, message, hint)


def finding_about(row: CheckedRow, column: Column, problem: CellProblem) -> Finding:
    """A finding about a value that could be read."""
    return _finding(row.line, column, row.values.get(column.name), problem)


def _finding(line: int, column: Column, value: object, problem: CellProblem) -> Finding:
    shown = _masked(value) if column.secret else _shown(value)
    message, hint = (without_nik(str(text)) for text in (problem.message, problem.hint))
    return Finding(line, problem.level, problem.code, column.name, shown, message, hint, problem.suggestions)


def _missing_column(column: Column, table: Table) -> Finding:
    message = _("No column for “%(label)s” was found.") % {"label": column.label}
    hint = _("Choose the column by hand, or add it to the file.")
    return Finding(table.head_line, ERROR, "column_missing", column.name, "", message, hint)


def _shown(value: object) -> str:
    return str(value) if isinstance(value, Nik) else without_nik(text_of(value)[:80])  # type: ignore[arg-type]


def _masked(value: object) -> str:
    return str(value) if isinstance(value, Nik) else mask_nik(text_of(value)[:40])  # type: ignore[arg-type]
