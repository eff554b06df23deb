"""Makes the workbook of a template: locked head, lists to choose from, checks that need no network, help beside cells.

Every text is a text cell, so that nothing that stands in our own records becomes a formula (security.md §2, row 9);
the only formulas are those of the checks.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.entries import Entry, EntryForm, Subject, Template
from kaltim_naker.imports.handouts.stamp import CHOICES_SHEET, STAMP_SHEET, Stamp
from kaltim_naker.imports.kinds import Kind
from kaltim_naker.imports.parsers.places import RegionNames

# Checks reach further than the lines that are drawn, for lists that grow.
_CHECKED_LINES = 2_000
_MOST_LINES = 500
_FONT = "Calibri"
_TEXT, _DAY = "@", "dd/mm/yyyy"
_HEAD_FONT, _HEAD_FILL = Font(name=_FONT, bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0D5953")
_NEEDED_FILL = PatternFill("solid", fgColor="0A3734")
_QUIET = Font(name=_FONT, color="666666", italic=True)
_LINE = Border(**{side: Side(style="thin", color="C3CBC8") for side in ("left", "right", "top", "bottom")})
_OPEN = Protection(locked=False)
_WIDTHS = {EntryForm.NIK: 22, EntryForm.DATE: 16, EntryForm.CHOICE: 26, EntryForm.TEXT: 30}


@dataclass(frozen=True)
class _Field:
    """A column of the sheet with the way it is filled in. `letter` is that of the spreadsheet."""

    column: Column
    entry: Entry
    letter: str

    @property
    def label(self) -> str:
        return str(capfirst(self.column.label))

    @property
    def help(self) -> str:
        need = _("Required.") if self.column.required else _("May stay empty.")
        said = dict.fromkeys(str(text) for text in (self.column.help, self.entry.help) if text)
        return " ".join((*said, need))


def build_template(kind: Kind, subject: Subject | None = None) -> bytes:
    """The workbook for a kind, for one class or for any. Raises ValueError for a kind that has no template."""
    template = kind.template
    if template is None:
        raise ValueError(f"{kind.name} has no template")
    fields = _fields(kind, template, subject)
    book = Workbook()
    sheet = book.active
    sheet.title = str(kind.label)[:31].translate(str.maketrans("[]:*?/\\", "()-----"))
    head = _write_top(sheet, kind, subject)
    choices = book.create_sheet(CHOICES_SHEET)
    _write_head(sheet, fields, head)
    lines = min(max(2 * subject.rows, 40), _MOST_LINES) if subject else _MOST_LINES
    _open_cells(sheet, fields, head, lines)
    for place, one in enumerate(fields, start=1):
        sheet.add_data_validation(_check(one, place, head, choices))
    _protect(sheet, head)
    _write_help(book.create_sheet(_("How to fill it in"), 1), fields)
    stamp = Stamp(kind.name, template.version, [one.column.name for one in fields], subject.key if subject else "")
    _write_stamp(book.create_sheet(STAMP_SHEET), stamp)
    for hidden in (CHOICES_SHEET, STAMP_SHEET):
        book[hidden].sheet_state = "veryHidden"
    answer = io.BytesIO()
    book.save(answer)
    return answer.getvalue()


def _fields(kind: Kind, template: Template, subject: Subject | None) -> list[_Field]:
    stated = subject.stated if subject else frozenset()
    # Labels only; which regions there are does not matter here.
    known = {column.name: column for column in kind.columns(RegionNames(()))}
    names = [name for name in template.entries if name not in stated]
    return [
        _Field(known[name], template.entries[name], get_column_letter(place)) for place, name in enumerate(names, 1)
    ]


def _put(sheet: Worksheet, line: int, place: int, text: str) -> Cell:
    cell: Cell = sheet.cell(line, place, text)
    cell.data_type = "s"
    return cell


def _write_top(sheet: Worksheet, kind: Kind, subject: Subject | None) -> int:
    """The title, the facts that hold for every row, and what to do; gives the line of the head."""
    title = f"{kind.label} – {subject.office}" if subject else str(kind.label)
    _put(sheet, 1, 1, title).font = Font(name=_FONT, bold=True, size=14, color="0A3734")
    line = 2
    for label, value in subject.facts if subject else ():
        _put(sheet, line, 1, f"{label} : {value}").font = Font(name=_FONT, bold=True)
        line += 1
    _put(
        sheet, line, 1, _("Fill in from the line below the dark head on; one line for each person or record.")
    ).font = _QUIET
    return line + 2


def _write_head(sheet: Worksheet, fields: Sequence[_Field], head: int) -> None:
    for place, one in enumerate(fields, start=1):
        cell = _put(sheet, head, place, one.label)
        cell.font, cell.border = _HEAD_FONT, _LINE
        cell.fill = _NEEDED_FILL if one.column.required else _HEAD_FILL
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[one.letter].width = _WIDTHS[one.entry.form]
    sheet.row_dimensions[head].height = 30
    sheet.freeze_panes = f"A{head + 1}"


def _open_cells(sheet: Worksheet, fields: Sequence[_Field], head: int, lines: int) -> None:
    """Cells to be filled in: open, and text where a number would lose its last digit (domain.md §2.1, case 6)."""
    for place, one in enumerate(fields, start=1):
        form = _DAY if one.entry.form == EntryForm.DATE else _TEXT
        # What is added below the drawn lines is open, too.
        below = sheet.column_dimensions[one.letter]
        below.protection, below.number_format = _OPEN, form
        for line in range(head + 1, head + 1 + lines):
            cell = sheet.cell(line, place)
            cell.protection, cell.number_format, cell.border = _OPEN, form, _LINE


def _check(one: _Field, place: int, head: int, choices: Worksheet) -> DataValidation:
    first = f"{one.letter}{head + 1}"
    check = DataValidation(allow_blank=True, showInputMessage=True, showErrorMessage=True, **_rule(one, place, choices))
    if check.type == "custom":
        check.formula1 = check.formula1.format(cell=first)
    check.promptTitle, check.prompt = one.label[:32], one.help[:255]
    check.errorTitle = _("Please look again")[:32]
    check.error = one.help[:255]
    check.add(f"{first}:{one.letter}{head + _CHECKED_LINES}")
    return check


def _rule(one: _Field, place: int, choices: Worksheet) -> dict[str, str]:
    """The arguments of the spreadsheet's own check."""
    entry = one.entry
    if entry.form == EntryForm.NIK:
        return {"type": "custom", "formula1": "AND(ISTEXT({cell}),LEN({cell})=16,ISNUMBER(VALUE({cell})))"}
    if entry.form == EntryForm.DATE:
        first = f"DATE({entry.earliest.year},{entry.earliest.month},{entry.earliest.day})"
        return {"type": "date", "operator": "between", "formula1": first, "formula2": "TODAY()"}
    if entry.form == EntryForm.CHOICE and (words := list(entry.choices())):
        for line, word in enumerate(words, start=1):
            _put(choices, line, place, word)
        area = f"'{CHOICES_SHEET}'!${one.letter}$1:${one.letter}${len(words)}"
        return {"type": "list", "formula1": area, "errorStyle": "warning" if entry.others_too else "stop"}
    return {"type": "textLength", "operator": "lessThanOrEqual", "formula1": str(entry.longest)}


def _protect(sheet: Worksheet, head: int) -> None:
    """Against slips, not against people: there is no password."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.formatCells = False
    protection.sort = protection.autoFilter = protection.insertRows = False
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write_help(sheet: Worksheet, fields: Sequence[_Field]) -> None:
    """What to write, once more as a page, for those who like to read before they type."""
    for place, (words, width) in enumerate(((_("In the column"), 28), (_("write"), 90)), start=1):
        cell = _put(sheet, 1, place, words)
        cell.font, cell.fill = _HEAD_FONT, _HEAD_FILL
        sheet.column_dimensions[get_column_letter(place)].width = width
    for line, one in enumerate(fields, start=2):
        _put(sheet, line, 1, one.label).font = Font(name=_FONT, bold=one.column.required)
        cell = _put(sheet, line, 2, one.help)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.protection.sheet = True


def _write_stamp(sheet: Worksheet, stamp: Stamp) -> None:
    _put(sheet, 1, 1, stamp.sign())
    _put(sheet, 2, 1, _("By this sheet the template is known again when it comes back. Please leave it."))
