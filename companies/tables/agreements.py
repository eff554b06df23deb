"""Columns of the lists of agreements and of notices."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.choices import AgreementKind, DeliverableState, Standing
from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.tables import Column, Kind

STANDING_BADGES = {
    Standing.DRAFT: Badge(Standing.DRAFT.label, "neutral"),
    Standing.LEGAL_REVIEW: Badge(Standing.LEGAL_REVIEW.label, "neutral"),
    Standing.READY: Badge(Standing.READY.label, "info"),
    Standing.UPCOMING: Badge(Standing.UPCOMING.label, "info"),
    Standing.IN_FORCE: Badge(Standing.IN_FORCE.label, "good"),
    Standing.ENDING: Badge(Standing.ENDING.label, "warn"),
    Standing.OVER: Badge(Standing.OVER.label, "done"),
    Standing.TERMINATED: Badge(Standing.TERMINATED.label, "bad"),
}
DELIVERABLE_BADGES = {
    DeliverableState.OPEN: Badge(DeliverableState.OPEN.label, "info"),
    DeliverableState.REACHED: Badge(DeliverableState.REACHED.label, "good"),
    DeliverableState.LATE: Badge(DeliverableState.LATE.label, "warn"),
    DeliverableState.OVERDUE: Badge(DeliverableState.OVERDUE.label, "bad"),
}

# In a column there is no room for the whole words.
KINDS_IN_SHORT = {**dict(AgreementKind.choices), AgreementKind.MOU: "MoU", AgreementKind.PKS: "PKS"}

AGREEMENT_COLUMNS = (
    Column("title", _("Agreement"), sort="title", link="companies:agreement_detail", heading=True),
    Column("kind", _("Kind"), choices=KINDS_IN_SHORT, wide=True),
    Column("company", _("Partner"), "company__name", sort="company__name"),
    Column("starts_on", _("In force from"), kind=Kind.DATE, sort="starts_on", wide=True),
    Column("ends_on", _("In force until"), "effective_end", kind=Kind.DATE, sort="effective_end"),
    Column("standing", _("State"), badges=STANDING_BADGES),
)
AGREEMENT_MONEY = (Column("value", _("Value"), kind=Kind.RUPIAH, sort="value", wide=True),)


def agreement_link(row: dict[str, Any]) -> str:
    return reverse("companies:agreement_detail", args=[row["agreement"]])


NOTICE_COLUMNS = (
    Column("agreement", _("Agreement"), "agreement__title", fields=("agreement",), link=agreement_link, heading=True),
    Column("company", _("Partner"), "agreement__company__name", wide=True),
    Column("ends_on", _("In force until"), kind=Kind.DATE, sort="ends_on"),
    Column("days", _("Notice at days"), kind=Kind.NUMBER),
    Column("answer", _("What becomes of it")),
    Column("answered_on", _("Answered on"), kind=Kind.DATE, wide=True),
)
