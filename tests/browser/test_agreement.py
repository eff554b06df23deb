"""An agreement from the partner's entry to a scoreboard that fills: the partnership officer's case."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from companies.models import Agreement, Company
from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.periods import today
from kaltim_naker.regions.models import Region
from tests.browser.visitor import Visitor
from tests.factories.companies import WorkSiteFactory
from tests.factories.productivity import measured

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

PROVINCE, PARTNER = "disnakertrans-kaltim", "PT Mitra Sertifikasi"
VALUE = "75.000.000"


def test_an_agreement_whose_scoreboard_fills(
    office: Callable[[Role, str], User], visit: Callable[[User], Visitor], tmp_path: Path
) -> None:
    officer = visit(office(Role.PARTNERSHIP_OFFICER, PROVINCE))
    enter_the_partner(officer)
    agreement = draft(officer)
    refused_without_parties(officer, agreement)
    sign(officer, agreement)
    keep_the_scan(officer, agreement, tmp_path)
    promise(officer, agreement)
    fill(officer, agreement)
    others_see_no_money(visit(office(Role.REGIONAL_OPERATOR, "disnaker-samarinda")), agreement)


def enter_the_partner(officer: Visitor) -> None:
    officer.open(reverse("companies:company_list"), narrow=True)
    officer.open(reverse("companies:company_new"))
    officer.fill(name=PARTNER, nib="912")
    officer.submit(refused=True)
    officer.fill(nib="9129048759669")
    officer.submit()
    officer.look_over(narrow=True)


def draft(officer: Visitor) -> Agreement:
    partner = Company.objects.get()
    officer.open(reverse("companies:agreement_new", args=[partner.pk]), narrow=True)
    starts, ends = today() - timedelta(days=30), today() + timedelta(days=80)
    officer.fill(kind="pks", title="Pengukuran produktivitas pada 2 perusahaan", value="75000000")
    officer.fill(starts_on=starts.isoformat(), ends_on=ends.isoformat())
    officer.page.check("main [name=scopes][value=productivity]")
    for code in ("64.71", "64.72"):
        officer.page.check(f"main [name=regions][value='{Region.objects.get(code=code).pk}']")
    officer.submit()
    return Agreement.objects.get()


def at(officer: Visitor, step: str, agreement: Agreement) -> None:
    officer.open(reverse(f"companies:agreement_{step}", args=[agreement.pk]))


def refused_without_parties(officer: Visitor, agreement: Agreement) -> None:
    at(officer, "sign", agreement)
    officer.submit(refused=True)


def sign(officer: Visitor, agreement: Agreement) -> None:
    """The first party is the office; the name of the second stands there already."""
    at(officer, "party", agreement)
    officer.fill(name="Disnakertrans Kaltim", number="500.15/1/DTKT/2025", signer_name="Ratna Dewi")
    officer.submit()
    at(officer, "party", agreement)
    officer.fill(number="9/PKS/2025", signer_name="Budi Santoso", signer_position="Direktur")
    officer.submit()
    for step in ("review", "ready"):
        url = reverse(f"companies:agreement_{step}", args=[agreement.pk])
        officer.click(f"form[action='{url}'] button")
    at(officer, "sign", agreement)
    officer.fill(signed_at="Balikpapan")
    officer.submit()
    officer.look_over(narrow=True)
    expect(officer.page.locator("main")).to_contain_text(VALUE)


def keep_the_scan(officer: Visitor, agreement: Agreement, folder: Path) -> None:
    scan, other = folder / "naskah.pdf", folder / "naskah.txt"
    other.write_text("bukan PDF")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(scan)
    at(officer, "file_new", agreement)
    officer.fill(title="Naskah bertanda tangan")
    officer.page.set_input_files("main [name=file]", other)
    officer.submit(refused=True)
    officer.page.set_input_files("main [name=file]", scan)
    officer.submit()
    kept = agreement.files.get()
    assert officer.status_of(reverse("companies:agreement_file", args=[kept.pk])) == 200


def promise(officer: Visitor, agreement: Agreement) -> None:
    """The regions of the agreement are ticked already; the day after its end is refused."""
    at(officer, "promise", agreement)
    officer.fill(measure="companies_measured", promised="2", due_on=(agreement.ends_on + timedelta(days=1)).isoformat())
    officer.submit(refused=True)
    officer.fill(due_on=agreement.ends_on.isoformat())
    officer.submit()
    score_is(officer, 0, "info")


def fill(officer: Visitor, agreement: Agreement) -> None:
    """Two companies are measured under it, one in each region; nobody types the figure."""
    for done, (code, tone) in enumerate((("64.71", "info"), ("64.72", "good")), start=1):
        company = WorkSiteFactory(region=Region.objects.get(code=code)).company
        measured(company, 2024, agreement=agreement, measured_on=today(), actor=officer.user)
        officer.open(agreement.get_absolute_url(), narrow=True)
        score_is(officer, done, tone)
    officer.open(reverse("companies:agreement_list") + "?results=some")
    expect(officer.page.locator("main tbody tr")).to_have_count(1)


def score_is(officer: Visitor, achieved: int, tone: str) -> None:
    card = officer.page.locator("#promises article")
    expect(card.locator("strong").first).to_have_text(str(achieved))
    expect(card.locator(f".kn-badge--{tone}")).to_have_count(1)


def others_see_no_money(operator: Visitor, agreement: Agreement) -> None:
    operator.open(agreement.get_absolute_url())
    assert VALUE not in operator.page.content()
    assert operator.status_of(reverse("companies:agreement_file", args=[agreement.files.get().pk])) == 403
