"""Columns of the list of agreements."""

from django.utils.translation import gettext_lazy as _

from companies.choices import AgreementKind
from kaltim_naker.ui.tables import Column, Kind

AGREEMENT_COLUMNS = (
    Column("title", _("Agreement"), sort="title", link="companies:agreement_detail", heading=True),
    Column("kind", _("Kind"), choices=dict(AgreementKind.choices), wide=True),
    Column("company", _("Partner"), "company__name", sort="company__name"),
    Column("starts_on", _("In force from"), kind=Kind.DATE, sort="starts_on", wide=True),
    Column("ends_on", _("In force until"), kind=Kind.DATE, sort="ends_on"),
)
