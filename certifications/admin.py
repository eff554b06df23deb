"""Support pages of certification: schemes, issuers, bodies, assessors. People's results are not shown here."""

from django.contrib import admin

from certifications.models import Assessor, CertificationBody, Issuer, Scheme, SchemeUnit
from kaltim_naker.ui.admin import ReferenceAdmin


@admin.register(Issuer)
class IssuerAdmin(ReferenceAdmin):
    list_display = ["short_name", "name", "kind"]


@admin.register(CertificationBody)
class CertificationBodyAdmin(ReferenceAdmin):
    list_display = ["name", "issuer", "kind", "licence_number", "licensed_until"]
    list_filter = ["kind", "issuer"]


@admin.register(Assessor)
class AssessorAdmin(ReferenceAdmin):
    list_display = ["name", "registration_number", "body"]


class SchemeUnitInline(admin.TabularInline):
    model = SchemeUnit
    extra = 0
    can_delete = False


@admin.register(Scheme)
class SchemeAdmin(ReferenceAdmin):
    list_display = ["title", "kind", "validity_months", "counts_toward_target"]
    list_filter = ["kind", "counts_toward_target"]
    inlines = [SchemeUnitInline]
