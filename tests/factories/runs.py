"""Rows of background work: imports and reports."""

from datetime import date
from typing import Any

import factory

from kaltim_naker.core.jobs import JobState
from kaltim_naker.imports.choices import ImportStage
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.reports.models import Narrative, NarrativeState, ReportRun
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.base import ValidFactory
from tests.factories.programs import IndicatorFactory


def verdict_of_an_empty_table() -> dict[str, Any]:
    """What the check says of a table with a head and no rows."""
    lists = ("other_sheets", "findings", "to_confirm", "waiting", "set_aside", "headings", "missing", "unmatched")
    trial = {"created": 0, "changed": 0, "unchanged": 0, "refused": [], "held": [], "confirmed": {}, "changes": {}}
    texts = dict.fromkeys(("sheet", "layout", "samples", "remembered_at"), "")
    counted = {"rows": 0, "ok": 0, "counts": {}, "places": {}, "destinations": [], "trial": trial}
    return {**{name: [] for name in lists}, **texts, **counted}


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
    verdict = factory.LazyFunction(lambda: verdict_of_an_empty_table())
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


class NarrativeFactory(ValidFactory):
    """What a unit says about an indicator in the first quarter of 2025."""

    class Meta:
        model = Narrative

    indicator = factory.SubFactory(IndicatorFactory)
    last_day = date(2025, 3, 31)
    causes = "Instruktur lengkap sejak Januari"
    state = NarrativeState.CONFIRMED
    written_by = factory.SubFactory(UserFactory)
