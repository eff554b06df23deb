"""Rules without a database."""

from collections.abc import Iterable
from datetime import date, timedelta


def coarsened(birth_date: date, days: Iterable[date]) -> date:
    """The earliest birthday of the same year with which the person is as old as before on each of these days.

    So the year of birth and every figure by age stay exact, and the birthday itself is gone.

    >>> coarsened(date(2000, 8, 17), [date(2025, 3, 1), date(2025, 9, 30)])
    datetime.date(2000, 3, 2)
    """
    of_year = (birth_date.month, birth_date.day)
    # On a day before the birthday the new year of life has not begun: the new birthday must lie after it, too.
    earlier = [(day.month, day.day) for day in days if (day.month, day.day) < of_year]
    if not earlier:
        return birth_date.replace(month=1, day=1)
    month, day = max(earlier)
    if (month, day) == (2, 29):
        return birth_date.replace(month=3, day=1)
    return birth_date.replace(month=month, day=day) + timedelta(days=1)
