"""Reads workbooks and text tables into plain rows, without letting the file near the running process.

The Python type of a cell tells how it was typed: `str` is text, `int` or `float` is a number. The difference decides
over a NIK (domain.md §2.1, case 6), so nothing here turns one into the other.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Cell = str | int | float | bool | date | datetime | None

_READER = Path(__file__).with_name("reader_process.py")
# A good workbook of 100,000 rows takes about five seconds.
_TIME_LIMIT_SECONDS = 90
# How a line of the child with many rows begins; their number stands next.
_ROWS = b'["rows", '

REFUSALS: dict[str, str | Promise] = {
    "empty_file": _("The file is empty. Open it to see whether the table is there, save it and upload it again."),
    "empty_table": _("The workbook opens, but no sheet in it has a filled cell."),
    "file_too_big": _("The file is bigger than %(limit)s MB. Remove pictures, or split it into several files."),
    "too_large": _(
        "The sheet reaches too far: there is a cell far to the right or far below the table. Delete the empty rows and "
        "columns around the table, or copy the table into a new workbook."
    ),
    "bomb": _(
        "The file unpacks to far more than a table needs and was not opened. Copy the table into a new workbook."
    ),
    "encrypted": _("The workbook is protected with a password. Save it without the password and upload it again."),
    "macros": _("The workbook contains macros and was not opened. Save it as “Excel Workbook (*.xlsx)”."),
    "binary_workbook": _("Workbooks of the kind .xlsb cannot be read. Save it as “Excel Workbook (*.xlsx)”."),
    "picture": _(
        "This is a picture, not a workbook, whatever its name says. Upload the table itself (xlsx, xls, ods, csv)."
    ),
    "pdf": _("This is a PDF document, not a workbook. Upload the table itself (xlsx, xls, ods, csv)."),
    "web_page": _("This is a web page or XML saved under another name. Open it in Excel and save it as *.xlsx."),
    "not_a_workbook": _("This file is not a workbook or a text table (xlsx, xls, ods, csv)."),
    "damaged": _("The file is damaged and cannot be opened. Open it in Excel, save it anew and upload it again."),
    "too_slow": _("The file took too long to read and was put aside. Copy the table into a new workbook."),
    "empty_list": _("No %(what)s was found in this list. Put one into each line."),
    "long_list": _("The list is longer than %(most)s lines. Compare it in parts."),
    "no_table": _("No table with the expected columns was found. Expected are at least: %(columns)s."),
}


class RefusedFile(Exception):  # noqa: N818 - a verdict on the file, no fault of ours
    """The file as a whole cannot be taken in; nothing was read from it and nothing changed.

    `code` is a key of REFUSALS, `message` one sentence with the way out.
    """

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    @property
    def message(self) -> str:
        text = str(REFUSALS[self.code])
        return text % self.details if self.details else text

    def __str__(self) -> str:
        return self.message


class Row(NamedTuple):
    """One line of a sheet; `line` is its number as people see it in the file, from 1."""

    line: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        return self.cells[index] if index < len(self.cells) else None


class SpooledRows(Sequence[Row]):
    """The rows of a sheet, left in a file and read anew each time: a long sheet is never in memory as a whole."""

    def __init__(self, spool: IO[bytes]) -> None:
        self._spool = spool
        # Where a part begins in the file, and how many rows come before it.
        self._parts: list[tuple[int, int]] = []
        self._count = 0

    def add(self, offset: int, rows: int) -> None:
        """Note that a part of so many rows begins there."""
        self._parts.append((offset, self._count))
        self._count += rows

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        for offset, _before in self._parts:
            yield from self._part(offset)

    def __getitem__(self, index: Any) -> Any:
        """A row, or a list of rows; reads only the parts that hold them."""
        if isinstance(index, slice):
            start, stop, step = index.indices(self._count)
            return list(islice(self._from(start), 0, max(stop - start, 0), step))
        found = range(self._count)[index]
        return next(islice(self._from(found), 1))

    def _from(self, start: int) -> Iterator[Row]:
        first = max(bisect_right(self._parts, start, key=itemgetter(1)) - 1, 0)
        for offset, before in self._parts[first:]:
            yield from islice(self._part(offset), max(start - before, 0), None)

    def _part(self, offset: int) -> list[Row]:
        # Two readers may go through the file at the same time, so nobody relies on its position.
        self._spool.seek(offset)
        _name, _count, rows = json.loads(self._spool.readline(), object_hook=_date)
        return [Row(line, tuple(cells)) for line, cells in rows]


@dataclass
class Sheet:
    """The lines of a sheet that hold anything; `name` is empty for a text file."""

    name: str
    visible: bool = True
    rows: Sequence[Row] = field(default_factory=list)


def read_workbook(file: IO[bytes]) -> list[Sheet]:
    """Read every sheet of an xlsx, xls, ods, csv or tab-separated file; raises RefusedFile.

    The kind is found by looking into the file; its name is not asked. Parsing happens in a child process with limits
    on memory and time, see `reader_process`.
    """
    sheets = _collect(_ask_child(file))
    if not any(sheet.rows for sheet in sheets):
        raise RefusedFile("empty_table")
    return sheets


def inspect_workbook(file: IO[bytes]) -> str:
    """Look at the file from outside, in a tenth of a second. RefusedFile: it is no table, or hides something.

    Gives what the hidden sheet of a template of ours says; nothing for any other file.
    """
    stamp = ""
    for name, *details in map(json.loads, _beginning(_ask_child(file, "--inspect"))):
        if name == "refused":
            raise RefusedFile(details[0])
        if name == "stamp":
            stamp = details[0]
    return stamp


def _ask_child(file: IO[bytes], *arguments: str) -> IO[bytes]:
    with tempfile.TemporaryFile() as source:
        # A copy with a file descriptor that the child can inherit, whatever storage the file lies in.
        file.seek(0)
        shutil.copyfileobj(file, source)
        _check_size(source)
        return _run_child(source, arguments)


def _check_size(source: IO[bytes]) -> None:
    size = source.seek(0, 2)
    source.seek(0)
    if size == 0:
        raise RefusedFile("empty_file")
    if size > settings.IMPORT_MAX_BYTES:
        raise RefusedFile("file_too_big", limit=settings.IMPORT_MAX_BYTES // (1024 * 1024))


def _run_child(source: IO[bytes], arguments: tuple[str, ...]) -> IO[bytes]:
    """What the child wrote, in a file without a name; a child that died or fell silent is a refusal."""
    # No environment: secrets of the server do not belong in a process that reads files of strangers.
    command = [sys.executable, "-I", "-X", "utf8", str(_READER), str(settings.IMPORT_MAX_LINES), *arguments]
    answer = tempfile.TemporaryFile()  # noqa: SIM115 - read for as long as its rows are wanted
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; the file is handed over as standard input
            command, stdin=source, stdout=answer, stderr=subprocess.DEVNULL, timeout=_TIME_LIMIT_SECONDS, env={}
        )
    except subprocess.TimeoutExpired:
        raise RefusedFile("too_slow") from None
    if done.returncode != 0:
        # The reading library gives up with an abort when the memory limit is hit.
        raise RefusedFile("too_large" if done.returncode < 0 else "damaged")
    return answer


def _collect(answer: IO[bytes]) -> list[Sheet]:
    sheets: list[Sheet] = []
    offset = 0
    for line in _beginning(answer):
        if line.startswith(_ROWS):
            count = line[len(_ROWS) : line.index(b",", len(_ROWS))]
            sheets[-1].rows.add(offset, int(count))  # type: ignore[attr-defined]
        else:
            name, *details = json.loads(line)
            if name == "refused":
                raise RefusedFile(details[0])
            if name == "sheet":
                sheets.append(Sheet(details[0], details[1], SpooledRows(answer)))
        offset += len(line)
    return sheets


def _beginning(answer: IO[bytes]) -> IO[bytes]:
    answer.seek(0)
    return answer


def _date(cell: dict[str, str]) -> date:
    text = cell["date"]
    moment = datetime.fromisoformat(text)
    return moment if "T" in text and moment.time() != datetime.min.time() else moment.date()
