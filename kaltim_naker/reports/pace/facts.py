"""What is said about the pace of a year: plain frozen data, for page, report and API alike (see `reports.facts`).

People are whole numbers, rates are per cent, days are calendar days.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Verdict(StrEnum):
    """Where the interval lies against the target."""

    REACHED = "reached"
    SAFE = "safe"
    LIKELY = "likely"
    AT_RISK = "at_risk"
    OFF = "off"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class MoreClasses:
    """So many more classes of so many seats close the gap, if the last one begins by `last_start`.

    `classes` is None where no class can help any more: whatever begins now ends too late.
    """

    label: str
    centre: int | None
    gap: int
    seats: int
    classes: int | None = None
    last_start: date | None = None
    per_class: Decimal | None = None
    class_days: int = 0
    days_to_count: int = 0


@dataclass(frozen=True)
class PaceRow:
    """The province, or one centre.

    `planned_now`: what should be there by the planned last days of the year's classes. `quarter_target`: what was set
    for the end of the running quarter. `expected`, `low`, `high` are at the end of the year; None without a forecast.
    `from_closed`, `from_running`, `from_to_come` are what the classes add, and make up expected − counted.
    """

    label: str
    centre: int | None
    target: Decimal | None
    counted: int
    planned_now: int | None = None
    quarter_target: Decimal | None = None
    expected: int | None = None
    low: int | None = None
    high: int | None = None
    from_closed: int = 0
    from_running: int = 0
    from_to_come: int = 0
    more: tuple[MoreClasses, ...] = ()

    @property
    def gap(self) -> Decimal | None:
        """What will be missing at the end of the year; 0 where nothing will."""
        if self.target is None or self.expected is None:
            return None
        return max(self.target - self.expected, Decimal(0))

    @property
    def ahead(self) -> int | None:
        """Against the calendar today: ahead (positive) or behind (negative)."""
        return None if self.planned_now is None else self.counted - self.planned_now

    @property
    def percent(self) -> Decimal | None:
        """The expected figure against the target, unrounded."""
        if not self.target or self.expected is None:
            return None
        return Decimal(self.expected) / self.target * 100

    @property
    def verdict(self) -> Verdict:
        if self.target is None or self.low is None or self.high is None or self.expected is None:
            return Verdict.UNKNOWN
        if self.counted >= self.target:
            return Verdict.REACHED
        if self.low >= self.target:
            return Verdict.SAFE
        if self.expected >= self.target:
            return Verdict.LIKELY
        return Verdict.AT_RISK if self.high >= self.target else Verdict.OFF


@dataclass(frozen=True)
class Assumption:
    """What closed classes have shown, and is taken to go on. `of_all`: a centre with too few of its own."""

    label: str
    of_all: bool
    classes: int
    seats: int
    enrolled: int
    passed: int
    certain: int
    counted_percent: Decimal
    half_days: int
    most_days: int
    lag_days: int
    class_days: int
    new_percent: Decimal


@dataclass(frozen=True)
class PaceMonth:
    """The end of a month: counted (None for one to come), planned, and expected with its interval (None for one past).

    `was_expected`, `was_low`, `was_high`: what the forecast of that day said about the end of the year.
    """

    day: date
    counted: int | None
    planned: int | None
    expected: int | None = None
    low: int | None = None
    high: int | None = None
    was_expected: int | None = None
    was_low: int | None = None
    was_high: int | None = None


@dataclass(frozen=True)
class Pace:
    """An indicator's way to the end of its year, as it was known on `day`.

    `reason` says why nothing is forecast. `level`: per cent of years that the interval is made to cover.
    `undated` and `empty` classes are left out: without days, or running without anybody on record.
    """

    code: str
    name: str
    measure: str
    unit: str
    explanation: str
    year: int
    day: date
    until: date
    level: int
    whole: PaceRow
    parts: tuple[PaceRow, ...] = ()
    months: tuple[PaceMonth, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    undated: int = 0
    empty: int = 0
    reason: str = ""

    @property
    def is_over(self) -> bool:
        return self.day >= self.until
