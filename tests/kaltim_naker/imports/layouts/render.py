"""Writes the rows of an example in a layout."""

import io
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

import openpyxl

from tests.kaltim_naker.imports.files import saved, text_table
from tests.kaltim_naker.imports.layouts import spellings
from tests.kaltim_naker.imports.layouts.tables import Example
from tests.kaltim_naker.imports.layouts.variants import Layout

Line = list[object]
_DAY = "a day"
_HEAD_STYLES: dict[str, Callable[[str, int], str]] = {
    "upper case": lambda text, place: text.upper(),
    "line breaks": lambda text, place: text.replace(" ", "\n", 1),
    "stars and colons": lambda text, place: f"{text} *" if place % 2 else f"{text}:",
    "spaced out": lambda text, place: f"  {text} ",
}
_DELIMITERS = {"semicolon": ";", "tab": "\t", "comma": ",", "pipe": "|"}
_UNITS = {"birth_date": "(dd/mm/yyyy)", "nik": "(16 digit)", "sex": "(L/P)", "cost": "(Rp)"}
_LETTERHEAD = [
    ["PEMERINTAH PROVINSI KALIMANTAN TIMUR"],
    ["DINAS TENAGA KERJA DAN TRANSMIGRASI"],
    ["Jl. Kemakmuran No. 2 Samarinda, Telp. (0541) 743553"],
    [],
    ["DAFTAR TAHUN ANGGARAN 2025"],
    [],
]
_INSTRUCTIONS = [
    ["PETUNJUK PENGISIAN"],
    ["1. Isi semua kolom dengan huruf kapital"],
    ["2. NIK diisi 16 angka sesuai KTP"],
    ["Kolom", "Contoh", "Keterangan"],
    ["NIK", "sesuai KTP", "wajib"],
    ["Nama", "sesuai KTP", "wajib"],
]
_SIGNATURES = [
    [],
    [None, None, None, "Samarinda, 12 Maret 2025"],
    [None, "Mengetahui,", None, "Yang membuat,"],
    [None, "Kepala Seksi", None, "Petugas"],
    [],
    [None, "H. Fulan, S.Sos., M.Si", None, "Fulanah, S.T."],
    [None, "NIP. 19750312 200003 1 002", None, "NIP. 19880101 201503 2 001"],
]


def render(example: Example, layout: Layout) -> io.BytesIO:
    """The file. Its rows stand in the order of the example."""
    return _written(_sheets(example, layout), layout)


def _sheets(example: Example, layout: Layout) -> dict[str, list[Line]]:
    names = _order(example, layout)
    table = _Table(example, layout, names)
    lines = table.lines()
    if "letterhead" in layout.around:
        lines = [*_LETTERHEAD, *lines]
    if "signatures" in layout.around:
        lines = [*lines, *_SIGNATURES]
    if "notes below" in layout.around:
        lines = [*lines, [], ["Catatan: data sudah diverifikasi"], ["*) wajib diisi"]]
    if "far down and right" in layout.around:
        lines = [[]] * 7 + [[None, None, *line] if line else [] for line in lines]
    sheets = {"Data": lines}
    if layout.container in ("xlsx", "ods") and "instructions first" in layout.around:
        sheets = {"Petunjuk": _INSTRUCTIONS, **sheets}
    if layout.container == "xlsx" and "hidden sheet" in layout.around:
        sheets["Lama"] = lines
    return sheets


def _order(example: Example, layout: Layout) -> list[str]:
    """The columns that the layout has, shuffled; what one heading says above the table is no column."""
    names = list(example.columns)
    if layout.order:
        random.Random(layout.order).shuffle(names)
    if "class in titles" in layout.around:
        names = [name for name in names if name not in example.in_titles]
    return names


class _Table:
    """Head and body of one example in one layout."""

    def __init__(self, example: Example, layout: Layout, names: Sequence[str]) -> None:
        self.example, self.layout = example, layout
        self.fields = self._fields(names)

    def _fields(self, names: Sequence[str]) -> list[tuple[str, ...]]:
        """Each column of the file with those of ours that it holds; () is one that means nothing."""
        fields: list[tuple[str, ...]] = [(name,) for name in names]
        if self.layout.is_combined and self.example.combined and set(self.example.combined) <= set(names):
            first, *others = self.example.combined
            fields = [field for field in fields if field[0] not in others]
            fields[fields.index((first,))] = tuple(self.example.combined)
        if self.example.ticks and self.layout.sexes % 7 == 6:
            place = fields.index((self.example.ticks[0],))
            fields[place : place + 1] = [(self.example.ticks[0], value) for value in self.example.ticks[1]]
        fields += [(_DAY, str(place)) for place in range(len(self.example.days))]
        if "row numbers" in self.layout.around:
            fields.insert(0, ("No.",))
        if "remarks column" in self.layout.around:
            fields.append(("Ket.",))
        if "empty columns" in self.layout.around:
            fields[2:2] = [()]
            fields.append(())
        return fields

    def lines(self) -> list[Line]:
        head, rows = self._head(), self.example.rows
        titles = [[f"Bulan : {month}"] for month in self.example.months]
        if "class in titles" in self.layout.around and self.example.in_titles:
            return titles + self._blocks(head)
        body = [self._row(number, row) for number, row in enumerate(rows, 1)]
        lines = [*titles, *head]
        for number, line in enumerate(body):
            if "pages" in self.layout.around and number and number % 4 == 0:
                lines += head
            if "blank lines" in self.layout.around and number % 3 == 2:
                lines.append([])
            lines.append(line)
        if "totals" in self.layout.around:
            lines.append(["JUMLAH", None, None, len(body)])
        return lines

    def _blocks(self, head: list[Line]) -> list[Line]:
        """One block for each class, with the class above it."""
        lines: list[Line] = []
        stated: object = None
        for number, row in enumerate(self.example.rows, 1):
            values = [row.get(name) for name in self.example.in_titles]
            if values != stated:
                stated = values
                words = [self._words(name) for name in self.example.in_titles]
                lines += [
                    [],
                    *([f"{word.title()} : {value}"] for word, value in zip(words, values, strict=True)),
                    *head,
                ]
            lines.append(self._row(number, row))
        return lines

    def _is_tick(self, field: tuple[str, ...]) -> bool:
        return len(field) == 2 and self.example.ticks is not None and field[0] == self.example.ticks[0]

    def _words(self, name: str) -> str:
        words = self.example.columns[name]
        return words[self.layout.words % len(words)]

    def _head(self) -> list[Line]:
        texts = [self._heading(field) for field in self.fields]
        style = self.layout.head
        if style in _HEAD_STYLES:
            texts = [_HEAD_STYLES[style](text, place) if text else None for place, text in enumerate(texts)]
        lines: list[Line] = [list(texts)]
        if style == "groups above" or any(map(self._is_tick, self.fields)) or self._days_below:
            lines = self._two_lines(texts)
        elif self.example.days:
            lines = [self._with_days(texts)]
        if style == "units below":
            lines.append([_UNITS.get(field[0] if field else "") for field in self.fields])
        if "column numbers" in self.layout.around:
            lines.append([f"({number})" for number in range(1, len(self.fields) + 1)])
        return lines

    @property
    def _days_below(self) -> bool:
        """Whether the days stand below a common heading."""
        return bool(self.example.days) and (self.layout.words % 2 == 0 or self.layout.head == "groups above")

    def _with_days(self, line: Sequence[object]) -> Line:
        cells = list(line)
        for place, field in enumerate(self.fields):
            if field and field[0] == _DAY:
                cells[place] = spellings.days(self.example.days[int(field[1])], self.layout)
        return cells

    def _heading(self, field: tuple[str, ...]) -> str | None:
        if not field:
            return None
        if field[0] == _DAY:
            return None
        if field[0] in ("No.", "Ket."):
            return field[0]
        if len(field) > 1 and field == tuple(self.example.combined):
            ways = self.example.combined_words
            return ways[self.layout.words % len(ways)]
        return self._words(field[0])

    def _two_lines(self, texts: Sequence[str | None]) -> list[Line]:
        """Groups above their members, as merged cells do it: the words stand in the first cell only."""
        upper: Line = list(texts)
        lower: Line = [None] * len(texts)
        for place, field in enumerate(self.fields):
            if self._is_tick(field):
                lower[place] = field[1]
                is_first = place == 0 or not self._is_tick(self.fields[place - 1])
                upper[place] = texts[place] if is_first else None
        for group, members in self.example.groups.items():
            places = [place for place, field in enumerate(self.fields) if field and field[0] in members]
            if self.layout.head != "groups above" or len(places) < 2 or places[-1] - places[0] != len(places) - 1:
                continue
            for place in places:
                lower[place], upper[place] = texts[place], None
            upper[places[0]] = group
        if self.example.days:
            lower = self._with_days(lower)
            upper[self.fields.index((_DAY, "0"))] = ("Tanggal", "Kehadiran", "Hari/Tanggal")[self.layout.words % 3]
        return [upper, lower] if any(lower) else [upper]

    def _row(self, number: int, row: Mapping[str, object]) -> Line:
        return [self._cell(number, field, row) for field in self.fields]

    def _cell(self, number: int, field: tuple[str, ...], row: Mapping[str, object]) -> object:
        if not field or field[0] == "Ket.":
            return None
        if field[0] == "No.":
            return number
        if field[0] == _DAY:
            mark = row["days"].get(self.example.days[int(field[1])])  # type: ignore[attr-defined]
            return spellings.marks(mark, self.layout) if mark else None
        if self._is_tick(field):
            return ("√", "v", "x", 1)[self.layout.words % 4] if row.get(field[0]) == field[1] else None
        if len(field) == 2:
            place, day = (self._styled(name, row.get(name)) for name in field)
            if isinstance(day, (int, date)):
                day = spellings.dates(row[field[1]], 0) if isinstance(row.get(field[1]), date) else day  # type: ignore[arg-type]
            comma = (", ", "/", " , ", ",")[self.layout.words % 4]
            return f"{place}{comma}{day}" if place and day else place or day
        return self._styled(field[0], row.get(field[0]))

    def _styled(self, name: str, value: object) -> object:
        styles = self.example.styles
        if isinstance(value, date):
            return spellings.dates(value, self.layout.dates)
        if name in styles and isinstance(value, styles[name][0]):
            return styles[name][1](value, self.layout)
        return value


def _written(sheets: Mapping[str, Sequence[Line]], layout: Layout) -> io.BytesIO:
    if layout.container == "xlsx":
        return _xlsx(sheets, layout)
    if layout.container == "ods":
        return ods(sheets)
    delimiter, encoding = layout.container.split()
    lines = [[f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in line] for line in sheets["Data"]]
    buffer = text_table(lines, _DELIMITERS[delimiter], "utf-8")
    return io.BytesIO(buffer.getvalue().decode().encode(encoding, errors="replace"))


def _xlsx(sheets: Mapping[str, Sequence[Line]], layout: Layout) -> io.BytesIO:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
        # A formula-like text is text in the file of a clerk.
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            cell.data_type = "s"
        if name == "Lama":
            sheet.sheet_state = "hidden"
        if name == "Data" and "hidden rows" in layout.around:
            sheet.row_dimensions[sheet.max_row].hidden = True
    return saved(book)


def ods(sheets: Mapping[str, Sequence[Line]]) -> io.BytesIO:
    """An OpenDocument table with its types: text, number, date."""
    tables = "".join(
        f'<table:table table:name="{name}">{"".join(_ods_row(line) for line in lines)}</table:table>'
        for name, lines in sheets.items()
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in (("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            archive.writestr(name, text)
    buffer.seek(0)
    return buffer


def _ods_row(line: Line) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, line)) or '<table:table-cell/>'}</table:table-row>"


def _ods_cell(cell: object) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell:%Y-%m-%d}"/>'
    if isinstance(cell, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    text = escape(str(cell))
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
