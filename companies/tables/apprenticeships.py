"""Columns of the lists of apprenticeships."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.choices.apprenticeships import After, ApprenticeshipKind, ApprenticeshipState, ApprenticeState
from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.tables import Column, Kind

APPRENTICESHIP_BADGES = {
    ApprenticeshipState.DRAFT: Badge(ApprenticeshipState.DRAFT.label, "neutral"),
    ApprenticeshipState.SUBMITTED: Badge(ApprenticeshipState.SUBMITTED.label, "info"),
    ApprenticeshipState.PERMITTED: Badge(ApprenticeshipState.PERMITTED.label, "good"),
    ApprenticeshipState.REFUSED: Badge(ApprenticeshipState.REFUSED.label, "bad"),
    ApprenticeshipState.CANCELLED: Badge(ApprenticeshipState.CANCELLED.label, "neutral"),
}
APPRENTICE_BADGES = {
    ApprenticeState.SELECTED: Badge(ApprenticeState.SELECTED.label, "neutral"),
    ApprenticeState.SIGNED: Badge(ApprenticeState.SIGNED.label, "warn"),
    ApprenticeState.RATIFIED: Badge(ApprenticeState.RATIFIED.label, "info"),
    ApprenticeState.RUNNING: Badge(ApprenticeState.RUNNING.label, "info"),
    ApprenticeState.COMPLETED: Badge(ApprenticeState.COMPLETED.label, "good"),
    ApprenticeState.LEFT: Badge(ApprenticeState.LEFT.label, "warn"),
    ApprenticeState.CANCELLED: Badge(ApprenticeState.CANCELLED.label, "neutral"),
}

APPRENTICESHIP_COLUMNS = (
    Column(
        "company",
        _("Company"),
        "site__company__name",
        sort="site__company__name",
        link="companies:apprenticeship_detail",
        heading=True,
    ),
    Column("occupation", _("Occupation"), sort="occupation"),
    Column("region", _("Regency or city"), "site__region__short_name", sort="site__region__short_name", wide=True),
    Column("kind", _("Kind"), choices=dict(ApprenticeshipKind.choices), wide=True),
    Column("starts_on", _("First day"), kind=Kind.DATE, sort="starts_on"),
    Column("ends_on", _("Last day"), kind=Kind.DATE, sort="ends_on", wide=True),
    Column("seats", _("Planned"), kind=Kind.NUMBER, wide=True),
    Column("people", _("Participants"), kind=Kind.NUMBER),
    Column("state", _("State"), badges=APPRENTICESHIP_BADGES, sort="state"),
)


def _person(row: dict[str, Any]) -> str:
    return reverse("companies:apprentice_detail", args=[row["pk"]])


APPRENTICE_COLUMNS = (
    Column("name", _("Name"), "job_seeker__full_name", sort="job_seeker__full_name", link=_person, heading=True),
    Column("nik", "NIK", "job_seeker__nik_masked", wide=True),
    Column("domicile", _("Regency or city"), "job_seeker__domicile__short_name", wide=True),
    Column("company", _("Company"), "apprenticeship__site__company__name", sort="apprenticeship__site__company__name"),
    Column("occupation", _("Occupation"), "apprenticeship__occupation", wide=True),
    Column("kind", _("Kind"), "apprenticeship__kind", choices=dict(ApprenticeshipKind.choices), wide=True),
    Column("started_on", _("Began on"), kind=Kind.DATE, sort="started_on", wide=True),
    Column("ends_on", _("Last day"), kind=Kind.DATE, sort="ends_on", wide=True),
    Column("last_week", _("Logbook until"), kind=Kind.DATE, wide=True),
    Column("state", _("State"), badges=APPRENTICE_BADGES, sort="state"),
    Column("after", _("After"), choices={"": "", **dict(After.choices)}, wide=True),
)
