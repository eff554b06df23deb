"""Targets: what was promised."""

from decimal import Decimal

from django.db import transaction

from kaltim_naker.accounts.models import User
from programs.models import (
    Indicator,
    Target,
    TrainingCentre,
)


@transaction.atomic
def set_target(
    *,
    actor: User,
    indicator: Indicator,
    year: int,
    value: Decimal,
    source: str,
    quarter: int | None = None,
    centre: TrainingCentre | None = None,
    parent: Target | None = None,
) -> Target:
    """Set a target, or change it; the history keeps every earlier value with its document."""
    target, _created = Target.objects.select_for_update(of=("self",)).get_or_create(
        indicator=indicator,
        year=year,
        quarter=quarter,
        centre=centre,
        region=None,
        sector=None,
        defaults={"value": value, "source": source, "parent": parent},
    )
    target.value, target.source, target.parent = value, source, parent
    target.full_clean()
    target.save()
    return target
