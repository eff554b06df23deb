"""The records behind a figure: as many rows as the figure says."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.measures.fulfilment import records_under
from companies.models import Deliverable
from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import EVERYTHING, Scope, ScopedQuerySet
from kaltim_naker.core.periods import today
from kaltim_naker.reports.build import period_in_words
from kaltim_naker.reports.dimensions import axes_of
from kaltim_naker.reports.filters import FigureFilter, PromiseFilter, with_default_period
from kaltim_naker.reports.lists import find_list
from kaltim_naker.reports.reconciling import CERTIFICATES_BEHIND, PEOPLE_BEHIND, about_certificates, about_people
from kaltim_naker.reports.tables import RECORD_COLUMNS
from kaltim_naker.reports.views.behind import RecordsBehindView
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.formatting import long_date
from programs.choices import Unit
from programs.measures import Measure, Slice, find_measure, first_of_each, first_records, get_measure, members_in

_COMPARISONS = (
    (_("Compare with my list of NIKs"), PEOPLE_BEHIND, about_people),
    (_("Compare with my list of certificates"), CERTIFICATES_BEHIND, about_certificates),
)


class FigureListView(RecordsBehindView):
    """Base of the lists behind figures of today; the page says how many in the figure are not shown."""

    template_name = "reports/records.html"
    results_template = "reports/record_results.html"
    empty_state = EmptyState(_("Nobody is in this figure"), _("Change the period or the filter."))

    def members(self, scope: Scope) -> QuerySet:
        """The records of the figure within a scope, one for each subject."""
        raise NotImplementedError

    def figure(self) -> int:
        """As the page that led here shows it."""
        return int(self.members(self.scope).count())

    def counted_in_words(self) -> str:
        """Of when the figure is."""
        raise NotImplementedError

    def get_page_title(self) -> str | Promise:
        return self.measure.name

    def get_crumbs(self) -> Sequence[Crumb]:
        here = self.measure.name
        return [Crumb(_("Target and achievement"), str(reverse_lazy("reports:achievement"))), Crumb(here)]

    def get_base_queryset(self) -> QuerySet:
        return self.members(self.names_scope)

    def filtered(self) -> QuerySet:
        return self.get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        figure = self.figure()
        shown = context["table"].page.count if "table" in context else 0
        return {
            **context,
            "count_text": context.get("count_text", "") if self.may_see_names else "",
            "figure": figure,
            "unit": Unit(self.measure.unit).label,
            "rule": self.measure.rule,
            "period_in_words": self.counted_in_words(),
            "not_shown": 0 if context.get("table") and context["table"].page.is_capped else figure - shown,
            "may_see_names": self.may_see_names,
        }

    def export_notes(self) -> list[tuple[str, str]]:
        return [
            (str(_("Period")), self.counted_in_words()),
            (str(_("How it is counted")), str(self.measure.rule)),
            *super().export_notes(),
        ]


class RecordsView(FigureListView):
    """Any figure of a measure, narrowed by its address."""

    @cached_property
    def measure(self) -> Measure:
        measure = find_list(self.kwargs["measure"])
        if measure is None or measure.records().model not in RECORD_COLUMNS:
            raise Http404
        return measure

    @cached_property
    def filterset(self) -> FigureFilter:
        asked = with_default_period(self.request.GET)
        known = [axis.name for axis in axes_of(self.measure)]
        return FigureFilter(asked, queryset=self.measure.records().none(), request=self.request, known=known)

    def members(self, scope: Scope) -> QuerySet:
        """The subjects of the figure within a scope; a position has no figure for the quarter alone."""
        if not self.filterset.is_valid():
            return self.measure.records().none()
        filterset, measure = self.filterset, self.measure
        if day := filterset.last_day:
            part = Slice.up_to(filterset.period, **filterset.members)
            return first_records(measure, replace(part, end=day), scope)
        whole_year = filterset.is_whole_year or measure.is_position
        return members_in(measure, filterset.period, scope, whole_year=whole_year, **filterset.members)

    def get_page_actions(self) -> Sequence[PageAction]:
        """The same figure as one side of “19 or 21?”."""
        if self.request.GET.get("until") or self.request.GET.get("part") or find_measure(self.measure.key) is None:
            return []
        query = urlencode({**self.request.GET.dict(), "measure": self.measure.key})
        return [
            PageAction(label, f"{reverse('imports:reconcile', args=[source.name])}?{query}", Action.RECONCILE_LISTS)
            for label, source, fits in _COMPARISONS
            if fits(self.measure)
        ]

    def counted_in_words(self) -> str:
        return period_in_words(self.filterset.period)


class PromisedRecordsView(FigureListView):
    """What fills a promise of an agreement by today. The promise is counted in the whole province, for everybody."""

    filterset_class = PromiseFilter

    @cached_property
    def deliverable(self) -> Deliverable:
        return get_object_or_404(Deliverable.objects.select_related("agreement"), pk=self.kwargs["pk"])

    @cached_property
    def measure(self) -> Measure:  # type: ignore[override]
        return get_measure(self.deliverable.measure)

    @cached_property
    def filterset(self) -> PromiseFilter:  # type: ignore[override]
        return PromiseFilter(self.request.GET, queryset=self.measure.records().none(), request=self.request)

    def get_crumbs(self) -> Sequence[Crumb]:
        agreement = self.deliverable.agreement
        return [Crumb(agreement.title, agreement.get_absolute_url()), Crumb(self.measure.name)]

    def figure(self) -> int:
        return int(self.members(EVERYTHING).count())

    def members(self, scope: Scope) -> QuerySet:
        if not self.filterset.is_valid():
            return self.measure.records().none()
        made = cast(ScopedQuerySet, records_under(self.deliverable).filter(occurred_on__lte=today()))
        if region := self.filterset.form.cleaned_data["region"]:
            made = made.filter(in_region=region.pk)
        listed = cast(ScopedQuerySet, self.measure.records()).visible_to(scope)
        return listed.filter(pk__in=first_of_each(made.visible_to(scope)))

    def counted_in_words(self) -> str:
        return gettext("by %(day)s") % {"day": long_date(today())}
