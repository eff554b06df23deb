"""The register of companies: what it takes in, what it refuses, what it asks about."""

from datetime import date
from decimal import Decimal

import pytest

from companies.choices import SizeBasis, SizeClass
from companies.formulas.register import missing_from, name_key, npwp_is_plausible, size_by
from companies.models import Company, CompanyPair, WorkSite
from companies.services import CompanyData, change_company, record_report, register_company, save_count, save_site
from kaltim_naker.core.errors import DomainError
from tests.factories.accounts import home_region, sector
from tests.factories.companies import CompanyFactory, TerritoryCountFactory, WorkSiteFactory, YearlyReportFactory

BILLION = 10**9
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("basis", "amount", "size"),
    [
        (SizeBasis.PP7_CAPITAL, 1 * BILLION, SizeClass.MICRO),
        (SizeBasis.PP7_CAPITAL, 1 * BILLION + 1, SizeClass.SMALL),
        (SizeBasis.PP7_CAPITAL, 10 * BILLION, SizeClass.MEDIUM),
        (SizeBasis.PP7_CAPITAL, 10 * BILLION + 1, SizeClass.LARGE),
        (SizeBasis.PP7_SALES, 2 * BILLION, SizeClass.MICRO),
        (SizeBasis.PP7_SALES, 15 * BILLION, SizeClass.SMALL),
        (SizeBasis.PP7_SALES, 15 * BILLION + 1, SizeClass.MEDIUM),
        (SizeBasis.PP7_SALES, 50 * BILLION + 1, SizeClass.LARGE),
        (SizeBasis.BPS_WORKERS, 4, SizeClass.MICRO),
        (SizeBasis.BPS_WORKERS, 5, SizeClass.SMALL),
        (SizeBasis.BPS_WORKERS, 99, SizeClass.MEDIUM),
        (SizeBasis.BPS_WORKERS, 100, SizeClass.LARGE),
        (SizeBasis.STATEMENT, 100, None),
    ],
)
def test_both_edges_of_each_size_class(basis, amount, size):
    assert size_by(basis, amount) == size


@pytest.mark.parametrize(
    ("digits", "plausible"),
    [
        ("013121660091000", True),
        ("0013121660091000", True),
        ("0013121661091000", False),
        ("1013121660091000", False),
        ("01312166009100", False),
    ],
)
def test_a_tax_number_of_a_company(digits, plausible):
    """The examples of domain.md §2.3."""
    assert npwp_is_plausible(digits) is plausible


def test_what_two_spellings_of_a_name_share():
    assert name_key("PT. Ulin  Energi, Tbk") == name_key("Ulin Energi (Persero)") == "ULIN ENERGI"
    assert name_key("PT") == "PT"


def test_what_the_parts_leave_of_the_whole():
    assert missing_from(11_236, (8_748, 1_006, None, 476)) == 1_006
    assert missing_from(100, (None, None)) is None
    assert missing_from(100, (60, 50)) == -10


def refused(call, code):
    with pytest.raises(DomainError) as error:
        call()
    assert error.value.code == code


def test_a_company_with_everything(planner):
    sector("G")
    data = CompanyData(
        name="  PT  Contoh Jaya ",
        nib="9129 0487 59669",
        npwp="01.312.166.0-091.000",
        kbli_version=2020,
        kbli_code="45401",
        size_basis=SizeBasis.PP7_SALES,
        size_amount=Decimal(20 * BILLION),
        phone="0542 123456",
    )
    company = register_company(actor=planner, data=data)
    assert (company.name, company.nib, company.npwp) == ("PT Contoh Jaya", "9129048759669", "013121660091000")
    assert company.sector.code == "G"
    assert company.size == SizeClass.MEDIUM
    assert company.phone == "+62542123456"


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"npwp": "013121661091000"}, "npwp_invalid"),
        ({"kbli_code": "45401"}, "kbli_version_missing"),
        ({"kbli_code": "04001", "kbli_version": 2020}, "kbli_unknown"),
        ({"size": SizeClass.SMALL}, "size_without_basis"),
        ({"size_amount": Decimal(1)}, "amount_without_rule"),
        ({"size": "small", "size_basis": "pp7_capital", "size_amount": Decimal(BILLION)}, "size_differs"),
    ],
)
def test_what_cannot_be_is_refused(details, code, planner):
    refused(lambda: register_company(actor=planner, data=CompanyData(name="PT Contoh", **details)), code)


def test_a_business_number_belongs_to_one_company(planner):
    known = CompanyFactory()
    other = CompanyFactory(nib=None)
    refused(lambda: register_company(actor=planner, data=CompanyData(name="PT Lain", nib=known.nib)), "nib_known")
    refused(
        lambda: change_company(actor=planner, company=other, data=CompanyData(name="PT Lain", nib=known.nib)),
        "nib_known",
    )
    assert change_company(actor=planner, company=known, data=CompanyData(name="PT Baru", nib=known.nib)) == known


def test_sites_lie_in_a_regency_or_city_and_the_first_is_the_head_office(planner):
    company = CompanyFactory()
    home, other = home_region("64.71"), home_region("64.72")
    first = save_site(actor=planner, company=company, region=home)
    second = save_site(actor=planner, company=company, region=other)
    assert (first.kind, second.kind) == ("head_office", "branch")
    refused(lambda: save_site(actor=planner, company=company, region=home.parent), "region_is_province")


def test_figures_of_a_year_are_corrected_not_doubled(planner):
    site = WorkSiteFactory()
    for men in (10, 12):
        record_report(actor=planner, site=site, year=2025, men=men, women=3, reported_on=date(2025, 2, 1))
    record_report(actor=planner, site=site, year=2024, men=50, women=0, reported_on=date(2025, 2, 1))
    known = WorkSite.objects.with_workers().get(pk=site.pk)
    assert (known.men, known.women, known.workers, known.reported_year) == (12, 3, 15, 2025)
    refused(
        lambda: record_report(actor=planner, site=site, year=2026, men=1, women=0, reported_on=date(2025, 12, 31)),
        "year_not_begun",
    )
    refused(
        lambda: record_report(actor=planner, site=site, year=2025, men=1, women=0, reported_on=date(2125, 1, 1)),
        "reported_in_future",
    )


def test_a_site_that_never_reported_has_an_unknown_number_of_workers():
    WorkSiteFactory()
    assert WorkSite.objects.with_workers().get().workers is None


def test_near_names_in_one_region_are_asked_about(planner):
    here, elsewhere = home_region("64.71"), home_region("64.72")
    WorkSiteFactory(company__name="PT Ulin Energi Perkasa", region=here)
    WorkSiteFactory(company__name="PT Ulin Energi Perkasa", region=elsewhere)
    company = register_company(actor=planner, data=CompanyData(name="CV Ulin Energi Perkasa"))
    save_site(actor=planner, company=company, region=here)
    [pair] = CompanyPair.objects.open()
    assert {pair.first.name, pair.second.name} == {"PT Ulin Energi Perkasa", "CV Ulin Energi Perkasa"}
    save_site(actor=planner, company=company, region=here, name="Gudang")
    assert CompanyPair.objects.count() == 1


def test_two_business_numbers_are_two_companies(planner):
    here = home_region("64.71")
    WorkSiteFactory(company__name="PT Ulin Energi Perkasa", region=here)
    company = register_company(actor=planner, data=CompanyData(name="PT Ulin Energi Perkasa", nib="9129048759669"))
    save_site(actor=planner, company=company, region=here)
    assert not CompanyPair.objects.exists()


def test_the_count_of_2022_is_kept_as_it_was_published(planner):
    """Its parts leave out 1,006 companies (domain.md §7.2)."""
    published = {
        "region": home_region("64.71").parent,
        "as_of": date(2022, 1, 31),
        "source": "press",
        "document": "niaga.asia",
        "total": 11_236,
        "micro": 8_748,
        "small": 1_006,
        "large": 476,
        "workers": 255_043,
    }
    refused(lambda: save_count(actor=planner, **published), "parts_differ")
    kept = save_count(actor=planner, **published, note="1.006 menengah tidak dicetak")
    assert missing_from(kept.total, kept.parts) == 1_006


@pytest.mark.parametrize(("total", "leaps"), [(150, False), (151, True), (50, False), (49, True)])
def test_a_count_that_leaps_has_to_be_explained(total, leaps, planner):
    before = TerritoryCountFactory(total=100)
    later = {"region": before.region, "as_of": date(2025, 12, 1), "source": before.source, "document": "x"}
    if leaps:
        refused(lambda: save_count(actor=planner, total=total, **later), "leaps")
    assert save_count(actor=planner, total=total, note="OSS dibersihkan" if leaps else "", **later).total == total


def test_found_by_name_without_its_legal_form_and_by_nib():
    company = CompanyFactory(name="PT Ulin Energi", nib="9129048759669")
    CompanyFactory(name="PT Lain")
    for text in ("ulin energi", "Ulin Energi, PT.", "912904", "PT Ulin"):
        assert Company.objects.named_or_numbered(text).get() == company


def test_found_by_region():
    report = YearlyReportFactory()
    assert Company.objects.in_region(report.site.region).get() == report.site.company
    assert not Company.objects.in_region(home_region("64.72")).exists()
