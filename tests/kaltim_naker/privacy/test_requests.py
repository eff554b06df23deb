"""Somebody asks what is kept about him, or wants it gone."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader
from time_machine import travel

from kaltim_naker.accounts.models import User
from kaltim_naker.audit.chain import breaks, seal_days
from kaltim_naker.audit.models import AccessKind, AccessLog, ChainLink
from kaltim_naker.privacy.models import SubjectRequest
from kaltim_naker.privacy.services import answer_request, refuse_request, take_request
from programs.models import TrainingCentre
from tests.conftest import client_of
from tests.factories.certifications import CertificateFactory
from tests.factories.trainees import EnrolmentFactory
from tests.refusals import refused
from trainees.models import JobSeeker

pytestmark = pytest.mark.django_db


def asked(clerk: User, centre: TrainingCentre, person: JobSeeker, kind: str, **more: object) -> SubjectRequest:
    return take_request(
        actor=clerk,
        office=centre.office,
        job_seeker=person,
        kind=kind,
        channel="in_person",
        identity_check="KTP ditunjukkan",
        **more,  # type: ignore[arg-type]
    )


def test_a_copy_of_everything_is_handed_over_and_written_down(
    clerk: User, officer: User, bontang: TrainingCentre, applicant: JobSeeker
) -> None:
    enrolment = EnrolmentFactory(job_seeker=applicant, training_class__centre=bontang)
    desk, office = client_of(clerk), client_of(officer)
    page = desk.post(
        f"/privacy/requests/about/{applicant.pk}/",
        {
            "office": bontang.office.pk,
            "kind": "access",
            "channel": "in_person",
            "identity_check": "KTP ditunjukkan",
            "wish": "Apa saja data saya?",
        },
    )
    request = SubjectRequest.objects.get()
    assert page.headers["Location"] == request.get_absolute_url()
    assert request.due_at - request.received_at == timedelta(hours=72)
    assert desk.get(f"{request.get_absolute_url()}copy.pdf").status_code == 403

    sheet = office.get(f"{request.get_absolute_url()}copy.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet.content)).pages)
    data = office.get(f"{request.get_absolute_url()}copy.json").json()
    for value in ("Rahmawati Rahasia", "Jalan Sembunyi 7", str(enrolment.training_class)):
        assert value in " ".join(text.split())
        assert value in str(data)
    assert applicant.reveal_nik() not in text
    looks = AccessLog.objects.filter(kind=AccessKind.DOWNLOAD, subject=str(applicant.pk), reason=request.number)
    assert looks.count() == 2

    office.post(f"{request.get_absolute_url()}answer/", {"answer": "Salinan diserahkan."})
    request.refresh_from_db()
    assert (request.state, request.answered_by) == ("answered", officer)


def test_the_clock_runs_from_the_moment_it_came(clerk: User, bontang: TrainingCentre, applicant: JobSeeker) -> None:
    days_ago = timezone.now() - timedelta(hours=73)
    request = asked(clerk, bontang, applicant, "correction", received_at=days_ago)
    assert request.is_late
    with refused("received_in_future"):
        asked(clerk, bontang, applicant, "correction", received_at=timezone.now() + timedelta(minutes=5))


def test_a_request_is_taken_in_for_ones_own_office(
    clerk: User, balikpapan: TrainingCentre, applicant: JobSeeker
) -> None:
    with refused("foreign_office"):
        asked(clerk, balikpapan, applicant, "access")


def test_an_erased_person_is_nowhere_to_be_read(
    clerk: User, officer: User, bontang: TrainingCentre, applicant: JobSeeker
) -> None:
    applicant.address = "Jalan Lama 3"
    applicant.save()
    nik = applicant.reveal_nik()
    request = asked(clerk, bontang, applicant, "erasure", wish="Hapus Rahmawati Rahasia")
    with travel(timezone.now() + timedelta(days=1)):
        seal_days()
        answer_request(actor=officer, request=request, answer="Sudah dihapus.")
        # The answer itself is an entry of the same real day, which was sealed too early for it.
        assert {broken.table for broken in breaks()} == {"privacy_subjectrequestevent"}
    person = JobSeeker.objects.get(pk=applicant.pk)
    assert (person.reveal_nik(), person.nik_index, person.phone, person.birth_place) == (None, None, "", "")
    assert (person.birth_date.year, person.sex, person.domicile) == (2000, applicant.sex, applicant.domicile)
    assert JobSeeker.objects.with_nik(nik).count() == 0
    assert ChainLink.objects.newest().reason == request.number
    for secret in ("Rahmawati", "Jalan Sembunyi", "Jalan Lama", "81234567890", "Kutai"):
        assert places_of(secret) == []


def places_of(secret: str) -> list[str]:
    """Tables with a row that holds the words anywhere, the history of deleted and changed rows included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" AS r WHERE r::text LIKE %s)', [f"%{secret}%"])  # noqa: S608 - names out of the catalogue
            found += [table] if cursor.fetchone()[0] else []
    return found


def test_the_search_through_all_tables_finds_what_is_there(applicant: JobSeeker) -> None:
    assert set(places_of("Rahmawati")) == {"trainees_jobseeker", "trainees_jobseekerevent"}


def test_an_erasure_takes_two(clerk: User, officer: User, bontang: TrainingCentre, applicant: JobSeeker) -> None:
    request = take_request(
        actor=officer,
        office=bontang.office,
        job_seeker=applicant,
        kind="erasure",
        channel="letter",
        identity_check="Surat bermeterai",
    )
    with refused("own_request"):
        answer_request(actor=officer, request=request, answer="Ya.")
    with pytest.raises(IntegrityError, match="erasure_by_two"), transaction.atomic():
        SubjectRequest.objects.filter(pk=request.pk).update(
            state="answered", answered_by=officer, answered_at=timezone.now()
        )


def test_the_law_keeps_what_must_stay_verifiable(clerk: User, officer: User, bontang: TrainingCentre) -> None:
    certificate = CertificateFactory()
    person = certificate.job_seeker
    request = asked(clerk, bontang, person, "erasure")
    with refused("erasure_limited"):
        answer_request(actor=officer, request=request, answer="Ya.")
    refuse_request(actor=officer, request=request, answer="Sertifikat harus dapat diperiksa.")
    person.refresh_from_db()
    assert person.reveal_nik()
    with refused("request_answered"):
        answer_request(actor=officer, request=request, answer="Ya.")
