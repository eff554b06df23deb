"""From a draft to a published report, its signed copy, and what a stranger is told about both."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from certifications.models import Certificate
from certifications.services import revoke_certificate
from kaltim_naker.accounts.models import User
from kaltim_naker.core.codes import grouped, is_checked, with_check
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.models import Publication, ReportRun
from kaltim_naker.reports.proof.checking import FileStanding, Standing, verify_report, verify_sha256
from kaltim_naker.reports.proof.figures import figure_code
from kaltim_naker.reports.proof.publishing import attach_signed_copy, publish_report
from kaltim_naker.reports.services import open_report, redraw, request_report
from kaltim_naker.reports.tasks import render_report
from programs.services import approve_restatements, find_restatements
from tests.conftest import client_of
from tests.factories.periods import close

THIRD = Period(2025, 3)


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def make(small_year: SimpleNamespace, planner: User) -> Callable[[], ReportRun]:
    def make() -> ReportRun:
        run = request_report(actor=planner, period=THIRD)
        render_report(str(run.pk))
        return ReportRun.objects.get(pk=run.pk)

    return make


@pytest.fixture
def made(make: Callable[[], ReportRun]) -> ReportRun:
    return make()


def content_of(run: ReportRun) -> bytes:
    with run.file.open("rb") as file:
        return bytes(file.read())


def signed(content: bytes, *, extra_page: bool = False) -> bytes:
    """The document with a signature dictionary, as a signing program elsewhere writes one (without its secret part)."""
    with pikepdf.open(BytesIO(content)) as document:
        signature = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            ByteRange=pikepdf.Array([0, 100, 200, 300]),
            Contents=pikepdf.String("0" * 64),
        )
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("Sig"), V=document.make_indirect(signature))
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([document.make_indirect(field)]), SigFlags=3)
        if extra_page:
            document.add_blank_page()
        written = BytesIO()
        document.save(written)
    return written.getvalue()


# --- a draft and its code --------------------------------------------------------------------------------------------
def test_the_code_is_printed_on_each_page_and_checks_itself(made: ReportRun) -> None:
    pages = [page.extract_text() for page in PdfReader(BytesIO(content_of(made))).pages]

    assert is_checked(made.code)
    assert all(grouped(made.code) in page for page in pages)
    assert "/verify/report/" in pages[-1].replace("\n", "")


def test_of_a_draft_nothing_is_told_but_that_it_is_one(made: ReportRun, client: Client) -> None:
    page = client.get(reverse("reports:verify_report", args=[made.code])).content.decode()

    assert 'data-standing="draft"' in page
    assert made.reference not in page
    assert verify_sha256(made.file_sha256).standing == FileStanding.UNKNOWN


# --- figures ---------------------------------------------------------------------------------------------------------
def test_each_printed_figure_can_be_asked_for_by_its_code(made: ReportRun, planner: User, client: Client) -> None:
    publish_report(actor=planner, run=made)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content_of(made))).pages)
    figures = verify_report(made.code).figures

    assert len(figures) >= 28
    for figure in figures:
        assert is_checked(made.code[:-1] + figure.code)
        assert figure.code in text
        assert figure.rule
        assert figure.now == figure.value
    whole = next(one for one in figures if "targets.2.to_date" in made.figures[figures.index(one)]["places"])
    asked = client.post(reverse("reports:verify_report_form"), {"code": f"{grouped(made.code)} {whole.code}"})
    page = client.get(asked.url).content.decode()
    assert 'data-value="4"' in page
    assert 'data-data="unchanged"' in page
    assert "/records/" not in page
    records = client_of(planner).get(asked.url).context["records"]
    assert client_of(planner).get(records).context["figure"] == 4


def test_the_code_of_a_figure_belongs_to_its_report() -> None:
    one, other = with_check("7KQ29XNB4D0T"), with_check("7KQ29XNB4D0V")
    assert not {figure_code(one, n) for n in range(1, 2000)} & {figure_code(other, n) for n in range(1, 2000)}


def test_of_a_draft_no_figure_is_told(made: ReportRun, client: Client) -> None:
    for code, standing in ((made.code, "draft"), ("0" * 13, "unknown")):
        page = client.get(reverse("reports:verify_figure", args=[code, made.figures[0]["code"]])).content.decode()
        assert f'data-standing="{standing}"' in page
        assert "data-value" not in page


def test_publish_then_change_data_and_the_check_tells_the_truth(
    small_year: SimpleNamespace, planner: User, head_of_office: User, client: Client
) -> None:
    """A quarter is closed and published; a certificate turns out to be void; the old bytes stay, the check says so."""
    second = Period(2025, 2)
    close(second, planner)
    run = request_report(actor=planner, period=second)
    render_report(str(run.pk))
    run.refresh_from_db()
    publish_report(actor=head_of_office, run=run)
    published = content_of(run)
    text = [page.extract_text() for page in PdfReader(BytesIO(published)).pages]
    assert not verify_report(run.code).revised

    beti = Certificate.objects.get(job_seeker__full_name="Beti Bunga")
    revoke_certificate(actor=planner, certificate=beti, reason="Nomor ganda Beti Bunga", document="BA/1")
    cache.clear()
    revised = {(one.row, one.column): one for one in verify_report(run.code).revised}
    assert not any(one.reasons for one in revised.values())

    find_restatements()
    whole = next(one for one in revised.values() if one.trace.whole_year and not one.trace.members)
    address = reverse("reports:verify_figure", args=[run.code, whole.code])
    page = client.get(address).content.decode()
    assert (whole.value, whole.now) == (2, 1)
    assert 'data-now="1"' in page
    assert "data-reason" in page
    for name in ("Beti", "Bunga", "Nomor ganda", planner.full_name, head_of_office.full_name):
        assert name not in page
    approve_restatements(actor=head_of_office, period=second)
    (reason,) = next(one for one in verify_report(run.code).figures if one.code == whole.code).reasons
    assert (reason.came_in, reason.fell_out, reason.approved_on is not None) == (0, 1, True)
    assert (
        f'data-figure="{whole.code}"' in client.get(reverse("reports:verify_report", args=[run.code])).content.decode()
    )

    run.refresh_from_db()
    assert content_of(run) == published
    assert hashlib.sha256(published).hexdigest() == run.file_sha256
    assert [page.extract_text() for page in PdfReader(BytesIO(redraw(run).content)).pages] == text


# --- publishing ------------------------------------------------------------------------------------------------------
def test_a_published_report_can_be_checked_without_an_account(
    made: ReportRun, planner: User, planner_client: Client, client: Client
) -> None:
    answer = planner_client.post(reverse("reports:publish", args=[made.pk]), {"letter": "500.15/12/2025"})
    assert answer.url == made.get_absolute_url()
    publication = Publication.objects.get(run=made)
    assert (publication.published_by, publication.letter) == (planner, "500.15/12/2025")

    typed = f" {grouped(made.code).lower().replace('0', 'o')} "
    asked = client.post(reverse("reports:verify_report_form"), {"code": typed})
    assert asked.url == reverse("reports:verify_report", args=[made.code])
    page = client.get(asked.url)
    shown = page.content.decode()
    assert 'data-standing="published"' in shown
    for part in (made.reference, publication.number, "500.15/12/2025", made.facts["title"]):
        assert part in shown
    assert made.file_sha256[:8] in shown
    assert made.facts_sha256[-8:] in shown
    for name in (planner.full_name, "Andi Anwar", made.facts["signature"]["name"] or "Beti Bunga"):
        assert name not in shown
    assert made.get_absolute_url() not in shown
    assert made.get_absolute_url() in planner_client.get(asked.url).content.decode()
    assert page["Cache-Control"] == "private, no-store"


def test_publishing_is_once_and_for_who_may(
    made: ReportRun, planner: User, head_of_office: User, bontang_admin: User
) -> None:
    with pytest.raises(PermissionDenied):
        publish_report(actor=bontang_admin, run=made)
    publish_report(actor=head_of_office, run=made)
    with pytest.raises(DomainError) as caught:
        publish_report(actor=planner, run=made)
    assert caught.value.code == "published_already"


def test_what_is_not_made_is_not_published(small_year: SimpleNamespace, planner: User) -> None:
    run = request_report(actor=planner, period=THIRD)
    with pytest.raises(DomainError) as caught:
        publish_report(actor=planner, run=run)
    assert caught.value.code == "report_not_ready"


def test_a_file_that_was_changed_is_not_published(made: ReportRun, planner: User) -> None:
    Path(made.file.path).write_bytes(b"%PDF-1.7 something else")
    with pytest.raises(DomainError) as caught:
        publish_report(actor=planner, run=made)
    assert caught.value.code == "file_changed"
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"file_sha256": "0" * 64},
        {"facts": {}},
        {"file": "reports/other.pdf"},
        {"code": "0" * 13},
        {"state": "failed"},
        {"figures": [1]},
    ],
)
def test_the_database_holds_a_finished_report(made: ReportRun, changes: dict[str, Any]) -> None:
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        ReportRun.objects.filter(pk=made.pk).update(**changes)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        ReportRun.objects.filter(pk=made.pk).delete()


def test_the_database_holds_a_publication(made: ReportRun, planner: User) -> None:
    publication = publish_report(actor=planner, run=made)
    rows = Publication.objects.filter(pk=publication.pk)
    for change in ({"number": "X"}, {"letter": "X"}):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            rows.update(**change)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        rows.delete()
    attach_signed_copy(actor=planner, run=made, content=signed(content_of(made)))
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        rows.update(signed_sha256="f" * 64)


def test_a_newer_report_takes_the_place_of_an_older_one(make: Callable[[], ReportRun], planner: User) -> None:
    older, newer = make(), make()
    publish_report(actor=planner, run=older)
    assert verify_report(older.code).standing == Standing.PUBLISHED
    publish_report(actor=planner, run=newer)

    assert verify_report(older.code).standing == Standing.REPLACED
    assert verify_report(older.code).replaced_by == newer.code
    assert verify_report(newer.code).standing == Standing.PUBLISHED


# --- the signed copy -------------------------------------------------------------------------------------------------
def test_the_signed_copy_is_the_one_served_and_the_other_stays(
    made: ReportRun, planner: User, planner_client: Client, client: Client
) -> None:
    original = content_of(made)
    publish_report(actor=planner, run=made)
    copy = signed(original)
    upload = SimpleUploadedFile("laporan.pdf", copy, "application/pdf")
    assert planner_client.post(reverse("reports:signed_copy", args=[made.pk]), {"file": upload}).status_code == 302

    download = reverse("reports:download", args=[made.pk])
    assert b"".join(planner_client.get(download).streaming_content) == copy
    assert b"".join(planner_client.get(f"{download}?copy=unsigned").streaming_content) == original
    proof = verify_report(made.code)
    assert (proof.signed_sha256, proof.signed_is_extension) == (hashlib.sha256(copy).hexdigest(), False)
    assert verify_sha256(proof.signed_sha256).standing == FileStanding.SIGNED
    assert proof.signed_sha256[:8] in client.get(reverse("reports:verify_report", args=[made.code])).content.decode()


def test_a_signature_that_was_only_added_is_told_apart(made: ReportRun, planner: User) -> None:
    publish_report(actor=planner, run=made)
    added = b"\n1000000 0 obj\n<< /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>\nendobj\n"
    publication = attach_signed_copy(actor=planner, run=made, content=content_of(made) + _appended(made, added))

    assert publication.signed_is_extension
    assert verify_report(made.code).signed_is_extension


def _appended(run: ReportRun, added: bytes) -> bytes:
    """An incremental update (ISO 32000-1, 7.5.6): an object, a cross-reference table for it, and the way back."""
    original = content_of(run)
    before = int(original.rpartition(b"startxref")[2].split()[0])
    with pikepdf.open(BytesIO(original)) as document:
        number = len(document.objects) + 1
        root = document.Root.objgen[0]
    body = added.replace(b"1000000", str(number).encode())
    place = len(original) + 1
    table = len(original) + len(body)
    trailer = f"<< /Size {number + 1} /Root {root} 0 R /Prev {before} >>"
    return body + f"xref\n{number} 1\n{place:010d} 00000 n \ntrailer\n{trailer}\nstartxref\n{table}\n%%EOF\n".encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lambda original: original, "not_signed"),
        (lambda original: signed(original, extra_page=True), "other_document"),
        (lambda original: b"no pdf", "not_a_pdf"),
        (lambda original: b"%PDF-1.7" + b"0" * (40 * 1024 * 1024), "file_too_large"),
    ],
)
def test_what_is_no_signed_copy(made: ReportRun, planner: User, content: Callable[[bytes], bytes], code: str) -> None:
    publish_report(actor=planner, run=made)
    with pytest.raises(DomainError) as caught:
        attach_signed_copy(actor=planner, run=made, content=content(content_of(made)))
    assert (caught.value.code, caught.value.field) == (code, "file")


def test_a_draft_takes_no_signed_copy_and_a_report_only_one(made: ReportRun, planner: User) -> None:
    copy = signed(content_of(made))
    with pytest.raises(DomainError) as caught:
        attach_signed_copy(actor=planner, run=made, content=copy)
    assert caught.value.code == "not_published"
    publish_report(actor=planner, run=made)
    attach_signed_copy(actor=planner, run=made, content=copy)
    with pytest.raises(DomainError) as caught:
        attach_signed_copy(actor=planner, run=ReportRun.objects.get(pk=made.pk), content=copy)
    assert caught.value.code == "signed_already"


def test_a_damaged_signed_copy_is_not_handed_out(made: ReportRun, planner: User) -> None:
    publish_report(actor=planner, run=made)
    publication = attach_signed_copy(actor=planner, run=made, content=signed(content_of(made)))
    Path(publication.signed_file.path).write_bytes(b"%PDF-1.7 something else")
    with pytest.raises(DomainError) as caught:
        open_report(actor=planner, run=made)
    assert caught.value.code == "file_changed"
    assert open_report(actor=planner, run=made, signed=False).read() == content_of(made)


# --- is this the file? -----------------------------------------------------------------------------------------------
def test_a_file_is_compared_and_not_kept(made: ReportRun, planner: User, client: Client, tmp_path: Path) -> None:
    publish_report(actor=planner, run=made)
    before = sorted(tmp_path.rglob("*"))
    content = content_of(made)
    address = reverse("reports:verify_report_file")

    def asked(**given: Any) -> str:
        return str(client.post(address, given).content.decode())

    same = asked(file=SimpleUploadedFile("a.pdf", content))
    assert 'data-standing="published"' in same
    assert made.reference in same
    changed = asked(file=SimpleUploadedFile("a.pdf", content[:-1] + b" "))
    assert 'data-standing="unknown"' in changed
    assert made.reference not in changed
    assert 'data-standing="published"' in asked(sha256=made.file_sha256.upper())
    for wrong in ({"sha256": "xyz"}, {}):
        assert "data-standing" not in asked(**wrong)
    assert sorted(tmp_path.rglob("*")) == before


# --- strangers -------------------------------------------------------------------------------------------------------
def test_an_unknown_code_says_nothing_and_a_slip_is_told(made: ReportRun, client: Client) -> None:
    for code in ("0" * 13, "ABCD", "x" * 40):
        page = client.get(reverse("reports:verify_report", args=[code]))
        assert page.status_code == 200
        assert 'data-standing="unknown"' in page.content.decode()
    wrong = "1" if made.code[3] != "1" else "2"
    slip = made.code[:3] + wrong + made.code[4:]
    answer = client.post(reverse("reports:verify_report_form"), {"code": slip})
    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]


def test_who_asks_too_often_waits(small_year: SimpleNamespace, client: Client) -> None:
    address = reverse("reports:verify_report", args=["0" * 13])
    answers = [client.get(address).status_code for _time in range(31)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_cancelling(small_year: SimpleNamespace, planner: User, samarinda_operator: User) -> None:
    run = request_report(actor=planner, period=THIRD)
    claimed = ReportRun.claim(run.pk)
    assert client_of(planner).post(reverse("reports:cancel", args=[run.pk])).status_code == 302
    assert not claimed.report_progress(40, "x")
    assert not claimed.finish(file="x")
    run.refresh_from_db()
    assert (run.state, run.lease_until) == ("cancelled", None)
    render_report(str(run.pk))
    run.refresh_from_db()
    assert run.state == "cancelled"
    again = client_of(planner).post(reverse("reports:retry", args=[run.pk]))
    assert again.url != run.get_absolute_url()
    client_of(planner).post(reverse("reports:cancel", args=[run.pk]))
    assert ReportRun.objects.get(pk=run.pk).state == "cancelled"
