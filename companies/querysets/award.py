"""Reusable reads of guidance, and of the rules by which an award counts it."""

from datetime import date
from itertools import pairwise
from typing import Any, Self

from django.apps import apps
from django.db.models import Q

from kaltim_naker.access.scope import ScopedQuerySet


class AwardRuleQuerySet(ScopedQuerySet):
    def on(self, day: date) -> Any | None:
        """The newest rule that was valid on a day."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first()


class GuidanceQuerySet(ScopedQuerySet):
    def counted(self) -> Self:
        """What counts by the rule that was valid on its own day; before the first rule nothing does."""
        rules = list(apps.get_model("companies", "AwardRule").objects.order_by("valid_from"))
        condition = Q(pk__in=[])
        for rule, following in pairwise([*rules, None]):
            part = Q(held_on__gte=rule.valid_from, kind__in=rule.counted_kinds)
            condition |= part & Q(held_on__lt=following.valid_from) if following else part
        return self.filter(condition)

    def for_list(self) -> Self:
        return self.select_related("company", "activity", "measurement")
