"""Checks every row of a table before anything is saved, and says everything that is wrong, not only the first."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from django.utils.translation import gettext as _

from kaltim_naker.core.nik import Nik, mask_nik
from kaltim_naker.imports.cells import ERROR, WARNING, CellProblem, text_of, without_nik
from kaltim_naker.imports.columns import Column, Match
from kaltim_naker.imports.kinds import Kind
from kaltim_naker.imports.parsers.places import RegionNames
from kaltim_naker.imports.rows import CheckedRow, Finding
from kaltim_naker.imports.table import SetAside, Table, TableRow, find_table
from kaltim_naker.imports.workbook import Cell, read_workbook


@dataclass
class Verdict:
    """All that the check of one file has to say."""

    table: Table
    rows: list[CheckedRow]
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
    rows = [_check_row(kind, columns, table.match, row) for row in table.rows]
    check_doubles(kind, rows)
    missing = [
        column
        for column in table.match.missing(columns)
        if not table.rows or any(column.name not in row.stated for row in table.rows)
    ]
    return Verdict(table, rows, [_missing_column(column, table) for column in missing])


def _check_row(kind: Kind, columns: Sequence[Column], match: Match, row: TableRow) -> CheckedRow:
    split = {place: target.split(row.cell(place)) for place, target in match.combined.items()}
    cells = {
        column.name: _cell_of(column, match, row, split)
        for column in columns
        if column.name in match.places or column.name in row.stated
    }
    return check_cells(kind, columns, row.line, cells)


def check_cells(kind: Kind, columns: Sequence[Column], line: int, cells: Mapping[str, Cell]) -> CheckedRow:
    """Check one row given by our column names, wherever it comes from: a line of a file, or what a person corrected."""
    checked = CheckedRow(line, {}, cells=cells)
    labels = {column.name: column for column in columns}
    for column in columns:
        if column.name not in cells:
            continue
        try:
            checked.values[column.name] = column.parser(cells[column.name])
        except CellProblem as problem:
            checked.findings.append(_finding(line, column, cells[column.name], problem))
    for rule in (kind.complete, *kind.rules):
        # A rule is not asked about a row in which something could not be read.
        for name, problem in () if checked.has_errors else rule(checked.values):
            checked.findings.append(_finding(line, labels[name], checked.values.get(name), problem))
    return checked


def _cell_of(column: Column, match: Match, row: TableRow, split: Mapping[int, Sequence[Cell]]) -> Cell:
    place = match.places.get(column.name)
    if place is None:
        return row.stated[column.name]
    if column.gathers and column.name in match.gathered:
        return column.gathers.join([(one.words, row.cell(one.index)) for one in match.gathered[column.name]])
    if place in split and column.name in match.combined[place].parts:
        return split[place][match.combined[place].parts.index(column.name)]
    return row.cell(place)


def check_doubles(kind: Kind, rows: Sequence[CheckedRow]) -> None:
    """The same person twice in a class is an error, in two classes a question; the first occurrence is right."""
    seen: dict[Hashable, dict[Hashable, list[CheckedRow]]] = {}
    for row in rows:
        identity = kind.identity(row.values)
        if identity is None:
            continue
        group = kind.group(row.values)
        earlier = seen.setdefault(identity, {})
        doubles = [first for first in earlier.get(group, ()) if not kind.may_share(first.values, row.values)]
        if doubles:
            row.findings.append(_double(kind, row, doubles[0].line, same_group=True))
        elif earlier and group not in earlier:
            row.findings.append(_double(kind, row, next(iter(earlier.values()))[0].line, same_group=False))
        earlier.setdefault(group, []).append(row)


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
