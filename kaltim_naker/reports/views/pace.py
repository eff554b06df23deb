"""Where the year is against where it should be, what is expected at its end, and what closes the gap."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.core.periods import today
from kaltim_naker.reports.filters import YearFilter
from kaltim_naker.reports.pace.build import month_ends, pace_of
from kaltim_naker.reports.pace.cards import (
    chart_card,
    counted_url,
    expected_card,
    in_one_sentence,
    interval,
    planned_card,
    remedy_explained,
    remedy_in_words,
    verdict_badge,
)
from kaltim_naker.reports.pace.facts import Pace, PaceMonth, PaceRow
from kaltim_naker.reports.pace.records import SOURCES
from kaltim_naker.reports.views.targets import ACHIEVEMENT
from kaltim_naker.reports.years import default_period
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction, Tab
from kaltim_naker.ui.forms import DateInput
from kaltim_naker.ui.views import PageView
from programs.models import Indicator, Target, TrainingClass
from programs.services import indicators_on


class PaceFilter(YearFilter):
    """Which indicator, and as it was known on which day."""

    indicator = django_filters.ChoiceFilter(label=_("Indicator"), method="leave", empty_label=None)
    day = django_filters.DateFilter(label=_("As known on"), method="leave", widget=DateInput())

    def __init__(self, *args: Any, indicators: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["indicator"].extra["choices"] = [(one.code, one.name) for one in indicators]


class PaceView(PageView):
    """One indicator's year: the figure expected at its end, by centre and whole, with everything it was made from."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/pace.html"
    page_title = _("Pace")
    page_lead = _("Where the year is, where it should be, and what is still needed.")

    def get_template_names(self) -> list[str]:
        htmx = self.request.htmx
        whole = not htmx or htmx.history_restore_request
        return [self.template_name if whole else "reports/pace_figures.html"]

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, Crumb(_("Pace"))]

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("Training classes"), f"{reverse('programs:class_list')}?year={self.year}")]

    @cached_property
    def indicators(self) -> list[Indicator]:
        """With the rules of today; what can be forecast first."""
        return sorted(indicators_on(today()), key=lambda one: one.measure not in SOURCES)

    @cached_property
    def filterset(self) -> PaceFilter:
        asked = self.request.GET.copy()
        asked.setdefault("year", str(default_period().year))
        if self.indicators:
            asked.setdefault("indicator", self.indicators[0].code)
        return PaceFilter(asked, queryset=Target.objects.none(), request=self.request, indicators=self.indicators)

    @property
    def year(self) -> int:
        return self.filterset.period.year

    @property
    def day(self) -> date:
        """Within the year, and not after today."""
        asked = self.filterset.form.cleaned_data.get("day") if self.filterset.form.is_valid() else None
        return max(min(asked or today(), today(), date(self.year, 12, 31)), date(self.year - 1, 12, 31))

    @cached_property
    def indicator(self) -> Indicator | None:
        code = self.filterset.form.cleaned_data.get("indicator") if self.filterset.form.is_valid() else None
        return next((one for one in self.indicators if code in (None, one.code)), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filterset=self.filterset, **kwargs)
        if self.indicator is None:
            return {**context, "nothing": EmptyState(_("Nothing is counted yet"), _("No indicator names a measure."))}
        pace = pace_of(self.indicator, self.year, self.day, self.scope, looking_back=True)
        if not pace.months:
            back = reverse("reports:achievement")
            return {**context, "nothing": EmptyState(_("No forecast"), pace.reason, back, _("Target and achievement"))}
        return {**context, **parts_of(pace), "day_tabs": self.day_tabs()}

    def day_tabs(self) -> list[Tab]:
        """The ends of the months that are over, and today."""
        ends = [end for end in month_ends(self.year) if end <= today()]
        tabs = [Tab(capfirst(str(MONTHS_3[end.month])), self._address(end), current=end == self.day) for end in ends]
        if ends and ends[-1].month == len(month_ends(self.year)):
            return tabs
        return [*tabs, Tab(_("today"), self._address(None), current=self.day == today())]

    def _address(self, day: date | None) -> str:
        named = {"day": day.isoformat()} if day else {}
        return f"?{urlencode({'year': self.year, 'indicator': self.indicator.code if self.indicator else '', **named})}"


def parts_of(pace: Pace) -> dict[str, Any]:
    of_classes = SOURCES[pace.measure].model is TrainingClass
    return {
        "pace": pace,
        "headline": in_one_sentence(pace) if pace.whole.expected is not None else pace.reason,
        "verdict": verdict_badge(pace.whole, is_over=pace.is_over),
        # The verdict stands in the headline already.
        "cards": [replace(expected_card(pace), badge=None), planned_card(pace)],
        "has_quarters": any(row.quarter_target is not None for row in (pace.whole, *pace.parts)),
        "rows": [_row(row, pace) for row in (*pace.parts, pace.whole)],
        "remedies": [
            (remedy_in_words(more, of_classes=of_classes), remedy_explained(more), more) for more in pace.whole.more
        ],
        "chart": chart_card(pace),
        "looked_back": looked_back(pace),
        "undated_url": f"{reverse('programs:class_list')}?{urlencode({'year': pace.year, 'state': 'planned'})}",
        "empty_url": f"{reverse('programs:class_list')}?{urlencode({'due': 'people'})}",
        "of_classes": of_classes,
    }


def looked_back(pace: Pace) -> list[tuple[PaceMonth, str]]:
    """What the end of each month had expected; once the year is over, by how much that was wrong."""
    end = pace.whole.counted
    return [(month, f"{month.was_expected - end:+d}") for month in pace.months if month.was_expected is not None]


def _row(row: PaceRow, pace: Pace) -> dict[str, Any]:
    return {
        "row": row,
        "url": counted_url(pace, row, pace.day),
        "interval": interval(row),
        "badge": verdict_badge(row, is_over=pace.is_over),
    }
