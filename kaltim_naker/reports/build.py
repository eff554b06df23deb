"""What reports have in common: what they are asked to be, how they name a period, which rules they print."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.core.periods import ROMAN, Period
from kaltim_naker.regions.models import Region
from kaltim_naker.reports.facts import Achievement, Figure
from programs.models import TrainingCentre

# Shown beside the main figure, so that people, papers and courses are never mixed up (domain.md §4.5).
BESIDE = ("certificates_issued", "job_seekers_trained", "competent_without_certificate")


@dataclass(frozen=True)
class Order:
    """What a report is asked to be, within a scope that was frozen when it was asked for.

    Without `centre` and `region` it is about the whole province.
    """

    reference: str
    period: Period
    scope: Scope
    centre: TrainingCentre | None
    language: str
    made_at: datetime
    region: Region | None = None

    @property
    def place(self) -> dict[str, int]:
        """What every figure is narrowed to, as the lists behind figures take it."""
        if self.centre:
            return {"centre": self.centre.pk}
        return {"region": self.region.pk} if self.region else {}


def period_in_words(period: Period) -> str:
    if period.month:
        return str(period)
    if period.semester:
        return _("Semester %(semester)s of fiscal year %(year)s") % {
            "semester": ROMAN[period.semester],
            "year": period.year,
        }
    if period.quarter is None:
        return _("Fiscal year %(year)s") % {"year": period.year}
    return _("Quarter %(quarter)s of fiscal year %(year)s") % {"quarter": ROMAN[period.quarter], "year": period.year}


def counting_rules(achievements: list[Achievement], beside: tuple[Figure, ...]) -> tuple[str, ...]:
    """Every rule that a figure of the report follows, once, in the order of the figures."""
    named = [(item.name, item.rule) for item in achievements if item.measure]
    named += [(figure.name, figure.rule) for figure in beside]
    return (
        *dict.fromkeys(f"{name}. {rule}" for name, rule in named),
        _(
            "A quarter counts those whose first record of the year lies in it, so that the quarters add up to the "
            "year. The cumulative figure runs from 1 January to the last day of the period."
        ),
        _(
            "Achievement is realised ÷ target × 100, against the target up to the end of the quarter where one is set, "
            "else against the target of the year. The predicate is decided by the unrounded value."
        ),
    )
