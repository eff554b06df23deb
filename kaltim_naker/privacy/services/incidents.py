"""Failures of protection: written down, followed by the access log, told within 3 × 24 hours (article 46)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import require
from kaltim_naker.accounts.models import User
from kaltim_naker.audit.models import AccessLog
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.ids import as_uuid
from kaltim_naker.core.numbers import next_number
from kaltim_naker.core.periods import fiscal_year
from kaltim_naker.privacy.constants import INCIDENT_PREFIX
from kaltim_naker.privacy.models import Incident
from trainees.models import JobSeeker


@dataclass(frozen=True, kw_only=True)
class IncidentData:
    """What is known; it is corrected as more comes to light."""

    title: str
    noticed_at: datetime
    happened_from: datetime
    happened_until: datetime
    data_kinds: str
    course: str
    handling: str
    account: User | None = None


@transaction.atomic
def report_incident(*, actor: User, data: IncidentData) -> Incident:
    """Write a failure down: from `noticed_at` on the clock runs. Raises DomainError `noticed_in_future`."""
    require(actor, Action.KEEP_INCIDENTS)
    number = next_number(INCIDENT_PREFIX, fiscal_year(data.noticed_at))
    return _store(Incident(number=number, reported_by=actor), data)


@transaction.atomic
def correct_incident(*, actor: User, incident: Incident, data: IncidentData) -> Incident:
    """What is known better now. Raises DomainError `incident_closed` and `noticed_in_future`."""
    return _store(_lock(actor, incident), data)


@transaction.atomic
def note_told(
    *, actor: User, incident: Incident, authority_at: datetime | None, people_at: datetime | None
) -> Incident:
    """When the authority and the affected people were told in writing. None leaves what was noted before."""
    locked = _lock(actor, incident)
    locked.authority_told_at = authority_at or locked.authority_told_at
    locked.people_told_at = people_at or locked.people_told_at
    told = [moment for moment in (authority_at, people_at) if moment is not None]
    if any(moment > timezone.now() for moment in told):
        raise DomainError("told_in_future", _("Nobody can have been told in the future."), field="people_at")
    locked.save()
    return locked


@transaction.atomic
def close_incident(*, actor: User, incident: Incident, lesson: str) -> Incident:
    """End it, with what was learnt. Raises DomainError `not_told` until both the authority and the people were."""
    locked = _lock(actor, incident)
    if locked.authority_told_at is None or locked.people_told_at is None:
        raise DomainError("not_told", _("Before it is closed, the authority and the people must have been told."))
    if not lesson.strip():
        raise DomainError("lesson_missing", _("Please write what was learnt."), field="lesson")
    locked.closed_at, locked.lesson = timezone.now(), lesson.strip()
    locked.save()
    return locked


def looks_in(incident: Incident) -> QuerySet[AccessLog]:
    """The entries of the access log in the time of the incident, of the account where one is named."""
    looks = AccessLog.objects.filter(created_at__range=(incident.happened_from, incident.happened_until))
    return looks.filter(actor=incident.account) if incident.account_id else looks


def affected_people(incident: Incident) -> QuerySet[JobSeeker]:
    """Whose record was looked at then. Exports and searches name no single person; `looks_in` has their row counts."""
    subjects = looks_in(incident).order_by().values_list("subject", flat=True).distinct()
    # Other entries name a list, a file or a class.
    return JobSeeker.objects.filter(pk__in=[subject for subject in subjects if as_uuid(subject)])


def _lock(actor: User, incident: Incident) -> Incident:
    require(actor, Action.KEEP_INCIDENTS)
    locked = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if locked.closed_at is not None:
        raise DomainError("incident_closed", _("This incident is closed."))
    return locked


def _store(incident: Incident, data: IncidentData) -> Incident:
    if data.noticed_at > timezone.now():
        raise DomainError("noticed_in_future", _("It cannot have been noticed in the future."), field="noticed_at")
    for name in IncidentData.__dataclass_fields__:
        setattr(incident, name, getattr(data, name))
    incident.full_clean()
    incident.save()
    return incident
