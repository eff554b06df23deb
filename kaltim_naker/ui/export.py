"""A list as a workbook: the same columns, rows and masks as on the page."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import StringIO
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from kaltim_naker.ui.formatting import moment
from kaltim_naker.ui.tables import Column, Kind

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: More rows than this do not belong into a workbook made while somebody waits.
EXPORT_CAP = 20_000

# What a spreadsheet takes for the beginning of a formula.
_FORMULA_MARKS = "=+-@|＝＋－＠｜"
_IS_FORMULA = re.compile(rf"[\t\r]|\s*[{re.escape(_FORMULA_MARKS)}]")

_NUMBER_FORMATS = {
    Kind.PERCENT: '#,##0.00" %"',
    Kind.RUPIAH: "#,##0",
    Kind.DATE: "d mmm yyyy",
    Kind.MOMENT: "d mmm yyyy hh:mm",
}
_HEAD_FONT = Font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="0D5953")
# Excel allows none of these on the tab of a sheet, nor more than 31 characters.
_NOT_ON_A_TAB = re.compile(r"[\[\]:*?/\\]")
# XML 1.0 has no place for these; openpyxl refuses a cell that contains one.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: the words on its tab, its columns, its rows."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]


def write_xlsx(
    columns: Sequence[Column], rows: Iterable[Any], *, title: str, notes: Sequence[tuple[str, str]] = ()
) -> IO[bytes]:
    """A workbook as an open temporary file, at its start: one sheet of rows, one that says what they are."""
    return write_book([Sheet(_("Data"), columns, rows)], title=title, notes=notes)


def write_book(sheets: Sequence[Sheet], *, title: str, notes: Sequence[tuple[str, str]] = ()) -> IO[bytes]:
    """`write_xlsx` with several sheets of rows; the rows of the first are counted in the notes.

    Every text is written as text, so that nothing typed by a stranger becomes a formula (security.md §2, row 9).
    """
    book = Workbook(write_only=True)
    written = [_write_sheet(book, sheet) for sheet in sheets]
    about = [(_("List"), title), (_("Rows"), str(written[0])), (_("Made at"), moment(timezone.now()))]
    _write_notes(book, [*about, *notes])
    file = TemporaryFile()  # noqa: SIM115 - handed to FileResponse, which closes it
    book.save(file)
    file.seek(0)
    return file


def _write_sheet(book: Workbook, sheet: Sheet) -> int:
    """Returns how many rows were written."""
    page = book.create_sheet(_NOT_ON_A_TAB.sub(" ", sheet.title)[:31])
    page.freeze_panes = "A2"
    for position, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(position)].width = max(12, min(48, len(str(column.label)) + 8))
    page.append([_head_cell(page, str(column.label)) for column in sheet.columns])
    written = 0
    for row in sheet.rows:
        page.append([_cell(page, column, column.export(row)) for column in sheet.columns])
        written += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{written + 1}"
    return written


def _write_notes(book: Workbook, notes: Sequence[tuple[str, str]]) -> None:
    sheet = book.create_sheet(_("About"))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 80
    for label, text in notes:
        sheet.append([text_cell(sheet, label), text_cell(sheet, text)])


def _head_cell(sheet: WriteOnlyWorksheet, label: str) -> Cell:
    cell = text_cell(sheet, label)
    cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, Alignment(vertical="center", wrap_text=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, column: Column, value: Any) -> Cell | None:
    if value is None:
        return None
    if isinstance(value, str):
        return text_cell(sheet, value)
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.make_naive(value)
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = _NUMBER_FORMATS.get(
        column.kind, "#,##0" if not column.decimals else f"#,##0.{'0' * column.decimals}"
    )
    return cell


def write_csv(columns: Sequence[Column], rows: Iterable[Any]) -> bytes:
    """The rows for other programs: semicolons, as Indonesian spreadsheets expect, and numbers as such.

    A text that a spreadsheet would take for a formula begins with an apostrophe (security.md §2, row 9).
    """
    file = StringIO()
    lines = csv.writer(file, delimiter=";")
    lines.writerow([_as_text(str(column.label)) for column in columns])
    for row in rows:
        lines.writerow([_as_text(column.export(row)) for column in columns])
    return file.getvalue().encode("utf-8-sig")


def _as_text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return f"'{value}" if isinstance(value, str) and _IS_FORMULA.match(value) else value


def text_cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """A cell that stays text whatever it begins with."""
    cell = WriteOnlyCell(sheet, value=_NOT_IN_XML.sub("", text))
    cell.data_type = "s"
    return cell
