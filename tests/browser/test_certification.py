"""From a closed class to certificates of both issuers, of which one is revoked and one replaced; then a stranger asks.

One long test on purpose: it is one case from its beginning to its end.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from certifications.models import Assessment, Certificate, Issuer, Scheme
from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.approvals.models import Approval
from kaltim_naker.core.codes import grouped
from programs.models import TrainingCentre, TrainingClass, TrainingProgram
from tests.browser.visitor import NARROW, PATIENCE, Visitor
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

CENTRE, PROGRAMME = "blki-balikpapan", "Plate Welder SMAW 3G"
PEOPLE = ("Siti Nur Aisyah", "Budi Santoso", "Rahmat Hidayat")
ASSESSED_ON, ISSUED_ON = date(2025, 8, 5), date(2025, 9, 15)


@pytest.fixture
def welders(office: Callable[[Role, str], User]) -> TrainingClass:
    centre = TrainingCentre.objects.get(office__code=CENTRE)
    training_class = TrainingClassFactory(
        closed=True,
        centre=centre,
        programme=TrainingProgram.objects.get(title=PROGRAMME),
        fiscal_year=2025,
        starts_on=date(2025, 6, 2),
        ends_on=date(2025, 8, 1),
    )
    for name in PEOPLE:
        EnrolmentFactory(passed=True, training_class=training_class, job_seeker__full_name=name)
    return training_class


def test_from_a_closed_class_to_checked_certificates(
    office: Callable[[Role, str], User],
    welders: TrainingClass,
    visit: Callable[[User], Visitor],
    browser: Browser,
    live_server: Any,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.SITE_URL = live_server.url
    cache.clear()
    officer = visit(office(Role.CERTIFICATION_OFFICER, CENTRE))
    for code, number in (("bnsp", "24101 7212 2 {:07d} 2025"), ("kemnaker", "KEM-LAS/{:03d}/2025")):
        issuer = Issuer.objects.get(code=code)
        lead_an_assessment(officer, welders, issuer)
        enter_the_papers(officer, welders, number)
    take_the_list_for_the_issuer(officer, tmp_path)

    revoked, kept, old = Certificate.objects.filter(issuer__code="bnsp").order_by("number")
    revoke(officer, visit(User.objects.get(memberships__role=Role.HEAD_OF_OFFICE)), revoked)
    new = replace(officer, old)
    print_the_class(officer, welders, tmp_path)
    look_at_the_ledger(officer)

    phone = Phone(browser, live_server.url)
    phone.scans(kept, "pub-good", "S. N. A." if kept.holder_name == PEOPLE[0] else "")
    phone.scans(revoked, "pub-bad", "")
    phone.scans(old, "pub-done", "")
    for paper, tone in ((new, "pub-good"), (Certificate.objects.filter(issuer__code="kemnaker").first(), "pub-good")):
        phone.types(paper.number, grouped(paper.short_code), tone)
    phone.types(kept.number, "0000-0000-0000", "pub-neutral")
    phone.pastes([revoked, kept, old, new])
    phone.close()


# --- the certification officer ----------------------------------------------------------------------------------------
def lead_an_assessment(officer: Visitor, training_class: TrainingClass, issuer: Issuer) -> None:
    """Registered, scheduled, assessed, decided, certificates requested."""
    officer.open(reverse("certifications:plan_assessment", args=[training_class.pk]), narrow=True)
    scheme = Scheme.objects.get(title=PROGRAMME)
    officer.fill(scheme=str(scheme.pk), issuer=str(issuer.pk), registered_on="2025-08-02")
    officer.submit()
    officer.look_over(narrow=True)
    assessment = Assessment.objects.get(issuer=issuer)
    assert assessment.candidates.count() == len(PEOPLE)

    officer.click("main a[href$='/schedule/']")
    officer.fill(scheduled_on=ASSESSED_ON.isoformat(), place="Bengkel las BLKI Balikpapan")
    officer.submit()

    officer.open(reverse("certifications:record_results", args=[training_class.pk]))
    officer.fill(scheme=str(scheme.pk), issuer=str(issuer.pk), assessed_on=ASSESSED_ON.isoformat())
    for outcome in officer.page.locator("main [name$=-outcome]").all():
        outcome.select_option("K")
    officer.submit()

    officer.open(assessment.get_absolute_url())
    officer.click("main a[href$='/decide/']")
    officer.fill(decided_on="2025-08-07", decision_document="BA-PLENO/1/2025")
    officer.submit()
    officer.click("main a[href$='/request/']")
    officer.fill(requested_on="2025-08-08", request_letter="S-12/2025")
    officer.submit()
    officer.look_over(narrow=True)


def enter_the_papers(officer: Visitor, training_class: TrainingClass, number: str) -> None:
    officer.open(reverse("certifications:issue_certificates", args=[training_class.pk]))
    officer.fill(issued_on=ISSUED_ON.isoformat())
    fields = officer.page.locator("main [name$=-number]:not([name$=-registration_number])")
    expect(fields).to_have_count(len(PEOPLE))
    for serial, field in enumerate(fields.all(), start=1):
        field.fill(number.format(serial))
    officer.submit()


def take_the_list_for_the_issuer(officer: Visitor, tmp_path: Path) -> None:
    assessment = Assessment.objects.get(issuer__code="bnsp")
    officer.open(reverse("certifications:blank_request", args=[assessment.pk]))
    officer.fill(reason="Permohonan blanko ke BNSP")
    with officer.page.expect_download() as download:
        officer.page.locator("main form.kn-form button[type=submit]").click()
    file = tmp_path / "blanko.xlsx"
    download.value.save_as(file)
    assert file.read_bytes().startswith(b"PK")


def revoke(officer: Visitor, head: Visitor, certificate: Certificate) -> None:
    """One asks, another approves."""
    officer.open(certificate.get_absolute_url(), narrow=True)
    officer.click("main a[href$='/revoke/']")
    officer.look_over(narrow=True)
    officer.fill(reason="Terbukti tidak sah", document="SK 7/2025")
    officer.submit()
    officer.look_over()
    head.open(Approval.objects.get().get_absolute_url(), narrow=True)
    head.page.locator("input[name=decision][value=approve]").check()
    head.submit()


def replace(officer: Visitor, certificate: Certificate) -> Certificate:
    officer.open(certificate.get_absolute_url())
    officer.click("main a[href$='/replace/']")
    officer.fill(
        reason="Nama salah cetak",
        document="Surat LSP 3/2025",
        number="24101 7212 2 0000099 2025",
        issued_on="2025-10-01",
        holder_name="Nama Yang Benar",
    )
    officer.submit()
    officer.look_over(narrow=True)
    return Certificate.objects.get(replaces=certificate)


def print_the_class(officer: Visitor, training_class: TrainingClass, tmp_path: Path) -> None:
    """Through Celery, with progress; the same papers in one file."""
    officer.open(reverse("certifications:bundle_request", args=[training_class.pk]))
    officer.fill(kind="training", form="merged")
    officer.submit()
    link = officer.page.locator("main a[href$='/file/']")
    expect(link).to_be_visible(timeout=PATIENCE)
    officer.look_over(narrow=True)
    with officer.page.expect_download() as download:
        link.click()
    file = tmp_path / "kelas.pdf"
    download.value.save_as(file)
    with pikepdf.open(file) as papers:
        assert len(papers.pages) == len(PEOPLE)
    officer.open(reverse("certifications:class_documents", args=[training_class.pk]), narrow=True)
    officer.click("main tbody tr a")
    officer.look_over(narrow=True)


def look_at_the_ledger(officer: Visitor) -> None:
    officer.open(reverse("certifications:ledger"), narrow=True)
    expect(officer.page.locator("main tbody tr")).to_have_count(len(PEOPLE))


# --- a stranger -------------------------------------------------------------------------------------------------------
class Phone:
    """A stranger's phone without scripts; a second one with them, only so that axe can look."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self.plain = browser.new_context(viewport=NARROW, java_script_enabled=False)
        self.scripted = browser.new_context(viewport=NARROW)
        self.page: Page = self.plain.new_page()

    def scans(self, paper: Certificate, tone: str, initials: str) -> None:
        path = reverse("certifications:verify_code", args=[paper.code])
        self.page.goto(f"{self.address}{path}#claim.signature")
        self._is_told(tone, paper)
        if initials:
            expect(self.page.locator(".pub-facts")).to_contain_text(initials)
        self._look(path)

    def types(self, number: str, code: str, tone: str) -> None:
        self.page.goto(self.address + reverse("certifications:verify"))
        self.page.locator("[name=number]").fill(number)
        self.page.locator("[name=short_code]").fill(code)
        self.page.locator("main form button").click()
        expect(self.page.locator(f".pub-verdict.{tone}")).to_be_visible()

    def pastes(self, papers: list[Certificate]) -> None:
        path = reverse("certifications:verify_list")
        self.page.goto(self.address + path)
        lines = "\n".join(f"{paper.number};{paper.short_code}" for paper in papers)
        self.page.locator("[name=lines]").fill(lines)
        self.page.locator("main form button").click()
        expect(self.page.locator(".pub-table tbody tr")).to_have_count(len(papers))
        self._look(path)
        self._look(reverse("certifications:verify_key"))

    def _is_told(self, tone: str, paper: Certificate) -> None:
        expect(self.page.locator(f".pub-verdict.{tone}")).to_be_visible()
        text = self.page.locator("body").inner_text()
        assert paper.holder_name not in text
        assert self.page.locator("script").count() == 0

    def _look(self, path: str) -> None:
        page = self.scripted.new_page()
        page.goto(self.address + path)
        broken = Axe().run(page).response["violations"]
        assert not broken, (path, [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in broken])
        root = "document.documentElement"
        assert not page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"), (path, "wider than the window")
        page.close()

    def close(self) -> None:
        self.plain.close()
        self.scripted.close()
