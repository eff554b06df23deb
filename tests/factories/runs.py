"""Rows of background work: imports and reports."""

import factory

from kaltim_naker.core.jobs import JobState
from kaltim_naker.imports.choices import ImportStage
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.reports.models import ReportRun
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.base import ValidFactory


class ImportRunFactory(ValidFactory):
    """A checked file that waits for a decision."""

    class Meta:
        model = ImportRun

    kind = "participants"
    office = factory.SubFactory(OfficeFactory)
    file_name = factory.Sequence(lambda n: f"peserta-{n}.csv")
    sha256 = "0" * 64
    size = 100
    stage = ImportStage.CHECKED
    state = JobState.DONE
    requested_by = factory.SubFactory(UserFactory)


class ReportRunFactory(ValidFactory):
    """A report that did not come about; of those being made there is one of a kind at a time."""

    class Meta:
        model = ReportRun

    reference = factory.Sequence(lambda n: f"LAP/2025/{n:06d}")
    kind = "target_realisation"
    year = 2025
    quarter = None
    state = JobState.FAILED
    scope = factory.LazyFunction(lambda: {"everything": True, "centres": [], "regions": []})
    requested_by = factory.SubFactory(UserFactory)
