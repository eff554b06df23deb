"""Quarters of units, and reopenings."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import factory
from django.utils import timezone

from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import Period
from programs.choices import PeriodState
from programs.models import ClosedFigure, Reopening, ReportingPeriod, Restatement, TrainingCentre
from programs.services import close_quarter
from tests.factories.accounts import UserFactory
from tests.factories.base import ValidFactory


class ReportingPeriodFactory(ValidFactory):
    """An open quarter of the province's own unit; the traits give the other states what these need."""

    class Meta:
        model = ReportingPeriod

    class Params:
        submitted = factory.Trait(
            state=PeriodState.SUBMITTED,
            submitted_by=factory.SubFactory(UserFactory),
            submitted_at=factory.LazyFunction(timezone.now),
        )
        returned = factory.Trait(submitted=True, state=PeriodState.RETURNED, note="Hasil uji belum lengkap")
        approved = factory.Trait(
            submitted=True,
            state=PeriodState.APPROVED,
            approved_by=factory.SubFactory(UserFactory),
            approved_at=factory.LazyFunction(timezone.now),
        )
        closed = factory.Trait(
            approved=True,
            state=PeriodState.CLOSED,
            closed_by=factory.SubFactory(UserFactory),
            closed_at=factory.LazyFunction(timezone.now),
        )

    year = 2025
    quarter = 1
    centre = None


class ReopeningFactory(ValidFactory):
    """A closed quarter that may be written for another three days."""

    class Meta:
        model = Reopening

    period = factory.SubFactory(ReportingPeriodFactory, closed=True)
    until = factory.LazyFunction(lambda: timezone.now() + timedelta(days=3))
    reason = "Sertifikat terlambat diserahkan"
    opened_by = factory.SubFactory(UserFactory)


class ClosedFigureFactory(ValidFactory):
    """Somebody was certified: a figure of one, with nobody in its list."""

    class Meta:
        model = ClosedFigure

    period = factory.SubFactory(ReportingPeriodFactory, closed=True)
    indicator = factory.SubFactory("tests.factories.programs.IndicatorFactory")
    measure = factory.SelfAttribute("indicator.measure")
    rule_id = "Setiap orang satu kali"
    rule_en = "Each person once"
    in_period = 1
    value = Decimal(1)
    breakdown = factory.LazyFunction(lambda: {"of_sex": [["L", 1, 1]]})
    subjects = 1
    members_sha256 = "0" * 64
    sha256 = "1" * 64


class RestatementFactory(ValidFactory):
    """One turned out to be two, and nobody has decided."""

    class Meta:
        model = Restatement

    figure = factory.SubFactory(ClosedFigureFactory)
    old = Decimal(1)
    new = Decimal(2)
    old_in_period = 1
    new_in_period = 2
    came_in = factory.LazyFunction(lambda: [[str(uuid4()), str(uuid4()), "2025-03-12", {"of_sex": "L"}]])
    fell_out = factory.LazyFunction(lambda: [[str(uuid4()), str(uuid4()), "2025-03-12", {"of_sex": "L"}]])
    members_sha256 = "2" * 64
    found_at = factory.LazyFunction(timezone.now)


def approve_units(period: Period, units: Iterable[TrainingCentre | None]) -> list[ReportingPeriod]:
    """A quarter that every unit has handed in and the province has approved."""
    return [
        ReportingPeriodFactory(approved=True, year=period.year, quarter=period.quarter, centre=one) for one in units
    ]


def close(period: Period, closer: User) -> list[ReportingPeriod]:
    """Close a quarter of all centres, and those before it in the year, which come first."""
    for quarter in range(1, period.quarter + 1):
        each = Period(period.year, quarter)
        if not ReportingPeriod.objects.of(each).exists():
            approve_units(each, [None, *TrainingCentre.objects.all()])
            units = close_quarter(actor=closer, period=each)
    return units
