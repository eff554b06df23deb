"""What staff say about the figures: causes, obstacles, follow-up of each indicator, carried from quarter to quarter.

A text holds for the quarter that it was written for. For the quarters after it in the same year it stands as a draft,
until somebody confirms or changes it there: nothing is copied, so nothing is confirmed by accident.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import require
from kaltim_naker.access.scope import scope_of
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.document import Story
from kaltim_naker.reports.models import Narrative, NarrativeState
from programs.locking import require_open, require_writable
from programs.models import Indicator, TrainingCentre


@dataclass(frozen=True)
class Told:
    """The text that holds for a quarter; `is_carried` where it was written for an earlier one."""

    narrative: Narrative
    is_carried: bool

    @property
    def is_draft(self) -> bool:
        return self.is_carried or self.narrative.state == NarrativeState.DRAFT


@transaction.atomic
def write_narrative(
    *,
    actor: User,
    indicator: Indicator,
    period: Period,
    centre: TrainingCentre | None,
    causes: str = "",
    obstacles: str = "",
    follow_up: str = "",
    is_confirmed: bool = True,
) -> Narrative:
    """Say why an indicator of a unit stands as it does in a quarter, or change what was said.

    `centre` None is the province. Raises PermissionDenied, and DomainError `foreign_unit`, `narrative_empty`, and
    `period_closed` where the quarter of the unit is closed.
    """
    require(actor, Action.WRITE_NARRATIVE)
    if not may_write(actor, centre):
        raise DomainError("foreign_unit", _("The unit writes its own text."))
    texts = {"causes": causes.strip(), "obstacles": obstacles.strip(), "follow_up": follow_up.strip()}
    if not any(texts.values()):
        raise DomainError("narrative_empty", _("Please write at least one of the three texts."), field="causes")
    last_day = period.end
    require_open(day=last_day, centre=centre.pk if centre else None)
    place = {"indicator": indicator, "last_day": last_day, "centre": centre}
    found = Narrative.objects.select_for_update(of=("self",)).filter(**place).first() or Narrative(**place)
    for name, text in texts.items():
        setattr(found, name, text)
    found.state = NarrativeState.CONFIRMED if is_confirmed else NarrativeState.DRAFT
    found.written_by = actor
    found.full_clean(validate_constraints=False)
    require_writable(found)
    found.save()
    return found


def may_write(user: User, centre: TrainingCentre | None) -> bool:
    """A centre writes for itself, the provincial office for the province and in the name of any centre."""
    scope = scope_of(user, Action.WRITE_NARRATIVE)
    return scope.everything or (centre is not None and centre.pk in scope.centres)


def told_in(period: Period, centre: int | None) -> dict[int, Told]:
    """Indicator → the newest text of the unit in the year, up to the end of the period. One query."""
    rows = Narrative.objects.filter(last_day__range=(period.year_start, period.end), centre=centre)
    newest = {row.indicator_id: row for row in rows.select_related("indicator", "written_by").order_by("last_day")}
    return {key: Told(row, row.last_day < _asked_day(period)) for key, row in newest.items()}


def _asked_day(period: Period) -> date:
    """The last day of the quarter that the period ends in, or of the one before for a month within a quarter."""
    if period.closing_quarter:
        return period.end
    quarter = (period.end.month - 1) // 3
    return Period(period.year, quarter).end if quarter else period.year_start


def stories_of(order: Order, indicators: Iterable[Indicator]) -> tuple[Story, ...]:
    """As a report prints them, in the order of the indicators. No regional office is a unit that speaks."""
    centre = order.centre
    told = {} if order.region else told_in(order.period, centre.pk if centre else None)
    return tuple(
        Story(
            code=one.code,
            name=one.name,
            causes=found.narrative.causes,
            obstacles=found.narrative.obstacles,
            follow_up=found.narrative.follow_up,
            place=centre.short_name if centre else "",
            is_draft=found.is_draft,
        )
        for one in indicators
        if (found := told.get(one.pk)) is not None
    )
