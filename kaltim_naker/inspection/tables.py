"""Columns of the list of looks at personal data."""

from django.utils.translation import gettext_lazy as _

from kaltim_naker.audit.models import AccessKind
from kaltim_naker.ui.tables import Column, Kind

ACCESS_LOG_COLUMNS = (
    Column("at", _("When"), "created_at", kind=Kind.MOMENT, sort="created_at", heading=True),
    Column("actor", _("Who"), "actor__full_name", sort="actor__full_name"),
    Column("kind", _("What"), choices=dict(AccessKind.choices)),
    Column("rows", _("People"), kind=Kind.NUMBER, wide=True),
    Column("reason", _("Reason")),
    Column("subject", _("Record"), wide=True),
    Column("path", _("Page"), wide=True),
)
