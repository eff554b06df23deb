"""A productivity case from the baseline to the measurement that shows what it brought.

One long test on purpose: it is one case from its beginning to its end. The second measurement is the worked example of
domain.md §8.2, reproduced to the rupiah.
"""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from companies.choices.productivity import CoachingState
from companies.models import Coaching, Company, Measurement
from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from tests.browser.visitor import Visitor
from tests.factories.companies import CompanyFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

# In million rupiah, as they are typed.
EXAMPLE = {
    "sales": "12.000",
    "raw_materials": "7.500",
    "wages": "1.800",
    "depreciation": "600",
    "interest": "300",
    "net_indirect_tax": "200",
    "profit_before_tax": "1.600",
    "fixed_assets": "9.000",
}
# The year before: 4,200 over 60 workers are 70 million each.
BEFORE = {**EXAMPLE, "raw_materials": "7.800", "profit_before_tax": "1.300"}


def test_from_baseline_to_remeasurement(
    office: Callable[[Role, str], User], visit: Callable[[User], Visitor], tmp_path: Path
) -> None:
    company = CompanyFactory(name="PT Rotan Peragaan")
    officer = visit(office(Role.PARTNERSHIP_OFFICER, "disnakertrans-kaltim"))
    open_a_case(officer, company)
    measure(officer, company, 2023, BEFORE)
    go_on(officer, baseline=str(Measurement.objects.get().pk))
    find_and_plan(officer)
    visit_and_finish_the_action(officer)
    measure(officer, company, 2024, EXAMPLE)
    read_the_worked_example(officer)
    close_the_loop(officer, tmp_path)
    amounts_stay_with_those_who_may(company, visit(office(Role.REGIONAL_OPERATOR, "disnaker-samarinda")))


def case() -> Coaching:
    return Coaching.objects.get()


def open_a_case(officer: Visitor, company: Company) -> None:
    officer.open(reverse("companies:company_productivity", args=[company.pk]), narrow=True)
    officer.open(reverse("companies:coaching_open", args=[company.pk]))
    officer.fill(opened_on="2024-05-06", contact="Ibu Sri")
    officer.submit()
    officer.look_over(narrow=True)
    go_on(officer)
    go_on(officer, refused=True)


def go_on(officer: Visitor, *, refused: bool = False, **facts: str) -> None:
    """To the next step; what is missing for it is said on the page."""
    before = case().state
    officer.open(reverse("companies:coaching_advance", args=[case().pk]))
    officer.fill(**facts)
    officer.submit(refused=refused)
    officer.look_over()
    assert (case().state == before) == refused


def measure(officer: Visitor, company: Company, year: int, amounts: dict[str, str]) -> None:
    officer.open(reverse("companies:measurement_add", args=[company.pk]), narrow=True)
    officer.fill(
        year=str(year),
        measured_on=f"{year + 1}-03-12",
        source="Laporan keuangan",
        unit="million",
        workers_begin="58",
        workers_end="62",
        hours="124.800",
        **amounts,
    )
    officer.submit()
    officer.look_over(narrow=True)


def find_and_plan(officer: Visitor) -> None:
    go_on(officer, refused=True)
    officer.open(reverse("companies:problem_add", args=[case().pk]))
    officer.fill(description="Mesin sering berhenti", tool="five_whys", whys="Bantalan aus\nTidak dilumasi")
    officer.submit()
    go_on(officer, refused=True)
    problem = case().problems.get()
    officer.open(reverse("companies:problem_edit", args=[problem.pk]))
    officer.fill(root_cause="Tidak ada jadwal perawatan")
    officer.submit()
    go_on(officer)
    go_on(officer, refused=True, remeasure_on="2025-05-01")
    officer.open(reverse("companies:action_add", args=[problem.pk]))
    officer.fill(
        technique="tpm",
        action="Jadwal perawatan mingguan",
        owner="Kepala produksi",
        due_on="2024-08-01",
        indicator="Jam henti per bulan",
    )
    officer.submit()
    go_on(officer, remeasure_on="2025-05-01")


def visit_and_finish_the_action(officer: Visitor) -> None:
    go_on(officer, refused=True)
    officer.open(reverse("companies:visit_add", args=[case().pk]))
    officer.fill(held_on="2024-06-10", people="3", note="Melihat lini produksi")
    officer.submit()
    officer.open(reverse("companies:action_report", args=[case().problems.get().actions.get().pk]))
    officer.fill(state="done", result="Jam henti turun dari 22 menjadi 9")
    officer.submit()
    officer.open(reverse("dashboard:home"))
    expect(officer.page.locator("main .kn-inbox")).to_contain_text("1")
    go_on(officer)


def read_the_worked_example(officer: Visitor) -> None:
    """Every figure of domain.md §8.2, as it stands on the page of the measurement."""
    page = officer.page.locator("main")
    for figure in (
        "Rp12.000.000.000",
        "Rp7.500.000.000",
        "Rp4.500.000.000",
        "Rp75.000.000",
        "Rp70.000.000",
        "Rp36.058",
        "2,50",
        "40,00",
        "+7,14",
        "107,14",
    ):
        expect(page).to_contain_text(figure)
    expect(page.get_by_text("Rp4.500.000.000", exact=True)).to_have_count(2)  # by both methods


def close_the_loop(officer: Visitor, tmp_path: Path) -> None:
    baseline, final = Measurement.objects.order_by("year")
    go_on(officer, refused=True, final=str(baseline.pk), recommendation="Lanjutkan perawatan")
    go_on(officer, final=str(final.pk), recommendation="Lanjutkan perawatan")
    assert case().state == CoachingState.DONE
    officer.open(case().get_absolute_url(), narrow=True)
    expect(officer.page.locator("main")).to_contain_text("+7,14")
    with officer.page.expect_download() as download:
        officer.page.locator(f"a[href='{reverse('companies:coaching_report', args=[case().pk])}']").first.click()
    report = tmp_path / "laporan.pdf"
    download.value.save_as(report)
    assert len(pikepdf.open(report).pages) >= 1


def amounts_stay_with_those_who_may(company: Company, operator: Visitor) -> None:
    """A regional office sees that the company grew, and no rupiah."""
    for path in (
        reverse("companies:measurement_list"),
        reverse("companies:company_productivity", args=[company.pk]),
        Measurement.objects.get(year=2024).get_absolute_url(),
        case().get_absolute_url(),
    ):
        operator.open(path)
        expect(operator.page.locator("main")).to_contain_text("7,14")
        expect(operator.page.locator("main")).not_to_contain_text("Rp7")
        expect(operator.page.locator("main")).not_to_contain_text("Rp4")
    assert operator.status_of(reverse("companies:coaching_report", args=[case().pk])) == 403
