"""Working days by the table of holidays that comes with the program."""

from datetime import date

import pytest

from programs.models import Holiday
from programs.reference import _holidays

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _calendar():
    Holiday.objects.bulk_create(Holiday(**row) for row in _holidays())


def test_idulfitri_takes_eleven_days():
    """28 March to 7 April 2025 are weekends, holidays and joint leave throughout."""
    assert Holiday.objects.working_day_after(date(2025, 3, 27), 1) == date(2025, 4, 8)
    assert Holiday.objects.working_day_after(date(2025, 3, 27), 3) == date(2025, 4, 10)
    assert Holiday.objects.working_day_before(date(2025, 4, 8), 1) == date(2025, 3, 27)


def test_a_year_that_was_not_entered():
    assert Holiday.objects.covers(2025)
    assert not Holiday.objects.covers(2031)
