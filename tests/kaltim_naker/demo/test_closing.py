"""The closed quarter of the demo year: every figure equal to its measure, every list as long as its figure."""

import pytest

from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.core.periods import Period
from programs.choices import PeriodState
from programs.measures import Dimension, Slice, divide, find_measure, find_ratio, progress, progress_by
from programs.models import ClosedFigure, ClosedMember, ReportingPeriod, Restatement, TrainingClass
from programs.services import counted_on, find_restatements

pytestmark = pytest.mark.django_db
FIRST = Period(2025, 1)


def test_every_counted_indicator_is_closed_as_its_measure_counts_it() -> None:
    for indicator in counted_on(FIRST.end):
        closed = ClosedFigure.objects.get(indicator=indicator, period__quarter=1, period__centre=None)
        if measure := find_measure(indicator.measure):
            counted = progress(measure, FIRST, EVERYTHING)
            assert (closed.in_period, closed.value) == (counted.in_period, counted.cumulative), indicator
            by_centre = progress_by(measure, FIRST, EVERYTHING, Dimension.CENTRE)
            for part in ClosedFigure.objects.filter(indicator=indicator).exclude(period__centre=None):
                own = by_centre.get(part.period.centre_id)
                assert part.value == (own.cumulative if own else 0)
        elif ratio := find_ratio(indicator.measure):
            divided = divide(ratio, Slice.up_to(FIRST), EVERYTHING)
            assert (closed.numerator, closed.denominator) == (divided.numerator, divided.denominator), indicator


def test_the_lists_are_as_long_as_the_figures_and_nothing_has_moved() -> None:
    certified = ClosedFigure.objects.get(measure="job_seekers_certified", period__centre=None)
    assert certified.subjects > 100
    listed = ClosedMember.objects.filter(measure=certified.measure).values("subject").distinct().count()
    assert listed == certified.subjects == certified.value
    assert find_restatements() == 0
    assert not Restatement.objects.exists()


def test_the_other_quarters_wait_in_every_state() -> None:
    states = set(ReportingPeriod.objects.filter(quarter=2).values_list("state", flat=True))
    assert states == {PeriodState.OPEN, PeriodState.SUBMITTED, PeriodState.RETURNED}


def test_no_class_of_the_closed_quarter_is_still_to_be_closed() -> None:
    """The tour closes classes; none of them lies where nothing can be written."""
    assert not TrainingClass.objects.overdue(FIRST.end).exists()
