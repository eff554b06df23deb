"""Runs alone in a child process: writes what was found into the sender's own file.

The file comes on standard input, what is to be written as JSON under the path given as argument; the workbook goes to
standard output. As in `reader_process`, a hostile file meets a short-lived process under limits, never the worker.

Text stays text: no cell of the answer is a formula, whatever it begins with (security.md §2, row 9). Formulas of the
sender are replaced by the values they last had, which is what was read and checked, too.
"""

import importlib.util
import io
import json
import re
import resource
import sys
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

MEGABYTE = 1024 * 1024
MAX_MEMORY = 1536 * MEGABYTE
MAX_CPU_SECONDS = 120
AUTHOR = "Kaltim Naker"
FILLS = {"error": "FFFFC7CE", "warning": "FFFFEB9C", "waiting": "FFDDEBF7"}
TITLE_FILL = "FF9C2A20"
WIDTH = 70
# XML 1.0 has no place for these; openpyxl refuses a cell that contains one.
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    job["marks"] = {int(line): mark for line, mark in job["marks"].items()}
    data = sys.stdin.buffer.read()
    book = None
    if job["keep_look"] and data.startswith(b"PK"):
        try:
            book = marked_as_it_is(data, job)
        except Exception:  # a style or a part that the library cannot take: the rows matter more than the look
            book = None
    answer = io.BytesIO()
    (book or written_anew(data, job)).save(answer)
    sys.stdout.buffer.write(answer.getvalue())


# --- the sender's own workbook ----------------------------------------------------------------------------------------
def marked_as_it_is(data: bytes, job: dict):
    """The workbook with its look, sheets, titles and totals. Raises whatever the library raises."""
    book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    sheet = book[job["sheet"]]
    for one in book.worksheets:
        as_text(one)
    place = errors_column(sheet, job)
    title = sheet.cell(job["head_line"], place)
    put_title(title, job)
    sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    for line, mark in job["marks"].items():
        put_text(sheet.cell(line, place), mark["text"])
        for index, level, text in mark["cells"]:
            paint(sheet.cell(line, index + 1), level, text)
    sheet.protection.sheet = False
    book.active = book.worksheets.index(sheet)
    return book


def as_text(sheet) -> None:
    """Free the sheet of earlier marks of ours, and of what a spreadsheet would calculate."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.data_type != "s":
                cell.data_type = "s"
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()


def errors_column(sheet, job: dict) -> int:
    """The column of an earlier answer, emptied; else the first free one on the right."""
    head = {index: str(cell.value or "") for index, cell in enumerate(sheet[job["head_line"]], start=1)}
    place = next((index for index, words in head.items() if words.strip().lower() in job["known_titles"]), None)
    if place is None:
        # Not `max_column`: cells that are only painted would push the answer out of sight.
        return 1 + max((cell.column for row in sheet.iter_rows() for cell in row if cell.value is not None), default=0)
    for line in range(job["head_line"] + 1, sheet.max_row + 1):
        sheet.cell(line, place).value = None
    return place


def put_title(cell, job: dict) -> None:
    put_text(cell, job["title"])
    cell.font, cell.fill = Font(name="Calibri", bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor=TITLE_FILL)
    if job["note"]:
        cell.comment = comment(job["note"])


def put_text(cell, text: str) -> None:
    cell.value = NOT_IN_XML.sub("", text)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def paint(cell, level: str, text: str) -> None:
    cell.fill = PatternFill("solid", fgColor=FILLS[level])
    cell.comment = comment(text)


def comment(text: str) -> Comment:
    note = Comment(NOT_IN_XML.sub("", text), AUTHOR)
    note.width, note.height = 320, 90
    return note


# --- the same cells in a new workbook ---------------------------------------------------------------------------------
def written_anew(data: bytes, job: dict):
    """For what is no xlsx, or too large to be held with its look: the same sheets, lines and cells."""
    book = Workbook(write_only=True)
    sheet, line, is_ours = None, 0, False
    for name, *details in reader().find_reader(data)(data, sys.maxsize):  # it was short enough to be read
        if name == "sheet":
            sheet = book.create_sheet((details[0] or job["title"])[:31])
            line, is_ours = 0, details[0] == job["sheet"]
            if is_ours:
                sheet.column_dimensions[get_column_letter(job["errors_place"] + 1)].width = WIDTH
        elif name == "row":
            number, values = details
            for _blank in range(number - line - 1):
                sheet.append([])
            line = number
            sheet.append(row_of(sheet, number, values, job) if is_ours else [cell_of(sheet, one) for one in values])
    return book


def row_of(sheet, line: int, values: list, job: dict) -> list:
    cells = [cell_of(sheet, value) for value in values]
    mark = job["marks"].get(line)
    if line != job["head_line"] and mark is None:
        return cells[: job["errors_place"]]
    cells = (cells + [WriteOnlyCell(sheet) for _missing in range(job["errors_place"])])[: job["errors_place"]]
    last = WriteOnlyCell(sheet)
    if mark is None:
        put_title(last, job)
    else:
        put_text(last, mark["text"])
        for index, level, text in mark["cells"]:
            cells[index] = cells[index] or WriteOnlyCell(sheet)
            paint(cells[index], level, text)
    return [*cells, last]


def cell_of(sheet, value):
    if value is None:
        return WriteOnlyCell(sheet)
    if isinstance(value, dict):
        moment = datetime.fromisoformat(value["date"])
        has_time = "T" in value["date"] and moment.time() != datetime.min.time()
        cell = WriteOnlyCell(sheet, value=moment if has_time else date(moment.year, moment.month, moment.day))
        cell.number_format = "dd/mm/yyyy hh:mm" if has_time else "dd/mm/yyyy"
        return cell
    cell = WriteOnlyCell(sheet, value=NOT_IN_XML.sub("", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        # A long number is shown with all its digits, not as 6.47E+15.
        cell.number_format = "0" if float(value).is_integer() else "General"
    return cell


def reader():
    """The reading process beside this file, as a module: `-I` leaves the directory out of the path."""
    path = Path(__file__).with_name("reader_process.py")
    spec = importlib.util.spec_from_file_location("reader_process", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
