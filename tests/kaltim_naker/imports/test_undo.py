"""Undoing an import as a whole: all of it goes, nothing else does, and what others built on it stands in the way."""

from datetime import date
from unittest import mock

import pghistory
import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from certifications.models import Assessment, Certificate, Issuer, Result, Scheme
from certifications.services import hand_over_certificate, plan_assessment, revoke_certificate
from kaltim_naker.access.scope import EVERYTHING, Scope
from kaltim_naker.audit.trail import history_of
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.core.models import NumberCounter
from kaltim_naker.imports import services
from kaltim_naker.imports.choices import ImportStage
from kaltim_naker.imports.corrections import Correction, correct_rows
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.imports.undo import blockers_of, request_undo
from kaltim_naker.imports.undo import services as undoing
from kaltim_naker.imports.undo.writes import writes_of
from programs.models import TrainingClass
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from tests.kaltim_naker.imports.files import nik, xlsx
from trainees.choices import DuplicateState
from trainees.models import Application, DuplicatePair, Enrolment, JobSeeker
from trainees.services import PersonData, change_job_seeker, merge_people, queue_duplicates_of

pytestmark = pytest.mark.django_db
HEAD = ["NIK", "Nama", "Tgl Lahir", "L/P", "Kab/Kota", "Program", "Paket"]
RESULT_HEAD = ["NIK", "Nama", "Skema", "Tgl Uji", "Hasil", "No Sertifikat", "Tgl Terbit", "Penerbit"]


def person(serial: int, name: str = "Dayang Rahmah", package: str = "Paket 1") -> list[object]:
    return [nik(date(2001, 3, 5), woman=True, serial=serial), name, "05/03/2001", "P", "Samarinda", "Barista", package]


def result(serial: int, number: str = "", name: str = "Dayang Rahmah", outcome: str = "K") -> list[object]:
    issued = "10/06/2025" if number else ""
    return [person(serial)[0], name, "Barista", "01/06/2025", outcome, number, issued, "BNSP"]


@pytest.fixture
def two_people(bring, take_in, bontang, bontang_admin) -> ImportRun:
    """Two people in a class that the file itself planned."""
    rows = [HEAD, person(1), person(2, "Siti Aminah")]
    return take_in(bring("participants", xlsx({"x": rows}), bontang, bontang_admin), bontang_admin)


def undo(run: ImportRun, actor, reason: str = "Daftar tahun lalu") -> ImportRun:
    request_undo(actor=actor, run=run, reason=reason)
    services.carry_out(str(run.pk))
    run.refresh_from_db()
    return run


def in_the_way(run: ImportRun, scope: Scope = EVERYTHING) -> list[str]:
    return [blocker.text for blocker in blockers_of(writes_of(run.contexts), scope)]


def test_what_the_import_created_is_gone(two_people, bontang_admin):
    before = NumberCounter.objects.values_list("prefix", "last")
    numbers = list(before)
    assert (JobSeeker.objects.count(), Enrolment.objects.count(), TrainingClass.objects.count()) == (2, 2, 1)
    undo(two_people, bontang_admin)
    assert (two_people.stage, two_people.state) == (ImportStage.UNDONE, JobState.DONE)
    assert (two_people.undone_by, two_people.undo_reason) == (bontang_admin, "Daftar tahun lalu")
    assert two_people.undone_at is not None
    assert not JobSeeker.objects.exists()
    assert not Enrolment.objects.exists()
    assert not TrainingClass.objects.exists()
    assert list(before.all()) == numbers


def test_the_history_says_who_undid_it_and_why(two_people, bontang_admin):
    gone = JobSeeker.objects.first()
    undo(two_people, bontang_admin)
    last, first = history_of(gone)
    assert (last.label, last.actor, last.reason) == ("delete", bontang_admin, "Daftar tahun lalu")
    assert (first.label, first.actor) == ("insert", bontang_admin)


def test_what_was_there_before_stays(bring, take_in, bontang, bontang_admin):
    """A known person in a known class: only the enrolment goes."""
    planned = TrainingClassFactory(centre=bontang, programme__title="Barista Kopi", label="Paket 1", fiscal_year=2025)
    known = JobSeekerFactory(nik=person(1)[0], full_name="Dayang Rahmah", birth_date=date(2001, 3, 5), sex="P")
    rows = [HEAD, [*person(1)[:5], "Barista Kopi", "Paket 1"]]
    run = take_in(bring("participants", xlsx({"x": rows}), bontang, bontang_admin), bontang_admin)
    assert Enrolment.objects.filter(job_seeker=known, training_class=planned).exists()
    undo(run, bontang_admin)
    assert not Enrolment.objects.exists()
    assert JobSeeker.objects.get() == known
    assert TrainingClass.objects.get() == planned


def test_the_same_file_goes_in_again_afterwards(two_people, bring, take_in, bontang, bontang_admin):
    undo(two_people, bontang_admin)
    rows = [HEAD, person(1), person(2, "Siti Aminah")]
    again = take_in(bring("participants", xlsx({"x": rows}), bontang, bontang_admin), bontang_admin)
    assert again.receipt["created"] == 2


def test_results_go_and_the_assessment_is_as_before(two_people, bring, take_in, bontang, bontang_admin):
    planned = plan_assessment(
        actor=bontang_admin,
        training_class=TrainingClass.objects.get(),
        scheme=Scheme.objects.get(title="Barista"),
        issuer=Issuer.objects.get(code="bnsp"),
        registered_on=date(2025, 5, 1),
    )
    rows = [RESULT_HEAD, result(1, "A/1"), result(2, name="Siti Aminah", outcome="BK")]
    run = take_in(bring("results", xlsx({"x": rows}), bontang, bontang_admin), bontang_admin)
    assert (Result.objects.count(), Certificate.objects.count()) == (2, 1)
    planned.refresh_from_db()
    assert (planned.state, planned.scheduled_on) == ("assessed", date(2025, 6, 1))
    undo(run, bontang_admin)
    assert not Result.objects.exists()
    assert not Certificate.objects.exists()
    planned.refresh_from_db()
    assert (planned.state, planned.scheduled_on) == ("registered", None)
    assert Enrolment.objects.count() == 2


def test_people_with_results_stand_in_the_way(two_people, bring, take_in, bontang, bontang_admin):
    rows = [RESULT_HEAD, result(1, "A/1"), result(2, name="Siti Aminah", outcome="BK")]
    results = take_in(bring("results", xlsx({"x": rows}), bontang, bontang_admin), bontang_admin)
    with pytest.raises(DomainError) as refusal:
        request_undo(actor=bontang_admin, run=two_people, reason="x")
    assert refusal.value.code == "used_since"
    assert any(text.startswith("2 ") and str(Result._meta.verbose_name) in text for text in in_the_way(two_people))
    assert Enrolment.objects.count() == 2
    # The later import first, then the earlier one.
    undo(results, bontang_admin)
    assert in_the_way(two_people) == []
    undo(two_people, bontang_admin)
    assert not JobSeeker.objects.exists()
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("use", ["hand over", "revoke"])
def test_a_certificate_in_use_stands_in_the_way(use, two_people, bring, take_in, bontang, bontang_admin):
    run = take_in(bring("results", xlsx({"x": [RESULT_HEAD, result(1, "A/1")]}), bontang, bontang_admin), bontang_admin)
    certificate = Certificate.objects.get()
    if use == "hand over":
        hand_over_certificate(
            actor=bontang_admin, certificate=certificate, handed_over_on=date(2025, 7, 1), handed_over_to=""
        )
    else:
        revoke_certificate(actor=bontang_admin, certificate=certificate, reason="salah", document="ND/1")
    [blocker] = blockers_of(writes_of(run.contexts), EVERYTHING)
    assert blocker.count == 1
    assert [(link.label, link.url) for link in blocker.links] == [("A/1", certificate.get_absolute_url())]
    with pytest.raises(DomainError):
        request_undo(actor=bontang_admin, run=run, reason="x")


def test_a_corrected_person_stands_in_the_way_with_who_and_when(two_people, bontang_admin):
    one = JobSeeker.objects.get(full_name="Siti Aminah")
    data = PersonData(
        full_name="Siti Aminah B.", birth_date=one.birth_date, sex="P", domicile=one.domicile, nik=one.reveal_nik()
    )
    with pghistory.context(user=bontang_admin.pk):
        change_job_seeker(actor=bontang_admin, job_seeker=one, data=data)
    [text] = in_the_way(two_people)
    assert text.startswith("1 ")
    assert bontang_admin.full_name in text


def test_a_merged_person_stands_in_the_way(two_people, bontang_admin):
    kept = JobSeekerFactory(full_name="Siti Aminah", birth_date=date(2001, 3, 5))
    merge_people(actor=bontang_admin, keep=kept, remove=JobSeeker.objects.get(full_name="Dayang Rahmah"), reason="x")
    assert in_the_way(two_people)


def test_names_of_other_offices_are_not_shown(two_people, balikpapan):
    elsewhere = TrainingClassFactory(centre=balikpapan)
    EnrolmentFactory(job_seeker=JobSeeker.objects.first(), training_class=elsewhere)
    narrow = Scope(centres=frozenset({two_people.office_id}))
    [blocker] = blockers_of(writes_of(two_people.contexts), narrow)
    assert (blocker.count, list(blocker.links), blocker.hidden) == (1, [], 1)
    [blocker] = blockers_of(writes_of(two_people.contexts), EVERYTHING)
    assert len(blocker.links) == 1


def test_a_question_of_the_program_does_not_stand_in_the_way(two_people, bontang_admin):
    JobSeekerFactory(full_name="Siti Aminah", birth_date=date(2001, 3, 5))
    queue_duplicates_of(JobSeeker.objects.get(full_name="Siti Aminah", registered_by=two_people.office))
    pair = DuplicatePair.objects.get()
    DuplicatePair.objects.update(state=DuplicateState.DIFFERENT, decided_by=bontang_admin)
    assert in_the_way(two_people)
    DuplicatePair.objects.update(state=DuplicateState.OPEN, decided_by=None)
    undo(two_people, bontang_admin)
    assert not DuplicatePair.objects.filter(pk=pair.pk).exists()
    assert JobSeeker.objects.count() == 1


def test_use_between_the_decision_and_the_work_is_seen(two_people, bontang_admin):
    request_undo(actor=bontang_admin, run=two_people, reason="x")
    EnrolmentFactory(job_seeker=JobSeeker.objects.first())
    services.carry_out(str(two_people.pk))
    two_people.refresh_from_db()
    assert (two_people.stage, two_people.undone_by, two_people.state) == (ImportStage.ACCEPTED, None, JobState.DONE)
    assert two_people.notice
    assert JobSeeker.objects.count() == 2


def test_a_fault_in_the_middle_leaves_everything(two_people, bontang_admin):
    request_undo(actor=bontang_admin, run=two_people, reason="x")
    with mock.patch.object(undoing, "_give_up_what_waits", side_effect=RuntimeError("power cut")):
        services.carry_out(str(two_people.pk))
    two_people.refresh_from_db()
    assert (two_people.state, JobSeeker.objects.count()) == (JobState.FAILED, 2)
    services.retry_run(actor=bontang_admin, run=two_people)
    services.carry_out(str(two_people.pk))
    two_people.refresh_from_db()
    assert (two_people.stage, JobSeeker.objects.count()) == (ImportStage.UNDONE, 0)


def test_a_reference_that_nobody_foresaw_is_stopped_by_the_database(two_people, bontang_admin):
    request_undo(actor=bontang_admin, run=two_people, reason="x")
    with mock.patch.object(connection, "check_constraints", side_effect=IntegrityError):
        services.carry_out(str(two_people.pk))
    two_people.refresh_from_db()
    assert (two_people.stage, JobSeeker.objects.count()) == (ImportStage.ACCEPTED, 2)


def test_only_what_was_taken_in_can_be_undone_and_only_once(two_people, bring, bontang, bontang_admin):
    checked = bring("participants", xlsx({"x": [HEAD, person(3, "Rina")]}), bontang, bontang_admin)
    with pytest.raises(DomainError) as refusal:
        request_undo(actor=bontang_admin, run=checked, reason="x")
    assert refusal.value.code == "not_taken_in"
    with pytest.raises(DomainError) as refusal:
        request_undo(actor=bontang_admin, run=two_people, reason="  ")
    assert refusal.value.field == "reason"
    undo(two_people, bontang_admin)
    with pytest.raises(DomainError):
        request_undo(actor=bontang_admin, run=two_people, reason="x")


def test_applications_are_undone_too(bring, take_in, bontang, bontang_admin):
    TrainingClassFactory(
        centre=bontang, programme__title="Barista Kopi", label="Paket 1", fiscal_year=2025, state="open"
    )
    rows = xlsx({"x": [HEAD, [*person(2)[:5], "Barista Kopi", "Paket 1"]]})
    run = take_in(bring("applications", rows, bontang, bontang_admin, fiscal_year=2025), bontang_admin)
    assert Application.objects.count() == 1
    undo(run, bontang_admin)
    assert not Application.objects.exists()
    assert not JobSeeker.objects.exists()


def test_more_rows_cost_no_more_statements(bring, take_in, bontang, bontang_admin):
    def statements(people: range) -> int:
        rows = [HEAD, *(person(serial, f"Orang {serial}") for serial in people)]
        run = take_in(bring("participants", xlsx({"x": rows}), bontang, bontang_admin), bontang_admin)
        request_undo(actor=bontang_admin, run=run, reason="x")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            services.carry_out(str(run.pk))
        return len(captured)

    assert statements(range(1, 3)) == statements(range(10, 40))


def test_what_was_corrected_later_belongs_to_the_file(bring, take_in, bontang, bontang_admin):
    """And the kept file goes with the last row that waits."""
    rows = [HEAD, person(1), [*person(2, "Siti Aminah")[:4], "Atlantis", "Barista", "Paket 1"]]
    rows.append([*person(3, "Rina Wati")[:4], "Mars", "Barista", "Paket 1"])
    run = take_in(bring("participants", xlsx({"x": rows}), bontang, bontang_admin), bontang_admin)
    for row, is_kept in zip(run.quarantine.order_by("line"), (True, False), strict=True):
        correct_rows(actor=bontang_admin, run=run, corrections={row.pk: Correction({"domicile": "Bontang"})})
        run.refresh_from_db()
        assert bool(run.file) == is_kept
    assert JobSeeker.objects.count() == 3
    undo(run, bontang_admin)
    assert (run.stage, JobSeeker.objects.count(), Enrolment.objects.count()) == (ImportStage.UNDONE, 0, 0)
