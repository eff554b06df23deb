"""What the forecasts of the demo year said at the end of each month, against what the year brought."""

from datetime import date

import pytest

from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.demo.classes import YEAR
from kaltim_naker.reports.pace.build import pace_of
from kaltim_naker.reports.pace.facts import Pace, PaceMonth
from programs.models import Indicator

pytestmark = pytest.mark.django_db

END = date(YEAR, 12, 31)


@pytest.fixture
def certified() -> Pace:
    return pace_of(Indicator.objects.get(code="K1"), YEAR, END, EVERYTHING, looking_back=True)


def errors(pace: Pace, months: range) -> list[int]:
    return [abs(said(pace, month).was_expected - pace.whole.counted) for month in months]


def said(pace: Pace, month: int) -> PaceMonth:
    return pace.months[month - 1]


def test_the_interval_holds_what_came_in_most_months(certified: Pace) -> None:
    held = [month for month in certified.months if month.was_low <= certified.whole.counted <= month.was_high]

    assert len(held) >= 10


def test_the_error_falls(certified: Pace) -> None:
    """From April on within 4 %, from August on within 2 % of what the year brought."""
    brought = certified.whole.counted

    assert max(errors(certified, range(4, 13))) <= brought * 0.04
    assert max(errors(certified, range(8, 13))) <= brought * 0.02
    assert sum(errors(certified, range(1, 7))) > sum(errors(certified, range(7, 13)))


def test_the_interval_narrows(certified: Pace) -> None:
    widths = [said(certified, month).was_high - said(certified, month).was_low for month in (1, 3, 6, 9, 12)]

    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == 0


def test_the_province_saw_in_june_that_it_would_miss_its_target() -> None:
    """More classes would still have helped, at both centres; in December none would."""
    june = pace_of(Indicator.objects.get(code="K1"), YEAR, date(YEAR, 6, 30), EVERYTHING)
    december = pace_of(Indicator.objects.get(code="K1"), YEAR, date(YEAR, 12, 1), EVERYTHING)

    assert june.whole.high < june.whole.target
    assert [more.classes > 10 and more.last_start.month in (9, 10) for more in june.whole.more] == [True, True]
    assert [more.classes for more in december.whole.more] == [None, None]


def test_apprentices_are_forecast_from_their_programmes() -> None:
    pace = pace_of(Indicator.objects.get(code="K2"), YEAR, END, EVERYTHING, looking_back=True)

    assert max(errors(pace, range(3, 13))) <= pace.whole.counted * 0.02
    assert pace.parts == ()
