"""The page of open data: what there is, how it is made safe, and where to fetch it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from kaltim_naker.api.services.open_data import open_years


@method_decorator(login_not_required, name="dispatch")
class OpenDataView(TemplateView):
    """GET /open-data/, for everybody."""

    template_name = "api/open_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = [
            (year, reverse("api:open-data-table", args=[year]), reverse("api:open-data-detail", args=[year]))
            for year in open_years()
        ]
        return super().get_context_data(years=years, catalogue=reverse("api:open-data-list"), **kwargs)
