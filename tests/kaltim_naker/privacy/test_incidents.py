"""Somebody used another one's log-in: whose data were seen, and was everybody told in time?"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from time_machine import travel

from kaltim_naker.accounts.models import User
from kaltim_naker.audit.models import AccessKind, AccessLog
from kaltim_naker.privacy.models import Incident
from kaltim_naker.privacy.services import IncidentData, affected_people, close_incident, note_told, report_incident
from tests.conftest import EXPORT_REASON, client_of, exported
from tests.factories.trainees import JobSeekerFactory
from tests.refusals import refused
from trainees.models import JobSeeker

pytestmark = pytest.mark.django_db


def reported(officer: User, account: User | None) -> Incident:
    now = timezone.now()
    data = IncidentData(
        title="Sandi dipakai orang lain",
        noticed_at=now,
        happened_from=now - timedelta(hours=2),
        happened_until=now,
        data_kinds="Nama, alamat",
        course="Laptop dicuri",
        handling="Sandi diganti",
        account=account,
    )
    return report_incident(actor=officer, data=data)


def test_whose_pages_were_opened_by_that_account_in_that_time(
    officer: User, clerk: User, planner: User, applicant: JobSeeker
) -> None:
    too_early = JobSeekerFactory(registered_by=applicant.registered_by)
    by_somebody_else = JobSeekerFactory(registered_by=applicant.registered_by)
    with travel(timezone.now() - timedelta(days=2)):
        client_of(clerk).get(too_early.get_absolute_url())
    client_of(clerk).get(applicant.get_absolute_url())
    client_of(planner).get(by_somebody_else.get_absolute_url())
    incident = reported(officer, clerk)
    assert list(affected_people(incident)) == [applicant]
    assert set(affected_people(reported(officer, None))) == {applicant, by_somebody_else}

    browser = client_of(officer)
    assert 'data-affected="1"' in browser.get(incident.get_absolute_url()).content.decode()
    sheet = exported(browser, f"{incident.get_absolute_url()}affected/")
    assert sheet.status_code == 200
    assert AccessLog.objects.get(kind=AccessKind.EXPORT).reason == f"{EXPORT_REASON} · {incident.number}"


def test_three_times_twenty_four_hours(officer: User) -> None:
    incident = reported(officer, None)
    with travel(incident.noticed_at + timedelta(hours=71, minutes=59)):
        assert not incident.is_late
    with travel(incident.noticed_at + timedelta(hours=72, minutes=1)):
        assert incident.is_late
    now = timezone.now()
    told = note_told(actor=officer, incident=incident, authority_at=now, people_at=now)
    with travel(incident.noticed_at + timedelta(days=9)):
        assert not told.is_late


def test_it_is_closed_when_both_were_told_and_something_was_learnt(officer: User) -> None:
    incident = reported(officer, None)
    with refused("not_told"):
        close_incident(actor=officer, incident=incident, lesson="Kunci layar")
    note_told(actor=officer, incident=incident, authority_at=timezone.now(), people_at=None)
    with refused("not_told"):
        close_incident(actor=officer, incident=incident, lesson="Kunci layar")
    with pytest.raises(IntegrityError, match="closed_when_told"), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(closed_at=timezone.now(), lesson="x")
    note_told(actor=officer, incident=incident, authority_at=None, people_at=timezone.now())
    with refused("lesson_missing"):
        close_incident(actor=officer, incident=incident, lesson="")
    close_incident(actor=officer, incident=incident, lesson="Kunci layar")
    with refused("incident_closed"):
        note_told(actor=officer, incident=incident, authority_at=timezone.now(), people_at=None)
