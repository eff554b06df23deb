"""The arithmetic of Permenaker 6/2020 (domain.md §5). Pure functions."""

from collections.abc import Iterable
from datetime import date, timedelta

from companies.constants.apprenticeships import MOST_MONTHS, MOST_PERCENT_OF_WORKERS
from kaltim_naker.core.periods import add_months

Span = tuple[date, date]


def age_on(birth_date: date, day: date) -> int:
    """Completed years of life; who is born on 29 February completes them on the 28th in other years."""
    years = day.year - birth_date.year
    return years if add_months(birth_date, 12 * years) <= day else years - 1


def most_apprentices(workers: int) -> int:
    """How many a site with so many workers may have at once.

    >>> most_apprentices(1000), most_apprentices(14)
    (200, 2)
    """
    return workers * MOST_PERCENT_OF_WORKERS // 100


def last_possible_day(first_day: date) -> date:
    """Twelve months to the day: from 1 March to the end of February.

    >>> last_possible_day(date(2025, 3, 1))
    datetime.date(2026, 2, 28)
    """
    return add_months(first_day, MOST_MONTHS) - timedelta(days=1)


def most_at_once(spans: Iterable[Span], within: Span) -> int:
    """The largest number of spans (both days included) that share one day of another span."""
    first, last = within
    shared = [span for span in spans if span[0] <= last and span[1] >= first]
    # The number only grows where a span begins.
    days = {max(start, first) for start, _end in shared}
    return max((sum(start <= day <= end for start, end in shared) for day in days), default=0)


def monday_of(day: date) -> date:
    """The week a day belongs to is named by its Monday."""
    return day - timedelta(days=day.weekday())
