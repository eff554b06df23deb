"""Columns of the lists of tokens and receipts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kaltim_naker.api.choices import DeliveryState, Outcome
from kaltim_naker.core.codes import grouped
from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.tables import Column, Kind

IN_FORCE, REVOKED, EXPIRED = Badge(_("in force"), "good"), Badge(_("revoked"), "bad"), Badge(_("expired"), "warn")
ON_RECORDS = Badge(_("for work"), "neutral")
SANDBOX = Badge(_("for trying out"), "info")
STOPPED, GIVEN_UP = Badge(_("stopped"), "neutral"), Badge(_("stopped: calls fail"), "bad")
DELIVERY_BADGES = {
    DeliveryState.WAITING: Badge(DeliveryState.WAITING.label, "warn"),
    DeliveryState.ARRIVED: Badge(DeliveryState.ARRIVED.label, "good"),
    DeliveryState.FAILED: Badge(DeliveryState.FAILED.label, "bad"),
}
OUTCOME_BADGES = {
    Outcome.ACCEPTED: Badge(Outcome.ACCEPTED.label, "good"),
    Outcome.HELD: Badge(Outcome.HELD.label, "warn"),
    Outcome.PARTLY: Badge(Outcome.PARTLY.label, "warn"),
    Outcome.REFUSED: Badge(Outcome.REFUSED.label, "bad"),
}


def _state(row: dict[str, Any]) -> str:
    if row["revoked_at"]:
        return "revoked"
    return "in_force" if row["lives"] else "expired"


TOKEN_COLUMNS = (
    Column("name", _("Program"), sort="name", link="tokens:detail", heading=True),
    Column(
        "place",
        _("Kind"),
        lambda row: "sandbox" if row["is_sandbox"] else "",
        fields=("is_sandbox",),
        badges={"sandbox": SANDBOX, "": ON_RECORDS},
    ),
    Column("office", _("Office"), "office__short_name", wide=True),
    Column(
        "state",
        _("State"),
        _state,
        fields=("revoked_at", "lives"),
        badges={"in_force": IN_FORCE, "revoked": REVOKED, "expired": EXPIRED},
    ),
    Column("expires", _("Expires"), "expires", kind=Kind.MOMENT),
    Column("last_used", _("Last used"), "last_used", kind=Kind.MOMENT),
    Column("made_by", _("Made by"), "made_by__full_name", wide=True),
)


def _webhook_state(row: dict[str, Any]) -> str:
    if row["stopped_at"] is None:
        return "in_force"
    return "given_up" if row["stopped_by_failure"] else "stopped"


WEBHOOK_COLUMNS = (
    Column("url", _("Address"), sort="url", link="tokens:webhook", heading=True),
    Column("token", _("Token"), "token__name"),
    Column("office", _("Office"), "token__office__short_name", wide=True),
    Column(
        "state",
        _("State"),
        _webhook_state,
        fields=("stopped_at", "stopped_by_failure"),
        badges={"in_force": IN_FORCE, "stopped": STOPPED, "given_up": GIVEN_UP},
    ),
    Column("failed", _("Given up"), "failed", kind=Kind.NUMBER),
)

RECEIPT_COLUMNS = (
    Column(
        "number",
        _("Number"),
        lambda row: grouped(row["number"]),
        fields=("number",),
        link="tokens:receipt",
        heading=True,
    ),
    Column("at", _("Received"), "created_at", kind=Kind.MOMENT),
    Column("program", _("Program"), "token__name"),
    Column("office", _("Office"), "token__office__short_name", wide=True),
    Column("operation", _("Operation"), wide=True),
    Column("outcome", _("Outcome"), badges=OUTCOME_BADGES),
    Column("accepted", _("Accepted"), kind=Kind.NUMBER, wide=True),
    Column("held", _("Held"), kind=Kind.NUMBER, wide=True),
    Column("refused", _("Refused"), kind=Kind.NUMBER, wide=True),
)
