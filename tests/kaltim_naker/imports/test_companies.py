"""Company reports at the desk: from the sample to the register, and again without any change."""

from datetime import date
from types import SimpleNamespace

import pytest

from companies.choices import SizeBasis
from companies.imports import COMPANIES
from companies.models import Company, WorkSite, YearlyReport
from kaltim_naker.accounts.roles import Role
from kaltim_naker.imports.check import check_file
from tests.factories.accounts import home_region, user_with_role
from tests.factories.companies import CompanyFactory, WorkSiteFactory
from tests.kaltim_naker.imports.files import xlsx

pytestmark = pytest.mark.django_db
SAMPLE = "perusahaan-wlkp-2025.xlsx"
OPTIONS = {"year": 2025, "reported_on": "2025-11-30", "kbli_version": 2020}
HEAD = ["NIB", "Nama Perusahaan", "Alamat", "Kab/Kota", "KBLI", "Skala", "TK Laki-laki", "TK Perempuan", "Status"]


def company(serial, name="PT Ulin Energi", region="Balikpapan", men=60, women=40, nib=None, **further):
    nib = f"{9_120_000_000_000 + serial}" if nib is None else nib
    return [nib, name, "Jl. Poros", region, further.get("kbli", "05100"), further.get("size", "Besar"), men, women]


@pytest.fixture
def officer(province):
    return user_with_role(Role.PARTNERSHIP_OFFICER, province)


@pytest.fixture
def bring_companies(bring, take_in, province, officer):
    """Bring a file of the province and take its good rows in."""

    def run(file, **confirmations):
        checked = bring("companies", file, SimpleNamespace(office=province), officer, **OPTIONS)
        return take_in(checked, officer, **confirmations)

    return run


def counts(run):
    return run.receipt["created"], run.receipt["changed"], run.receipt["unchanged"]


def test_the_sample_goes_in_and_a_second_time_changes_nothing(bring_companies, sample):
    first = bring_companies(sample(SAMPLE), line_52="Usaha mikro tanpa NIB")
    assert counts(first) == (116, 0, 0)
    assert [row["line"] for row in first.receipt["refused"]] == [12, 22, 32, 42]
    assert (Company.objects.count(), WorkSite.objects.count(), YearlyReport.objects.count()) == (116, 116, 116)
    known = Company.objects.get(nib="9129048759669")
    assert (known.name, known.kbli_code, known.size, known.size_basis) == (
        "UD Meranti Sejahtera 1",
        "41011",
        "medium",
        SizeBasis.WLKP,
    )
    report = YearlyReport.objects.get(site__company=known)
    assert (report.site.region.code, report.men, report.women) == ("64.08", 68, 18)
    assert report.reported_on == date(2025, 11, 30)

    second = bring_companies(sample(SAMPLE), line_52="Usaha mikro tanpa NIB")
    assert counts(second) == (0, 0, 116)
    assert Company.objects.count() == 116


def test_three_hundred_rows_keep_their_verdicts_and_come_in_once(bring_companies):
    rows = [company(serial, f"PT Tiga Ratus {serial}") for serial in range(297)]
    rows += [company(0, "CV Lain"), company(300, nib="912"), company(301, men="enam puluh")]
    first = bring_companies(xlsx({"x": [HEAD, *rows]}))
    assert counts(first) == (297, 0, 0)
    assert [(row["line"], row["code"]) for row in first.receipt["refused"]] == [
        (299, "duplicate_in_file"),
        (300, "nib_length"),
        (301, "number_invalid"),
    ]
    assert counts(bring_companies(xlsx({"x": [HEAD, *rows]}))) == (0, 0, 297)


def test_new_figures_of_the_year_are_a_change_that_is_named(bring_companies):
    bring_companies(xlsx({"x": [HEAD, company(1)]}))
    run = bring_companies(xlsx({"x": [HEAD, company(1, men=61)]}))
    assert counts(run) == (0, 1, 0)
    assert YearlyReport.objects.get().men == 61
    [change] = run.receipt["changes"]["2"]
    assert (change["old"], change["new"]) == ("60 + 40", "61 + 40")


def test_a_branch_in_another_region_is_no_double(bring_companies):
    rows = [company(1), company(1, region="Samarinda"), company(1, region="Samarinda"), company(1, "CV Lain", "Berau")]
    run = bring_companies(xlsx({"x": [HEAD, *rows]}))
    assert [row["line"] for row in run.receipt["refused"]] == [4, 5]
    sites = WorkSite.objects.filter(company=Company.objects.get()).order_by("region__code")
    assert [(site.region.code, site.kind) for site in sites] == [("64.71", "head_office"), ("64.72", "branch")]


def test_a_company_without_number_is_known_by_its_name_in_the_region(bring_companies):
    known = WorkSiteFactory(company=CompanyFactory(name="PT Ulin Energi", nib=None), region=home_region("64.71"))
    rows = [company(1, "Ulin Energi, PT", nib=""), company(2, "Ulin Energi, PT", "Samarinda", nib="")]
    run = bring_companies(xlsx({"x": [HEAD, *rows]}), line_2="Mikro", line_3="Mikro")
    assert counts(run) == (1, 1, 0)
    assert known.reports.get().men == 60


def test_a_known_number_under_another_name_is_asked_about(bring_companies):
    CompanyFactory(name="PT Mahakam Jaya", nib="9120000000001")
    held = bring_companies(xlsx({"x": [HEAD, company(1, "CV Ulin")]}))
    assert [row["code"] for row in held.receipt["held"]] == ["nib_of_other_name"]
    assert counts(bring_companies(xlsx({"x": [HEAD, company(1, "CV Ulin")]}), line_2="Ganti nama")) == (0, 1, 0)


def test_a_size_found_by_capital_is_not_overwritten_by_a_report(bring_companies):
    CompanyFactory(name="PT Ulin Energi", nib="9120000000001", size="micro", size_basis=SizeBasis.PP7_CAPITAL)
    CompanyFactory(name="PT Ulin Jaya", nib="9120000000002", size="micro", size_basis=SizeBasis.WLKP)
    bring_companies(xlsx({"x": [HEAD, company(1), company(2, "PT Ulin Jaya")]}))
    assert list(Company.objects.order_by("nib").values_list("size", flat=True)) == ["micro", "large"]


@pytest.mark.parametrize(
    ("head", "cells", "code"),
    [
        ("Skala", "Raksasa", "size_unknown"),
        ("KBLI", "Konstruksi", "kbli_format"),
        ("Jumlah TK", 99, "sum_differs"),
    ],
)
def test_what_is_asked_about(head, cells, code):
    rows = xlsx(
        {
            "x": [
                ["NIB", "Nama Perusahaan", "Kab/Kota", "TK Laki-laki", "TK Perempuan", head],
                ["9120000000001", "PT Ulin", "Samarinda", 60, 40, cells],
            ]
        }
    )
    assert [finding.code for finding in check_file(COMPANIES, rows).findings] == [code]


def test_a_total_without_men_and_women_is_asked_about():
    head = ["NIB", "Nama Perusahaan", "Kab/Kota", "Jumlah Tenaga Kerja"]
    rows = xlsx({"x": [head, ["9120000000001", "PT Ulin", "Samarinda", 100]]})
    assert [finding.code for finding in check_file(COMPANIES, rows).findings] == ["sexes_missing"]
