"""Indicators: what is counted, by which rule, since when, and cases that decide it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.core.periods import today
from kaltim_naker.reports.achievement import rule_of
from kaltim_naker.reports.build import period_in_words
from kaltim_naker.reports.forms import IndicatorVersionForm
from kaltim_naker.reports.links import ACHIEVEMENT, records_url
from kaltim_naker.reports.words import amount
from kaltim_naker.reports.years import default_period
from kaltim_naker.ui.components import Crumb, PageAction
from kaltim_naker.ui.markup import figure_html
from kaltim_naker.ui.views import PageView, ServiceFormView
from programs.choices import Cumulation, Direction, LowerFormula
from programs.measures import Measure, find_measure, find_ratio, is_counted, progress
from programs.models import RULE_FIELDS, Indicator, IndicatorVersion
from programs.services import add_indicator_version, indicators_on

INDICATORS = Crumb(_("Indicators"), reverse_lazy("reports:indicators"))


class IndicatorsView(PageView):
    """Every indicator with the rule that is in force today."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/indicators.html"
    page_title = _("Indicators")
    page_lead = _("What the office is held to, and how each of them is counted.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, Crumb(_("Indicators"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [{"indicator": one, "rule": rule_of(one)} for one in indicators_on(today())]
        return super().get_context_data(rows=rows, **kwargs)


class IndicatorMixin:
    """The indicator that the address names, with its rule of today."""

    kwargs: dict[str, Any]

    @cached_property
    def indicator(self) -> Indicator:
        found = next((one for one in indicators_on(today()) if one.code == self.kwargs["code"]), None)
        if found is None:
            raise Http404
        return found


class IndicatorDetailView(IndicatorMixin, PageView):
    """One indicator: its rule, its parts where it is a ratio, cases that decide, and its versions."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/indicator_detail.html"

    def get_page_title(self) -> str:
        return str(self.indicator)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, INDICATORS, Crumb(self.indicator.code)]

    def get_page_actions(self) -> Sequence[PageAction]:
        url = reverse("reports:indicator_version", args=[self.indicator.code])
        by_anything = f"{reverse('reports:matrix')}?{urlencode({'figure': self.indicator.code})}"
        ways = [PageAction(_("Figures by anything"), by_anything)] if is_counted(self.indicator.measure) else []
        return [
            *ways,
            PageAction(_("Change the rule from a day on"), url, action=Action.DEFINE_INDICATOR, primary=True),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        indicator = self.indicator
        measure, ratio = find_measure(indicator.measure), find_ratio(indicator.measure)
        return super().get_context_data(
            indicator=indicator,
            facts=self.facts(),
            rule=rule_of(indicator),
            measure=measure,
            parts=[ratio.numerator, ratio.denominator] if ratio else [],
            versions=list(self.versions()),
            **kwargs,
        )

    def versions(self) -> QuerySet[IndicatorVersion]:
        return IndicatorVersion.objects.filter(indicator_id=self.indicator.pk).select_related("basis")

    def figures(self) -> list[tuple[str, str]]:
        """What was counted up to now, each count with the way to its records; of a ratio both."""
        period = default_period()
        ratio = find_ratio(self.indicator.measure)
        parts = (ratio.numerator, ratio.denominator) if ratio else (find_measure(self.indicator.measure),)
        return [
            (
                f"{part.name}, {period_in_words(period)}",
                figure_html(progress(part, period, self.scope).cumulative, records_url(part.key, period)),
            )
            for part in parts
            if isinstance(part, Measure)
        ]

    def facts(self) -> list[tuple[Any, Any]]:
        indicator = self.indicator
        measure = find_measure(indicator.measure)
        is_lower = indicator.direction == Direction.LOWER
        return [
            (_("Code"), indicator.code),
            (_("Unit"), indicator.get_unit_display()),
            (_("Direction"), Direction(indicator.direction).label),
            (_("Formula for “lower is better”"), LowerFormula(indicator.lower_formula).label if is_lower else ""),
            (_("Over the year"), Cumulation(indicator.cumulation).label),
            (_("Day that decides"), measure.counted_on if measure else ""),
            (_("Cap in averages (per cent)"), amount(indicator.cap) if indicator.cap is not None else _("none")),
            (_("Measure"), indicator.measure or _("typed figures")),
            *((name, figure) for name, figure in self.figures()),
        ]


class IndicatorVersionView(IndicatorMixin, ServiceFormView):
    """A new rule from a day on; earlier periods keep theirs."""

    action = Action.DEFINE_INDICATOR
    form_class = IndicatorVersionForm
    page_lead = _("Periods that end before this day keep the rule that they have.")
    submit_label = _("Put the rule in force")
    success_message = _("The rule is entered.")
    object = None

    def get_page_title(self) -> str:
        return str(self.indicator)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, INDICATORS, Crumb(self.indicator.code, self.indicator.get_absolute_url())]

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.indicator, name) for name in RULE_FIELDS}

    def call_service(self, form: IndicatorVersionForm) -> IndicatorVersion:
        return add_indicator_version(actor=self.request.user, indicator=self.indicator, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.indicator.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.indicator.get_absolute_url()
