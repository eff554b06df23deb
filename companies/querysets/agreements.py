"""Reusable reads about agreements."""

from datetime import date, timedelta
from typing import Self

from django.apps import apps
from django.db.models import Case, CharField, F, Max, Model, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Greatest, Least

from companies.choices.agreements import AgreementKind, AgreementStage, Standing
from companies.constants.agreements import BEFORE_SIGNING, NOTICE_DAYS
from kaltim_naker.access.scope import Scope, ScopedQuerySet
from trainees.models import Placement

_SIGNED = (AgreementStage.SIGNED, AgreementStage.TERMINATED)


class AgreementQuerySet(ScopedQuerySet):
    def main(self) -> Self:
        """Without addenda: they change an agreement and are none by themselves."""
        return self.exclude(kind=AgreementKind.ADDENDUM)

    def signed(self) -> Self:
        """Signed once, even if terminated since."""
        return self.filter(stage__in=_SIGNED)

    def unsigned(self) -> Self:
        return self.filter(stage__in=BEFORE_SIGNING)

    def with_end(self) -> Self:
        """Adds `effective_end`: the latest day of the agreement and its signed addenda, or the day it was terminated.

        PostgreSQL's GREATEST and LEAST pass over what is NULL.
        """
        addenda = apps.get_model("companies", "Agreement").objects.signed()
        addenda = addenda.filter(parent=OuterRef("pk"), kind=AgreementKind.ADDENDUM).order_by().values("parent")
        extended = Greatest(F("ends_on"), Subquery(addenda.annotate(last=Max("ends_on")).values("last")))
        return self.annotate(effective_end=Least(extended, F("terminated_on")))

    def end_of(self, agreement: Model) -> date:
        """The `effective_end` of one agreement."""
        return self.with_end().values_list("effective_end", flat=True).get(pk=agreement.pk)

    def in_force(self, day: date) -> Self:
        """Its first and its last day included."""
        return self.signed().with_end().filter(starts_on__lte=day, effective_end__gte=day)

    def ending(self, day: date, within: int = NOTICE_DAYS[0]) -> Self:
        """In force, but not for long."""
        return self.main().in_force(day).filter(effective_end__lte=day + timedelta(days=within))

    def over(self, day: date) -> Self:
        return self.signed().with_end().filter(effective_end__lt=day)

    def with_standing(self, day: date) -> Self:
        """Adds `standing` and `effective_end`."""
        near = day + timedelta(days=NOTICE_DAYS[0])
        return self.with_end().annotate(
            standing=Case(
                When(~Q(stage=AgreementStage.SIGNED), then=F("stage")),
                When(starts_on__gt=day, then=Value(Standing.UPCOMING.value)),
                When(effective_end__lt=day, then=Value(Standing.OVER.value)),
                When(effective_end__lte=near, then=Value(Standing.ENDING.value)),
                default=Value(Standing.IN_FORCE.value),
                output_field=CharField(),
            )
        )

    def for_list(self) -> Self:
        return self.select_related("company")


class NoticeQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        return self.filter(answered_on__isnull=True)


class AgreementPlacementQuerySet(ScopedQuerySet):
    """Whoever may see the job may see that it came of an agreement."""

    def visible_to(self, scope: Scope) -> Self:
        return self.filter(placement__in=Placement.objects.visible_to(scope))
