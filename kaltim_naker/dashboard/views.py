"""The first page of each role."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can, held_memberships
from kaltim_naker.access.scope import Scope, scope_of
from kaltim_naker.dashboard.figures import Year, default_year, panels_of, years_with_targets
from kaltim_naker.dashboard.filters import HomeFilter
from kaltim_naker.dashboard.inbox import inbox_of
from kaltim_naker.ui.components import PageAction
from kaltim_naker.ui.views import PageView
from programs.kept import kept_figures
from programs.models import Target


class HomeView(PageView):
    """What waits for the reader first, then how far the year has come.

    `?year=` shows another year that has targets, `?centre=` one centre as it sees itself, `?measure=` another map.
    """

    action = Action.VIEW_DASHBOARD
    template_name = "dashboard/home.html"

    @cached_property
    def years(self) -> list[int]:
        return years_with_targets()

    @cached_property
    def filterset(self) -> HomeFilter:
        asked = self.request.GET.copy()
        asked.setdefault("year", str(default_year(self.years)))
        scope = scope_of(self.request.user, Action.VIEW_ACHIEVEMENT)
        return HomeFilter(asked, queryset=Target.objects.none(), request=self.request, years=self.years, scope=scope)

    @property
    def year(self) -> int:
        chosen = self.filterset.chosen.get("year")
        return int(chosen) if chosen else default_year(self.years)

    def get_template_names(self) -> list[str]:
        htmx = self.request.htmx
        whole = not htmx or htmx.history_restore_request
        return [self.template_name if whole else "dashboard/year.html"]

    def get_page_title(self) -> str:
        return _("Good day, %(name)s") % {"name": self.request.user}

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("Support pages"), reverse("admin:index"), action=Action.MANAGE_ACCOUNTS)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        context = super().get_context_data(page_lead=self.roles(), inbox_items=inbox_of(user), **kwargs)
        if can(user, Action.VIEW_ACHIEVEMENT):
            scope = scope_of(user, Action.VIEW_ACHIEVEMENT)
            with kept_figures() as shelf:
                context.update(panels_of(self.asked(scope)), year=self.year, filterset=self.filterset)
            context["figures_as_of"] = shelf.as_of
        return context

    def roles(self) -> str:
        held = held_memberships(self.request.user)
        return " · ".join(f"{one.get_role_display()}, {one.office.short_name}" for one in held)

    def asked(self, scope: Scope) -> Year:
        chosen = self.filterset.chosen
        centre = chosen.get("centre")
        return Year(self.year, scope, centre.pk if centre else None, chosen.get("measure") or None)
