"""Pages of the counts of companies in the territory."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from companies.filters.register import TerritoryFilter
from companies.forms.register import TerritoryForm
from companies.models import TerritoryCount
from companies.services import save_count
from companies.tables.register import TERRITORY_COLUMNS
from companies.views.register import COMPANIES
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.tables import Column
from kaltim_naker.ui.views import ScopedListView, ServiceFormView

TERRITORY = Crumb(_("Companies in the territory"), reverse_lazy("companies:territory_list"))


class TerritoryListView(ScopedListView):
    """Every published count beside the others, with what its parts leave of the whole."""

    action = Action.VIEW_COMPANIES
    page_title = _("Companies in the territory")
    page_lead = _(
        "How many companies there are depends on who counted and when; each figure is kept as it was printed."
    )
    queryset = TerritoryCount.objects.all()
    filterset_class = TerritoryFilter
    default_order = Order("as_of", descending=True)
    empty_state = EmptyState(_("No count is entered"), _("Enter a published count with its day and its source."))

    def get_columns(self) -> Sequence[Column]:
        """Who cannot correct a count gets no link to the form."""
        if can(self.request.user, Action.MANAGE_COMPANIES):
            return TERRITORY_COLUMNS
        return [replace(column, link=None) for column in TERRITORY_COLUMNS]

    def get_crumbs(self) -> Sequence[Crumb]:
        return [COMPANIES, Crumb(self.page_title)]

    def get_page_actions(self) -> Sequence[PageAction]:
        new = reverse("companies:territory_new")
        return [PageAction(_("Enter a count"), new, Action.MANAGE_COMPANIES, primary=True)]


class TerritoryFormView(ServiceFormView):
    action = Action.MANAGE_COMPANIES
    queryset = TerritoryCount.objects.select_related("region")
    form_class = TerritoryForm
    submit_label = _("Save")
    success_message = _("The count is saved.")

    def get_page_title(self) -> Any:
        return _("Correct a count") if self.object else _("Enter a count")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [COMPANIES, TERRITORY, Crumb(self.get_page_title())]

    def get_initial(self) -> dict[str, Any]:
        if self.object is None:
            return {}
        return {name: getattr(self.object, name) for name in TerritoryForm.base_fields}

    def call_service(self, form: TerritoryForm) -> TerritoryCount:
        return save_count(actor=self.request.user, count=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("companies:territory_list")

    get_cancel_url = get_success_url
