"""Files that are no workbooks, or worse: one clear sentence, soon, and no harm to the process that asked."""

import gzip
import io
import re
import resource
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from kaltim_naker.imports.check import check_file
from kaltim_naker.imports.workbook import REFUSALS, RefusedFile, read_workbook
from tests.kaltim_naker.imports.files import saved, text_table, xlsx, zipped
from tests.security import security
from trainees.imports import PARTICIPANTS

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


def _sheet(body: bytes) -> io.BytesIO:
    """A workbook whose only sheet has this inside."""
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return _replaced("xl/worksheets/sheet1.xml", start + body + b"</worksheet>")


def _strings(attributes: bytes, body: bytes, declaration: bytes = b"") -> io.BytesIO:
    """A workbook with these shared strings."""
    start = declaration + b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' + attributes
    return _replaced("xl/sharedStrings.xml", start + b">" + body + b"</sst>")


def _with_entry(name: str, content: bytes, mode: int = 0, *, keep_honest: bool = False) -> io.BytesIO:
    """An honest workbook with one entry more, or in the place of its namesake, of this mode (a symbolic link …)."""
    honest = zipfile.ZipFile(xlsx({"Sheet": [["NIK", "Nama"], ["1", "A"]]}))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for entry in honest.namelist():
            if entry != name or keep_honest:
                archive.writestr(entry, honest.read(entry))
        info = zipfile.ZipInfo(name)
        info.create_system, info.external_attr = 3, mode << 16
        archive.writestr(info, content)
    buffer.seek(0)
    return buffer


def _open_document(rows: bytes) -> io.BytesIO:
    """An OpenDocument table with these rows."""
    names = b"".join(
        b' xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (name, name)
        for name in (b"office", b"table", b"text")
    )
    content = b"<office:document-content%s><office:body><office:spreadsheet>" % names
    content += b'<table:table table:name="S">%s</table:table>' % rows
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content + b"</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": b"<m/>",
        }
    )


def _old_excel() -> bytes:
    return (Path(__file__).parent / "fixtures" / "peserta.xls").read_bytes()


_SHEET_1 = "xl/worksheets/sheet1.xml"
_CELL = b'<c r="A1"><v>1</v></c>'
_MHT = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n\r\n<html></html>"
_EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
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
    "nested zip": ("not_a_workbook", lambda: zipped({"data.xlsx": xlsx({"S": [["NIK"]]}).getvalue()})),
    "paths out of the archive": (
        "not_a_workbook",
        lambda: zipped({"../../xl/workbook.xml": b"<w/>", "/etc/passwd": b""}),
    ),
    "symbolic link for a sheet": ("damaged", lambda: _with_entry(_SHEET_1, b"/etc/passwd", 0o120777)),
    "two sheets of one name": ("damaged", lambda: _with_entry(_SHEET_1, b"other", keep_honest=True)),
    "negative dimension": (
        "damaged",
        lambda: _sheet(b'<dimension ref="A-1:B-5"/><sheetData><row r="-1"><c r="A-1"/></row></sheetData>'),
    ),
    "row zero": ("damaged", lambda: _sheet(b'<sheetData><row r="0"><c r="A0"><v>1</v></c></row></sheetData>')),
    "row with eleven digits": (
        "too_large",
        lambda: _sheet(b'<sheetData><row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData>'),
    ),
    "dimension that promises everything": (
        "no_table",
        lambda: _sheet(b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1">' + _CELL + b"</row></sheetData>"),
    ),
    "a million cells in one place": (
        "bomb",
        lambda: _sheet(b'<sheetData><row r="1">' + _CELL * 1_000_000 + b"</row></sheetData>"),
    ),
    "number of two million digits": (
        "no_table",
        lambda: _sheet(b'<sheetData><row r="1"><c r="A1"><v>' + b"9" * 2_000_000 + b"</v></c></row></sheetData>"),
    ),
    "numbers that are none": (
        "no_table",
        lambda: _sheet(b'<sheetData><row r="1"><c r="A1"><v>1e999</v></c><c r="B1"><v>nan</v></c></row></sheetData>'),
    ),
    "nested four hundred thousand deep": ("empty_table", lambda: _sheet(b"<a>" * 400_000)),
    "200 MB of shared strings": ("bomb", lambda: _strings(b"", b"<si><t>aaaaaaaaaaaaaaaa</t></si>" * 7_000_000)),
    "four billion shared strings": (
        "too_large",
        lambda: _strings(b'count="4000000000" uniqueCount="4000000000"', b"<si><t>a</t></si>"),
    ),
    "shared string that is not there": (
        "damaged",
        lambda: _sheet(b'<sheetData><row r="1"><c r="A1" t="s"><v>999999999</v></c></row></sheetData>'),
    ),
    "entity from a file": ("damaged", lambda: _strings(b"", b"<si><t>&x;</t></si>", _EXTERNAL)),
    "workbook without sheets": (
        "empty_table",
        lambda: _replaced(
            "xl/workbook.xml",
            b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>',
        ),
    ),
    "formulas without values": ("empty_table", lambda: xlsx({"S": [["=cmd|'/c calc'!A1", '=WEBSERVICE("http://x")']]})),
    "ods repeated two billion times": (
        "damaged",
        lambda: _open_document(
            b'<table:table-row table:number-rows-repeated="2000000000"><table:table-cell office:value-type="float"'
            b' office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
        ),
    ),
    "ods repeated a negative number of times": (
        "damaged",
        lambda: _open_document(
            b'<table:table-row table:number-rows-repeated="-5"><table:table-cell table:number-columns-repeated="-1"'
            b' office:value-type="float" office:value="1"/></table:table-row>'
        ),
    ),
    "old excel, cut off": ("not_a_workbook", lambda: io.BytesIO(_old_excel()[:3_000])),
    "gzip": ("not_a_workbook", lambda: io.BytesIO(gzip.compress(b"NIK;Nama\n" * 100))),
    "7z": ("not_a_workbook", lambda: io.BytesIO(b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(range(256)) * 20)),
    "rar": ("not_a_workbook", lambda: io.BytesIO(b"Rar!\x1a\x07\x01\x00" + bytes(range(256)) * 20)),
    "data base": ("not_a_workbook", lambda: io.BytesIO(b"SQLite format 3\x00\x10\x00\x01\x01" + bytes(4_000))),
    "rich text": ("not_a_workbook", lambda: io.BytesIO(b"{\\rtf1\\ansi NIK;Nama\\par}")),
    "web page as .xls": (
        "web_page",
        lambda: io.BytesIO(
            b'\xef\xbb\xbf<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table></table></html>'
        ),
    ),
    "web page behind a comment": (
        "web_page",
        lambda: io.BytesIO(b"<!-- a --><html><table><tr><td>NIK</td></tr></table>"),
    ),
    "web page in utf-16": ("web_page", lambda: io.BytesIO("<html><table><tr><td>NIK".encode("utf-16"))),
    "web page in one file (.mht)": ("web_page", lambda: io.BytesIO(_MHT)),
    "one line of 19 MB": ("no_table", lambda: io.BytesIO(b"a" * 19_000_000)),
    "three million quotation marks": ("no_table", lambda: io.BytesIO(b'"' * 3_000_000)),
    "five million delimiters": ("too_large", lambda: io.BytesIO(b";" * 5_000_000)),
    "too many bytes": ("file_too_big", lambda: io.BytesIO(b"a;b\n" * 6_000_000)),
}


def test_there_are_more_than_forty_hostile_files() -> None:
    assert len(HOSTILE) >= 70


@pytest.mark.parametrize("name", HOSTILE)
@security(7, "Hostile files at the import desk", target="all refused in words")
def test_hostile_file_is_refused_soon_and_without_harm(name: str) -> None:
    code, make = HOSTILE[name]
    file = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = _processor_time()
    with pytest.raises(RefusedFile) as refusal:
        check_file(PARTICIPANTS, file)
    took = _processor_time() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert refusal.value.code == code
    assert refusal.value.message
    assert took < 2
    assert grown < 20


def _processor_time() -> float:
    """Seconds of this process and its children: what the clock says depends on what else the machine does."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def test_a_formula_typed_as_text_is_no_name() -> None:
    rows = [["NIK", "Nama", "Tgl Lahir", "Kab/Kota"]]
    rows += [
        ["6471010503010001", name, "05/03/2001", "Samarinda"] for name in ("=1+1 AB", "+cmd|' /C calc'!A0", "@SUM")
    ]
    verdict = check_file(PARTICIPANTS, text_table(rows))
    assert [finding.code for finding in verdict.findings if finding.column == "full_name"] == ["name_invalid"] * 3


def test_every_refusal_has_a_sentence_without_gaps() -> None:
    for code, text in REFUSALS.items():
        details = dict.fromkeys(re.findall(r"%\((\w+)\)", str(text)), "NIK")
        assert "%(" not in RefusedFile(code, **details).message


def test_child_gets_no_secrets_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONINSPECT", "1")
    assert read_workbook(text_table([["NIK", "Nama"]]))[0].rows[0].cells == ("NIK", "Nama")
