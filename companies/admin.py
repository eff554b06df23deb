"""Support pages about partners: agreements and companies are entered here until they have pages of their own."""

from django.contrib import admin

from companies.models import Agreement, Company
from kaltim_naker.ui.admin import ReferenceAdmin


@admin.register(Company)
class CompanyAdmin(ReferenceAdmin):
    list_display = ["name", "nib"]
    search_fields = ["name", "nib"]


@admin.register(Agreement)
class AgreementAdmin(ReferenceAdmin):
    list_display = ["title", "kind", "company", "starts_on", "ends_on"]
    list_select_related = ["company"]
