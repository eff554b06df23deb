"""Reusable reads of counts of companies."""

from datetime import date
from typing import Self

from kaltim_naker.access.scope import ScopedQuerySet
from kaltim_naker.regions.models import RegionLevel


class TerritoryCountQuerySet(ScopedQuerySet):
    def of_province(self) -> Self:
        return self.filter(region__level=RegionLevel.PROVINCE)

    def before(self, day: date) -> Self:
        """The newest first."""
        return self.filter(as_of__lt=day).order_by("-as_of")
