"""Columns of the lists, and the badges of their states."""

from django.utils.translation import gettext_lazy as _

from kaltim_naker.privacy.choices import ExpiryKind, ExpiryState, RequestKind, RequestState
from kaltim_naker.privacy.models import Incident
from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.tables import Column, Kind

LATE = Badge(_("late"), "bad")
REQUEST_BADGES = {
    RequestState.OPEN: Badge(RequestState.OPEN.label, "info"),
    RequestState.ANSWERED: Badge(RequestState.ANSWERED.label, "good"),
    RequestState.REFUSED: Badge(RequestState.REFUSED.label, "neutral"),
}
EXPIRY_BADGES = {
    ExpiryState.ANNOUNCED: Badge(ExpiryState.ANNOUNCED.label, "warn"),
    ExpiryState.KEPT: Badge(ExpiryState.KEPT.label, "info"),
    ExpiryState.ERASED: Badge(ExpiryState.ERASED.label, "done"),
}
INCIDENT_RUNNING, INCIDENT_CLOSED = Badge(_("running"), "warn"), Badge(_("closed"), "done")

REQUEST_COLUMNS = (
    Column("number", _("Number"), sort="number", link="privacy:request_detail", heading=True),
    Column("kind", _("What is asked"), choices=dict(RequestKind.choices)),
    Column("office", _("Received by"), "office__short_name", wide=True),
    Column("received_at", _("Received at"), sort="received_at", kind=Kind.MOMENT, wide=True),
    Column("due_at", _("Due at"), sort="due_at", kind=Kind.MOMENT),
    Column("state", _("State"), badges=REQUEST_BADGES),
)
EXPIRY_COLUMNS = (
    Column(
        "name",
        _("Job seeker"),
        "job_seeker__full_name",
        link="privacy:expiry_keep",
        heading=True,
        sort="job_seeker__full_name",
    ),
    Column("kind", _("Kind"), choices=dict(ExpiryKind.choices), wide=True),
    Column("announced_on", _("Announced on"), sort="announced_on", kind=Kind.DATE),
    Column("kept_until", _("Kept longer, until"), kind=Kind.DATE, wide=True),
    Column("state", _("State"), badges=EXPIRY_BADGES),
)
AFFECTED_COLUMNS = (
    Column("name", _("Name"), "full_name", sort="full_name", link="trainees:job_seeker_detail", heading=True),
    Column("phone", _("Phone"), "phone"),
    Column("address", _("Address"), "address", wide=True),
    Column("domicile", _("Regency or city"), "domicile__name"),
)


def state_of_incident(incident: Incident) -> Badge:
    if incident.closed_at:
        return INCIDENT_CLOSED
    return LATE if incident.is_late else INCIDENT_RUNNING


def _state_of_row(row: dict) -> str:
    return "closed" if row["closed_at"] else "running"


INCIDENT_COLUMNS = (
    Column("number", _("Number"), sort="number", link="privacy:incident_detail", heading=True),
    Column("title", _("What happened"), "title"),
    Column("noticed_at", _("Noticed at"), sort="noticed_at", kind=Kind.MOMENT),
    Column("authority", _("Authority told at"), "authority_told_at", kind=Kind.MOMENT, wide=True),
    Column("people", _("Affected people told at"), "people_told_at", kind=Kind.MOMENT, wide=True),
    Column(
        "state",
        _("State"),
        _state_of_row,
        fields=("closed_at",),
        badges={"running": INCIDENT_RUNNING, "closed": INCIDENT_CLOSED},
    ),
)
