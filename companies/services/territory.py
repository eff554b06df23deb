"""Entering how many companies there are, as a source says."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from companies.constants.register import PLAUSIBLE_CHANGE
from companies.formulas.register import missing_from
from companies.models import TerritoryCount
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from kaltim_naker.regions.models import Region


@transaction.atomic
def save_count(
    *, actor: User, region: Region, as_of: date, total: int, count: TerritoryCount | None = None, **details: Any
) -> TerritoryCount:
    """Enter a count, or correct one. `details`: source, document, parts by size, workers, note.

    A published figure is kept as it was published, even where its parts do not make up the whole or where it leaps;
    but then the note has to say what is known about it. Raises DomainError `parts_differ`, `leaps`.
    """
    if as_of > today():
        raise DomainError("as_of_in_future", _("A count cannot lie in the future."), field="as_of")
    count = count or TerritoryCount()
    count.region, count.as_of, count.total = region, as_of, total
    for name, value in details.items():
        setattr(count, name, value.strip() if isinstance(value, str) else value)
    count.full_clean()
    if not count.note:
        _require_sum(count)
        _require_plausible(count)
    count.save()
    return count


def _require_sum(count: TerritoryCount) -> None:
    missing = missing_from(count.total, count.parts)
    if missing:
        message = _("The parts leave %(missing)s of %(total)s. Correct a figure, or say in the note why.")
        raise DomainError("parts_differ", message % {"missing": missing, "total": count.total}, field="note")


def _require_plausible(count: TerritoryCount) -> None:
    """Figures arrive with wrong units and commas: a leap is asked about (domain.md §10)."""
    same = TerritoryCount.objects.filter(region=count.region, source=count.source).exclude(pk=count.pk)
    before = same.before(count.as_of).first()
    if before is None:
        return
    change = abs(Decimal(count.total - before.total)) / before.total * 100
    if change > PLAUSIBLE_CHANGE:
        message = _("%(old)s on %(day)s, %(new)s now: more than half as much again or less. Say in the note why.")
        facts = {"old": before.total, "day": before.as_of.isoformat(), "new": count.total}
        raise DomainError("leaps", message % facts, field="note")
