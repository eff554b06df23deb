"""Reusable reads of the training supply."""

from typing import Self

from django.db.models import Q

from kaltim_naker.access.scope import Scope, ScopedQuerySet
from programs.choices import ClassState


class TrainingClassQuerySet(ScopedQuerySet):
    """A centre sees its own classes; a regional office sees every class that has been announced."""

    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        condition = Q(pk__in=[])
        if scope.centres:
            condition |= Q(centre__in=scope.centres)
        if scope.regions:
            condition |= ~Q(state=ClassState.PLANNED)
        return self.filter(condition)

    def for_list(self) -> Self:
        return self.select_related("programme__field", "centre")

    def in_year(self, year: int) -> Self:
        return self.filter(fiscal_year=year)
