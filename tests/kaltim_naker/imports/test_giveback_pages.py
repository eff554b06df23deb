"""Receipt, marked file and undoing, as people meet them on the page."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from pypdf import PdfReader

from kaltim_naker.accounts.roles import Role
from kaltim_naker.audit.models import AccessLog
from kaltim_naker.core.jobs import JobState
from kaltim_naker.imports import marked, services
from kaltim_naker.imports.models import ImportRun, MarkedFile
from tests.conftest import client_of
from tests.factories.accounts import user_with_role
from tests.factories.trainees import EnrolmentFactory
from tests.kaltim_naker.imports.files import nik, xlsx
from trainees.models import JobSeeker

pytestmark = pytest.mark.django_db
HEAD = ["NIK", "Nama", "Tgl Lahir", "L/P", "Kab/Kota", "Program", "Paket"]


def person(serial: int, name: str = "Dayang Rahmah", region: str = "Samarinda") -> list[object]:
    return [nik(date(2001, 3, 5), woman=True, serial=serial), name, "05/03/2001", "P", region, "Barista", "Paket 1"]


@pytest.fixture
def run(bring, take_in, bontang, bontang_admin) -> ImportRun:
    rows = [HEAD, person(1), person(2, "Siti Aminah"), person(3, region="Atlantis")]
    return take_in(bring("participants", xlsx({"x": rows}), bontang, bontang_admin), bontang_admin)


@pytest.fixture
def client(bontang_admin):
    return client_of(bontang_admin)


def page(client, run: ImportRun, name: str = "detail") -> str:
    response = client.get(reverse(f"imports:{name}", args=[run.pk]))
    assert response.status_code == 200
    return response.content.decode()


def text_of_pdf(client, run: ImportRun) -> str:
    response = client.get(reverse("imports:receipt", args=[run.pk]))
    assert response["Content-Type"] == "application/pdf"
    return " ".join("".join(one.extract_text() for one in PdfReader(io.BytesIO(response.content)).pages).split())


def test_the_receipt_has_a_number_without_gaps_and_says_everything(run, client, bontang_admin):
    shown = page(client, run)
    assert run.receipt["number"].startswith("TTI/")
    assert run.receipt["number"].endswith("/000001")
    for fact in (run.receipt["number"], run.sha256, bontang_admin.full_name, "daftar.xlsx"):
        assert fact in shown


def test_the_receipt_as_a_paper(run, client, bontang_admin):
    text = text_of_pdf(client, run)
    for fact in (run.receipt["number"], bontang_admin.full_name, "daftar.xlsx", "UPTD BLKI Bontang".upper()):
        assert fact in text or fact.title() in text
    assert run.sha256 in text.replace(" ", "")
    assert "Dayang" not in text


def test_a_file_without_receipt_has_no_paper(bring, client, bontang, bontang_admin):
    checked = bring("participants", xlsx({"x": [HEAD, person(1)]}), bontang, bontang_admin)
    assert client.get(reverse("imports:receipt", args=[checked.pk])).status_code == 404


def test_the_marked_file_is_asked_for_made_and_taken_with_a_trace(run, client, bontang_admin):
    url = reverse("imports:marked_file", args=[run.pk])
    assert client.get(url).status_code == 404
    assert reverse("imports:mark", args=[run.pk]) in page(client, run)
    client.post(reverse("imports:mark", args=[run.pk]))
    waiting = MarkedFile.objects.get()
    assert 'hx-trigger="every 2s"' in page(client, run, "marked_progress")
    marked.mark_file(str(waiting.pk))
    assert "hx-trigger" not in page(client, run, "marked_progress")
    response = client.get(url)
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet.cell(4, 8).value
    entry = AccessLog.objects.get()
    assert (entry.kind, entry.subject, entry.rows, entry.actor) == ("download", str(run.pk), 1, bontang_admin)


def test_other_offices_get_neither_file_nor_undo(run, client, balikpapan_admin):
    client.post(reverse("imports:mark", args=[run.pk]))
    marked.mark_file(str(MarkedFile.objects.get().pk))
    stranger = client_of(balikpapan_admin)
    for name in ("marked_file", "marked_progress", "receipt", "undo"):
        assert stranger.get(reverse(f"imports:{name}", args=[run.pk])).status_code == 404
    assert stranger.post(reverse("imports:undo", args=[run.pk]), {"reason": "x"}).status_code == 404
    assert JobSeeker.objects.count() == 2


def test_who_may_not_take_in_a_kind_may_not_undo_it(run, province):
    officer = user_with_role(Role.CERTIFICATION_OFFICER, province)
    assert client_of(officer).post(reverse("imports:undo", args=[run.pk]), {"reason": "x"}).status_code == 404


def test_undoing_from_the_page(run, client, bontang_admin):
    assert reverse("imports:undo", args=[run.pk]) in page(client, run)
    assert 'name="reason"' in page(client, run, "undo")
    missing = client.post(reverse("imports:undo", args=[run.pk]), {"reason": ""})
    assert missing.status_code == 422
    assert client.post(reverse("imports:undo", args=[run.pk]), {"reason": "Daftar lama"}).status_code == 302
    assert "kn-card" in page(client, run)
    services.carry_out(str(run.pk))
    run.refresh_from_db()
    shown = page(client, run)
    assert "Daftar lama" in shown
    assert reverse("imports:undo", args=[run.pk]) not in shown
    assert not run.file
    assert not JobSeeker.objects.exists()
    assert "Daftar lama" in text_of_pdf(client, run)
    assert "form" not in page(client, run, "undo").partition("<main")[2].partition("</main")[0]


def test_what_stands_in_the_way_is_said_with_links_instead_of_a_form(run, client, bontang):
    someone = JobSeeker.objects.first()
    EnrolmentFactory(job_seeker=someone, training_class__centre=bontang)
    shown = page(client, run, "undo")
    assert someone.get_absolute_url() in shown
    assert 'name="reason"' not in shown
    answer = client.post(reverse("imports:undo", args=[run.pk]), {"reason": "x"})
    assert answer.status_code == 422
    run.refresh_from_db()
    assert (run.stage, run.state) == ("accepted", JobState.DONE)
