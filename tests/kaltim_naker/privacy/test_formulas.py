"""The birthday goes, every age that was counted stays."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kaltim_naker.privacy.formulas import coarsened
from trainees.formulas import age_on

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@given(birth=st.dates(date(1950, 1, 1), date(2010, 12, 31)), days=st.lists(DAYS, max_size=12))
def test_nobody_grows_older_or_younger(birth: date, days: list[date]) -> None:
    coarse = coarsened(birth, days)
    assert coarse.year == birth.year
    assert coarse <= birth
    assert [age_on(coarse, day) for day in days] == [age_on(birth, day) for day in days]


def test_who_was_never_counted_is_born_on_new_year() -> None:
    assert coarsened(date(2000, 8, 17), []) == date(2000, 1, 1)


def test_the_day_after_the_last_one_counted_before_the_birthday() -> None:
    assert coarsened(date(2000, 8, 17), [date(2025, 3, 1), date(2025, 9, 30)]) == date(2000, 3, 2)
