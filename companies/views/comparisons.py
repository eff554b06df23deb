"""Companies beside each other: sectors, candidates for an award, and the prices that make years comparable."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from companies.documents.productivity import candidates, sector_medians
from companies.documents.words import growth_text
from companies.forms.productivity import PriceIndexForm
from companies.models import Measurement, PriceIndex
from companies.services import productivity as services
from companies.tables.productivity import PRICE_COLUMNS
from companies.views.figures import year_from
from companies.views.productivity_tabs import ProductivityTabs
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.core.periods import today
from kaltim_naker.ui.components import PageAction
from kaltim_naker.ui.formatting import rupiah
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import PageView, ScopedListView, ServiceFormView


class YearPageView(ProductivityTabs, PageView):
    """A page of one year, `?year=`; without it, of the latest year that was measured."""

    action = Action.VIEW_PRODUCTIVITY

    @cached_property
    def years(self) -> list[int]:
        measured = Measurement.objects.order_by("-year").values_list("year", flat=True).distinct()
        return list(measured) or [today().year]

    @cached_property
    def year(self) -> int:
        wanted = year_from(self.request, "year")
        return wanted if wanted in self.years else self.years[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(year=self.year, years=self.years, **kwargs)


class SectorListView(YearPageView):
    template_name = "companies/sector_list.html"
    page_title = _("Productivity by sector")
    page_lead = _(
        "The median of all companies measured, never of fewer than five. It has no filter but the year, on purpose."
    )
    tab = "companies:sector_list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=sector_medians(self.year), **kwargs)


class CandidateListView(YearPageView):
    template_name = "companies/candidate_list.html"
    page_title = _("Siddhakarya candidates")
    page_lead = _("Companies whose labour productivity rose in each of three years.")
    tab = "companies:candidate_list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = candidates(self.year)
        with_money = can(self.request.user, Action.VIEW_COMPANY_MONEY)
        rows = [
            {
                "company": one.company,
                "values": [rupiah(value) for value in one.values] if with_money else [],
                "growth": growth_text(one.growth),
                "is_real": one.is_real,
            }
            for one in found
        ]
        span = [str(self.year - 2), str(self.year - 1), str(self.year)]
        # The provincial award is given in even years, the national one in odd years (domain.md §8.3).
        return super().get_context_data(rows=rows, span=span, award_year=self.year + 2 - self.year % 2, **kwargs)


class PriceIndexListView(ProductivityTabs, ScopedListView):
    action = Action.VIEW_PRODUCTIVITY
    template_name = "companies/productivity_list.html"
    page_title = _("Price index")
    page_lead = _("What makes the rupiah of years comparable. The newest publication of the newest series holds.")
    queryset = PriceIndex.objects.all()
    columns = PRICE_COLUMNS
    default_order = Order("year", descending=True)
    tab = "companies:price_list"

    def get_page_actions(self) -> Sequence[PageAction]:
        return [
            PageAction(
                _("Enter a price index"), reverse("companies:price_add"), Action.RECORD_MEASUREMENT, primary=True
            )
        ]


class EnterPriceIndexView(ServiceFormView):
    action = Action.RECORD_MEASUREMENT
    page_title = _("Enter a price index")
    form_class = PriceIndexForm
    success_message = _("The price index is saved.")

    def call_service(self, form: PriceIndexForm) -> PriceIndex:
        return services.enter_price_index(actor=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("companies:price_list")

    def get_cancel_url(self) -> str:
        return reverse("companies:price_list")
