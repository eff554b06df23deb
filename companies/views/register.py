"""Pages of the register of companies."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from companies.filters.register import CompanyFilter
from companies.models import Company
from companies.tables.register import COMPANY_COLUMNS
from kaltim_naker.access.actions import Action
from kaltim_naker.ui.components import Crumb, PageAction
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ScopedDetailView, ScopedListView
from programs.views import history_action

COMPANIES = Crumb(_("Companies"), reverse_lazy("companies:company_list"))


class CompanyListView(ScopedListView):
    action = Action.VIEW_COMPANIES
    page_title = _("Companies")
    queryset = Company.objects.all()
    filterset_class = CompanyFilter
    columns = COMPANY_COLUMNS
    default_order = Order("name")

    def get_base_queryset(self) -> QuerySet:
        return Company.objects.annotate(agreement_count=Count("agreements"))


class CompanyDetailView(ScopedDetailView):
    action = Action.VIEW_COMPANIES
    queryset = Company.objects.all()
    template_name = "companies/company_detail.html"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [COMPANIES, Crumb(self.object.name)]

    def get_page_actions(self) -> Sequence[PageAction]:
        return [history_action("companies.company", self.object.pk)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            facts=[("NIB", self.object.nib)], agreements=list(self.object.agreements.all()), **kwargs
        )
