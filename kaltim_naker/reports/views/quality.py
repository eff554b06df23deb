"""The board of data quality, and the lists behind its numbers."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse_lazy
from django.utils.functional import Promise, cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.reports.filters import QualityFilter, QualityListFilter, with_default_period
from kaltim_naker.reports.quality import Check, Place, board_of, check_named
from kaltim_naker.reports.years import default_period, year_choices
from kaltim_naker.ui.components import Crumb, EmptyState, Tab
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.tables import Column
from kaltim_naker.ui.views import PageView
from programs.models import TrainingClass

BOARD = Crumb(_("Data quality"), reverse_lazy("reports:quality"))


class QualityView(PageView):
    """Every check at every place of the reader's scope; by centre or by region."""

    action = Action.VIEW_DATA_QUALITY
    template_name = "reports/quality.html"
    page_title = _("Data quality")
    page_lead = _("What is missing, what came late, and what nobody has looked at. Each number opens its list.")

    @cached_property
    def filterset(self) -> QualityFilter:
        asked = with_default_period(self.request.GET).copy()
        asked.setdefault("by", "region" if self.scope.regions and not self.scope.centres else "centre")
        return QualityFilter(asked, queryset=TrainingClass.objects.none(), request=self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, place = self.filterset.period.year, self.filterset.place
        tabs = [
            Tab(label, f"?{urlencode({'year': year, 'by': one.name.lower()})}", current=one == place)
            for one, label in ((Place.CENTRE, _("By training centre")), (Place.REGION, _("By regency or city")))
        ]
        board = board_of(self.request.user, year, place)
        return super().get_context_data(filterset=self.filterset, tabs=tabs, board=board, year=year, **kwargs)


class QualityListView(PersonalListView):
    """Exactly what a number of the board counted, with the way to each record."""

    filterset_class = QualityListFilter
    empty_state = EmptyState(_("Nothing falls short"), _("Nothing has to be done here."))

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.action = self.check.action  # type: ignore[misc]

    @cached_property
    def check(self) -> Check:
        check = check_named(self.kwargs["check"])
        if check is None:
            raise Http404
        return check

    @property
    def default_order(self) -> Order:  # type: ignore[override]
        return Order(next(column.sort for column in self.check.columns if column.heading))

    @property
    def page_lead(self) -> str | Promise:  # type: ignore[override]
        return self.check.way_out

    @cached_property
    def filterset(self) -> QualityListFilter:
        asked = with_default_period(self.request.GET)
        return QualityListFilter(asked, queryset=self.get_queryset(), request=self.request, check=self.check)

    def get_base_queryset(self) -> QuerySet:
        """Everything that is looked at; the filter knows the year and what falls short."""
        return self.check.narrow(self.check.rows(self.year), self.request.user)

    @cached_property
    def year(self) -> int:
        asked = with_default_period(self.request.GET).get("year", "")
        return int(asked) if asked in dict(year_choices()) else default_period().year

    def get_columns(self) -> Sequence[Column]:
        return self.check.columns

    def get_page_title(self) -> str | Promise:
        return self.check.name

    def get_crumbs(self) -> Sequence[Crumb]:
        return [BOARD, Crumb(self.check.name)]

    def exported_subject(self) -> str:
        return self.check.key
