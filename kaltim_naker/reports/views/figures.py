"""Targets against achievement: one page a head of office reads in ten seconds."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from certifications.models import Certificate
from kaltim_naker.access.actions import Action
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.achievement import Yardstick, achievement_of, centres_in
from kaltim_naker.reports.build import BESIDE, counting_rules, period_in_words
from kaltim_naker.reports.cards import figure_card, main_card, months_card, target_card
from kaltim_naker.reports.filters import PeriodFilter, with_default_period
from kaltim_naker.reports.sections import capacity_of, figure_of, months_of
from kaltim_naker.ui.components import EmptyState, PageAction
from kaltim_naker.ui.views import PageView
from programs.kept import kept_figures
from programs.measures import find_measure, get_measure
from programs.models import Indicator
from programs.services import indicators_on


class AchievementView(PageView):
    """Figures, target against realisation, growth over the year, and whether the planned classes suffice."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/achievement.html"
    page_title = _("Target and achievement")

    def get_page_actions(self) -> Sequence[PageAction]:
        period = self.filterset.period
        pace = f"{reverse('reports:pace')}?{urlencode({'year': period.year, 'day': period.end.isoformat()})}"
        return [
            PageAction(_("Pace"), pace),
            PageAction(_("Targets"), reverse("reports:targets")),
            PageAction(_("New report"), reverse("reports:new"), action=Action.REQUEST_REPORT, primary=True),
        ]

    def get_template_names(self) -> list[str]:
        htmx = self.request.htmx
        whole = not htmx or htmx.history_restore_request
        return [self.template_name if whole else "reports/achievement_figures.html"]

    @cached_property
    def filterset(self) -> PeriodFilter:
        asked = with_default_period(self.request.GET)
        return PeriodFilter(asked, queryset=Certificate.objects.none(), request=self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        period = self.filterset.period
        context |= {"filterset": self.filterset, "period": period, "period_in_words": period_in_words(period)}
        indicator = next((item for item in indicators_on(period.end) if find_measure(item.measure)), None)
        if indicator is None:
            nothing = EmptyState(_("Nothing is counted yet"), _("No indicator names a measure."))
            return {**context, "nothing": nothing}
        with kept_figures() as shelf:
            context |= self._figures(indicator, period)
        return {**context, "figures_as_of": shelf.as_of}

    def _figures(self, indicator: Indicator, period: Period) -> dict[str, Any]:
        yardstick = Yardstick.of(period)
        measure, centres = get_measure(indicator.measure), centres_in(self.scope)
        achievement = achievement_of(indicator, yardstick, self.scope, centres)
        beside = tuple(figure_of(get_measure(key), period, self.scope) for key in BESIDE)
        months = months_of(measure, indicator, yardstick, self.scope, achievement.whole.centre)
        return {
            "achievement": achievement,
            "rows": (*achievement.parts, achievement.whole),
            "cards": [main_card(achievement, period), *(figure_card(figure, period) for figure in beside)],
            "target_card": target_card(achievement, period),
            "months_card": months_card(months, achievement, period),
            "capacity": capacity_of(indicator, yardstick, self.scope, centres),
            "rules": counting_rules([achievement], beside),
        }
