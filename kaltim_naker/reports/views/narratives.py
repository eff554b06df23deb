"""What staff say about the figures of a quarter, indicator by indicator."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from certifications.models import Certificate
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.filters import NarrativeFilter, with_default_period
from kaltim_naker.reports.forms import NarrativeForm
from kaltim_naker.reports.links import ACHIEVEMENT
from kaltim_naker.reports.models import Narrative
from kaltim_naker.reports.narratives import Told, may_write, told_in, write_narrative
from kaltim_naker.ui.components import Crumb
from kaltim_naker.ui.views import PageView, ServiceFormView
from programs.locking import lock_of
from programs.models import Indicator, TrainingCentre
from programs.services import indicators_on

NARRATIVES = Crumb(_("Narratives"), reverse_lazy("reports:narratives"))


class NarrativesView(PageView):
    """Every indicator with what a unit says about it in a quarter. `?year=&quarter=&centre=`."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/narratives.html"
    page_title = _("Narratives")
    page_lead = _("Why the figures are as they are, what was in the way, and what is done about it.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, Crumb(self.page_title)]

    @cached_property
    def filterset(self) -> NarrativeFilter:
        asked = with_default_period(self.request.GET)
        return NarrativeFilter(asked, queryset=Certificate.objects.none(), request=self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period, centre = self.filterset.period, self.filterset.centre_named
        told = told_in(period, centre.pk if centre else None)
        lock = lock_of(period.end, centre.pk if centre else None)
        may = can(self.request.user, Action.WRITE_NARRATIVE) and may_write(self.request.user, centre)
        rows = [
            {
                "indicator": one,
                "told": told.get(one.pk),
                "url": _address(period, one, centre) if may and not (lock and lock.holds) else "",
            }
            for one in indicators_on(period.end)
        ]
        return super().get_context_data(
            filterset=self.filterset, period=period, centre=centre, rows=rows, lock=lock, **kwargs
        )


def _address(period: Period, indicator: Indicator, centre: TrainingCentre | None) -> str:
    url = reverse("reports:narrative_write", args=[period.year, period.closing_quarter, indicator.code])
    return f"{url}?centre={centre.pk}" if centre else url


class NarrativeWriteView(ServiceFormView):
    """The three texts of one indicator; those of the quarter before stand in the form until they are confirmed."""

    action = Action.WRITE_NARRATIVE
    form_class = NarrativeForm
    submit_label = _("Save")
    success_message = _("The text is saved.")

    @cached_property
    def object(self) -> None:  # type: ignore[override]
        """404 for a quarter, a unit or an indicator that is none, before anything is said about the form."""
        _checked = (self.period, self.centre, self.indicator)

    @cached_property
    def period(self) -> Period:
        try:
            return Period(self.kwargs["year"], self.kwargs["quarter"])
        except ValueError as error:
            raise Http404 from error

    @cached_property
    def centre(self) -> TrainingCentre | None:
        """`?centre=`; without it the province, for who speaks for it, else one's own centre."""
        own = TrainingCentre.objects.run_by(self.scope)
        asked = self.request.GET.get("centre", "")
        if asked:
            return get_object_or_404(own, pk=asked if asked.isascii() and asked.isdigit() else 0)
        return None if self.scope.everything else own.first()

    @cached_property
    def indicator(self) -> Indicator:
        found = next((one for one in indicators_on(self.period.end) if one.code == self.kwargs["code"]), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def told(self) -> Told | None:
        return told_in(self.period, self.centre.pk if self.centre else None).get(self.indicator.pk)

    def get_page_title(self) -> str:
        return f"{self.indicator.code} {self.indicator.name}, {self.period}"

    @property
    def page_lead(self) -> str | Promise:  # type: ignore[override]
        if self.told and self.told.is_carried:
            return _("Carried over from the quarter before: change it, or confirm that it still holds.")
        return _("It is printed beside the figures of this quarter, and locked with them.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, NARRATIVES, Crumb(self.indicator.code)]

    def get_initial(self) -> dict[str, Any]:
        if self.told is None:
            return {}
        row = self.told.narrative
        return {"causes": row.causes, "obstacles": row.obstacles, "follow_up": row.follow_up}

    def call_service(self, form: NarrativeForm) -> Narrative:
        return write_narrative(
            actor=self.request.user,
            indicator=self.indicator,
            period=self.period,
            centre=self.centre,
            **form.cleaned_data,
        )

    def get_success_url(self) -> str:
        query = f"?year={self.period.year}&quarter={self.period.quarter}"
        return f"{reverse('reports:narratives')}{query}{f'&centre={self.centre.pk}' if self.centre else ''}"

    get_cancel_url = get_success_url
