"""From the upload to the receipt: nothing half-saved, nothing twice, nobody's number in the run."""

import json
import re
from datetime import date, timedelta
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone

from certifications.models import Certificate, Result
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.imports import files, services
from kaltim_naker.imports.choices import FilePurpose, ImportStage
from kaltim_naker.imports.kinds import get_kind
from kaltim_naker.imports.layouts import choose_columns
from kaltim_naker.imports.models import ImportRun
from programs.models import TrainingClass
from tests.factories.programs import TrainingClassFactory
from tests.kaltim_naker.imports.files import nik, text_table, xlsx
from trainees.imports import participants
from trainees.models import Enrolment, JobSeeker

pytestmark = pytest.mark.django_db
BALIKPAPAN = "peserta-blki-balikpapan-2025.xlsx"
BONTANG = "peserta-blki-bontang-2025.csv"
RESULTS = "hasil-uji-kompetensi-bontang-2025.xlsx"
HEAD = ["NIK", "Nama", "Tgl Lahir", "L/P", "Kab/Kota", "Program", "Paket"]


def person(serial: int, name: str = "Dayang Rahmah", package: str = "Paket 1") -> list[object]:
    return [nik(date(2001, 3, 5), woman=True, serial=serial), name, "05/03/2001", "P", "Samarinda", "Barista", package]


def test_the_sample_is_checked_before_anything_is_saved(bring, sample, balikpapan, balikpapan_admin):
    run = bring("participants", sample(BALIKPAPAN), balikpapan, balikpapan_admin)
    assert (run.stage, run.state) == (ImportStage.CHECKED, JobState.DONE)
    assert (run.verdict["rows"], run.verdict["ok"]) == (62, 51)
    assert run.verdict["trial"]["created"] == 51
    assert run.verdict["to_confirm"] == [26, 32, 48]
    assert [place["rows"] for place in run.verdict["destinations"]] == [14, 13, 14, 13]
    assert not JobSeeker.objects.exists()
    assert not TrainingClass.objects.exists()


def test_good_rows_go_in_and_the_rest_is_named(bring, take_in, sample, balikpapan, balikpapan_admin):
    run = take_in(bring("participants", sample(BALIKPAPAN), balikpapan, balikpapan_admin), balikpapan_admin)
    assert run.stage == ImportStage.ACCEPTED
    assert JobSeeker.objects.count() == Enrolment.objects.count() == 51
    classes = {found.label: found for found in TrainingClass.objects.filter(centre=balikpapan, fiscal_year=2025)}
    assert sorted(classes) == ["Paket 1", "Paket 2", "Paket 3", "Paket 4"]
    assert {row["line"] for row in run.receipt["held"]} == {26, 32, 48}
    assert {row["line"] for row in run.receipt["refused"]} == {12, 14, 16, 30, 34, 44, 46, 50}
    assert (run.receipt["created"], run.receipt["rows"]) == (51, 62)
    # Kept, to be given back with the errors marked.
    assert (bool(run.file), run.file_purpose) == (True, FilePurpose.GIVE_BACK)


def test_a_confirmed_row_goes_in_with_its_reason(bring, take_in, sample, balikpapan, balikpapan_admin):
    run = bring("participants", sample(BALIKPAPAN), balikpapan, balikpapan_admin)
    take_in(run, balikpapan_admin, line_26="KTP memang P", line_48="  ", line_30="no such choice")
    assert run.receipt["created"] == 52
    assert run.receipt["confirmed"] == {"26": "KTP memang P"}
    assert JobSeeker.objects.get(full_name="Lisnawati Pratama").nik_mismatch_reason == "KTP memang P"


def test_all_or_none_saves_nothing_while_a_row_has_a_problem(bring, sample, balikpapan, balikpapan_admin):
    run = bring("participants", sample(BALIKPAPAN), balikpapan, balikpapan_admin)
    with pytest.raises(DomainError) as refusal:
        services.accept_run(actor=balikpapan_admin, run=run, mode="all_or_none", confirmations={})
    assert refusal.value.code == "not_all_good"
    assert "11" in str(refusal.value)
    assert not JobSeeker.objects.exists()


def test_all_or_none_rolls_back_what_failed_only_at_the_end(bring, take_in, balikpapan, balikpapan_admin):
    run = bring("participants", xlsx({"x": [HEAD, person(1), person(2, "Siti Aminah")]}), balikpapan, balikpapan_admin)
    rows = xlsx({"x": [HEAD, person(2, "Orang Lain Sekali")]})
    take_in(bring("participants", rows, balikpapan, balikpapan_admin), balikpapan_admin)
    take_in(run, balikpapan_admin, "all_or_none")
    assert (run.stage, run.state) == (ImportStage.CHECKED, JobState.DONE)
    assert run.notice
    assert JobSeeker.objects.count() == 1
    take_in(run, balikpapan_admin, "good_rows")
    assert [row["code"] for row in run.receipt["refused"]] == ["person_differs"]
    assert JobSeeker.objects.count() == 2


def test_the_same_file_twice_adds_nothing(bring, take_in, sample, bontang, bontang_admin):
    first = take_in(bring("participants", sample(BONTANG), bontang, bontang_admin), bontang_admin)
    second = take_in(bring("participants", sample(BONTANG), bontang, bontang_admin), bontang_admin)
    assert (first.receipt["created"], first.receipt["unchanged"]) == (45, 0)
    assert (second.receipt["created"], second.receipt["changed"], second.receipt["unchanged"]) == (0, 0, 45)
    assert first.sha256 == second.sha256
    assert (JobSeeker.objects.count(), TrainingClass.objects.count()) == (45, 3)


def test_a_list_without_packages_brought_twice_plans_one_class(bring, take_in, balikpapan, balikpapan_admin):
    for _again in range(2):
        rows = xlsx({"x": [HEAD[:-1], person(1)[:-1]]})
        run = take_in(bring("participants", rows, balikpapan, balikpapan_admin), balikpapan_admin)
    assert run.receipt["unchanged"] == 1
    assert [found.label for found in TrainingClass.objects.all()] == ["Paket 1"]


def test_a_class_of_the_plan_is_found_whatever_it_is_called(bring, take_in, balikpapan, balikpapan_admin):
    planned = TrainingClassFactory(
        centre=balikpapan,
        programme__title="Barista Kopi",
        label="PAKET I",
        fiscal_year=2025,
        starts_on=date(2025, 2, 3),
    )
    rows = xlsx({"x": [HEAD, [*person(2)[:5], "barista kopi", "1"]]})
    run = take_in(bring("participants", rows, balikpapan, balikpapan_admin), balikpapan_admin)
    assert run.verdict["destinations"][0]["target"] == str(planned)
    assert planned.enrolments.get().enrolled_on == date(2025, 2, 3)


def test_results_wait_until_their_people_are_enrolled(bring, take_in, sample, bontang, bontang_admin):
    early = bring("results", sample(RESULTS), bontang, bontang_admin)
    assert (early.verdict["ok"], early.verdict["trial"]["created"]) == (44, 0)
    assert {row["code"] for row in early.verdict["waiting"]} == {"person_unknown"}
    take_in(bring("participants", sample(BONTANG), bontang, bontang_admin), bontang_admin)
    run = take_in(bring("results", sample(RESULTS), bontang, bontang_admin), bontang_admin)
    # The person of line 17 has no date of birth in the list and is therefore not enrolled.
    assert [row["line"] for row in run.receipt["held"]] == [17]
    assert sorted(row["line"] for row in run.receipt["refused"]) == [10, 16]
    assert run.receipt["created"] == Result.objects.count() == 43
    assert Certificate.objects.count() == 36
    again = take_in(bring("results", sample(RESULTS), bontang, bontang_admin), bontang_admin)
    assert (again.receipt["unchanged"], again.receipt["created"]) == (43, 0)
    assert Certificate.objects.count() == 36


def test_a_certificate_that_comes_later_is_added(bring, take_in, bontang, bontang_admin):
    take_in(bring("participants", xlsx({"x": [HEAD, person(1)]}), bontang, bontang_admin), bontang_admin)
    head = ["NIK", "Nama", "Skema", "Tgl Uji", "Hasil", "No Sertifikat", "Tgl Terbit", "Penerbit"]
    row = [person(1)[0], "Dayang Rahmah", "Barista", "01/06/2025", "K"]
    without = take_in(
        bring("results", xlsx({"x": [head, [*row, None, None, "BNSP"]]}), bontang, bontang_admin), bontang_admin
    )
    rows = xlsx({"x": [head, [*row, "123", "01/07/2025", "BNSP"]]})
    with_number = take_in(bring("results", rows, bontang, bontang_admin), bontang_admin)
    assert (without.receipt["created"], with_number.receipt["changed"]) == (1, 1)
    assert Certificate.objects.get().number == "123"


def test_somebody_in_another_running_class_is_asked_about(bring, take_in, balikpapan, balikpapan_admin):
    take_in(bring("participants", xlsx({"x": [HEAD, person(1)]}), balikpapan, balikpapan_admin), balikpapan_admin)
    rows = xlsx({"x": [HEAD, person(1, package="Paket 2")]})
    run = bring("participants", rows, balikpapan, balikpapan_admin)
    assert run.verdict["counts"] == {"already_in_other_class": 1}
    take_in(run, balikpapan_admin, line_2="ikut dua kelas")
    assert (run.receipt["changed"], Enrolment.objects.count()) == (1, 2)


def test_more_people_than_sixteen_make_a_larger_class(bring, take_in, balikpapan, balikpapan_admin):
    rows = xlsx({"x": [HEAD, *(person(n, f"Orang {chr(64 + n)}") for n in range(1, 21))]})
    take_in(bring("participants", rows, balikpapan, balikpapan_admin), balikpapan_admin)
    assert TrainingClass.objects.get().seats == 20


def test_a_full_class_leaves_the_others_out_and_says_so(bring, take_in, balikpapan, balikpapan_admin):
    for first, last in ((1, 17), (17, 19)):
        rows = xlsx({"x": [HEAD, *(person(n, f"Orang {chr(64 + n)}") for n in range(first, last))]})
        run = take_in(bring("participants", rows, balikpapan, balikpapan_admin), balikpapan_admin)
    assert [row["code"] for row in run.receipt["refused"]] == ["class_full", "class_full"]
    assert JobSeeker.objects.count() == 16


def test_an_unknown_programme_waits(bring, balikpapan, balikpapan_admin):
    row = [*person(1)[:5], "Sulap", "Paket 1"]
    run = bring("participants", xlsx({"x": [HEAD, row]}), balikpapan, balikpapan_admin)
    assert [(found["line"], found["code"]) for found in run.verdict["waiting"]] == [(2, "programme_unknown")]


def test_columns_can_be_chosen_by_hand(bring, take_in, balikpapan, balikpapan_admin):
    head = ["NIK", "Sebutan", "Tgl Lahir", "L/P", "Kab/Kota", "Program", "Paket"]
    run = bring("participants", xlsx({"x": [head, person(1)]}), balikpapan, balikpapan_admin)
    assert (run.verdict["missing"], run.verdict["ok"]) == (["full_name"], 0)
    with pytest.raises(DomainError) as refusal:
        services.accept_run(actor=balikpapan_admin, run=run, mode="good_rows", confirmations={})
    assert refusal.value.code == "column_missing"
    with pytest.raises(DomainError) as refusal:
        choose_columns(actor=balikpapan_admin, run=run, places={**run.verdict["places"], "full_name": 0})
    assert refusal.value.code == "column_twice"
    choose_columns(actor=balikpapan_admin, run=run, places={**run.verdict["places"], "full_name": 1})
    services.carry_out(str(run.pk))
    run.refresh_from_db()
    assert (run.verdict["missing"], run.verdict["ok"]) == ([], 1)
    take_in(run, balikpapan_admin)
    assert JobSeeker.objects.get().full_name == "Dayang Rahmah"


def test_a_wrong_file_changes_nothing(office_data, balikpapan, balikpapan_admin):
    photo = SimpleUploadedFile("peserta.xlsx", b"\xff\xd8\xff\xe0" + b"x" * 5_000)
    with pytest.raises(DomainError) as refusal:
        services.upload_file(
            actor=balikpapan_admin, kind=get_kind("participants"), office=balikpapan.office, file=photo, options={}
        )
    assert (refusal.value.code, refusal.value.field) == ("picture", "file")
    assert not ImportRun.objects.exists()


def test_a_file_without_the_table_is_refused_and_deleted(bring, balikpapan, balikpapan_admin):
    run = bring("participants", text_table([["Barang", "Harga"], ["Semen", "50.000"]]), balikpapan, balikpapan_admin)
    assert (run.stage, run.state) == (ImportStage.REJECTED, JobState.DONE)
    assert run.notice
    assert not run.file


def test_no_nik_stays_behind_in_the_run_or_its_history(bring, take_in, sample, balikpapan, balikpapan_admin):
    file = sample(BALIKPAPAN)
    file.name = "KTP 6471015203050001.xlsx"
    run = take_in(bring("participants", file, balikpapan, balikpapan_admin), balikpapan_admin, line_26="benar")
    with connection.cursor() as cursor:
        cursor.execute("SELECT imports_importrun::text FROM imports_importrun")
        stored = " ".join(text for (text,) in cursor.fetchall())
        cursor.execute("SELECT e::text FROM imports_importrunevent e")
        stored += " ".join(text for (text,) in cursor.fetchall())
    assert run.file_name == "KTP 6471********0001.xlsx"
    niks = [person.reveal_nik() for person in JobSeeker.objects.all()]
    assert not any(number in stored for number in niks)
    assert not re.search(r"(?<![\da-f])64\d{14}(?![\da-f])", json.dumps(run.verdict) + json.dumps(run.receipt))


def test_a_decision_is_made_once(bring, sample, bontang, bontang_admin):
    run = bring("participants", sample(BONTANG), bontang, bontang_admin)
    services.accept_run(actor=bontang_admin, run=run, mode="good_rows", confirmations={})
    with pytest.raises(DomainError) as refusal:
        services.accept_run(actor=bontang_admin, run=run, mode="good_rows", confirmations={})
    assert refusal.value.code == "not_decidable"
    with pytest.raises(DomainError):
        services.discard_run(actor=bontang_admin, run=run)
    services.carry_out(str(run.pk))
    services.carry_out(str(run.pk))
    assert JobSeeker.objects.count() == 45


def test_a_fault_in_the_middle_leaves_nothing_and_can_be_tried_again(bring, sample, bontang, bontang_admin):
    run = bring("participants", sample(BONTANG), bontang, bontang_admin)
    services.accept_run(actor=bontang_admin, run=run, mode="good_rows", confirmations={})

    def fail_once_people_are_registered(**given):
        assert JobSeeker.objects.count() == 45
        raise RuntimeError("power cut")

    with mock.patch.object(participants, "enrol_job_seekers", fail_once_people_are_registered), transaction.atomic():
        services.carry_out(str(run.pk))
    run.refresh_from_db()
    assert (run.state, JobSeeker.objects.count()) == (JobState.FAILED, 0)
    services.retry_run(actor=bontang_admin, run=run)
    services.carry_out(str(run.pk))
    run.refresh_from_db()
    assert (run.stage, JobSeeker.objects.count()) == (ImportStage.ACCEPTED, 45)


def test_a_worker_that_lost_its_lease_saves_nothing(bring, sample, bontang, bontang_admin):
    run = bring("participants", sample(BONTANG), bontang, bontang_admin)
    services.accept_run(actor=bontang_admin, run=run, mode="good_rows", confirmations={})
    slow = ImportRun.claim(run.pk)
    ImportRun.objects.filter(pk=run.pk).update(state=JobState.QUEUED, lease_until=None)
    services.carry_out(str(run.pk))
    services.take_in_run(slow)
    run.refresh_from_db()
    assert (run.stage, run.receipt["created"], JobSeeker.objects.count()) == (ImportStage.ACCEPTED, 45, 45)


def test_forgotten_files_are_deleted_and_the_run_stays(bring, sample, bontang, bontang_admin):
    run = bring("participants", sample(BONTANG), bontang, bontang_admin)
    ImportRun.objects.filter(pk=run.pk).update(created_at=timezone.now() - timedelta(days=15))
    assert files.expire_files() == 1
    run.refresh_from_db()
    assert (run.stage, bool(run.file)) == (ImportStage.DISCARDED, False)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ani\\daftar.xlsx", "daftar.xlsx"),
        ("a\x00b\nc.csv", "abc.csv"),
        ("x" * 300 + ".xlsx", "x" * 95 + ".xlsx"),
        ("", "–"),
    ],
)
def test_file_names_are_cleaned(name, clean):
    assert services.clean_file_name(name) == clean
