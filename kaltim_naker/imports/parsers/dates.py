"""Dates in every form that clerks write them (domain.md §13.4). Day before month, always; nothing is guessed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from kaltim_naker.core.periods import today
from kaltim_naker.imports.cells import CellProblem, is_number, text_of
from kaltim_naker.imports.wording import normalise, roman_number
from kaltim_naker.imports.workbook import Cell

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu ags agt agst aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
_NUMERIC = re.compile(r"^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})$")
_COMPACT = re.compile(r"^\d{8}$")
_DAY_WORD_YEAR = re.compile(r"^(\d{1,2})[\s/.,\-]*([a-z]+)[\s/.,\-]*(\d{4}|\d{2})$")
_WORD_DAY_YEAR = re.compile(r"^([a-z]+)[\s.\-]*(\d{1,2})[\s/.,\-]+(\d{4})$")
_TIME_OF_DAY = re.compile(r"[\sT]+\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?\s*(am|pm|wita|wib|wit|z)?$", re.IGNORECASE)
_LEADING_WORDS = re.compile(r"^(senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|tanggal|tgl)[\s.,:]+", re.IGNORECASE)
# Excel counts days from here; 1900 and 2099 as days, so that a bare year or a telephone number is no date.
_EXCEL_EPOCH = date(1899, 12, 30)
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)
_SERIALS = range(4_000, 73_500)
# Nobody younger takes part in a training, so "05" is 2005 and "25" is 1925.
_YOUNGEST_YEARS = 10
_SHORT_NUMBER, _YEAR = re.compile(r"^\d{1,2}$"), re.compile(r"^(20)?\d\d$")
_PLACE_AND_DATE = re.compile(r"^(?P<place>\D*?)[\s,/;:.\-]*(?P<date>\d.*)?$", re.DOTALL)


def birth_date(cell: Cell) -> date | None:
    """A date of birth: two-digit years lie at least ten years back, and none in the future. Raises `date_invalid`."""
    found = _parse(cell, latest=_years_back(_YOUNGEST_YEARS))
    if found and found > today():
        raise _invalid(cell, _("A date of birth cannot lie in the future."))
    return found


def any_date(cell: Cell) -> date | None:
    """Any other date; two-digit years reach ten years ahead. Raises `date_invalid`."""
    return _parse(cell, latest=_years_back(-10))


def required(parser: Callable[[Cell], date | None]) -> Callable[[Cell], date]:
    """The same parser, but an empty cell is `date_missing`."""

    def parse(cell: Cell) -> date:
        found = parser(cell)
        if found is None:
            raise CellProblem("date_missing", _("The date is missing."), hint=_("Write it as 12/03/2001."))
        return found

    return parse


def split_place_and_date(cell: Cell) -> Sequence[Cell]:
    """`Tanah Grogot, 28-06-2002` → place and date; either may be missing."""
    if not isinstance(cell, str):
        return None, cell
    found = _PLACE_AND_DATE.match(text_of(cell))
    return (found["place"] or None, found["date"] or None) if found else (cell, None)


def _parse(cell: Cell, *, latest: date) -> date | None:
    if isinstance(cell, datetime):
        return _plausible(cell.date(), cell)
    if isinstance(cell, date):
        return _plausible(cell, cell)
    text = text_of(cell)
    if not text:
        return None
    if is_number(cell) or text.isdigit():
        return _plausible(_from_digits(text), cell)
    try:
        return _plausible(_from_words(text, latest), cell)
    except ValueError:
        raise _invalid(cell, _american_hint(text)) from None


def _from_digits(text: str) -> date | None:
    """A serial number of Excel, or eight digits with the year in front or at the end."""
    if text.isascii() and text.isdigit() and int(text) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(text))
    if _COMPACT.match(text):
        for year, month, day in ((text[:4], text[4:6], text[6:]), (text[4:], text[2:4], text[:2])):
            try:
                return date(int(year), int(month), int(day))
            except ValueError:
                continue
    return None


def _from_words(text: str, latest: date) -> date:
    """Raises ValueError for what is no date and for days that do not exist."""
    text = _LEADING_WORDS.sub("", _TIME_OF_DAY.sub("", text.strip())).strip(" .,")
    if found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
        return date(year, month, day)
    if found := _NUMERIC.match(text):
        day, month, year = found.groups()
        return _dated(int(day), int(month), year, latest)
    spelled = normalise(text)
    if found := _DAY_WORD_YEAR.match(spelled):
        day, word, year = found.groups()
    elif found := _WORD_DAY_YEAR.match(spelled):
        word, day, year = found.groups()
    else:
        raise ValueError(text)
    number = month_number(word)
    if number is None:
        raise ValueError(text)
    return _dated(int(day), number, year, latest)


def _dated(day: int, month: int, year: str, latest: date) -> date:
    if len(year) == 4:
        return date(int(year), month, day)
    recent = date(2000 + int(year), month, day) if day_exists(2000 + int(year), month, day) else None
    return recent if recent and recent <= latest else date(1900 + int(year), month, day)


def day_exists(year: int, month: int, day: int) -> bool:
    """Whether the calendar has this day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _plausible(found: date | None, cell: Cell) -> date:
    if found is None or not _EARLIEST <= found <= _LATEST:
        raise _invalid(cell)
    return found


def _american_hint(text: str) -> str:
    found = _NUMERIC.match(text)
    if found and int(found[2]) > 12 >= int(found[1]) > 0:
        return _("Day and month seem to be swapped: write the day first.")
    return ""


def _invalid(cell: Cell, hint: str = "") -> CellProblem:
    message = _("“%(value)s” is not a date that exists.") % {"value": text_of(cell)}
    return CellProblem("date_invalid", message, hint=hint or _("Write it as 12/03/2001 or 12 Maret 2001."))


def _years_back(years: int) -> date:
    now = today()
    # The first of the month exists in every year, 29 February does not.
    return now.replace(year=now.year - years, day=1)


@dataclass(frozen=True)
class Month:
    """A month as a list states it; often without its year."""

    number: int
    year: int | None = None


def month(cell: Cell) -> Month | None:
    """`Maret 2025`, `Mar-25`, `03/2025`, `2025-03`, a day in it, `Maret`. Raises `date_invalid`."""
    if isinstance(cell, date):
        return Month(cell.month, cell.year)
    text = text_of(cell)
    if not text:
        return None
    found = month_in(text)
    if found is None:
        whole = any_date(cell)
        found = Month(whole.month, whole.year) if whole else None
    if found is None:
        raise _invalid(cell, _("Write the month as Maret 2025."))
    return found


def month_in(text: str) -> Month | None:
    """The month that a text names, if it names nothing else; a year of two digits is of this century."""
    words = normalise(text).removeprefix("bulan ").split()
    if len(words) == 1 and words[0] in _MONTHS:
        return Month(_MONTHS[words[0]])
    if len(words) != 2:
        return None
    name, year = words if len(words[0]) < 4 or words[0] in _MONTHS else reversed(words)
    number = _MONTHS.get(name) or (int(name) if _SHORT_NUMBER.match(name) else 0)
    if not 1 <= number <= 12 or not _YEAR.match(year):
        return None
    return Month(number, int(year) if len(year) == 4 else 2000 + int(year))


def month_number(word: str) -> int | None:
    """`maret`, `mar`, `iii` → 3; None for no name of a month. The word is normalised."""
    return _MONTHS.get(word) or roman_number(word)
