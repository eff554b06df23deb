"""The tabs of the pages about productivity."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.ui.components import Tab

_TABS = (
    (_("Measurements"), "companies:measurement_list"),
    (_("Sectors"), "companies:sector_list"),
    (_("Siddhakarya candidates"), "companies:candidate_list"),
    (_("SMPP"), "companies:smpp_list"),
    (_("Price index"), "companies:price_list"),
)


class ProductivityTabs:
    """The pages about productivity beside each other. `tab` is the name of this one's URL."""

    tab: str

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [Tab(label, reverse(name), current=name == self.tab) for label, name in _TABS]
        return super().get_context_data(tabs=tabs, **kwargs)  # type: ignore[misc]
