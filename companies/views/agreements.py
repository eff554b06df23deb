"""Pages about agreements."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from companies.filters.agreements import AgreementFilter
from companies.models import Agreement
from companies.tables.agreements import AGREEMENT_COLUMNS
from kaltim_naker.access.actions import Action
from kaltim_naker.core.periods import today
from kaltim_naker.ui.components import Badge, Crumb, PageAction
from kaltim_naker.ui.formatting import long_date, number
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ScopedDetailView, ScopedListView
from programs.views import history_action

AGREEMENTS = Crumb(_("Agreements"), reverse_lazy("companies:agreement_list"))


class AgreementListView(ScopedListView):
    action = Action.VIEW_COMPANIES
    page_title = _("Agreements")
    queryset = Agreement.objects.all()
    filterset_class = AgreementFilter
    columns = AGREEMENT_COLUMNS
    default_order = Order("starts_on", descending=True)


class AgreementDetailView(ScopedDetailView):
    action = Action.VIEW_COMPANIES
    template_name = "companies/agreement_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return Agreement.objects.select_related("company").prefetch_related("regions")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [AGREEMENTS, Crumb(self.object.title)]

    def get_page_actions(self) -> Sequence[PageAction]:
        return [history_action("companies.agreement", self.object.pk)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        is_over = row.ends_on < today()
        facts = [
            (_("Kind"), row.get_kind_display()),
            (_("In force from"), long_date(row.starts_on)),
            (_("In force until"), long_date(row.ends_on)),
            (_("Companies to be reached"), number(row.target_companies)),
            (_("Regions"), ", ".join(region.name for region in row.regions.all())),
            (_("Source"), row.source),
        ]
        badge = Badge(_("over"), "done") if is_over else Badge(_("in force"), "good")
        return super().get_context_data(page_badge=badge, facts=facts, **kwargs)
