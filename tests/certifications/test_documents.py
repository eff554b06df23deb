"""Papers of our own: numbers, frozen facts, one drawing, signed files, a class at once."""

import io
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pikepdf
import pytest
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from certifications import services
from certifications.choices import BundleForm, DocumentKind
from certifications.documents import fingerprint, part_of
from certifications.models import DocumentRun, IssuedDocument
from certifications.services.bundles import draw_missing
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.core.periods import today
from kaltim_naker.pdf.batches import draw_here, draw_parts
from kaltim_naker.pdf.sheet_engine import assets_of
from kaltim_naker.pdf.sheets import Part
from kaltim_naker.pdf.wall import ClosedFetcher, RefusedAddressError
from tests.factories.certifications import certify, result_for
from tests.factories.trainees import EnrolmentFactory


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def graduate(welders):
    return EnrolmentFactory(
        passed=True,
        training_class=welders,
        job_seeker__full_name="Siti Nur Aisyah",
        job_seeker__birth_place="Balikpapan",
    )


@pytest.fixture
def issued(officer, graduate):
    return services.issue_training_certificate(actor=officer, enrolment=graduate)


def text_of(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_facts_are_frozen_with_their_fingerprint(issued, graduate):
    assert issued.number == f"SERT/{today().year}/000001"
    assert issued.facts["programme"] == graduate.training_class.programme.title
    assert issued.facts_sha256 == fingerprint(issued.facts)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        IssuedDocument.objects.filter(pk=issued.pk).update(facts={})


def test_a_number_stays_accounted_for(issued):
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        issued.delete()


def test_facts_hold_no_nik(issued, graduate):
    assert graduate.job_seeker.reveal_nik() not in str(issued.facts)


def test_the_second_request_gives_the_same_bytes(issued, graduate):
    first = services.drawn_file(issued).read()
    person = graduate.job_seeker
    person.full_name = "Nama Baru"
    person.save()
    assert services.drawn_file(issued).read() == first
    assert "Siti Nur Aisyah" in text_of(first)
    assert issued.number in text_of(first)


def test_the_same_paper_is_drawn_to_the_same_bytes(issued):
    assert draw_here(part_of([issued])) == draw_here(part_of([issued]))


def test_a_damaged_file_is_not_handed_out(issued):
    services.drawn_file(issued)
    issued.refresh_from_db()
    with open(issued.file.path, "ab") as file:  # noqa: PTH123
        file.write(b"x")
    with pytest.raises(DomainError) as error:
        services.drawn_file(issued)
    assert error.value.code == "file_damaged"


def test_a_drawing_is_made_once(issued):
    services.drawn_file(issued)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        IssuedDocument.objects.filter(pk=issued.pk).update(file_sha256="0" * 64)


def test_the_signed_file_is_the_one_handed_out_and_only_one(officer, issued):
    drawn = services.drawn_file(issued).read()
    signed = drawn + b"\n% signature\n"
    services.attach_signed_file(actor=officer, issued=issued, content=signed)
    assert services.drawn_file(issued).read() == signed
    with pytest.raises(DomainError) as error:
        services.attach_signed_file(actor=officer, issued=issued, content=drawn)
    assert error.value.code == "signed_already"


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", b"%PDF-1.7 nothing", b"%PDF" + b"0" * 6 * 1024 * 1024])
def test_only_a_pdf_is_taken_as_signed(officer, issued, content):
    with pytest.raises(DomainError) as error:
        services.attach_signed_file(actor=officer, issued=issued, content=content)
    assert error.value.field == "file"
    issued.refresh_from_db()
    assert not issued.is_signed


def test_only_who_passed_a_closed_class_gets_one(officer, welders):
    with pytest.raises(DomainError):
        services.issue_training_certificate(
            actor=officer, enrolment=EnrolmentFactory(failed=True, training_class=welders)
        )
    with pytest.raises(DomainError):
        services.issue_training_certificate(actor=officer, enrolment=EnrolmentFactory(passed=True))


def test_one_training_certificate_for_a_class(officer, issued, graduate):
    with pytest.raises(DomainError) as error:
        services.issue_training_certificate(actor=officer, enrolment=graduate)
    assert error.value.code == "document_known"


def test_a_correction_is_a_new_paper_that_points_back(officer, issued, graduate):
    person = graduate.job_seeker
    person.full_name = "Siti Nur Aisyah binti Ali"
    person.save()
    new = services.replace_document(actor=officer, issued=issued, reason="Nama salah", document="ND 1")
    assert (new.replaces, new.holder_name) == (issued, "Siti Nur Aisyah binti Ali")
    assert new.number.endswith("/000002")


def test_other_papers(officer, graduate, welding, bnsp, balikpapan):
    result = result_for(graduate, date(2025, 3, 5), scheme=welding, issuer=bnsp)
    statement = services.issue_statement(actor=officer, result=result)
    other = EnrolmentFactory(passed=True, training_class=graduate.training_class)
    certificate = certify(other, date(2025, 3, 5), issuer=bnsp)
    slip = services.issue_slip(actor=officer, certificate=certificate)
    assert services.issue_slip(actor=officer, certificate=certificate) == slip
    apprenticeship = services.issue_apprenticeship_certificate(
        actor=officer,
        job_seeker=graduate.job_seeker,
        company="PT Maju",
        occupation="Juru las",
        starts_on=date(2025, 4, 1),
        ends_on=date(2025, 9, 30),
        centre=balikpapan,
    )
    assert [paper.number.partition("/")[0] for paper in (statement, slip, apprenticeship)] == ["KET", "SLIP", "MAGANG"]
    assert "Juru las" in text_of(services.drawn_file(apprenticeship).read())
    assert welding.title in text_of(services.drawn_file(statement).read())
    assert certificate.number in text_of(services.drawn_file(slip).read())


def test_markup_in_a_name_stays_text(officer, welders):
    name = "<link rel=attachment href=file:///etc/passwd> <b>x"
    issued = services.issue_training_certificate(
        actor=officer,
        enrolment=EnrolmentFactory(passed=True, training_class=welders, job_seeker__full_name=name),
    )
    content = services.drawn_file(issued).read()
    assert "<link" in text_of(content)
    with pikepdf.open(io.BytesIO(content)) as paper:
        assert not paper.attachments


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,x", "asset:other.css"])
def test_a_paper_reaches_nothing_but_what_it_is_given(address):
    with pytest.raises(RefusedAddressError):
        ClosedFetcher(assets_of(Part(html="", titles=[]))).fetch(address)


# --- a class at once -----------------------------------------------------------------------------------------------
@pytest.fixture
def class_of_three(welders):
    return [
        EnrolmentFactory(passed=True, training_class=welders, job_seeker__full_name=f"Peserta {letter}")
        for letter in "ABC"
    ]


def run(officer, training_class, form, kind=DocumentKind.TRAINING):
    requested = services.request_bundle(actor=officer, training_class=training_class, kind=kind, form=form)
    services.draw_bundle(requested.pk)
    requested.refresh_from_db()
    return requested


def test_a_class_in_one_file(officer, welders, class_of_three):
    done = run(officer, welders, BundleForm.MERGED)
    assert (done.state, done.documents, done.progress) == (JobState.DONE, 3, 100)
    with pikepdf.open(done.file.path) as merged:
        assert len(merged.pages) == 3


def test_a_class_as_a_zip_holds_the_papers_themselves(officer, welders, class_of_three):
    done = run(officer, welders, BundleForm.ZIP)
    with zipfile.ZipFile(done.file.path) as archive:
        papers = {name: archive.read(name) for name in archive.namelist()}
    for issued in IssuedDocument.objects.all():
        assert papers[f"{issued.number_key}.pdf"] == services.drawn_file(issued).read()


def test_a_second_run_issues_nothing_new(officer, welders, class_of_three):
    first = run(officer, welders, BundleForm.ZIP)
    second = run(officer, welders, BundleForm.ZIP)
    assert first.pk != second.pk
    assert first.file_sha256 == second.file_sha256
    assert IssuedDocument.objects.count() == 3


def test_a_run_under_way_is_given_back(officer, welders, class_of_three):
    ask = {"actor": officer, "training_class": welders, "kind": DocumentKind.TRAINING, "form": BundleForm.ZIP}
    assert services.request_bundle(**ask) == services.request_bundle(**ask)


def test_slips_of_a_class(officer, welders, class_of_three, bnsp, welding):
    certify(class_of_three[0], date(2025, 3, 5), issuer=bnsp, scheme=welding)
    assert run(officer, welders, BundleForm.MERGED, DocumentKind.SLIP).documents == 1


def test_an_empty_class_is_told_in_words(officer, welders):
    failed = run(officer, welders, BundleForm.MERGED)
    assert failed.state == JobState.FAILED
    assert failed.error


def test_nobody_gets_the_codes_of_others(officer, class_of_three):
    documents = [
        services.issue_training_certificate(actor=officer, enrolment=enrolment) for enrolment in class_of_three
    ]
    draw_missing(documents)
    for issued in IssuedDocument.objects.all():
        with pikepdf.open(issued.file.path) as paper:
            assert len(paper.pages[0].get_images()) == 1
            assert str(paper.docinfo["/Title"]) == issued.number


def test_parts_are_drawn_side_by_side_in_their_order():
    parts = [Part(html=f"<p>{number}</p>", titles=[str(number)]) for number in range(4)]
    drawn = [text_of(sheet) for sheets in draw_parts(parts) for sheet in sheets]
    assert drawn == ["0", "1", "2", "3"]


# --- thirty-two clerks ---------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_thirty_two_threads_leave_no_gap_and_no_double(officer, welders):
    """32 × 25 papers at once: 800 numbers, 1 to 800 (security.md §5, no. 9)."""
    threads, each = 32, 25
    person = EnrolmentFactory(passed=True, training_class=welders).job_seeker
    start = threading.Barrier(threads)

    def issue(_clerk):
        start.wait()
        try:
            return [
                services.issue_apprenticeship_certificate(
                    actor=officer,
                    job_seeker=person,
                    company="PT Maju",
                    occupation="Juru las",
                    starts_on=date(2025, 4, 1),
                    ends_on=date(2025, 9, 30),
                ).number
                for _ in range(each)
            ]
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        numbers = [number for issued in pool.map(issue, range(threads)) for number in issued]
    assert sorted(numbers) == [f"MAGANG/{today().year}/{n:06d}" for n in range(1, threads * each + 1)]


@pytest.mark.django_db(transaction=True)
def test_two_clerks_issue_one_training_certificate(officer, graduate):
    start = threading.Barrier(8)

    def issue(_clerk):
        start.wait()
        try:
            return services.issue_training_certificate(actor=officer, enrolment=graduate).number
        except DomainError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(issue, range(8)))
    assert outcomes.count("document_known") == 7
    assert IssuedDocument.objects.count() == 1
    assert DocumentRun.objects.count() == 0
