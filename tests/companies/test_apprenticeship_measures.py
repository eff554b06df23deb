"""Apprentices counted by hand: who began, who completed, who was hired, and who must not count."""

from datetime import date

import pytest

from companies.choices.apprenticeships import After, ApprenticeshipKind, ApprenticeState, LeaveReason
from companies.documents.apprenticeships import latest_year, year_by_kind
from kaltim_naker.access.scope import EVERYTHING, Scope
from kaltim_naker.core.periods import Period
from programs.measures import Dimension, Slice, count, count_by, get_measure, progress
from tests.factories.accounts import home_region
from tests.factories.apprenticeships import ApprenticeFactory, ApprenticeshipFactory
from tests.factories.trainees import JobSeekerFactory

pytestmark = pytest.mark.django_db

YEAR = Slice(date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture
def story():
    """Four began in 2025 (one of them twice); two completed; two were hired, one of these before the end."""
    spring = ApprenticeshipFactory(kind=ApprenticeshipKind.OWN)
    autumn = ApprenticeshipFactory(kind=ApprenticeshipKind.APBD, starts_on=date(2025, 10, 1), ends_on=date(2026, 3, 31))
    twice = JobSeekerFactory(domicile=home_region("64.72"))
    ApprenticeFactory(apprenticeship=spring, job_seeker=twice, completed=True)
    ApprenticeFactory(apprenticeship=autumn, job_seeker=twice)
    ApprenticeFactory(apprenticeship=spring, completed=True, after=After.HIRED_ELSEWHERE, after_on=date(2025, 9, 15))
    ApprenticeFactory(
        apprenticeship=spring,
        state=ApprenticeState.LEFT,
        ended_on=date(2025, 6, 2),
        leave_reason=LeaveReason.HIRED,
        after=After.HIRED_HERE,
        after_on=date(2025, 6, 2),
    )
    ApprenticeFactory(
        apprenticeship=spring, state=ApprenticeState.LEFT, ended_on=date(2025, 4, 1), leave_reason=LeaveReason.WITHDREW
    )
    # None of these counts: another programme, not begun, began in another year.
    ApprenticeFactory(apprenticeship=ApprenticeshipFactory(kind=ApprenticeshipKind.NATIONAL), completed=True)
    ApprenticeFactory(apprenticeship=spring, selected=True)
    ApprenticeFactory(
        apprenticeship=ApprenticeshipFactory(
            starts_on=date(2024, 9, 2),
            ends_on=date(2025, 2, 28),
            complete_on=date(2024, 8, 1),
            permit_on=date(2024, 8, 2),
        )
    )


@pytest.mark.parametrize(
    ("key", "figure"), [("apprentices_started", 4), ("apprentices_completed", 2), ("apprentices_hired", 2)]
)
def test_people_counted_once(story, key, figure):
    assert count(get_measure(key), YEAR, EVERYTHING) == figure


def test_by_region_of_residence_and_scope(story):
    measure = get_measure("apprentices_started")
    samarinda = home_region("64.72")
    assert count_by(measure, YEAR, EVERYTHING, Dimension.REGION)[samarinda.pk] == 1
    assert count(measure, YEAR, Scope(regions=frozenset({samarinda.pk}))) == 1
    assert count(measure, YEAR, Scope(centres=frozenset({1}))) == 0


def test_a_quarter_counts_who_began_first_in_it(story):
    measure = get_measure("apprentices_started")
    first, last = (progress(measure, Period(2025, quarter), EVERYTHING) for quarter in (1, 4))
    assert (first.in_period, first.cumulative) == (4, 4)
    assert (last.in_period, last.cumulative) == (0, 4)


def test_kinds_apart(story):
    year = year_by_kind(2025, EVERYTHING)
    rows = {row.kind: (row.started, row.completed, row.hired) for row in year.kinds}
    assert rows == {"own": (4, 2, 2), "apbn": (0, 0, 0), "apbd": (1, 0, 0), "national": (1, 1, 0)}
    # Who began twice is in both kinds, and once in the whole: the figure of the measure.
    assert (year.counted.started, year.counted.completed, year.counted.hired) == (4, 2, 2)
    assert latest_year(EVERYTHING) == 2025
