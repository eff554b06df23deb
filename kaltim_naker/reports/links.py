"""The way from a figure to the records behind it."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from kaltim_naker.core.periods import Period
from kaltim_naker.reports.filters import QUARTER_ONLY, WHOLE_YEAR


def records_url(measure: str, period: Period, *, whole_year: bool = True, **members: Any) -> str:
    """The list behind a figure. `members`: centre, region, sector, field, issuer, sex; None is left out."""
    narrowed = {name: member for name, member in members.items() if member is not None}
    mode = WHOLE_YEAR if whole_year else QUARTER_ONLY
    query = {"year": period.year, "quarter": period.quarter or "", "mode": mode, **narrowed}
    return f"{reverse('reports:records', args=[measure])}?{urlencode(query)}"
