"""Reusable reads of coaching."""

from datetime import date
from typing import Self

from django.db.models import Count, Q

from companies.choices.productivity import CoachingState, PlanState
from companies.constants.productivity import ENDED_COACHING
from kaltim_naker.access.scope import ScopedQuerySet

_UNFINISHED = (PlanState.OPEN, PlanState.RUNNING)


class CoachingQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        return self.exclude(state__in=ENDED_COACHING)

    def to_measure_again(self, day: date) -> Self:
        """The day has come, and the second measurement is missing."""
        waiting = (CoachingState.IMPLEMENTATION, CoachingState.FINAL_MEASUREMENT)
        return self.filter(state__in=waiting, final__isnull=True, remeasure_on__lte=day)

    def with_late_actions(self, day: date) -> Self:
        """Adds `late_actions`, how many actions of the plan are past their day."""
        late = Q(problems__actions__state__in=_UNFINISHED, problems__actions__due_on__lt=day)
        return self.annotate(late_actions=Count("problems__actions", filter=late, distinct=True))


class PlanActionQuerySet(ScopedQuerySet):
    def unfinished(self) -> Self:
        return self.filter(state__in=_UNFINISHED)

    def overdue(self, day: date) -> Self:
        """Past its day in a case that is still open; on the day itself it is not late."""
        return self.unfinished().filter(due_on__lt=day).exclude(problem__coaching__state__in=ENDED_COACHING)
