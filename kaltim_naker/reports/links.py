"""The way from a figure to the records behind it."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.periods import Period
from kaltim_naker.ui.components import Crumb

ACHIEVEMENT = Crumb(_("Target and achievement"), reverse_lazy("reports:achievement"))
WHOLE_YEAR, QUARTER_ONLY = "cumulative", "quarter"


def records_url(measure: str, period: Period, *, whole_year: bool = True, **members: Any) -> str:
    """The list behind a figure. `members`: names of `reports.dimensions.AXES`; None is left out, `UNKNOWN` is not."""
    narrowed = {name: member for name, member in members.items() if member is not None}
    mode = WHOLE_YEAR if whole_year else QUARTER_ONLY
    query = {"year": period.year, "quarter": period.quarter or "", "mode": mode, **narrowed}
    if period.month or period.semester:
        query["part"] = period.code
    return f"{reverse('reports:records', args=[measure])}?{urlencode(query)}"
