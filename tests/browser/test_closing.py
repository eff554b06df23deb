"""A quarter from its target to its restatement: promised, revised, handed in, returned, approved, closed; then two
corrections, which change no figure that was published, and are told beside it.

One long test on purpose: it is one quarter from its beginning to its end.
"""

import hashlib
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from certifications.models import Certificate
from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.approvals.models import Approval
from kaltim_naker.reports.models import ReportRun
from programs.choices import PeriodState
from programs.models import ClosedFigure, Indicator, ReportingPeriod, Restatement, TargetRevision, TrainingCentre
from tests.browser.visitor import PATIENCE, Visitor
from tests.factories.certifications import certify
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

PROVINCE, BALIKPAPAN, BONTANG = "disnakertrans-kaltim", "blki-balikpapan", "blki-bontang"
PEOPLE = ("Siti Nur Aisyah", "Budi Santoso", "Rahmat Hidayat")
PERIODS = f"{reverse('reports:periods')}?year=2025"


@pytest.fixture
def certified(office: Callable[[Role, str], User]) -> list[Certificate]:
    """Three people of one class of Balikpapan, on 12 March."""
    training_class = TrainingClassFactory(closed=True, centre=TrainingCentre.objects.get(office__code=BALIKPAPAN))
    enrolled = [
        EnrolmentFactory(
            passed=True, training_class=training_class, job_seeker__full_name=name, job_seeker__birth_place="Samarinda"
        )
        for name in PEOPLE
    ]
    return [certify(one, date(2025, 3, 12)) for one in enrolled]


def test_a_quarter_from_its_target_to_its_restatement(
    office: Callable[[Role, str], User], certified: list[Certificate], visit: Callable[[User], Visitor]
) -> None:
    # Both are there already: they set the targets of the year.
    planner, head = (visit(User.objects.get(memberships__role=role)) for role in (Role.PLANNER, Role.HEAD_OF_OFFICE))
    promise_and_revise(planner, head)

    administrator, neighbour = (visit(office(Role.CENTRE_ADMIN, code)) for code in (BALIKPAPAN, BONTANG))
    begin_the_year(planner)
    hand_in(administrator, BALIKPAPAN)
    give_back(planner, BALIKPAPAN)
    hand_in(administrator, BALIKPAPAN)
    hand_in(neighbour, BONTANG)
    for code in (BALIKPAPAN, BONTANG):
        approve(planner, code)
    hand_in(planner, None)
    approve(head, None)
    close_for_all(planner)

    published = have_a_report_made(planner)
    correct_a_birth_date(administrator, certified[0])
    revoke(visit(office(Role.CERTIFICATION_OFFICER, PROVINCE)), head, certified[1])
    compare_and_see_who_moved(planner, head)
    approve_the_restatements(head)
    look_at_both_reports(planner, published)


# --- the target -------------------------------------------------------------------------------------------------------
def promise_and_revise(planner: Visitor, head: Visitor) -> None:
    """A target up to the first quarter, then another one with its document; a second person approves each."""
    indicator = Indicator.objects.get(code="K1")
    for value, document, reason in ((2, "PK 2025", ""), (4, "Perubahan PK 1/2025", "Tambahan paket")):
        planner.open(f"{reverse('reports:target_set')}?indicator={indicator.pk}&year=2025&quarter=1")
        planner.fill(value=str(value), document=document, effective_on="2025-01-02", reason=reason)
        planner.submit()
        proposed = TargetRevision.objects.get(target__quarter=1, target__centre=None, state="proposed")
        head.open(proposed.target.get_absolute_url(), narrow=True)
        head.click(f"main form[action$='/{proposed.pk}/approve/'] button")
    assert [one.value for one in proposed.target.revisions.order_by("number")] == [2, 4]


# --- the way of the quarter -------------------------------------------------------------------------------------------
def unit(code: str | None) -> ReportingPeriod:
    return ReportingPeriod.objects.get(year=2025, quarter=1, centre__office__code=code)


def begin_the_year(planner: Visitor) -> None:
    planner.open(PERIODS, narrow=True)
    planner.click("main form[action$='/begin/'] button")
    expect(planner.page.locator("main tbody td a")).to_have_count(12)  # three units, four quarters
    planner.look_over(narrow=True)


def hand_in(visitor: Visitor, code: str | None) -> None:
    visitor.open(unit(code).get_absolute_url(), narrow=True)
    visitor.click("main a[href$='/submit/']")
    expect(visitor.page.locator("#checklist li").first).to_be_visible()
    visitor.look_over(narrow=True)
    visitor.fill(note="Lengkap")
    visitor.submit()
    assert unit(code).state == PeriodState.SUBMITTED


def give_back(planner: Visitor, code: str) -> None:
    """What waits is in the inbox; the list behind it leads to the quarter."""
    planner.open(f"{reverse('reports:period_list')}?due=approve", narrow=True)
    planner.click("main tbody th a")
    planner.click("main a[href$='/return/']")
    planner.fill(note="Hasil uji las belum dicatat")
    planner.submit()
    assert unit(code).state == PeriodState.RETURNED


def approve(visitor: Visitor, code: str | None) -> None:
    visitor.open(unit(code).get_absolute_url())
    visitor.click("main form[action$='/approve/'] button")
    assert unit(code).state == PeriodState.APPROVED


def close_for_all(planner: Visitor) -> None:
    planner.open(PERIODS)
    planner.page.locator("main tfoot .kn-confirm summary").click()
    planner.click("main tfoot form[action$='/close/'] button")
    assert {one.state for one in ReportingPeriod.objects.filter(quarter=1)} == {PeriodState.CLOSED}
    planner.open(unit(None).get_absolute_url(), narrow=True)
    expect(planner.page.locator("[data-closed=K1]")).to_have_text("3")
    expect(planner.page.locator("[data-step]")).to_have_count(3)  # submitted, approved, closed
    planner.click("main tbody a[href*='/figures/']")
    expect(planner.page.locator("#results tbody tr")).to_have_count(3)
    planner.look_over(narrow=True)


# --- the reports ------------------------------------------------------------------------------------------------------
def have_a_report_made(planner: Visitor) -> ReportRun:
    planner.open(reverse("reports:new"))
    planner.fill(year="2025", part="Q1")
    planner.submit()
    expect(planner.page.locator("main a[href$='/download/']").first).to_be_visible(timeout=PATIENCE)
    return ReportRun.objects.latest("created_at")


def look_at_both_reports(planner: Visitor, published: ReportRun) -> None:
    """The old one is the same to the byte and knows of no revision; the new one names it."""
    content = planner.page.request.get(planner.address + reverse("reports:download", args=[published.pk])).body()
    assert hashlib.sha256(content).hexdigest() == published.file_sha256
    planner.open(reverse("reports:facts", args=[published.pk]))
    expect(planner.page.locator("[data-revision]")).to_have_count(0)
    newer = have_a_report_made(planner)
    assert newer.pk != published.pk
    planner.open(reverse("reports:facts", args=[newer.pk]), narrow=True)
    revised = planner.page.locator("[data-revision=K1]")
    expect(revised).to_have_count(2)  # of the province and of Balikpapan
    assert [cell.split() for cell in revised.first.locator("td.e").all_inner_texts()][:2] == [["3"], ["2"]]


# --- what happens afterwards ------------------------------------------------------------------------------------------
def correct_a_birth_date(administrator: Visitor, certificate: Certificate) -> None:
    """Into another age group; nothing that is dated in the quarter, so the lock lets it through."""
    administrator.open(reverse("trainees:job_seeker_edit", args=[certificate.job_seeker_id]))
    administrator.fill(birth_date="1980-05-17", nik_mismatch_reason="NIK lama salah tanggal lahir")
    administrator.submit()
    certificate.job_seeker.refresh_from_db()
    assert certificate.job_seeker.birth_date == date(1980, 5, 17)


def revoke(officer: Visitor, head: Visitor, certificate: Certificate) -> None:
    """One asks, another approves; the history names who asked."""
    officer.open(reverse("certifications:certificate_revoke", args=[certificate.pk]))
    officer.fill(reason="Terbukti tidak sah", document="SK 7/2025")
    officer.submit()
    head.open(Approval.objects.get().get_absolute_url(), narrow=True)
    head.page.locator("input[name=decision][value=approve]").check()
    head.submit()


def compare_and_see_who_moved(planner: Visitor, head: Visitor) -> None:
    """Old and new, who fell out, who changed, why and by whom. Names are for those who work with the people."""
    planner.open(unit(None).get_absolute_url())
    planner.click("main form[action$='/compare/'] button")
    found = Restatement.objects.open().get(figure=ClosedFigure.objects.get(indicator__code="K1", period=unit(None)))
    planner.open(found.get_absolute_url(), narrow=True)
    expect(planner.page.locator("[data-old]")).to_have_text("3")
    expect(planner.page.locator("[data-new]")).to_have_text("2")
    page = planner.page.content()
    assert PEOPLE[0] in page
    assert PEOPLE[1] in page
    assert PEOPLE[2] not in page
    head.open(found.get_absolute_url(), narrow=True)
    assert PEOPLE[1] not in head.page.content()


def approve_the_restatements(head: Visitor) -> None:
    waiting = f"{reverse('reports:restatements')}?waiting=me"
    head.open(waiting, narrow=True)
    head.page.locator("main .kn-confirm summary").click()
    head.click("main .kn-confirm form button")
    assert not Restatement.objects.open().exists()
    head.open(unit(None).get_absolute_url(), narrow=True)
    expect(head.page.locator("[data-closed=K1]")).to_have_text("3")
    expect(head.page.locator("[data-revised=K1]")).to_have_text("3 → 2")
