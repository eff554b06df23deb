"""Files that are no workbooks, or worse: one clear sentence, soon, and no harm to the process that asked."""

import io
import resource
import time
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from kaltim_naker.imports.workbook import REFUSALS, RefusedFile, read_workbook
from tests.kaltim_naker.imports.files import saved, text_table, xlsx, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def _lone_cell(*addresses: str) -> io.BytesIO:
    book = openpyxl.Workbook()
    for address in addresses:
        book.active[address] = "x"
    return saved(book)


def _replaced(name: str, content: bytes) -> io.BytesIO:
    """An honest workbook with one part exchanged."""
    honest = zipfile.ZipFile(xlsx({"Sheet": [["NIK", "Nama"], ["1", "A"]]}))
    entries = {entry: honest.read(entry) for entry in honest.namelist()}
    return zipped(entries | {name: content})


def _flagged_as_encrypted() -> io.BytesIO:
    data = bytearray(xlsx({"Sheet": [["NIK"]]}).getvalue())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            data[start + offset] |= 1
            start = data.find(signature, start + 4)
    return io.BytesIO(data)


def _zeros(megabytes: int) -> io.BytesIO:
    return _replaced("xl/worksheets/sheet1.xml", b"\x00" * (megabytes * 1024 * 1024))


def _lying_about_its_size() -> io.BytesIO:
    """The directory promises one byte; the sheet unpacks to far more."""
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + b" " * 80_000_000
    )
    data = bytearray(_replaced("xl/worksheets/sheet1.xml", sheet).getvalue())
    archive = zipfile.ZipFile(io.BytesIO(bytes(data)))
    size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = (1).to_bytes(4, "little")
    return io.BytesIO(data)


def _truncated() -> io.BytesIO:
    data = xlsx({"Sheet": [["NIK", "Nama"]] * 50}).getvalue()
    return io.BytesIO(data[: len(data) // 2])


HOSTILE: dict[str, tuple[str, Callable[[], io.BytesIO]]] = {
    "0 bytes": ("empty_file", lambda: io.BytesIO(b"")),
    "only blanks": ("empty_file", lambda: io.BytesIO(b" \r\n\t\r\n")),
    "only zeros": ("empty_file", lambda: io.BytesIO(b"\x00" * 5_000)),
    "empty sheet": ("empty_table", lambda: saved(openpyxl.Workbook())),
    "only delimiters": ("empty_table", lambda: io.BytesIO(b";;;;\r\n;;;;\r\n")),
    "photo": ("picture", lambda: io.BytesIO(JPEG)),
    "screenshot": ("picture", lambda: io.BytesIO(PNG)),
    "pdf": ("pdf", lambda: io.BytesIO(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj")),
    "program": ("not_a_workbook", lambda: io.BytesIO(b"\x7fELF\x02\x01\x01\x00" + bytes(range(32)) * 60)),
    "random bytes": ("not_a_workbook", lambda: io.BytesIO(bytes((i * 7919 + i // 3) % 256 for i in range(9_000)))),
    "web page": ("web_page", lambda: io.BytesIO(b"<html><body><table><tr><td>NIK</td></tr></table>")),
    "xml spreadsheet": ("web_page", lambda: io.BytesIO(b'<?xml version="1.0"?><Workbook></Workbook>')),
    "word document": ("not_a_workbook", lambda: zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"})),
    "plain zip": ("not_a_workbook", lambda: zipped({"data.csv": b"a;b"})),
    "zip without entries": ("not_a_workbook", lambda: zipped({})),
    "xlsb": ("binary_workbook", lambda: zipped({"xl/workbook.bin": b"x"})),
    "open text document": (
        "not_a_workbook",
        lambda: zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": b"<c/>",
                "META-INF/manifest.xml": b"<m/>",
            }
        ),
    ),
    "ods with a password": (
        "encrypted",
        lambda: zipped({"content.xml": b"x", "META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
    ),
    "xlsx with a password": (
        "encrypted",
        lambda: io.BytesIO(OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")),
    ),
    "zip entries encrypted": ("encrypted", _flagged_as_encrypted),
    "xls with macros": (
        "macros",
        lambda: io.BytesIO(OLE + b"\x00" * 600 + "Workbook".encode("utf-16-le") + "_VBA_PROJECT".encode("utf-16-le")),
    ),
    "xlsm": ("macros", lambda: _replaced("xl/vbaProject.bin", b"macro")),
    "word 97": ("not_a_workbook", lambda: io.BytesIO(OLE + b"\x00" * 600 + "WordDocument".encode("utf-16-le"))),
    "broken ole": ("damaged", lambda: io.BytesIO(OLE + b"\xff" * 600 + "Workbook".encode("utf-16-le"))),
    "truncated": ("damaged", _truncated),
    "zip head only": ("damaged", lambda: io.BytesIO(b"PK\x03\x04" + b"\x00" * 500)),
    "300 MB of zeros": ("bomb", lambda: _zeros(300)),
    "60 MB of zeros": ("bomb", lambda: _zeros(60)),
    "ten thousand entries": ("bomb", lambda: zipped({f"xl/{number}.xml": b"" for number in range(10_000)})),
    "size that lies": ("damaged", _lying_about_its_size),
    "entity tricks": ("damaged", lambda: _replaced("xl/workbook.xml", ENTITIES + b"<w>&b;</w>")),
    "sheet is no xml": ("damaged", lambda: _replaced("xl/worksheets/sheet1.xml", b"no xml at all")),
    "workbook is no xml": ("damaged", lambda: _replaced("xl/workbook.xml", b"\x00\x01\x02")),
    "cell in the last corner": ("too_large", lambda: _lone_cell("XFD1048576")),
    "cells in two corners": ("too_large", lambda: _lone_cell("A1", "XFD1048576")),
    "cell far below": ("too_large", lambda: _lone_cell("A1", "A1048576")),
    "cell far to the right": ("too_large", lambda: _lone_cell("A1", "XFD1")),
    "thousand columns": ("too_large", lambda: text_table([["x"] * 1_000])),
    "half a million lines": ("too_large", lambda: io.BytesIO(b"a;b\n" * 500_000)),
    "too many bytes": ("file_too_big", lambda: io.BytesIO(b"a;b\n" * 6_000_000)),
}


def test_there_are_forty_hostile_files() -> None:
    assert len(HOSTILE) == 40


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_soon_and_without_harm(name: str) -> None:
    code, make = HOSTILE[name]
    file = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    with pytest.raises(RefusedFile) as refusal:
        read_workbook(file)
    took = time.monotonic() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert refusal.value.code == code
    assert refusal.value.message
    assert took < 2
    assert grown < 20


def test_every_refusal_has_a_sentence_without_gaps() -> None:
    for code, text in REFUSALS.items():
        details = {"limit": 20, "columns": "NIK"} if "%(" in str(text) else {}
        assert "%(" not in RefusedFile(code, **details).message


def test_child_gets_no_secrets_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONINSPECT", "1")
    assert read_workbook(text_table([["NIK", "Nama"]]))[0].rows[0].cells == ("NIK", "Nama")
