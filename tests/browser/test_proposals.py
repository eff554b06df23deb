"""The proposals of five regions: brought as a list, entered by one region itself, decided, and printed as minutes.

One long test on purpose: what one person does, the next one builds on.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.periods import today
from programs.models import Field, Proposal, ProposalMinutes, SkillNeed
from programs.services import plan_class
from tests.browser.visitor import Visitor
from tests.factories.accounts import user_with_role
from tests.factories.programs import TrainingProgramFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "usulan-kabkota-2026.csv"
YEAR = 2026
SEWING, FORMULA = "Pelatihan menjahit", "=1+1"

# Region → what the province decides, how many packages, and why.
DECISIONS = {
    "64.08": ("agreed_province", "1", "Anggaran cukup untuk satu paket"),
    "64.09": ("agreed_national", "", ""),
    "64.11": ("deferred", "", "Menunggu unit keliling"),
    "64.72": ("rejected", "", FORMULA),
    "64.74": ("agreed_province", "", ""),
}


def test_five_regions_propose_and_are_decided(
    office: Callable[[Role, str], User], visit: Callable[[User], Visitor]
) -> None:
    planner = visit(User.objects.get(memberships__role=Role.PLANNER))
    samarinda = visit(operator_of("64.72"))
    bontang = visit(operator_of("64.74"))
    planner.bring("proposals", SAMPLE)
    planner.take_in_good_rows()
    assert Proposal.objects.count() == 4

    a_region_enters_its_own(samarinda)
    a_need_stands_behind_it(samarinda)
    nobody_touches_the_other(samarinda, bontang)
    one_is_returned_and_sent_again(planner, bontang)
    for region, decision in DECISIONS.items():
        decide(planner, region, *decision)
    a_class_comes_of_it(planner)
    print_the_minutes(planner)
    the_regions_read_them(samarinda)


def operator_of(code: str) -> User:
    return user_with_role(
        Role.REGIONAL_OPERATOR, Office.objects.get(kind="regional_office", region__code=code), email=f"{code}@x.test"
    )


def a_region_enters_its_own(samarinda: Visitor) -> None:
    """The form offers no other region; the answer is a number."""
    samarinda.open(reverse("programs:proposal_enter"), narrow=True)
    assert samarinda.page.locator("main [name=region] option:not([value=''])").all_inner_texts() == ["Kota Samarinda"]
    samarinda.fill(year=str(YEAR), title=SEWING, volume="2", cost="160000000", priority="1")
    samarinda.page.locator("main [name=field]").select_option(label="Garmen Apparel")
    samarinda.submit()
    samarinda.look_over(narrow=True)
    proposal = Proposal.objects.get(region__code="64.72")
    assert proposal.number in samarinda.page.locator("main").inner_text()
    assert not proposal.on_behalf


def a_need_stands_behind_it(samarinda: Visitor) -> None:
    samarinda.open(reverse("programs:need_enter"))
    samarinda.fill(year=str(YEAR), skill="Penjahit", people="40", origin="regional_office", evidence="Survei 2025")
    samarinda.page.locator("main [name=field]").select_option(label="Garmen Apparel")
    samarinda.submit()
    samarinda.look_over(narrow=True)
    samarinda.open(Proposal.objects.get(region__code="64.72").get_absolute_url())
    expect(samarinda.page.locator("main")).to_contain_text("40")


def nobody_touches_the_other(samarinda: Visitor, bontang: Visitor) -> None:
    """Foreign proposals and needs look like absent ones; deciding is not for regions."""
    theirs, need = Proposal.objects.get(region__code="64.72"), SkillNeed.objects.get()
    for name in ("proposal_detail", "proposal_edit"):
        assert bontang.status_of(reverse(f"programs:{name}", args=[theirs.pk])) == 404
    for name in ("need_detail", "need_edit"):
        assert bontang.status_of(reverse(f"programs:{name}", args=[need.pk])) == 404
    bontang.open(reverse("programs:proposal_list"), narrow=True)
    expect(bontang.page.locator("#results tbody tr")).to_have_count(1)
    assert SEWING not in bontang.page.content()
    assert samarinda.status_of(reverse("programs:proposal_decide", args=[theirs.pk])) == 403


def one_is_returned_and_sent_again(planner: Visitor, bontang: Visitor) -> None:
    proposal = Proposal.objects.get(region__code="64.74")
    planner.open(proposal.get_absolute_url())
    panel = planner.page.locator("details.kn-confirm:has(form[action$='/return/'])")
    panel.locator("summary").click()
    panel.locator("[name=reason]").fill("Rincian biaya belum ada")
    planner.click("form[action$='/return/'] button")
    planner.look_over()
    bontang.open(reverse("dashboard:home"))
    bontang.click("main a[href*='due=region']")
    bontang.click("#results tbody a")
    bontang.look_over(narrow=True)
    bontang.click("main a[href$='/edit/']")
    bontang.fill(cost="145000000")
    bontang.page.locator("main [name=field]").select_option(label="Pariwisata")
    bontang.submit()
    bontang.click("form[action$='/send/'] button")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.cost, proposal.field) == ("submitted", 145_000_000, Field.objects.get(code="PAR"))


def decide(planner: Visitor, region: str, decision: str, volume: str, reason: str) -> None:
    proposal = Proposal.objects.get(region__code=region)
    planner.open(proposal.get_absolute_url())
    planner.click("form[action$='/review/'] button")
    planner.click("main a[href$='/decide/']")
    planner.look_over(narrow=region == "64.08")
    planner.page.locator(f"main [name=decision][value={decision}]").check()
    planner.fill(agreed_volume=volume, decided_on=today().isoformat())
    if reason:
        planner.submit(refused=True)
    planner.page.locator(f"main [name=decision][value={decision}]").check()
    planner.fill(agreed_volume=volume, reason=reason)
    planner.submit()
    proposal.refresh_from_db()
    assert proposal.state == decision


def a_class_comes_of_it(planner: Visitor) -> None:
    """The planner names the class of the plan that came of an agreed proposal."""
    proposal = Proposal.objects.get(region__code="64.74")
    programme = TrainingProgramFactory(title="Housekeeping hotel", field=proposal.field)
    centre = Office.objects.get(code="blki-bontang").training_centre
    training = plan_class(actor=planner.user, centre=centre, programme=programme, fiscal_year=YEAR, label="Paket 1")
    planner.open(reverse("programs:proposal_class", args=[proposal.pk]))
    planner.fill(training_class=str(training.pk))
    planner.submit()
    planner.look_over()
    assert proposal.realised.get().training_class == training


def print_the_minutes(planner: Visitor) -> None:
    planner.open(f"{reverse('programs:proposal_matrix')}?year={YEAR}", narrow=True)
    planner.open(reverse("programs:minutes_make"))
    planner.fill(year=str(YEAR), number="500.15/7/2025", place="Samarinda", chair="Kepala Dinas")
    planner.submit()
    planner.look_over(narrow=True)
    minutes = ProposalMinutes.objects.get()
    paper = planner.page.request.get(planner.address + reverse("programs:minutes_pdf", args=[minutes.pk]))
    text = " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(paper.body())).pages).split())
    for words in ("500.15/7/2025", SEWING, "Menunggu unit keliling", "Kutim", minutes.sha256[:16]):
        assert words in text, words
    book = planner.page.request.get(planner.address + reverse("programs:minutes_xlsx", args=[minutes.pk]))
    decisions, matrix, _about = load_workbook(BytesIO(book.body())).worksheets
    reasons = [row[-1] for row in decisions.iter_rows()]
    assert [(cell.value, cell.data_type) for cell in reasons if cell.value == FORMULA] == [(FORMULA, "s")]
    # Packages of all five: 2 + 3 + 1 + 2 + 1 proposed, 1 + 3 + 0 + 0 + 1 agreed.
    assert [cell.value for cell in list(matrix.iter_rows())[-1]][-2:] == [9, 5]


def the_regions_read_them(samarinda: Visitor) -> None:
    samarinda.open(reverse("programs:minutes_list"))
    samarinda.click("#results tbody a")
    samarinda.look_over()
    expect(samarinda.page.locator("main")).to_contain_text("Kutim")
    samarinda.open(Proposal.objects.get(region__code="64.72").get_absolute_url())
    expect(samarinda.page.locator("main")).to_contain_text(FORMULA)
