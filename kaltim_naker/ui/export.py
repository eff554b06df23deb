"""A list as a workbook: the same columns, rows and masks as on the page."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
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

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: More rows than this do not belong into a workbook made while somebody waits.
EXPORT_CAP = 20_000

_NUMBER_FORMATS = {
    Kind.PERCENT: '#,##0.00" %"',
    Kind.RUPIAH: "#,##0",
    Kind.DATE: "d mmm yyyy",
    Kind.MOMENT: "d mmm yyyy hh:mm",
}
_HEAD_FONT = Font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="0D5953")
# XML 1.0 has no place for these; openpyxl refuses a cell that contains one.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_xlsx(
    columns: Sequence[Column], rows: Iterable[Any], *, title: str, notes: Sequence[tuple[str, str]] = ()
) -> IO[bytes]:
    """A workbook as an open temporary file, at its start: one sheet of rows, one that says what they are.

    Every text is written as text, so that nothing typed by a stranger becomes a formula (security.md §2, row 9).
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Data"))
    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = max(12, min(48, len(str(column.label)) + 8))
    sheet.append([_head_cell(sheet, str(column.label)) for column in columns])
    written = 0
    for row in rows:
        sheet.append([_cell(sheet, column, column.export(row)) for column in columns])
        written += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{written + 1}"
    _write_notes(book, [(_("List"), title), (_("Rows"), str(written)), (_("Made at"), moment(timezone.now())), *notes])
    file = TemporaryFile()  # noqa: SIM115 - handed to FileResponse, which closes it
    book.save(file)
    file.seek(0)
    return file


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


def text_cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """A cell that stays text whatever it begins with."""
    cell = WriteOnlyCell(sheet, value=_NOT_IN_XML.sub("", text))
    cell.data_type = "s"
    return cell
