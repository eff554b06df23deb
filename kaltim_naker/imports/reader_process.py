"""Runs alone in a child process: a workbook on standard input becomes lines of JSON on standard output.

Whatever a hostile file does here, it does to this short-lived process, under limits on memory and processor time, and
never to the web server or the worker (security.md §2, rows 10 and 11). Hence no import from the project, and JSON
rather than pickle on the way back: the parent trusts nothing it gets.

Each line of output is an array: `["sheet", name, visible]`, `["rows", count, [[line, cells], …]]`, `["refused", code]`
or `["end"]`; where the file is only inspected, `["stamp", text]` for a template of ours.
A cell is null, a string (text), a number, true or false, or `{"date": iso}`.

Arguments: the most lines of a sheet, and `--inspect` to look at the file from outside without parsing it.
"""

import codecs
import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections import Counter
from datetime import date, datetime

MEGABYTE = 1024 * 1024
MAX_MEMORY = 1024 * MEGABYTE
MAX_CPU_SECONDS = 60
MAX_COLUMNS = 300
MAX_SHEETS = 50
# On the average of as many lines as are allowed; empty cells at the end of a line do not count.
MAX_CELLS_A_LINE = 30
ROWS_AT_ONCE = 200
MAX_CELL_CHARS = 2_000
MAX_LINES_OF_A_CELL = 20
MAX_ZIP_ENTRIES = 500
MAX_UNPACKED = 250 * MEGABYTE
# Honest sheets shrink to a tenth, very even ones to a fiftieth; small entries may shrink more without harm.
MAX_RATIO = 100
RATIO_APPLIES_FROM = 5 * MEGABYTE

# With this argument the file is only looked at from outside and not parsed.
INSPECT_ONLY = "--inspect"
# The hidden sheet of our templates; its first cell says which one it is.
STAMP_SHEET = "_kaltim_naker"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
PICTURE_MAGIC = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
DELIMITERS = ";,\t|"
csv.field_size_limit(MAX_MEMORY)


class Refused(Exception):  # noqa: N818 - a verdict on the file
    """The file cannot be read; the parent process knows the sentence that belongs to the code."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    max_lines = int(sys.argv[1])
    try:
        data = sys.stdin.buffer.read()
        read = find_reader(data)
        events = stamp(data, max_lines) if INSPECT_ONLY in sys.argv else read(data, max_lines)
        write(events, max_lines * MAX_CELLS_A_LINE)
        answer = ["end"]
    except Refused as refusal:
        answer = ["refused", str(refusal)]
    except MemoryError:
        answer = ["refused", "too_large"]
    say(answer)


def write(events, cells_left: int) -> None:
    """Hand the events on, many rows in one line of output."""
    rows = []
    for event in events:
        if event[0] == "row":
            rows.append(event[1:])
            cells_left -= len(event[2])
            if cells_left < 0:
                raise Refused("too_large")
        if rows and (len(rows) == ROWS_AT_ONCE or event[0] != "row"):
            say(["rows", len(rows), rows])
            rows = []
        if event[0] != "row":
            say(event)
    if rows:
        say(["rows", len(rows), rows])


def say(event: list) -> None:
    sys.stdout.write(json.dumps(event, ensure_ascii=False, allow_nan=False))
    sys.stdout.write("\n")


def find_reader(data: bytes):
    """The function that reads this kind of file; raises Refused for what is none, or not harmless."""
    if not data.strip(b"\x00\t\r\n "):
        raise Refused("empty_file")
    if data.startswith(ZIP_MAGIC):
        check_zip(data)
        return read_workbook
    if data.startswith(OLE_MAGIC):
        check_ole(data)
        return read_workbook
    if data.startswith(PICTURE_MAGIC):
        raise Refused("picture")
    if data.startswith(b"%PDF"):
        raise Refused("pdf")
    check_text(beginning_of(data))
    return read_text


def stamp(data: bytes, max_lines: int):
    """What the hidden sheet of a template says. Only a file that names the sheet is opened for it."""
    if not names_stamp(data):
        return
    for event in read_workbook(data, max_lines, only=STAMP_SHEET):
        if event[0] == "row" and isinstance(event[2][0], str):
            yield ["stamp", event[2][0]]
            return


def names_stamp(data: bytes) -> bool:
    if data.startswith(OLE_MAGIC):
        return STAMP_SHEET.encode() in data or _utf16(STAMP_SHEET) in data
    if not data.startswith(ZIP_MAGIC):
        return False
    archive = zipfile.ZipFile(io.BytesIO(data))
    names = [name for name in ("xl/workbook.xml", "content.xml") if name in archive.namelist()]
    return any(STAMP_SHEET.encode() in read_entry(archive, name) for name in names)


# --- workbooks ------------------------------------------------------------------------------------------------------
def check_zip(data: bytes) -> None:
    """Look at the directory of the archive only: nothing is unpacked before it has been found harmless."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Refused("damaged") from None
    check_entries(archive.infolist())
    names = {entry.filename.replace("\\", "/").lower() for entry in archive.infolist()}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    if "meta-inf/manifest.xml" in names and "content.xml" in names:
        check_open_document(archive)
    elif "xl/workbook.xml" not in names:
        raise Refused("binary_workbook" if "xl/workbook.bin" in names else "not_a_workbook")


def check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ZIP_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("bomb")
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refused("encrypted")
        if entry.file_size > RATIO_APPLIES_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise Refused("bomb")


def check_open_document(archive: zipfile.ZipFile) -> None:
    try:
        manifest = read_entry(archive, "META-INF/manifest.xml")
        kind = read_entry(archive, "mimetype") if "mimetype" in archive.namelist() else b""
    except (KeyError, zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Refused("damaged") from None
    if b"encryption-data" in manifest:
        raise Refused("encrypted")
    if kind and b"spreadsheet" not in kind:
        raise Refused("not_a_workbook")


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        return entry.read(MEGABYTE)


def check_ole(data: bytes) -> None:
    """An old .xls, or the envelope that Office puts around a workbook with a password."""
    if _utf16("EncryptedPackage") in data:
        raise Refused("encrypted")
    if _utf16("_VBA_PROJECT") in data:
        raise Refused("macros")
    if _utf16("Workbook") not in data and _utf16("Book") not in data:
        raise Refused("not_a_workbook")


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def read_workbook(data: bytes, max_lines: int, only: str = ""):
    import python_calamine  # here, so that a text file does not pay for it

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for metadata in workbook.sheets_metadata[:MAX_SHEETS]:
            if metadata.typ != python_calamine.SheetTypeEnum.WorkSheet or only not in ("", metadata.name):
                continue
            visible = metadata.visible == python_calamine.SheetVisibleEnum.Visible
            yield ["sheet", metadata.name, visible]
            yield from read_sheet(workbook.get_sheet_by_name(metadata.name), max_lines)
    except python_calamine.PasswordError:
        raise Refused("encrypted") from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refused("encrypted" if "password" in str(error).lower() else "damaged") from None
    except BaseException as error:
        # A fault inside the reading library arrives as a PanicException, which is no Exception.
        if type(error).__name__ == "PanicException":
            raise Refused("damaged") from None
        raise


def read_sheet(sheet, max_lines: int):
    if sheet.end is None:
        return
    if sheet.end[0] >= max_lines or sheet.end[1] >= MAX_COLUMNS:
        raise Refused("too_large")
    indent = [None] * sheet.start[1]
    for line, values in enumerate(sheet.iter_rows(), start=1):
        yield from row(line, indent + [plain(value) for value in values])


def row(line: int, cells: list):
    """The event for a line without the empty cells at its end; none for an empty line."""
    while cells and cells[-1] is None:
        cells.pop()
    if cells:
        yield ["row", line, cells]


def plain(value):
    if isinstance(value, str):
        return value[:MAX_CELL_CHARS] if value.strip() else None
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        # Not-a-number and infinity have no place in JSON, nor in anybody's table.
        return value if value == value and abs(value) != float("inf") else str(value)
    if isinstance(value, (date, datetime)):
        return {"date": value.isoformat()}
    return str(value)


# --- text -----------------------------------------------------------------------------------------------------------
def check_text(text: str) -> None:
    start = text[:2_000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<", "mime-version:")):
        raise Refused("web_page")
    if looks_binary(text) or start.startswith("{\\rtf"):
        raise Refused("not_a_workbook")


def read_text(data: bytes, max_lines: int):
    """Twice over the file and never all of it in memory: it is measured first, and then handed on."""
    encoding = find_encoding(data)
    delimiter = find_delimiter(beginning_of(data))
    quoting = measure(data, encoding, delimiter, max_lines)
    yield ["sheet", "", True]
    for line, values in enumerate(parse(lines_of(data, encoding), delimiter, quoting), start=1):
        yield from row(line, [value[:MAX_CELL_CHARS] if value.strip() else None for value in values])


def measure(data: bytes, encoding: str, delimiter: str, max_lines: int) -> int:
    """How quotation marks are meant in this file; raises Refused for too many lines or columns."""
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        widest = tallest = 0
        for line, values in enumerate(parse(lines_of(data, encoding), delimiter, quoting), start=1):
            if line > max_lines:
                raise Refused("too_large")
            widest = max(widest, len(values))
            tallest = max(tallest, "\n".join(values).count("\n") - len(values) + 1)
        if tallest <= MAX_LINES_OF_A_CELL:
            break
        # A lone quotation mark opened a cell that swallowed the rows after it: read quotation marks as letters.
    if widest > MAX_COLUMNS:
        raise Refused("too_large")
    return quoting


def find_encoding(data: bytes) -> str:
    """UTF-8 or UTF-16 by their marks or their looks; else cp1252, as Excel writes on Windows in Indonesia."""
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[:4_000]
    if sample[1::2].count(0) > len(sample) * 0.3:
        return "utf-16-le"
    if sample[::2].count(0) > len(sample) * 0.3:
        return "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), MEGABYTE):
            decoder.decode(data[start : start + MEGABYTE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def lines_of(data: bytes, encoding: str):
    """The lines as they end in the file, whatever sign they end with."""
    stream = io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline="")
    return (line.replace("\x00", "") for line in stream)


def beginning_of(data: bytes) -> str:
    stream = io.TextIOWrapper(io.BytesIO(data), find_encoding(data), errors="replace", newline="")
    return stream.read(50_000)


def looks_binary(text: str) -> bool:
    sample = text[:20_000]
    strange = sum(1 for char in sample if (char < " " and char not in "\t\r\n\f\v") or char == "\ufffd")
    return strange > len(sample) * 0.01


def parse(lines, delimiter: str, quoting: int):
    try:
        yield from csv.reader(lines, delimiter=delimiter, quoting=quoting)
    except csv.Error:
        raise Refused("damaged") from None


def find_delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of cells, and into many."""
    declared = re.match(r"\ufeff?sep=(.)\r?\n", text, re.IGNORECASE)
    if declared and declared[1] in DELIMITERS:
        return declared[1]
    sample = "".join(text.replace("\x00", "").splitlines(keepends=True)[:200])

    def regularity(delimiter: str) -> int:
        widths = Counter(
            len(row) for row in parse(io.StringIO(sample, newline=""), delimiter, csv.QUOTE_MINIMAL) if len(row) > 1
        )
        width, lines = max(widths.items(), key=lambda item: item[0] * item[1], default=(0, 0))
        return (width - 1) * lines

    return max(DELIMITERS, key=regularity)


if __name__ == "__main__":
    main()
