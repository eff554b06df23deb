"""The way of a quarter: handed in by its unit, approved by the province, closed together, opened again for a time."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import require
from kaltim_naker.access.scope import scope_of
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period, today
from programs.choices import PeriodState, PeriodStepKind
from programs.constants import LONGEST_REOPENING
from programs.locking import hold_writers
from programs.models import PeriodStep, Reopening, ReportingPeriod, TrainingCentre
from programs.services.closing import freeze

_QUARTERS = (1, 2, 3, 4)


def begin_quarters(year: int) -> int:
    """Give every unit, also one that came later, its quarters of a year; returns how many were new. Safe to repeat."""
    units = [None, *TrainingCentre.objects.values_list("pk", flat=True)]
    known = set(ReportingPeriod.objects.filter(year=year).values_list("quarter", "centre"))
    missing = [
        ReportingPeriod(year=year, quarter=quarter, centre_id=centre)
        for quarter in _QUARTERS
        for centre in units
        if (quarter, centre) not in known
    ]
    return len(ReportingPeriod.objects.bulk_create(missing, ignore_conflicts=True))


@transaction.atomic
def submit_period(*, actor: User, period: ReportingPeriod, note: str = "") -> ReportingPeriod:
    """Hand in a quarter that is over. A centre hands in its own, the province what belongs to no centre.

    Raises PermissionDenied, and DomainError `foreign_unit`, `period_not_over` and `period_moved_on`.
    """
    require(actor, Action.SUBMIT_PERIOD)
    if not may_submit(actor, period):
        raise DomainError("foreign_unit", _("%(unit)s hands this in itself.") % {"unit": period.unit_name})
    if period.period.end >= today():
        raise DomainError("period_not_over", _("%(period)s is not over yet.") % {"period": period.period})
    period = _lock_in(period, PeriodState.OPEN, PeriodState.RETURNED)
    period.approved_by = period.approved_at = None
    period.submitted_by, period.submitted_at = actor, timezone.now()
    _move(period, PeriodState.SUBMITTED, actor, note)
    return period


def may_submit(user: User, period: ReportingPeriod) -> bool:
    """Whether the unit is the reader's own; the province does not hand in for a centre, it approves it."""
    scope = scope_of(user, Action.SUBMIT_PERIOD)
    return scope.everything if period.centre_id is None else period.centre_id in scope.centres


@transaction.atomic
def approve_period(*, actor: User, period: ReportingPeriod, note: str = "") -> ReportingPeriod:
    """Accept what a unit handed in. Raises PermissionDenied, DomainError `own_submission` and `period_moved_on`."""
    require(actor, Action.APPROVE_PERIOD)
    period = _lock_in(period, PeriodState.SUBMITTED)
    if period.submitted_by_id == actor.pk:
        raise DomainError("own_submission", _("Who submits a quarter does not approve it. Ask a colleague."))
    period.approved_by, period.approved_at = actor, timezone.now()
    _move(period, PeriodState.APPROVED, actor, note)
    return period


@transaction.atomic
def return_period(*, actor: User, period: ReportingPeriod, note: str) -> ReportingPeriod:
    """Give a quarter back with what has to be put right, also one that was approved, until it is closed."""
    require(actor, Action.APPROVE_PERIOD)
    if not note.strip():
        raise DomainError("note_missing", _("Please say what has to be put right."), field="note")
    period = _lock_in(period, PeriodState.SUBMITTED, PeriodState.APPROVED)
    period.note = note.strip()
    _move(period, PeriodState.RETURNED, actor, note)
    return period


@transaction.atomic
def close_quarter(*, actor: User, period: Period) -> list[ReportingPeriod]:
    """Close a quarter of all units at once, and keep what it came to, and who was in it.

    Waits for everybody who is writing in this quarter; who wants to, waits until it is closed.

    Raises PermissionDenied, and DomainError `quarter_incomplete`, `earlier_quarter_open` and `quarter_closed`.
    """
    require(actor, Action.CLOSE_PERIOD)
    hold_writers(period)
    units = list(ReportingPeriod.objects.of(period).select_for_update(of=("self",)).select_related("centre"))
    _require_ready(period, units)
    freeze(period, units)
    for unit in units:
        unit.closed_by, unit.closed_at = actor, timezone.now()
        _move(unit, PeriodState.CLOSED, actor)
    return units


def _require_ready(period: Period, units: list[ReportingPeriod]) -> None:
    if any(unit.state == PeriodState.CLOSED for unit in units):
        raise DomainError("quarter_closed", _("%(period)s is closed already.") % {"period": period})
    if waiting := waiting_for(period, units):
        message = _("%(period)s cannot be closed yet. Not approved: %(units)s.")
        raise DomainError("quarter_incomplete", message % {"period": period, "units": ", ".join(waiting)})
    earlier = period.previous_in_year
    if earlier and not is_closed(earlier):
        raise DomainError("earlier_quarter_open", _("Please close %(period)s first.") % {"period": earlier})


def waiting_for(period: Period, units: Iterable[ReportingPeriod]) -> list[str]:
    """The names of the units that have not been approved, those that never began the quarter included."""
    done = {unit.centre_id for unit in units if unit.state in (PeriodState.APPROVED, PeriodState.CLOSED)}
    names: dict[int | None, str] = {None: _("Province")}
    names |= dict(TrainingCentre.objects.values_list("pk", "short_name"))
    return [name for centre, name in names.items() if centre not in done]


def is_closed(period: Period) -> bool:
    """Units are closed together, so one says it for all."""
    return ReportingPeriod.objects.of(period).filter(state=PeriodState.CLOSED).exists()


@transaction.atomic
def reopen_period(*, actor: User, period: ReportingPeriod, until: datetime, reason: str) -> Reopening:
    """Let one unit write into a closed quarter until a moment. What was closed stays; differences are restated.

    Raises PermissionDenied, and DomainError `period_not_closed`, `reason_missing`, `until_past` and `until_too_far`.
    """
    require(actor, Action.REOPEN_PERIOD)
    if not reason.strip():
        raise DomainError("reason_missing", _("Please say why the quarter is opened again."), field="reason")
    now = timezone.now()
    if until <= now:
        raise DomainError("until_past", _("A reopening ends in the future."), field="until")
    if until > now + timedelta(days=LONGEST_REOPENING):
        message = _("A quarter is opened again for %(days)s days at most.") % {"days": LONGEST_REOPENING}
        raise DomainError("until_too_far", message, field="until")
    locked = ReportingPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if locked.state != PeriodState.CLOSED:
        raise DomainError("period_not_closed", _("This quarter is not closed, so there is nothing to open."))
    reopening = Reopening(period=locked, until=until, reason=reason.strip(), opened_by=actor)
    reopening.full_clean()
    reopening.save(force_insert=True)
    _note_step(locked, PeriodStepKind.REOPENED, actor, reason)
    return reopening


def closes_again_on(day: date) -> datetime:
    """The end of a day at the office: a reopening “until Friday” lasts through Friday."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))


def _lock_in(period: ReportingPeriod, *states: PeriodState) -> ReportingPeriod:
    """The quarter as it is now, held until the end of the transaction."""
    locked = ReportingPeriod.objects.select_for_update(of=("self",)).select_related("centre").get(pk=period.pk)
    if locked.state not in states:
        message = _("This is not possible now: the quarter is “%(state)s”.")
        raise DomainError("period_moved_on", message % {"state": locked.get_state_display()})
    return locked


def _move(period: ReportingPeriod, state: PeriodState, actor: User, note: str = "") -> None:
    period.state = state
    period.save()
    _note_step(period, PeriodStepKind(state.value), actor, note)


def _note_step(period: ReportingPeriod, kind: PeriodStepKind, actor: User, note: str) -> None:
    PeriodStep.objects.create(period=period, kind=kind, actor=actor, note=note.strip())
