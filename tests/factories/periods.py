"""Quarters of units, and reopenings."""

from datetime import timedelta

import factory
from django.utils import timezone

from programs.choices import PeriodState
from programs.models import Reopening, ReportingPeriod
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
