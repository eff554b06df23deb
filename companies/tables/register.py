"""Columns of the list of companies."""

from django.utils.translation import gettext_lazy as _

from kaltim_naker.ui.tables import Column, Kind

COMPANY_COLUMNS = (
    Column("name", _("Company"), sort="name", link="companies:company_detail", heading=True),
    Column("nib", "NIB", sort="nib"),
    Column("agreements", _("Agreements"), "agreement_count", kind=Kind.NUMBER),
)
