"""The closed quarters of the demo year: every figure equal to its measure, every list as long as its figure."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.core.periods import Period
from programs.choices import PeriodState
from programs.measures import Dimension, Slice, divide, find_measure, find_ratio, progress, progress_by
from programs.models import (
    ClosedFigure,
    ClosedMember,
    Reopening,
    ReportingPeriod,
    Restatement,
    TrainingClass,
)
from programs.services import counted_on, find_restatements

pytestmark = pytest.mark.django_db
CLOSED = [Period(2025, 1), Period(2025, 2)]


@pytest.mark.parametrize("period", CLOSED, ids=str)
def test_every_counted_indicator_is_closed_as_its_measure_counts_it(period: Period) -> None:
    figures = ClosedFigure.objects.filter(period__in=ReportingPeriod.objects.of(period))
    for indicator in counted_on(period.end):
        closed = figures.get(indicator=indicator, period__centre=None)
        if measure := find_measure(indicator.measure):
            counted = progress(measure, period, EVERYTHING)
            assert (closed.in_period, closed.value) == (counted.in_period, counted.cumulative), indicator
            by_centre = progress_by(measure, period, EVERYTHING, Dimension.CENTRE)
            for part in figures.filter(indicator=indicator).exclude(period__centre=None):
                own = by_centre.get(part.period.centre_id)
                assert part.value == (own.cumulative if own else 0)
        elif ratio := find_ratio(indicator.measure):
            divided = divide(ratio, Slice.up_to(period), EVERYTHING)
            assert (closed.numerator, closed.denominator) == (divided.numerator, divided.denominator), indicator


def test_the_lists_are_as_long_as_the_figures_and_nothing_has_moved() -> None:
    certified = ClosedFigure.objects.get(measure="job_seekers_certified", period__centre=None, period__quarter=2)
    assert certified.subjects > 100
    second = ClosedMember.objects.filter(measure=certified.measure, period__quarter=2)
    listed = second.values("subject").distinct().count()
    assert listed == certified.subjects == certified.value
    assert find_restatements() == 0
    assert not Restatement.objects.exists()


def test_the_other_quarters_wait_in_every_state() -> None:
    states = set(ReportingPeriod.objects.filter(quarter=3).values_list("state", flat=True))
    assert states == {PeriodState.OPEN, PeriodState.SUBMITTED, PeriodState.RETURNED}


def test_the_classes_and_results_of_the_tour_may_still_come_in() -> None:
    """Some are dated in the second quarter, and the centres may write into it again."""
    overdue = TrainingClass.objects.overdue(CLOSED[-1].end + timedelta(days=1))
    assert not overdue.filter(ends_on__lt=CLOSED[-1].start).exists()
    reopened = Reopening.objects.filter(until__gt=timezone.now(), period__quarter=2)
    assert set(overdue.values_list("centre", flat=True)) <= set(reopened.values_list("period__centre", flat=True))
