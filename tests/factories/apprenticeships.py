"""Apprenticeships and their participants."""

from datetime import date, timedelta
from typing import Any

import factory

from companies.choices.apprenticeships import ApprenticeshipState, ApprenticeState
from companies.models import Apprentice, Apprenticeship, Mentor
from tests.factories.accounts import OfficeFactory
from tests.factories.base import ValidFactory
from tests.factories.companies import WorkSiteFactory, YearlyReportFactory
from tests.factories.programs import FieldFactory
from tests.factories.trainees import JobSeekerFactory


class ApprenticeshipFactory(ValidFactory):
    """Permitted, from March to August 2025, at a site of a hundred workers: twenty places."""

    class Meta:
        model = Apprenticeship

    class Params:
        draft = factory.Trait(state=ApprenticeshipState.DRAFT, complete_on=None, permit_on=None, permit_number="")
        submitted = factory.Trait(state=ApprenticeshipState.SUBMITTED, permit_on=None, permit_number="")

    site = factory.SubFactory(WorkSiteFactory)
    occupation = "Operator produksi"
    field = factory.SubFactory(FieldFactory)
    starts_on = date(2025, 3, 3)
    ends_on = date(2025, 8, 29)
    seats = 20
    allowance = 2_500_000
    state = ApprenticeshipState.PERMITTED
    complete_on = date(2025, 2, 10)
    permit_on = date(2025, 2, 12)
    permit_number = factory.Sequence(lambda n: f"560/{n}/2025")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        row = super()._create(model_class, *args, **kwargs)
        if not row.site.reports.exists():
            YearlyReportFactory(site=row.site, reported_on=date(2025, 1, 31))
        return row


class MentorFactory(ValidFactory):
    class Meta:
        model = Mentor

    apprenticeship = factory.SubFactory(ApprenticeshipFactory)
    full_name = factory.Sequence(lambda n: f"Pembimbing {n}")


class ApprenticeFactory(ValidFactory):
    """Running since the first day; the traits stand for earlier and later states."""

    class Meta:
        model = Apprentice

    class Params:
        selected = factory.Trait(
            state=ApprenticeState.SELECTED,
            agreement_number="",
            signed_on=None,
            ratified_on=None,
            ratified_number="",
            ratified_by=None,
            started_on=None,
        )
        completed = factory.Trait(
            state=ApprenticeState.COMPLETED, ended_on=factory.SelfAttribute("ends_on"), meets_standard=True
        )

    apprenticeship = factory.SubFactory(ApprenticeshipFactory)
    job_seeker = factory.SubFactory(JobSeekerFactory)
    state = ApprenticeState.RUNNING
    starts_on = factory.SelfAttribute("apprenticeship.starts_on")
    ends_on = factory.SelfAttribute("apprenticeship.ends_on")
    age = 24
    work_status = factory.SelfAttribute("job_seeker.work_status")
    mentor = factory.SubFactory(MentorFactory, apprenticeship=factory.SelfAttribute("..apprenticeship"))
    allowance = factory.SelfAttribute("apprenticeship.allowance")
    health_checked_on = date(2025, 2, 3)
    insurance_number = "25000000001"
    agreement_number = factory.Sequence(lambda n: f"PMG/2025/{n:06d}")
    signed_on = factory.LazyAttribute(lambda one: one.starts_on - timedelta(days=10))
    ratified_on = factory.LazyAttribute(lambda one: one.starts_on - timedelta(days=5))
    ratified_number = "560/1/2025"
    ratified_by = factory.SubFactory(OfficeFactory)
    started_on = factory.SelfAttribute("starts_on")
