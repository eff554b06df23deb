"""What the page shows on which rows are corrected: a row for each line, a field for each column that matters."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise, cached_property

from kaltim_naker.core.nik import mask_nik, without_nik
from kaltim_naker.imports.cells import WARNING, text_of
from kaltim_naker.imports.check import check_cells
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.corrections import Correction, open_rows
from kaltim_naker.imports.memory import Corrections
from kaltim_naker.imports.models import ImportRun, QuarantinedRow
from kaltim_naker.imports.parsers.places import RegionNames
from kaltim_naker.imports.repeated import Repeated, repeated_values
from kaltim_naker.imports.rows import Suggestion, cells_of
from kaltim_naker.imports.suggestions import suggest
from kaltim_naker.imports.tables import FINDING_TITLES
from kaltim_naker.imports.workbook import Cell

PAGE_SIZE = 20

Found = Mapping[str, Any]


@dataclass(frozen=True)
class GridCell:
    """One field: what stands there, what is wrong with it, and what it may have meant."""

    column: Column
    name: str
    text: str
    shown_instead: str
    findings: Sequence[Found]
    suggestions: Sequence[Suggestion]

    @property
    def is_wrong(self) -> bool:
        return bool(self.findings)


@dataclass(frozen=True)
class GridRow:
    """A line of the file that waits. `findings` are those that no field on the page is to blame for."""

    key: str
    line: int
    heading: str
    cells: Sequence[GridCell]
    findings: Sequence[Found]
    suggestions: Sequence[Suggestion]
    reason: str
    can_be_confirmed: bool


class Grid:
    """The rows of one file that wait, some at a time; `code` narrows them to those with one kind of finding."""

    def __init__(self, run: ImportRun, *, code: str = "", after: int = 0, all_columns: bool = False) -> None:
        self.run, self.after, self.all_columns = run, after, all_columns
        self.columns: Sequence[Column] = run.declaration.columns(RegionNames())
        self.memory = Corrections(run.office, run.kind)
        # Once the last row with this problem is corrected, the others are shown.
        self.code = code if code in {known for known, _title, _count in self.codes} else ""

    # --- which rows -----------------------------------------------------------------------------------------------
    @cached_property
    def held(self) -> list[QuarantinedRow]:
        """The rows of this page; one more tells whether there is a next one."""
        rows = open_rows(self.run).filter(line__gt=self.after)
        if self.code:
            rows = rows.filter(findings__contains=[{"code": self.code}])
        return list(rows[: PAGE_SIZE + 1])

    @property
    def next_after(self) -> int | None:
        return self.held[PAGE_SIZE - 1].line if len(self.held) > PAGE_SIZE else None

    @cached_property
    def _all_findings(self) -> list[list[Found]]:
        return list(open_rows(self.run).values_list("findings", flat=True))

    @property
    def total(self) -> int:
        return len(self._all_findings)

    @cached_property
    def codes(self) -> list[tuple[str, str | Promise, int]]:
        """Kinds of findings with their title and the number of rows, the most frequent first."""
        counts = Counter(code for findings in self._all_findings for code in {found["code"] for found in findings})
        return [(code, FINDING_TITLES.get(code, code), count) for code, count in counts.most_common()]

    @cached_property
    def repeated(self) -> list[Repeated]:
        found = (found for findings in self._all_findings for found in findings)
        # One row alone is corrected beside its field.
        return repeated_values(self.columns, found, self.memory, at_least=2)

    # --- the rows -------------------------------------------------------------------------------------------------
    @cached_property
    def rows(self) -> list[GridRow]:
        return [self._row(held) for held in self.held[:PAGE_SIZE]]

    @cached_property
    def shown(self) -> list[Column]:
        """All columns, or whom the row is about and those in which something on this page is wrong."""
        wrong = {found["column"] for held in self.held[:PAGE_SIZE] for found in held.findings}
        kind = self.run.declaration
        return [column for column in self.columns if self.all_columns or column.name in {*wrong, kind.identity_column}]

    def _row(self, held: QuarantinedRow) -> GridRow:
        cells = held.cells
        checked = check_cells(self.run.declaration, self.columns, held.line, known_cells(self.columns, cells))
        suggestions = suggest(self.run.declaration, self.columns, checked, held.findings, self.memory)
        fields = [self._cell(held, column, cells.get(column.name), suggestions) for column in self.shown]
        here = {column.name for column in self.shown}
        return GridRow(
            key=str(held.pk),
            line=held.line,
            heading=self._heading(cells),
            cells=fields,
            findings=[found for found in held.findings if found["column"] not in here],
            suggestions=[suggestion for suggestion in suggestions if suggestion.column not in here],
            reason=held.reason,
            can_be_confirmed=bool(held.findings) and all(found["level"] == WARNING for found in held.findings),
        )

    def _cell(self, held: QuarantinedRow, column: Column, cell: Cell, suggestions: Sequence[Suggestion]) -> GridCell:
        return GridCell(
            column=column,
            name=field_name(held.pk, column),
            text=shown_text(column, cell),
            shown_instead=mask_nik(text_of(cell)) if column.secret else "",
            findings=[found for found in held.findings if found["column"] == column.name],
            suggestions=[suggestion for suggestion in suggestions if suggestion.column == column.name],
        )

    def _heading(self, cells: Mapping[str, Cell]) -> str:
        """What names the row for people: the first column that every row needs and that is no secret."""
        named = next((column for column in self.columns if column.required and not column.secret), self.columns[0])
        return shown_text(named, cells.get(named.name))


def known_cells(columns: Sequence[Column], cells: Mapping[str, Cell]) -> dict[str, Cell]:
    return {column.name: cells[column.name] for column in columns if column.name in cells}


def field_name(key: object, column: Column) -> str:
    return f"{key}-{column.name}"


def shown_text(column: Column, cell: Cell) -> str:
    """The text in the field. A NIK is never shown: its field is empty, and stays so unless a new one is typed."""
    return "" if column.secret else without_nik(text_of(cell))


# --- what comes back --------------------------------------------------------------------------------------------------
class Answers:
    """What a person typed and chose on the page, read from the form."""

    def __init__(self, columns: Sequence[Column], data: Mapping[str, str]) -> None:
        self.columns, self.data = columns, data
        # One row alone, by its button or by a suggestion; the others are kept as drafts.
        self.chosen, _sep, self.suggestion = data.get("take", "").partition("/")
        self.only = data.get("only", "") or self.chosen

    def correction(self, held: QuarantinedRow) -> Correction:
        key = str(held.pk)
        before = held.cells
        cells = dict(self._typed(key, before))
        if self.chosen == key:
            cells |= cells_of(self.suggestion, {**before, **cells})
        reason = self.data.get(f"{key}-reason", held.reason).strip()
        return Correction(cells, reason, take_in=not self.only or self.only == key)

    def _typed(self, key: str, before: Mapping[str, Cell]) -> Iterator[tuple[str, Cell]]:
        """Fields whose text is another one than was shown; an empty NIK leaves the one that is there."""
        for column in self.columns:
            typed = self.data.get(field_name(key, column))
            if typed is None:
                continue
            text = "".join(char for char in typed if char.isprintable()).strip()
            if text != shown_text(column, before.get(column.name)):
                yield column.name, text
