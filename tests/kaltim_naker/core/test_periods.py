"""Years and quarters as the office counts them, in WITA."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from kaltim_naker.core.periods import Period, fiscal_year, today, working_day_after, working_day_before
from tests.security import security

YEAR_END = security(26, "The year at its end", target="Python = SQL = WITA")


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), 2026),
        (datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC), 2027),
        (datetime(2025, 12, 31, 16, 0, 0, tzinfo=UTC), 2026),
        (date(2026, 12, 31), 2026),
    ],
)
@YEAR_END
def test_the_year_begins_at_midnight_in_the_office(moment: date | datetime, year: int) -> None:
    assert fiscal_year(moment) == year


@YEAR_END
def test_today_is_the_day_of_the_office() -> None:
    with time_machine.travel(datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), tick=False):
        assert today() == date(2026, 12, 31)
    with time_machine.travel(datetime(2026, 12, 31, 16, 0, tzinfo=UTC), tick=False):
        assert today() == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("quarter", "start", "end"),
    [
        (1, date(2024, 1, 1), date(2024, 3, 31)),
        (2, date(2024, 4, 1), date(2024, 6, 30)),
        (3, date(2024, 7, 1), date(2024, 9, 30)),
        (4, date(2024, 10, 1), date(2024, 12, 31)),
        (None, date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_first_and_last_day(quarter: int | None, start: date, end: date) -> None:
    period = Period(2024, quarter)
    assert (period.start, period.end, period.year_start) == (start, end, date(2024, 1, 1))


def test_every_day_lies_in_the_quarter_it_is_said_to_lie_in() -> None:
    for month in range(1, 13):
        period = Period.of(date(2025, month, 1))
        assert period.start <= date(2025, month, 1) <= period.end


def test_the_quarter_before_stays_within_the_year() -> None:
    assert Period(2025, 3).previous_in_year == Period(2025, 2)
    assert Period(2025, 1).previous_in_year is None
    assert Period(2025).previous_in_year is None


@pytest.mark.parametrize(("year", "quarter"), [(1999, None), (2101, None), (2025, 0), (2025, 5)])
def test_what_is_no_period(year: int, quarter: int | None) -> None:
    with pytest.raises(ValueError, match=r"year|quarter"):
        Period(year, quarter)


# --- working days --------------------------------------------------------------------------------------------------
MAY_DAY, WAISAK = date(2025, 5, 1), {date(2025, 5, 12), date(2025, 5, 13)}


@pytest.mark.parametrize(
    ("start", "days", "holidays", "end"),
    [
        (date(2025, 3, 3), 3, set(), date(2025, 3, 6)),  # Monday to Thursday
        (date(2025, 3, 7), 3, set(), date(2025, 3, 12)),  # over a weekend
        (date(2025, 3, 8), 3, set(), date(2025, 3, 12)),  # brought on a Saturday
        (date(2025, 4, 30), 3, {MAY_DAY}, date(2025, 5, 6)),  # over 1 May and a weekend
        (date(2025, 5, 9), 1, WAISAK, date(2025, 5, 14)),  # two holidays after a weekend
        (date(2025, 5, 9), 0, WAISAK, date(2025, 5, 9)),
    ],
)
def test_working_days(start, days, holidays, end):
    assert working_day_after(start, days, holidays) == end


@pytest.mark.parametrize("received", [date(2025, 5, 7) + timedelta(days=n) for n in range(10)])
@pytest.mark.parametrize("today", [date(2025, 5, 7) + timedelta(days=n) for n in range(20)])
def test_overdue_is_asked_from_either_end(received, today):
    """Past the third working day after it was received: received before the third working day that lies behind us."""
    is_overdue = working_day_after(received, 3, WAISAK) < today
    assert is_overdue == (received < working_day_before(today, 3, WAISAK))


@pytest.mark.parametrize(
    ("period", "code", "start", "end", "closing_quarter"),
    [
        (Period(2025), "Y", date(2025, 1, 1), date(2025, 12, 31), 4),
        (Period(2025, semester=1), "S1", date(2025, 1, 1), date(2025, 6, 30), 2),
        (Period(2025, semester=2), "S2", date(2025, 7, 1), date(2025, 12, 31), 4),
        (Period(2025, 3), "Q3", date(2025, 7, 1), date(2025, 9, 30), 3),
        (Period(2024, month=2), "M02", date(2024, 2, 1), date(2024, 2, 29), None),
        (Period(2025, month=3), "M03", date(2025, 3, 1), date(2025, 3, 31), 1),
        (Period(2025, month=12), "M12", date(2025, 12, 1), date(2025, 12, 31), 4),
    ],
)
def test_parts_of_a_year(period, code, start, end, closing_quarter):
    assert (period.code, period.start, period.end) == (code, start, end)
    assert period.closing_quarter == closing_quarter
    assert Period.coded(period.year, code) == period


@pytest.mark.parametrize("parts", [{"month": 13}, {"month": 0}, {"semester": 3}, {"quarter": 1, "month": 1}])
def test_no_such_part(parts):
    with pytest.raises(ValueError, match=" is "):
        Period(2025, **parts)


@YEAR_END
def test_python_and_sql_agree_on_ten_thousand_moments(db: None, figure) -> None:
    """The day of the office is computed by both: pages in Python, reports and triggers in SQL (security.md §5, 26)."""
    chance = random.Random(26)
    begin, end = datetime(2015, 1, 1, tzinfo=UTC), datetime(2035, 1, 1, tzinfo=UTC)
    moments = [begin + (end - begin) * chance.random() for _ in range(10_000)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(year FROM moment AT TIME ZONE %s)::int FROM unnest(%s::timestamptz[]) AS moment",
            [settings.TIME_ZONE, moments],
        )
        in_sql = [year for (year,) in cursor.fetchall()]
    assert in_sql == [fiscal_year(moment) for moment in moments]
    figure("10 000 of 10 000 moments agree")
