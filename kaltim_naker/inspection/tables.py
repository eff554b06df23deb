"""Columns of the list of looks at personal data."""

from django.utils.translation import gettext_lazy as _

from kaltim_naker.audit.models import AccessKind
from kaltim_naker.ui.tables import Column, Kind, Row


def _end_of_key(row: Row) -> str:
    return row["subject"][-8:]


def _page(row: Row) -> str:
    return row["path"]


def _begin_of_fingerprint(row: Row) -> str:
    return row["sha256"][:16]


CHAIN_COLUMNS = (
    Column("day", _("Day"), kind=Kind.DATE, sort="day", heading=True),
    Column("entries", _("Entries of history"), "rows", kind=Kind.NUMBER),
    Column("fingerprint", _("Fingerprint"), value=_begin_of_fingerprint, fields=("sha256",)),
    Column("reason", _("Sealed again because"), "reason", wide=True),
    Column("at", _("Sealed at"), "made_at", kind=Kind.MOMENT, wide=True),
)
ACCESS_LOG_COLUMNS = (
    Column("at", _("When"), "created_at", kind=Kind.MOMENT, sort="created_at", heading=True),
    Column("actor", _("Who"), "actor__full_name", sort="actor__full_name"),
    Column("kind", _("What"), choices=dict(AccessKind.choices)),
    Column("rows", _("People"), kind=Kind.NUMBER, wide=True),
    Column("reason", _("Reason")),
    # The end of a key is enough to tell records apart; the page that was looked at is a click away.
    Column("subject", _("Record"), value=_end_of_key, fields=("subject", "path"), link=_page, wide=True),
)
