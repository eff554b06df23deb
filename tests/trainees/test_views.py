"""The pages about people and their training."""

from datetime import date

import pytest
from django.urls import reverse

from kaltim_naker.audit.models import AccessKind, AccessLog
from programs.choices import ClassState
from tests.conftest import EXPORT_REASON, client_of, exported
from tests.factories.accounts import home_region
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory, nik_for
from tests.security import security
from trainees.choices import EnrolmentState
from trainees.models import Enrolment, JobSeeker

pytestmark = pytest.mark.django_db

NIK = nik_for("64.72", date(2000, 5, 17), "L", 7)


def card(office, **changes):
    """What stands on an identity card."""
    return {
        "office": office.pk,
        "full_name": "Budi Santoso",
        "nik": NIK,
        "birth_date": "2000-05-17",
        "sex": "L",
        "domicile": home_region("64.72").pk,
        "work_status": "never_worked",
        "trained_elsewhere": "not_asked",
        **changes,
    }


def looks(kind):
    return list(AccessLog.objects.filter(kind=kind).values_list("subject", "rows", "reason"))


# --- registering ---------------------------------------------------------------------------------------------------
def test_registering(balikpapan, balikpapan_admin):
    response = client_of(balikpapan_admin).post(reverse("trainees:job_seeker_register"), card(balikpapan.office))
    person = JobSeeker.objects.get()
    assert response["Location"] == person.get_absolute_url()
    assert (person.reveal_nik(), person.registered_by) == (NIK, balikpapan.office)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"nik": "647201170500000O"}, "nik"),
        ({"nik": ""}, "nik"),
        ({"nik_missing_reason": "foreigner"}, "nik"),
        ({"sex": "P"}, "sex"),
        ({"birth_date": "1999-05-17"}, "birth_date"),
        ({"birth_date": "2999-05-17", "nik_mismatch_reason": "x"}, "birth_date"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(changes, field, balikpapan, balikpapan_admin):
    url = reverse("trainees:job_seeker_register")
    response = client_of(balikpapan_admin).post(url, card(balikpapan.office, **changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not JobSeeker.objects.exists()


def test_a_regional_office_registers_its_residents_only(samarinda_office, samarinda_operator):
    url = reverse("trainees:job_seeker_register")
    foreign = card(samarinda_office, domicile=home_region("64.71").pk)
    assert client_of(samarinda_operator).post(url, foreign).status_code == 422
    assert client_of(samarinda_operator).post(url, card(samarinda_office)).status_code == 302


def test_correcting_keeps_the_number_that_is_not_typed_again(balikpapan, balikpapan_admin):
    person = JobSeekerFactory(registered_by=balikpapan.office)
    number = person.reveal_nik()
    client, url = client_of(balikpapan_admin), reverse("trainees:job_seeker_edit", args=[person.pk])
    assert number not in client.get(url).content.decode()

    response = client.post(url, card(balikpapan.office, nik="", full_name="Budi S.", domicile=person.domicile_id))
    person.refresh_from_db()
    assert response.status_code == 302
    assert (person.full_name, person.reveal_nik()) == ("Budi S.", number)


def test_people_without_a_number_are_not_one_person(balikpapan, balikpapan_admin):
    without = {"nik": None, "nik_missing_reason": "no_card", "registered_by": balikpapan.office}
    JobSeekerFactory(**without)
    person = JobSeekerFactory(**without)
    url = reverse("trainees:job_seeker_edit", args=[person.pk])
    changed = card(balikpapan.office, nik="", nik_missing_reason="no_card", full_name="Baru")
    assert client_of(balikpapan_admin).post(url, changed).status_code == 302


# --- looking at people ---------------------------------------------------------------------------------------------
def test_opening_a_person_is_written_down(balikpapan, balikpapan_admin):
    person = JobSeekerFactory(registered_by=balikpapan.office)
    client_of(balikpapan_admin).get(person.get_absolute_url())
    assert looks(AccessKind.VIEW_PERSON) == [(str(person.pk), 1, "")]


@security(12, "Unmasking", target="a reason, and one line in the access log")
def test_the_full_number_is_shown_once_to_who_says_why(balikpapan, balikpapan_admin):
    person = JobSeekerFactory(registered_by=balikpapan.office)
    client, url = client_of(balikpapan_admin), reverse("trainees:job_seeker_nik", args=[person.pk])
    assert client.post(url, {"reason": " "})["Location"] == person.get_absolute_url()
    assert looks(AccessKind.UNMASK_NIK) == []

    response = client.post(url, {"reason": "Daftar BPJS"})
    assert person.reveal_nik() in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert looks(AccessKind.UNMASK_NIK) == [(str(person.pk), 1, "Daftar BPJS")]
    assert person.reveal_nik() not in client.get(person.get_absolute_url()).content.decode()


def test_finding_by_number(balikpapan, bontang, balikpapan_admin):
    own = JobSeekerFactory(registered_by=balikpapan.office)
    foreign = JobSeekerFactory(registered_by=bontang.office)
    client, url = client_of(balikpapan_admin), reverse("trainees:job_seeker_find")

    assert client.post(url, {"nik": own.reveal_nik()})["Location"] == own.get_absolute_url()
    for stranger in (foreign.reveal_nik(), NIK):
        assert client.post(url, {"nik": stranger})["Location"] == url
    assert looks(AccessKind.SEARCH_NIK) == [("", 0, ""), ("", 0, ""), (str(own.pk), 1, "")]
    assert client.post(url, {"nik": "12"}).status_code == 422


def test_a_number_is_no_name(balikpapan_admin):
    response = client_of(balikpapan_admin).get(reverse("trainees:job_seeker_list"), {"q": NIK})
    assert "q" in response.context["filterset"].form.errors
    assert response.context["table"].is_empty


def test_taking_a_list_away_is_written_down(balikpapan, balikpapan_admin):
    JobSeekerFactory.create_batch(3, registered_by=balikpapan.office)
    client, url = client_of(balikpapan_admin), reverse("trainees:job_seeker_list")
    question = client.get(url, {"export": "xlsx", "sex": "L"})
    assert (question.status_code, looks(AccessKind.EXPORT)) == (200, [])
    for too_short in ({"reason": "rapat"}, {"reason": "  a   b  "}, {"reason": " "}, {}):
        assert client.post(f"{url}?export=xlsx", too_short).status_code in (200, 422)
    assert client.post(url, {"reason": EXPORT_REASON}).status_code == 405
    assert client.post(f"{url}?export=xlsx&colour=red", {"reason": EXPORT_REASON}).status_code == 400
    assert looks(AccessKind.EXPORT) == []

    book = exported(client, url, sex="L")
    assert "spreadsheet" in book["Content-Type"]
    ((subject, rows, reason),) = looks(AccessKind.EXPORT)
    assert (subject, rows) == ("trainees.jobseeker", 3)
    assert reason.startswith(f"{EXPORT_REASON} · ")
    assert reason.endswith(": L")


def test_the_line_of_a_person_links_only_what_may_be_opened(balikpapan, bontang, balikpapan_admin):
    person = JobSeekerFactory(registered_by=balikpapan.office)
    here = EnrolmentFactory(job_seeker=person, training_class__centre=balikpapan)
    there = EnrolmentFactory(job_seeker=person, training_class__centre=bontang)
    page = client_of(balikpapan_admin).get(person.get_absolute_url()).content.decode()
    assert here.training_class.get_absolute_url() in page
    assert there.training_class.get_absolute_url() not in page
    assert str(there.training_class) in page


# --- classes -------------------------------------------------------------------------------------------------------
def test_enrolling_somebody_registered_elsewhere(balikpapan, bontang, balikpapan_admin):
    person, training = JobSeekerFactory(registered_by=bontang.office), TrainingClassFactory(centre=balikpapan)
    url = reverse("trainees:class_enrol", args=[training.pk])
    client = client_of(balikpapan_admin)
    assert client.post(url, {"nik": NIK, "enrolled_on": "2025-02-03"}).status_code == 422
    assert client.post(url, {"nik": person.reveal_nik(), "enrolled_on": "2025-02-03"}).status_code == 302
    assert Enrolment.objects.get().job_seeker == person
    assert len(looks(AccessKind.SEARCH_NIK)) == 2


def test_enrolling_from_the_page_of_a_person(balikpapan, bontang, balikpapan_admin):
    person = JobSeekerFactory(registered_by=balikpapan.office)
    own, foreign = TrainingClassFactory(centre=balikpapan), TrainingClassFactory(centre=bontang)
    client, url = client_of(balikpapan_admin), reverse("trainees:job_seeker_enrol", args=[person.pk])
    assert client.post(url, {"training_class": foreign.pk, "enrolled_on": "2025-02-03"}).status_code == 422
    assert client.post(url, {"training_class": own.pk, "enrolled_on": "2025-02-03"}).status_code == 302
    assert Enrolment.objects.get().training_class == own


def closing(rows, **changes):
    form = {"closed_on": "2025-03-05", "closing_document": "BA/1", **changes}
    for enrolment, state, reason in rows:
        form |= {f"{enrolment.pk}-state": state, f"{enrolment.pk}-reason": reason}
    return form


@pytest.fixture
def running(balikpapan):
    return TrainingClassFactory(centre=balikpapan)


@pytest.fixture
def taking_part(running):
    return EnrolmentFactory.create_batch(3, training_class=running)


def test_closing_a_class(running, taking_part, balikpapan_admin):
    rows = zip(taking_part, ("passed", "failed", "withdrawn"), ("", "", "Diterima bekerja"), strict=True)
    url = reverse("trainees:class_close", args=[running.pk])
    response = client_of(balikpapan_admin).post(url, closing(rows))
    running.refresh_from_db()
    assert response["Location"] == reverse("trainees:class_participants", args=[running.pk])
    assert (running.state, running.closing_document) == (ClassState.CLOSED, "BA/1")
    for enrolment, state in zip(taking_part, ("passed", "failed", "withdrawn"), strict=True):
        enrolment.refresh_from_db()
        assert (enrolment.state, enrolment.ended_on) == (state, date(2025, 3, 5))


@pytest.mark.parametrize(
    ("outcome", "changes"),
    [(("withdrawn", ""), {}), (("asleep", ""), {}), (("passed", ""), {"closing_document": ""})],
)
def test_a_class_is_closed_with_all_outcomes_or_not_at_all(outcome, changes, running, taking_part, balikpapan_admin):
    first, *others = taking_part
    rows = [(first, *outcome), *((enrolment, "passed", "") for enrolment in others)]
    url = reverse("trainees:class_close", args=[running.pk])
    response = client_of(balikpapan_admin).post(url, closing(rows, **changes))
    running.refresh_from_db()
    assert response.status_code == 422
    assert running.state == ClassState.RUNNING
    assert Enrolment.objects.filter(state=EnrolmentState.PARTICIPANT).count() == 3


def test_everybody_has_passed_unless_said_otherwise(running, taking_part, balikpapan_admin):
    page = client_of(balikpapan_admin).get(reverse("trainees:class_close", args=[running.pk]))
    assert [row["state"].value() for row in page.context["rows"]] == ["passed"] * 3
