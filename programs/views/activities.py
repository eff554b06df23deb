"""Events of the office."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.ui.components import Badge, Crumb, PageAction
from kaltim_naker.ui.formatting import long_date, number
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ScopedDetailView, ScopedListView
from programs.filters import ActivityFilter
from programs.models import Activity
from programs.tables import ACTIVITY_COLUMNS
from programs.views.classes import history_action

ACTIVITIES = Crumb(_("Activities"), reverse_lazy("programs:activity_list"))


class ActivityListView(ScopedListView):
    action = Action.VIEW_ACTIVITIES
    page_title = _("Activities")
    page_lead = _("Who attends an activity is never counted as a trainee.")
    queryset = Activity.objects.all()
    filterset_class = ActivityFilter
    columns = ACTIVITY_COLUMNS
    default_order = Order("starts_on", descending=True)


class ActivityDetailView(ScopedDetailView):
    action = Action.VIEW_ACTIVITIES
    queryset = Activity.objects.all()
    template_name = "programs/activity_detail.html"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACTIVITIES, Crumb(self.object.title)]

    def get_page_actions(self) -> Sequence[PageAction]:
        return [history_action("programs.activity", self.object.pk)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        facts = [
            (_("First day"), long_date(row.starts_on)),
            (_("Last day"), long_date(row.ends_on)),
            (_("Place"), row.place),
            (_("Participants"), number(row.participants)),
            (_("Companies"), number(row.companies)),
            (_("Source"), row.source),
        ]
        return super().get_context_data(page_badge=Badge(row.get_kind_display(), "info"), facts=facts, **kwargs)
