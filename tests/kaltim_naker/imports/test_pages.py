"""The desk in the browser: who may open what, and what the pages say."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kaltim_naker.accounts.roles import Role
from kaltim_naker.imports import services
from kaltim_naker.imports.models import ImportRun
from tests.conftest import client_of
from tests.factories.accounts import user_with_role
from tests.factories.programs import TrainingClassFactory
from tests.kaltim_naker.imports.files import text_table
from trainees.models import JobSeeker

pytestmark = pytest.mark.django_db
BALIKPAPAN = "peserta-blki-balikpapan-2025.xlsx"


@pytest.fixture
def desk(balikpapan_admin) -> Client:
    return client_of(balikpapan_admin)


@pytest.fixture
def run(bring, sample, balikpapan, balikpapan_admin) -> ImportRun:
    return bring("participants", sample(BALIKPAPAN), balikpapan, balikpapan_admin)


def page(client: Client, run: ImportRun) -> str:
    response = client.get(run.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_a_file_walks_from_upload_to_receipt(desk, sample, office_data, balikpapan, balikpapan_admin):
    assert desk.get(reverse("imports:list")).status_code == 200
    upload = reverse("imports:upload", args=["participants"])
    assert desk.get(upload).status_code == 200
    sent = {"file": sample(BALIKPAPAN), "office": balikpapan.pk, "fiscal_year": 2025}
    response = desk.post(upload, sent)
    run = ImportRun.objects.get()
    assert response.headers["Location"] == run.get_absolute_url()
    assert reverse("imports:progress", args=[run.pk]) in page(desk, run)

    services.carry_out(str(run.pk))
    progress = desk.get(reverse("imports:progress", args=[run.pk]), headers={"HX-Request": "true"})
    assert progress.headers["HX-Redirect"] == run.get_absolute_url()
    checked = page(desk, run)
    assert "6471********0005" in checked
    assert "6471031904980005" not in checked
    assert "Keterangan" in checked

    answer = {"mode": "good_rows", "confirm": ["26"], "reason_26": "KTP memang demikian", "reason_48": "not ticked"}
    desk.post(reverse("imports:accept", args=[run.pk]), answer)
    services.carry_out(str(run.pk))
    run.refresh_from_db()
    receipt = page(desk, run)
    assert run.sha256 in receipt
    assert "KTP memang demikian" in receipt
    assert JobSeeker.objects.count() == 52
    listed = desk.get(reverse("imports:list")).content.decode()
    assert BALIKPAPAN in listed


def test_another_centre_does_not_see_the_run(run, bontang_admin):
    other = client_of(bontang_admin)
    for name in ("detail", "progress"):
        assert other.get(reverse(f"imports:{name}", args=[run.pk])).status_code == 404
        assert other.get(reverse(f"imports:{name}", args=[uuid.uuid4()])).status_code == 404
    for name in ("columns", "accept", "discard", "retry"):
        assert other.post(reverse(f"imports:{name}", args=[run.pk]), {"mode": "good_rows"}).status_code == 404
    assert BALIKPAPAN not in other.get(reverse("imports:list")).content.decode()
    run.refresh_from_db()
    assert run.is_decidable


def test_another_centre_cannot_be_spoken_for(desk, sample, office_data, bontang):
    sent = {"file": sample(BALIKPAPAN), "office": bontang.pk, "fiscal_year": 2025}
    response = desk.post(reverse("imports:upload", args=["participants"]), sent)
    assert response.status_code == 422
    assert not ImportRun.objects.exists()


def test_who_may_bring_results_does_not_see_lists_of_participants(run, balikpapan):
    officer = client_of(user_with_role(Role.CERTIFICATION_OFFICER, balikpapan.office))
    assert officer.get(run.get_absolute_url()).status_code == 404
    assert officer.get(reverse("imports:upload", args=["results"])).status_code == 200
    assert officer.get(reverse("imports:upload", args=["participants"])).status_code == 403


def test_who_may_not_import_is_told_so(run, head_of_office, planner, samarinda_operator):
    addresses = reverse("imports:list"), run.get_absolute_url(), reverse("imports:upload", args=["results"])
    assert [client_of(head_of_office).get(url).status_code for url in addresses] == [403, 403, 403]
    # They bring proposals of regions, and know nothing of the files of a centre.
    for reader in (planner, samarinda_operator):
        assert [client_of(reader).get(url).status_code for url in addresses] == [200, 404, 403]
    assert Client().get(run.get_absolute_url()).status_code == 302


def test_what_a_centre_does_not_bring_is_refused_and_what_nobody_brings_is_not_there(desk):
    assert desk.get(reverse("imports:upload", args=["proposals"])).status_code == 403
    assert desk.get(reverse("imports:upload", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0" + b"x" * 900, b"%PDF-1.7", b"PK\x03\x04junk"])
def test_a_wrong_file_gives_one_sentence_beside_the_field(desk, office_data, balikpapan, content):
    file = SimpleUploadedFile("peserta.xlsx", content)
    sent = {"file": file, "office": balikpapan.pk, "fiscal_year": 2025}
    response = desk.post(reverse("imports:upload", args=["participants"]), sent)
    assert response.status_code == 422
    assert len(response.context["form"].errors["file"]) == 1
    assert not ImportRun.objects.exists()


def test_a_table_of_something_else_is_refused_on_its_page(desk, bring, balikpapan, balikpapan_admin):
    file = io.BytesIO(text_table([["Barang", "Harga"], ["Semen", "50.000"]]).getvalue())
    run = bring("participants", file, balikpapan, balikpapan_admin)
    assert run.notice.split("%")[0] in page(desk, run)


def test_all_or_none_says_why_not_and_changes_nothing(desk, run):
    response = desk.post(reverse("imports:accept", args=[run.pk]), {"mode": "all_or_none"}, follow=True)
    assert "11" in str(next(iter(response.context["messages"])))
    assert not JobSeeker.objects.exists()


def test_broken_answers_change_nothing(desk, run):
    for answer in ({}, {"mode": "everything"}, {"mode": "all_or_none", "confirm": ["x", "²", "9" * 5_000]}):
        desk.post(reverse("imports:accept", args=[run.pk]), answer)
    for answer in (
        {},
        {"place_1": "²"},
        {"place_999": "nik"},
        {"place_1": "nik", "place_2": "nik"},
        {"place_1": "nik+full_name"},
    ):
        desk.post(reverse("imports:columns", args=[run.pk]), answer)
    run.refresh_from_db()
    assert run.is_decidable
    assert run.places is None


def test_a_file_can_be_discarded(desk, run):
    desk.post(reverse("imports:discard", args=[run.pk]))
    run.refresh_from_db()
    assert (run.stage, bool(run.file)) == ("discarded", False)
    page(desk, run)


def test_a_run_that_failed_can_be_tried_again(desk, run):
    ImportRun.objects.filter(pk=run.pk).update(state="failed", stage="uploaded", error="x")
    assert reverse("imports:retry", args=[run.pk]) in page(desk, run)
    desk.post(reverse("imports:retry", args=[run.pk]))
    services.carry_out(str(run.pk))
    run.refresh_from_db()
    assert run.is_decidable


def test_the_form_offers_the_year_that_was_planned_last(desk, balikpapan):
    """A list of last year's classes, brought in the new year, must not plan them a second time."""
    TrainingClassFactory(fiscal_year=2025, centre_id=balikpapan.pk)
    TrainingClassFactory(fiscal_year=2999, centre_id=balikpapan.pk)
    form = desk.get(reverse("imports:upload", args=["participants"])).context["form"]
    assert form["fiscal_year"].value() == 2025
