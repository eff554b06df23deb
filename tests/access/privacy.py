"""The protection of personal data: who gets in, and the requests of the two centres."""

from datetime import timedelta
from uuid import uuid4

from django.db.models import Model
from django.utils import timezone

from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import Office, User
from kaltim_naker.privacy.choices import ExpiryKind
from kaltim_naker.privacy.models import Expiry, Incident, SubjectRequest
from kaltim_naker.privacy.services import IncidentData, report_incident
from tests.access.doors import PUBLIC, Door, of
from trainees.models import JobSeeker

PRIVACY_DOORS: dict[str, Door] = {
    "privacy:notice": Door(PUBLIC),
    "privacy:register": of(Action.TAKE_PRIVACY_REQUEST),
    "privacy:request_list": of(Action.TAKE_PRIVACY_REQUEST),
    "privacy:request_take": of(Action.TAKE_PRIVACY_REQUEST, "person", "form"),
    "privacy:request_detail": of(Action.TAKE_PRIVACY_REQUEST, "privacy request"),
    "privacy:request_answer": of(Action.ANSWER_PRIVACY_REQUEST, "privacy request", "form"),
    "privacy:request_refuse": of(Action.ANSWER_PRIVACY_REQUEST, "privacy request", "form"),
    "privacy:copy_pdf": of(Action.ANSWER_PRIVACY_REQUEST, "privacy request"),
    "privacy:copy_json": of(Action.ANSWER_PRIVACY_REQUEST, "privacy request"),
    "privacy:incident_list": of(Action.KEEP_INCIDENTS),
    "privacy:incident_report": of(Action.KEEP_INCIDENTS, method="form"),
    "privacy:incident_detail": of(Action.KEEP_INCIDENTS, "incident"),
    "privacy:incident_correct": of(Action.KEEP_INCIDENTS, "incident", "form"),
    "privacy:incident_told": of(Action.KEEP_INCIDENTS, "incident", "form"),
    "privacy:incident_close": of(Action.KEEP_INCIDENTS, "incident", "form"),
    "privacy:incident_affected": of(Action.KEEP_INCIDENTS, "incident"),
    "privacy:expiry_list": of(Action.KEEP_RETENTION),
    "privacy:expiry_keep": of(Action.KEEP_RETENTION, "expiry", "form"),
}


def request_of(office: Office, person: JobSeeker, user: User) -> SubjectRequest:
    """A wish to know what is kept, as the office took it in."""
    now = timezone.now()
    return SubjectRequest.objects.create(
        number=f"PDP/{uuid4().hex[:12]}",
        office=office,
        job_seeker=person,
        kind="access",
        channel="in_person",
        identity_check="KTP",
        received_at=now,
        due_at=now + timedelta(hours=72),
        opened_by=user,
    )


def incident_of(user: User) -> Incident:
    """An open door, an hour ago."""
    now = timezone.now()
    hour_ago = now - timedelta(hours=1)
    data = IncidentData(
        title="Sandi dipakai orang lain",
        noticed_at=now,
        happened_from=hour_ago,
        happened_until=now,
        data_kinds="Nama",
        course="-",
        handling="-",
    )
    return report_incident(actor=user, data=data)


def expiry_of(person: JobSeeker) -> Model:
    day = timezone.localdate()
    return Expiry.objects.create(job_seeker=person, kind=ExpiryKind.APPLICANT, expires_on=day, announced_on=day)
