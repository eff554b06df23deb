"""What a list of attendance says: days over its columns, and a mark below each.

A row of such a list becomes one text, `3 H; 4 S; 17/3 H6`: so it can be kept, shown and corrected like any other cell.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kaltim_naker.imports.cells import CellProblem, text_of
from kaltim_naker.imports.columns import Gathering
from kaltim_naker.imports.parsers.dates import month_in, month_number
from kaltim_naker.imports.wording import normalise
from kaltim_naker.imports.workbook import Cell

# Domain.md §3.5. Who came late was there; how many hours he missed, only the list with hours says.
_WORDS = {
    "H": "h|hadir|hdr|masuk|ada|present|v|t|terlambat|telat|hadir terlambat",
    "S": "s|sakit|skt|sk|sick",
    "I": "i|izin|ijin|iz|ij|permisi|excused",
    "A": "a|alpa|alpha|alfa|tanpa keterangan|tanpa ket|tk|tidak hadir|tdk hadir|th|mangkir|absent",
}
_BY_WORD = {word: mark for mark, words in _WORDS.items() for word in words.split("|")}
# Ticks, also as the letters that stand for them in the fonts Wingdings and Webdings.
_TICKS = frozenset("✓✔√☑●•ü\uf0fc\uf0fb")
_DAY_OFF = frozenset(("l", "libur", "lbr", "off", "minggu", "cuti bersama"))
_WITH_HOURS = re.compile(r"^h(?:adir)? ?(\d{1,2})(?: ?(?:jp|jam))?$")

_WEEKDAY = re.compile(r"\b(senin|sen|selasa|sel|rabu|rab|kamis|kam|jumat|jum at|jum|sabtu|sab|minggu|ming|ahad)\b")
_PREFIX = re.compile(r"^(tanggal|tgl|hari|hr|day)\s+")
_NTH = re.compile(r"^(?:(?:pertemuan|sesi|hari|tatap muka|hari pertemuan)(?: ke)?|ke) (\d{1,3})$")
_PLAIN_DAY = re.compile(r"^(\d{1,2})$")
_NUMERIC_DAY = re.compile(r"^(\d{1,2}) (\d{1,2})(?: (\d{4}|\d{2}))?$")
_SPELLED_DAY = re.compile(r"^(\d{1,2}) ([a-z]+)(?: (\d{4}|\d{2}))?$")
_ISO_DAY = re.compile(r"^(\d{4}) (\d{1,2}) (\d{1,2})$")
_KEY = re.compile(r"^(?:#(?P<nth>\d{1,3})|(?P<day>\d{1,2})(?:/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?)?)$")


@dataclass(frozen=True)
class DayMark:
    """One mark. The day is told by its number, with month and year where the list has them, or as the `nth` session.

    `part` counts columns of the same day: morning and afternoon. `hours` stand beside the mark of who left early.
    """

    mark: str
    hours: int | None = None
    day: int = 0
    month: int | None = None
    year: int | None = None
    nth: int = 0
    part: int = 1

    @property
    def label(self) -> str:
        """The day as it stood over the column."""
        return f"#{self.nth}" if self.nth else "/".join(str(part) for part in (self.day, self.month, self.year) if part)


def day_key(words: Sequence[str]) -> str | None:
    """`3`, `17/3`, `17/3/2025` or `#2` for the words over a column; None where they name no day.

    The lowest line that names a day counts; a month may stand in a line above it.
    """
    for level in range(len(words) - 1, -1, -1):
        key = _key_of(words[level])
        if key is None:
            continue
        months = [found for upper in words[:level] if (found := month_in(upper))]
        if months and key.isdigit():
            year = f"/{months[-1].year}" if months[-1].year else ""
            return f"{key}/{months[-1].number}{year}"
        return key
    return None


def _key_of(text: str) -> str | None:
    if text.startswith("("):
        # The line (1) (2) (3) below the head numbers the columns.
        return None
    words = normalise(text)
    if nth := _NTH.match(words):
        return f"#{int(nth[1])}" if int(nth[1]) else None
    words = _PREFIX.sub("", _WEEKDAY.sub(" ", words).strip()).strip()
    if iso := _ISO_DAY.match(words):
        return _dated(iso[3], int(iso[2]), iso[1])
    if plain := _PLAIN_DAY.match(words):
        return _dated(plain[1], None, None)
    if numeric := _NUMERIC_DAY.match(words):
        return _dated(numeric[1], int(numeric[2]), numeric[3])
    if spelled := _SPELLED_DAY.match(words):
        number = month_number(spelled[2])
        return _dated(spelled[1], number, spelled[3]) if number else None
    return None


def _dated(day: str, month: int | None, year: str | None) -> str | None:
    if not 1 <= int(day) <= 31 or not 1 <= (month or 1) <= 12:
        return None
    if month is None:
        return str(int(day))
    return f"{int(day)}/{month}" + (f"/{int(year) + 2000 * (len(year) == 2)}" if year else "")


def join_marks(cells: Sequence[tuple[Sequence[str], Cell]]) -> Cell:
    """One text of the filled cells of a row, with the day before each mark."""
    found = [(key, text_of(cell).replace(";", ",")) for words, cell in cells if (key := day_key(words))]
    # The second column of a day stays the second where the first is empty.
    twice = {key for key, count in Counter(key for key, _text in found).items() if count > 1}
    shown = [f"{key} {text or '-'}" for key, text in found if text or key in twice]
    return "; ".join(shown) if any(text for _key, text in found) else None


DAYS = Gathering(belongs=lambda words: day_key(words) is not None, join=join_marks)


def marks(cell: Cell) -> tuple[DayMark, ...]:
    """The marks of one person. Raises `mark_unknown`, which names every day with something that is no mark."""
    found: list[DayMark] = []
    unknown: list[str] = []
    parts: Counter[str] = Counter()
    for piece in filter(None, (piece.strip() for piece in text_of(cell).split(";"))):
        label, _blank, text = piece.partition(" ")
        key, mark = _KEY.match(label), _mark(text)
        parts[label] += 1
        if key and mark:
            found.append(DayMark(*mark, **_day_of(key), part=parts[label]))
        elif not key or not _says_nothing(text):
            unknown.append(piece)
    if unknown:
        raise CellProblem(
            "mark_unknown",
            _("Not a mark of attendance: %(marks)s.") % {"marks": "; ".join(unknown[:5])},
            hint=_("Write H (present), S (sick), I (excused) or A (absent)."),
        )
    return tuple(found)


def _says_nothing(text: str) -> bool:
    return not text_of(text) or normalise(text) in _DAY_OFF


def _mark(text: str) -> tuple[str, int | None] | None:
    """The mark with its hours, if any."""
    if text in _TICKS:
        return "H", None
    word = normalise(text)
    if hours := _WITH_HOURS.match(word):
        return "H", int(hours[1])
    mark = _BY_WORD.get(word)
    return (mark, None) if mark else None


def _day_of(key: re.Match[str]) -> dict[str, int | None]:
    if key["nth"]:
        return {"nth": int(key["nth"])}
    month, year = (int(key[name]) if key[name] else None for name in ("month", "year"))
    return {"day": int(key["day"]), "month": month, "year": year}
