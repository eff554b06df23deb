"""Writes the files that the tests read: workbooks and text tables as clerks and as attackers make them."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date

import openpyxl

Rows = Sequence[Sequence[object]]


def xlsx(sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None) -> io.BytesIO:
    """A workbook; text stays text, numbers stay numbers."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([*row])
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
    return saved(book)


def saved(book: openpyxl.Workbook) -> io.BytesIO:
    buffer = io.BytesIO()
    book.save(buffer)
    buffer.seek(0)
    return buffer


def text_table(rows: Rows, delimiter: str = ";", encoding: str = "utf-8") -> io.BytesIO:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return io.BytesIO(buffer.getvalue().encode(encoding))


def zipped(entries: Mapping[str, bytes]) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    buffer.seek(0)
    return buffer


def nik(born: date, *, woman: bool = False, serial: int = 1, region: str = "647101") -> str:
    """An invented NIK that agrees with the birth date and sex."""
    return f"{region}{born.day + 40 * woman:02d}{born:%m%y}{serial:04d}"
