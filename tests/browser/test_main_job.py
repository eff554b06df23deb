"""The main job of the office, from two real workbooks to a report whose every figure was counted by hand.

One long test on purpose: it is one working day of six people, and what one of them does the next one builds on.
"""

import re
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from certifications.models import Certificate, Issuer, Result, Scheme
from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.reports import services
from kaltim_naker.reports.models import ReportRun
from programs.choices import ClassState
from programs.models import Instructor, TrainingClass
from tests.browser import by_hand
from tests.browser.by_hand import Paper
from tests.browser.visitor import PATIENCE, Visitor
from tests.printed import text_without_codes
from trainees.choices import EnrolmentState
from trainees.models import Enrolment, JobSeeker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

CENTRE, OTHER_CENTRE, PROVINCE = "blki-balikpapan", "blki-bontang", "disnakertrans-kaltim"
TARGETS = {"BLKI Balikpapan": 1000, "BLKI Bontang": 500}
QUARTER = (date(2025, 7, 1), date(2025, 9, 30))
PROGRAMME = "Plate Welder SMAW 3G"
# What is typed in at Balikpapan, beside the workbook.
CLOSED_ON, ASSESSED_ON = date(2025, 8, 1), date(2025, 8, 5)
ISSUED_ON, ISSUED_LATER = date(2025, 9, 15), date(2025, 10, 2)
WITHDREW, FAILED, NOT_YET_COMPETENT = "Agus Salim Tandi", "Lisnawati Effendi", "Andi Saputra Bahri"
PAPER_LATE, PAPER_MISSING = "Siti Aminah Pratama", "Indah Permata Tandi"


def test_the_main_job(
    office: Callable[[Role, str], User],
    visit: Callable[[User], Visitor],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    admin = visit(office(Role.CENTRE_ADMIN, CENTRE))
    import_the_roster_of_balikpapan(admin)
    bring_the_same_file_again(admin)
    start_and_close_a_class(admin)

    officer = visit(office(Role.CERTIFICATION_OFFICER, CENTRE))
    enter_results(officer)
    papers = enter_certificates(officer)
    hand_one_over(officer)

    other_admin = visit(office(Role.CENTRE_ADMIN, OTHER_CENTRE))
    import_the_roster_of_bontang(other_admin)
    import_the_results_of_bontang(visit(office(Role.CERTIFICATION_OFFICER, OTHER_CENTRE)))

    planner = visit(User.objects.get(memberships__role=Role.PLANNER))
    pdf = have_the_report_made(planner, monkeypatch, tmp_path)
    compare_with_the_count_by_hand(pdf, {"BLKI Balikpapan": papers, "BLKI Bontang": by_hand.bontang_papers()})
    follow_the_figures_to_the_people(planner)

    see_nothing_of_another_centre(other_admin)


# --- the administrator of BLKI Balikpapan ---------------------------------------------------------------------------
def import_the_roster_of_balikpapan(admin: Visitor) -> None:
    """62 rows: 51 good, 8 with errors, 3 to be confirmed, of which one is."""
    verdict = by_hand.expected(by_hand.BALIKPAPAN)
    admin.bring("participants", by_hand.BALIKPAPAN, fiscal_year="2025", first_day="2025-06-02")
    assert admin.figures() == [62, 51, 0, 0, 3, 0, 8]
    assert (verdict["rows"], verdict["ok"]) == (62, 51)
    named = [int(text) for text in admin.page.locator("main td.kn-num").all_inner_texts()]
    assert sorted(named) == sorted(by_hand.lines(by_hand.BALIKPAPAN, "error", "warning"))
    assert not JobSeeker.objects.exists()

    admin.page.locator("[name=confirm][value='26']").check()
    admin.page.locator("[name=reason_26]").fill("Kartunya dilihat pada 3 Juni")
    admin.take_in_good_rows()

    assert admin.figures() == [52, 0, 0, 2, 8]
    expect(admin.page.get_by_text("Kartunya dilihat pada 3 Juni")).to_be_visible()
    assert JobSeeker.objects.count() == Enrolment.objects.count() == 52
    assert TrainingClass.objects.count() == 4


def bring_the_same_file_again(admin: Visitor) -> None:
    """Nothing new, and nothing twice."""
    admin.bring("participants", by_hand.BALIKPAPAN, fiscal_year="2025", first_day="2025-06-02")
    assert admin.figures() == [62, 0, 0, 51, 3, 0, 8]
    admin.take_in_good_rows()
    assert admin.figures() == [0, 0, 51, 3, 8]
    assert (JobSeeker.objects.count(), Enrolment.objects.count(), TrainingClass.objects.count()) == (52, 52, 4)


def start_and_close_a_class(admin: Visitor) -> None:
    """One withdrew, which needs a reason before anything is saved; one did not pass; the others did."""
    admin.open(reverse("programs:class_list"), narrow=True)
    admin.click(f"main tbody a[href='{the_class().get_absolute_url()}']")
    admin.look_over(narrow=True)
    admin.click("main a[href$='/edit/']")
    admin.look_over()
    admin.fill(ends_on="2025-07-31")
    admin.submit()
    somebody_teaches_it(admin)
    admin.click("form[action$='/move/running/'] button")
    admin.look_over()

    admin.click("main a[href$='/close/']")
    admin.look_over(narrow=True)
    expect(admin.page.locator("main tbody tr")).to_have_count(13)
    admin.fill(closed_on=CLOSED_ON.isoformat(), closing_document="BA-07/2025")
    admin.row(FAILED).locator("[name$=-state]").select_option(EnrolmentState.FAILED)
    admin.row(WITHDREW).locator("[name$=-state]").select_option(EnrolmentState.WITHDRAWN)
    admin.submit(refused=True)
    admin.look_over()
    assert the_class().state == ClassState.RUNNING
    assert set(Enrolment.objects.values_list("state", flat=True)) == {EnrolmentState.PARTICIPANT}

    admin.row(WITHDREW).locator("[name$=-reason]").fill("Diterima bekerja")
    admin.submit()
    admin.look_over()
    assert the_class().state == ClassState.CLOSED
    assert Enrolment.objects.passed().count() == 11


def somebody_teaches_it(admin: Visitor) -> None:
    """A class does not start without an instructor."""
    admin.open(reverse("programs:instructor_add"))
    admin.fill(full_name="Ahmad Yani")
    admin.submit()
    admin.open(reverse("programs:class_assign", args=[the_class().pk]))
    admin.fill(instructor=str(Instructor.objects.get().pk))
    admin.submit()


def the_class() -> TrainingClass:
    return TrainingClass.objects.get(centre__office__code=CENTRE, programme__title=PROGRAMME)


# --- the certification officer of BLKI Balikpapan -------------------------------------------------------------------
def enter_results(officer: Visitor) -> None:
    """Twelve candidates: ten K, one BK, and one who did not pass the class is left empty."""
    officer.open(reverse("certifications:record_results", args=[the_class().pk]), narrow=True)
    expect(officer.page.locator("main tbody tr")).to_have_count(12)
    officer.fill(
        scheme=str(Scheme.objects.get(title=PROGRAMME).pk),
        issuer=str(Issuer.objects.get(code="bnsp").pk),
        assessed_on=ASSESSED_ON.isoformat(),
    )
    for outcome in officer.page.locator("main [name$=-outcome]").all():
        outcome.select_option("K")
    officer.row(NOT_YET_COMPETENT).locator("[name$=-outcome]").select_option("BK")
    officer.row(FAILED).locator("[name$=-outcome]").select_option("")
    officer.submit()
    officer.look_over(narrow=True)
    assert sorted(Result.objects.values_list("outcome", flat=True)) == ["BK", *["K"] * 10]


def enter_certificates(officer: Visitor) -> list[Paper]:
    """Nine papers have come, one of them dated after the quarter. Returns them as they lie on the desk."""
    officer.open(reverse("certifications:issue_certificates", args=[the_class().pk]), narrow=True)
    numbers = officer.page.locator("main [name$=-number]:not([name$=-registration_number])")
    expect(numbers).to_have_count(10)
    officer.fill(issued_on=ISSUED_ON.isoformat())
    for serial, number in enumerate(numbers.all(), start=1):
        number.fill(f"24101 7212 2 {serial:07d} 2025")
    officer.row(PAPER_MISSING).locator("[name$=-number]").first.fill("")
    officer.row(PAPER_LATE).locator("[name$=-issued_on]").fill(ISSUED_LATER.isoformat())
    officer.submit()
    officer.look_over()
    assert Certificate.objects.count() == 9

    without = {WITHDREW, FAILED, NOT_YET_COMPETENT, PAPER_MISSING}
    people = by_hand.balikpapan_class(PROGRAMME)
    return [
        Paper(nik, ISSUED_LATER if name == PAPER_LATE else ISSUED_ON)
        for name, niks in people.items()
        if name not in without
        for nik in niks
    ]


def hand_one_over(officer: Visitor) -> None:
    officer.open(reverse("certifications:certificate_list"), narrow=True)
    officer.click("main tbody tr a")
    officer.look_over()
    officer.click("main a[href$='/hand-over/']")
    officer.look_over()
    officer.submit()
    officer.look_over()
    assert Certificate.objects.handed_over().count() == 1


# --- BLKI Bontang ---------------------------------------------------------------------------------------------------
def import_the_roster_of_bontang(admin: Visitor) -> None:
    admin.bring("participants", by_hand.BONTANG, fiscal_year="2025", first_day="2025-04-07")
    assert admin.figures() == [48, 45, 0, 0, 0, 0, 3]
    admin.take_in_good_rows()
    assert admin.figures() == [45, 0, 0, 0, 3]
    assert JobSeeker.objects.count() == 52 + 45 == 52 + len(by_hand.bontang_people())


def import_the_results_of_bontang(officer: Visitor) -> None:
    """36 K and 8 BK stand in good rows; one of the BK waits, since the row of the roster was refused."""
    verdict = by_hand.expected(by_hand.RESULTS)
    assert (verdict["rows"], verdict["ok"], verdict["K"], verdict["BK"]) == (46, 44, 36, 8)
    officer.bring("results", by_hand.RESULTS)
    assert officer.figures() == [46, 43, 0, 0, 0, 1, 2]
    officer.take_in_good_rows()
    assert officer.figures() == [43, 0, 0, 1, 2]
    here = Result.objects.filter(assessment__training_class__centre__office__code=OTHER_CENTRE)
    assert (here.filter(outcome="K").count(), here.filter(outcome="BK").count()) == (36, 7)


# --- the planner of the province ------------------------------------------------------------------------------------
def have_the_report_made(planner: Visitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The drawing is held up until the page has shown its progress, before and after a reload."""
    may_draw, draw_facts = threading.Event(), services.draw_facts

    def draw_when_told(*args: Any) -> Any:
        assert may_draw.wait(PATIENCE / 1000)
        return draw_facts(*args)

    monkeypatch.setattr(services, "draw_facts", draw_when_told)
    planner.open(reverse("reports:new"), narrow=True)
    planner.fill(year="2025", part="Q3")
    planner.submit()
    bar = planner.page.get_by_role("progressbar")
    expect(bar).to_have_attribute("aria-valuenow", "40", timeout=PATIENCE)
    planner.look_over(narrow=True)
    planner.page.reload()
    expect(bar).to_have_attribute("aria-valuenow", "40")

    may_draw.set()
    link = planner.page.locator("main a[href$='/download/']")
    expect(link.first).to_be_visible(timeout=PATIENCE)
    planner.look_over(narrow=True)
    assert ReportRun.objects.count() == 1
    with planner.page.expect_download() as download:
        link.first.click()
    file = tmp_path / "laporan.pdf"
    download.value.save_as(file)
    planner.open(reverse("reports:facts", args=[ReportRun.objects.get().pk]), narrow=True)
    return file


def compare_with_the_count_by_hand(pdf: Path, papers: dict[str, list[Paper]]) -> None:
    text = text_without_codes(pdf.read_bytes(), ReportRun.objects.get())
    table = by_hand.table_by_centre(papers, TARGETS, QUARTER)
    assert table == [
        ("1.000", "8", "8", "0,80"),
        ("500", "34", "36", "7,20"),
        ("1.500", "42", "44", "2,93"),
    ]
    for label, row in zip((*papers, None), table, strict=True):
        figures = r"\s+".join(re.escape(cell) for cell in row) + r"\s*%"
        assert re.search(rf"{label}\s+{figures}" if label else figures, text), (label, row, text)

    everything = [paper for held in papers.values() for paper in held]
    year = (date(2025, 1, 1), QUARTER[1])
    beside = (
        (by_hand.papers_within(everything, *QUARTER), by_hand.papers_within(everything, *year)),  # certificates
        (11, 11),  # trained: the class of Balikpapan, closed in August, without two
        ("–", 2),  # competent without a paper at the end of the quarter: one came later, one has not come
    )
    positions = [text.find(f"{in_quarter} {to_date}\n") for in_quarter, to_date in beside]
    assert all(position > 0 for position in positions), (beside, text)


def follow_the_figures_to_the_people(planner: Visitor) -> None:
    """Every figure of the table leads to as many people as it says."""
    planner.open(f"{reverse('reports:achievement')}?year=2025&quarter=3", narrow=True)
    # Tables behind charts say the same once more, folded away.
    shown = "main #figures table tbody td a[href*='/records/']:visible"
    links = planner.page.locator(shown)
    figures = [(int(link.inner_text()), link.get_attribute("href")) for link in links.all()]
    assert [figure for figure, _address in figures] == [8, 8, 34, 36, 42, 44]
    planner.click(shown)
    expect(planner.page.locator("main tbody tr")).to_have_count(8)
    planner.look_over(narrow=True)
    for figure, address in figures:
        planner.page.goto(planner.address + str(address))
        expect(planner.page.locator("main tbody tr")).to_have_count(figure)


# --- and everybody else ---------------------------------------------------------------------------------------------
def see_nothing_of_another_centre(other: Visitor) -> None:
    """Class, people, certificates, files and the provincial report: as if they did not exist."""
    training_class = the_class()
    of_balikpapan = {"result__assessment__training_class": training_class}
    certificate = Certificate.objects.filter(**of_balikpapan).first()
    assert certificate is not None
    addresses = [
        training_class.get_absolute_url(),
        certificate.get_absolute_url(),
        certificate.job_seeker.get_absolute_url(),
        *(run.get_absolute_url() for run in ImportRun.objects.filter(office__code=CENTRE)),
        *(reverse(f"reports:{name}", args=[ReportRun.objects.get().pk]) for name in ("detail", "facts", "download")),
        *(
            reverse(name, args=[training_class.pk])
            for name in (
                "programs:class_edit",
                "trainees:class_participants",
                "trainees:class_close",
                "certifications:class_assessment",
                "certifications:record_results",
                "certifications:issue_certificates",
            )
        ),
    ]
    assert {address: other.status_of(address) for address in addresses} == dict.fromkeys(addresses, 404)
    for name in ("trainees:job_seeker_list", "certifications:certificate_list", "imports:list", "programs:class_list"):
        other.open(reverse(name))
        assert by_hand.BALIKPAPAN.name not in other.page.content()
        assert PAPER_LATE not in other.page.content()
