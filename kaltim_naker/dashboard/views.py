"""The first page of each role."""

from kaltim_naker.access.actions import Action
from kaltim_naker.ui.views import PageView


class HomeView(PageView):
    action = Action.VIEW_DASHBOARD
    template_name = "dashboard/home.html"
