"""Support pages of certification: schemes and issuers. People's results and certificates are not shown here."""

from django.contrib import admin

from certifications.models import Issuer, Scheme
from kaltim_naker.ui.admin import ReferenceAdmin


@admin.register(Issuer)
class IssuerAdmin(ReferenceAdmin):
    list_display = ["short_name", "name", "kind"]


@admin.register(Scheme)
class SchemeAdmin(ReferenceAdmin):
    list_display = ["title", "validity_months", "counts_toward_target"]
    list_filter = ["counts_toward_target"]
