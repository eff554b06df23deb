"""What changes activities: the event itself, who came, and what was resolved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from programs.choices import OrganisationKind, ResolutionState
from programs.locking import require_writable
from programs.models import Activity, ActivityAttendance, Resolution


@dataclass(frozen=True)
class Delegation:
    """How many came from a kind of organisation; `organisations` are how many of these there were, where known."""

    organisation: str
    people: int
    organisations: int | None = None
    names: str = ""


@transaction.atomic
def enter_activity(*, actor: User, **details: Any) -> Activity:
    """Enter an event. `details`: the columns of Activity, dates and source among them."""
    activity = Activity(**details)
    activity.full_clean()
    require_writable(activity)
    activity.save(force_insert=True)
    return activity


@transaction.atomic
def change_activity(*, actor: User, activity: Activity, **details: Any) -> Activity:
    """Correct an event. Its totals follow the attendance, once that is entered by kind of organisation."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    for name, value in details.items():
        setattr(locked, name, value)
    _follow_attendance(locked)
    locked.full_clean()
    require_writable(locked)
    locked.save()
    return locked


@transaction.atomic
def record_delegations(*, actor: User, activity: Activity, delegations: Iterable[Delegation]) -> Activity:
    """Replace the attendance of an activity, by kind of organisation; its totals follow.

    These are delegates of organisations. They are no trainees, and no measure of people counts them.
    """
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    sent = {one.organisation: one for one in delegations if one.people}
    locked.attendance.exclude(organisation__in=sent).delete()
    for kind, one in sent.items():
        row = locked.attendance.filter(organisation=kind).first() or ActivityAttendance(activity=locked)
        row.organisation, row.people = kind, one.people
        row.organisations, row.names = one.organisations, one.names.strip()
        row.full_clean()
        row.save()
    _follow_attendance(locked)
    locked.save()
    return locked


def _follow_attendance(activity: Activity) -> None:
    rows = list(activity.attendance.all())
    if not rows:
        return
    companies = [row.organisations for row in rows if row.organisation == OrganisationKind.COMPANY]
    activity.participants = sum(row.people for row in rows)
    activity.companies = companies[0] if companies else None


@transaction.atomic
def add_resolution(*, actor: User, activity: Activity, text: str, owner: str, due_on: date) -> Resolution:
    """What was resolved, by whom it is done, and until when."""
    if due_on < activity.starts_on:
        raise DomainError("due_before_meeting", _("It cannot be due before the meeting."), field="due_on")
    resolution = Resolution(activity=activity, text=text.strip(), owner=owner.strip(), due_on=due_on)
    resolution.full_clean()
    resolution.save(force_insert=True)
    return resolution


@transaction.atomic
def end_resolution(
    *, actor: User, resolution: Resolution, state: str, ended_on: date | None = None, note: str = ""
) -> Resolution:
    """Mark a resolution as done, as dropped (with the reason), or as open again."""
    locked = Resolution.objects.select_for_update(of=("self",)).select_related("activity").get(pk=resolution.pk)
    if state == ResolutionState.OPEN:
        ended_on = None
    else:
        ended_on = ended_on or today()
        if not locked.activity.starts_on <= ended_on <= today():
            raise DomainError("day_not_possible", _("The day lies between the meeting and today."), field="ended_on")
    if state == ResolutionState.DROPPED and not note.strip():
        raise DomainError("reason_missing", _("Please say why the resolution is dropped."), field="note")
    locked.state, locked.ended_on, locked.note = state, ended_on, note.strip()
    locked.full_clean()
    locked.save()
    return locked
