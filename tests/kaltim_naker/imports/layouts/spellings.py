"""How clerks write dates, numbers and people: each function gives the way that a layout chooses."""

from datetime import date

from tests.kaltim_naker.imports.layouts.variants import Layout

_WEEKDAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
_MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
_SHORT = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nop", "Des"]
_ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def dates(cell: date, way: int) -> object:
    """A date as clerks write it; a real date, or the number that Excel keeps, among them."""
    ways = (
        f"{cell:%d/%m/%Y}",
        cell,
        f"{cell:%d-%m-%y}",
        f"{cell.day} {_MONTHS[cell.month - 1]} {cell.year}",
        f"{cell:%d.%m.%Y}",
        (cell - date(1899, 12, 30)).days,
        f"{cell.day:02d}-{_SHORT[cell.month - 1]}-{cell:%y}",
        f"{cell:%Y-%m-%d}",
        f"{cell.day} {_ENGLISH[cell.month - 1]} {cell.year}",
        f"{cell.day}/{cell.month}/{cell:%y}",
        f"{cell:%d %m %Y}",
        f"{cell:%Y-%m-%d} 00:00:00",
    )
    return ways[way % len(ways)]


def niks(cell: str, layout: Layout) -> str:
    ways = (
        cell,
        f"'{cell}",
        f"{cell[:6]} {cell[6:12]} {cell[12:]}",
        f"{cell[:6]}.{cell[6:12]}.{cell[12:]}",
        f" {cell}\u00a0",
        f'="{cell}"',
        f"{cell[:4]}-{cell[4:8]}-{cell[8:12]}-{cell[12:]}",
    )
    return ways[layout.niks % len(ways)]


def sexes(cell: str, layout: Layout) -> str:
    ways = (
        {"L": "L", "P": "P"},
        {"L": "Laki-laki", "P": "Perempuan"},
        {"L": "Pria", "P": "Wanita"},
        {"L": "LAKI LAKI", "P": "PEREMPUAN"},
        {"L": "Lk", "P": "Pr"},
        {"L": "l", "P": "p"},
    )
    return ways[layout.sexes % len(ways)][cell]


def counts(cell: int, layout: Layout) -> object:
    ways = (cell, f"{cell}", f"{cell:,}".replace(",", "."), float(cell), f"{cell:,} orang".replace(",", "."))
    return ways[layout.numbers % len(ways)]


def amounts(cell: int, layout: Layout) -> object:
    dotted = f"{cell:,}".replace(",", ".")
    ways = (cell, f"Rp {dotted}", dotted, f"Rp. {dotted},-", f"{dotted},00", f"{cell:,}", f"Rp{dotted},00")
    return ways[layout.numbers % len(ways)]


def rates(cell: float, layout: Layout) -> object:
    comma = f"{cell:.2f}".replace(".", ",")
    ways = (cell, comma, f"{comma} %", f"{cell}", f"{comma}%")
    return ways[layout.numbers % len(ways)]


def outcomes(cell: str, layout: Layout) -> str:
    ways = (
        {"K": "K", "BK": "BK"},
        {"K": "Kompeten", "BK": "Belum Kompeten"},
        {"K": "KOMPETEN", "BK": "BELUM KOMPETEN"},
        {"K": "k", "BK": "b/k"},
        {"K": "Kompeten (K)", "BK": "Belum Kompeten (BK)"},
    )
    return ways[layout.sexes % len(ways)][cell]


def marks(cell: str, layout: Layout) -> object:
    """A mark of attendance; `?` is none and stays."""
    ways = (
        {"H": "H", "S": "S", "I": "I", "A": "A"},
        {"H": "h", "S": "s", "I": "i", "A": "a"},
        {"H": "Hadir", "S": "Sakit", "I": "Izin", "A": "Alpa"},
        {"H": "v", "S": "S", "I": "I", "A": "A"},
        {"H": "\u221a", "S": "skt", "I": "ijin", "A": "TK"},
        {"H": "\u2713", "S": "SAKIT", "I": "IJIN", "A": "ALPHA"},
    )
    # There are no ticks in cp1252.
    way = 3 if "cp1252" in layout.container and cell == "H" else layout.sexes % len(ways)
    return ways[way].get(cell, cell)


def days(cell: date, layout: Layout) -> object:
    """A day over its column; where it is only a number, the month stands in a title."""
    ways = (
        cell.day,
        f"{cell:%d}",
        cell,
        f"{cell:%d/%m/%Y}",
        f"{cell.day} {_SHORT[cell.month - 1]}",
        f"Tgl. {cell.day}",
        f"{_WEEKDAYS[cell.weekday()]}, {cell.day} {_MONTHS[cell.month - 1]} {cell.year}",
        f"{cell:%d-%m-%y}",
        f"{cell.day}/{cell.month}",
        f"{_WEEKDAYS[cell.weekday()][:3]} {cell.day}",
    )
    return ways[layout.dates % len(ways)]
