"""Time as the office counts it: the calendar year in WITA (Asia/Makassar), and its parts.

Decided here and nowhere else: 31 December 2026 16:00 UTC is already 2027 in the office (security.md §2, row 25).
"""

import calendar
import time
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


def today() -> date:
    """The current date in the office's time zone. Cheap: an import asks for it with each number and date."""
    return _day_at(int(time.time() // 60), timezone.get_default_timezone())


# Days begin with a full minute everywhere.
@lru_cache(maxsize=4)
def _day_at(minute: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(minute * 60, zone).date()


def fiscal_year(moment: date | datetime) -> int:
    """The fiscal year a date or an aware moment belongs to: the calendar year in the office's time zone."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment).date()
    return moment.year


def add_months(start: date, months: int) -> date:
    """Calendar months: 31 August plus six months is 28 February; so is 29 February plus 36 (domain.md §4.3)."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


SATURDAY = 5


def working_day_after(start: date, days: int, holidays: Container[date]) -> date:
    """The day that lies so many working days after another one, which is not counted itself.

    Saturday, Sunday and holidays are left out; a Friday counts, though the office closes early (domain.md §13, 7).
    """
    return _step(start, days, timedelta(days=1), holidays)


def working_day_before(end: date, days: int, holidays: Container[date]) -> date:
    """The same, backwards. What was received before this day is past its term of so many working days at `end`."""
    return _step(end, days, timedelta(days=-1), holidays)


def _step(day: date, days: int, step: timedelta, holidays: Container[date]) -> date:
    while days:
        day += step
        days -= day.weekday() < SATURDAY and day not in holidays
    return day


class Span(StrEnum):
    """How long a period is. The value is the letter of its code."""

    MONTH = "M"
    QUARTER = "Q"
    SEMESTER = "S"
    YEAR = "Y"

    @property
    def months(self) -> int:
        return {"M": 1, "Q": 3, "S": 6, "Y": 12}[self.value]


@dataclass(frozen=True, order=True)
class Period:
    """A fiscal year, or one of its quarters (1–4), semesters (1–2) or months (1–12); without a part, the whole year."""

    year: int
    quarter: int | None = None
    semester: int | None = None
    month: int | None = None

    def __post_init__(self) -> None:
        if not 2000 <= self.year <= 2100:
            raise ValueError(f"year out of range: {self.year}")
        if self.quarter not in (None, 1, 2, 3, 4):
            raise ValueError(f"a quarter is 1, 2, 3 or 4, not {self.quarter}")
        if self.semester not in (None, 1, 2):
            raise ValueError(f"a semester is 1 or 2, not {self.semester}")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError(f"a month is 1 to 12, not {self.month}")
        if sum(part is not None for part in (self.quarter, self.semester, self.month)) > 1:
            raise ValueError("a period is a quarter, a semester or a month, never two of them")

    @classmethod
    def coded(cls, year: int, code: str) -> "Period":
        """`Q3`, `S1`, `M07`; `Y` is the whole year. Raises ValueError."""
        span, number = Span(code[:1]), code[1:]
        if span == Span.YEAR:
            return cls(year)
        return cls(year, **{span.name.lower(): int(number)})

    @property
    def span(self) -> Span:
        if self.month:
            return Span.MONTH
        if self.semester:
            return Span.SEMESTER
        return Span.QUARTER if self.quarter else Span.YEAR

    @property
    def code(self) -> str:
        """As an address and a report's number say it; months with two digits, so that they sort."""
        if self.month:
            return f"M{self.month:02d}"
        return f"{self.span}{self.quarter or self.semester or ''}"

    @property
    def is_year(self) -> bool:
        return self.span == Span.YEAR

    @property
    def closing_quarter(self) -> int | None:
        """The quarter that ends with this period; None for a month within a quarter. A year ends with its fourth."""
        quarter, rest = divmod(self._last_month, 3)
        return None if rest else quarter

    @property
    def _last_month(self) -> int:
        return (self.month or self.quarter or self.semester or 1) * self.span.months

    @property
    def start(self) -> date:
        return date(self.year, self._last_month - self.span.months + 1, 1)

    @property
    def end(self) -> date:
        """The last day, included."""
        return date(self.year, self._last_month, calendar.monthrange(self.year, self._last_month)[1])

    @property
    def year_start(self) -> date:
        return date(self.year, 1, 1)

    @property
    def previous_in_year(self) -> "Period | None":
        """The quarter before, within the same year."""
        return Period(self.year, self.quarter - 1) if self.quarter and self.quarter > 1 else None

    def __str__(self) -> str:
        if self.month:
            return f"{capfirst(str(MONTHS[self.month]))} {self.year}"
        if self.semester:
            return _("Semester %(semester)s of %(year)s") % {"semester": ROMAN[self.semester], "year": self.year}
        if self.quarter is None:
            return _("Year %(year)s") % {"year": self.year}
        return _("Quarter %(quarter)s of %(year)s") % {"quarter": ROMAN[self.quarter], "year": self.year}

    @classmethod
    def of(cls, day: date) -> "Period":
        """The quarter that a day lies in."""
        return cls(day.year, (day.month + 2) // 3)
