"""The first page of each role."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can, held_memberships
from kaltim_naker.access.scope import scope_of
from kaltim_naker.dashboard.figures import Year, default_year, panels_of, years_with_targets
from kaltim_naker.dashboard.inbox import inbox_of
from kaltim_naker.ui.components import PageAction, Tab
from kaltim_naker.ui.views import PageView
from programs.kept import kept_figures


class HomeView(PageView):
    """What waits for the reader first, then how far the year has come. `?year=` shows another year that has targets."""

    action = Action.VIEW_DASHBOARD
    template_name = "dashboard/home.html"

    @cached_property
    def years(self) -> list[int]:
        return years_with_targets()

    @property
    def year(self) -> int:
        asked = self.request.GET.get("year", "")
        known = {str(year): year for year in self.years}
        return known.get(asked) or default_year(self.years)

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
                context.update(panels_of(Year(self.year, scope)), year=self.year, year_tabs=self.year_tabs())
            context["figures_as_of"] = shelf.as_of
        return context

    def roles(self) -> str:
        held = held_memberships(self.request.user)
        return " · ".join(f"{one.get_role_display()}, {one.office.short_name}" for one in held)

    def year_tabs(self) -> list[Tab]:
        """Only where there is a choice."""
        if len(self.years) < 2:
            return []
        return [Tab(str(year), f"?year={year}", current=year == self.year) for year in self.years]
