"""Two entries of one company become one, everything comes along, and it can be undone."""

from datetime import date

import pytest
from django.apps import apps
from pghistory.models import Event

from companies.choices import SiteKind
from companies.models import Agreement, Company, CompanyMerge, CompanyPair, WorkSite, YearlyReport
from companies.services import company_merged_into, keep_companies_apart, merge_companies, undo_company_merge
from companies.services.duplicates import queue_pairs_of
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.merging import relations_to
from tests.factories.accounts import home_region, sector
from tests.factories.companies import AgreementFactory, CompanyFactory, WorkSiteFactory, YearlyReportFactory

pytestmark = pytest.mark.django_db


def foreign_keys_to(model):
    """Every foreign key of our own tables to this one; the history tables only remember."""
    for field in model._meta.get_fields(include_hidden=True):
        is_reverse = field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)
        if is_reverse and not issubclass(field.related_model, Event):
            yield f"{field.related_model._meta.label}.{field.field.name}"


@pytest.mark.parametrize("label", ["companies.Company", "companies.WorkSite"])
def test_every_foreign_key_is_declared(label):
    """A new foreign key to a company has to say what becomes of it when two entries are one."""
    model = apps.get_model(label)
    declared = {f"{relation.model}.{relation.field}" for relation in relations_to(model)}
    assert declared == set(foreign_keys_to(model))


@pytest.fixture
def kept():
    """With a NIB, a site in Balikpapan, and the figures of 2025."""
    return YearlyReportFactory(site__company__name="PT Ulin Energi", year=2025).site.company


@pytest.fixture
def gone():
    """Without a NIB, the same site with the figures of 2024, a branch in Samarinda, an agreement, a sector."""
    company = CompanyFactory(
        name="CV Ulin Energi", nib=None, kbli_version=2020, kbli_code="05100", sector=sector("B"), ownership="domestic"
    )
    YearlyReportFactory(site__company=company, year=2024)
    WorkSiteFactory(company=company, region=home_region("64.72"), kind=SiteKind.BRANCH)
    AgreementFactory(company=company)
    return company


def snapshot():
    """All rows as they stand, without the times of change."""
    return {
        model: sorted(
            str(sorted((name, str(value)) for name, value in row.items() if name != "updated_at"))
            for row in model.objects.values()
        )
        for model in (Company, WorkSite, YearlyReport, Agreement, CompanyPair)
    }


def test_everything_comes_along_and_goes_back(planner, kept, gone):
    assert queue_pairs_of(gone) == 1
    before = snapshot()
    merge = merge_companies(actor=planner, keep=kept, remove=gone, reason="Alamat sama")
    kept.refresh_from_db()
    assert not Company.objects.filter(pk=gone.pk).exists()
    assert {site.region.code for site in kept.sites.all()} == {"64.71", "64.72"}
    assert {report.year for report in YearlyReport.objects.filter(site__region__code="64.71")} == {2024, 2025}
    assert kept.agreements.count() == 1
    assert (kept.kbli_code, kept.sector.code, kept.ownership) == ("05100", "B", "domestic")
    assert company_merged_into(gone.pk) == kept
    assert not CompanyPair.objects.exists()

    assert undo_company_merge(actor=planner, merge=merge).pk == gone.pk
    assert snapshot() == before
    assert company_merged_into(gone.pk) is None


def test_figures_of_one_year_on_both_sides_become_one(planner, kept, gone):
    YearlyReportFactory(site=gone.sites.get(region__code="64.71"), year=2025, men=7, reported_on=date(2025, 9, 1))
    merge_companies(actor=planner, keep=kept, remove=gone, reason="Alamat sama")
    assert YearlyReport.objects.get(year=2025).men == 7, "the newer report stays"


def refused(call, code):
    with pytest.raises(DomainError) as error:
        call()
    assert error.value.code == code


def test_the_entry_with_the_business_number_stays(planner, kept, gone):
    refused(lambda: merge_companies(actor=planner, keep=gone, remove=kept, reason="x"), "keep_the_one_with_nib")
    refused(lambda: merge_companies(actor=planner, keep=kept, remove=gone, reason=" "), "reason_missing")
    refused(lambda: merge_companies(actor=planner, keep=kept, remove=kept, reason="x"), "company_gone")
    assert not CompanyMerge.objects.exists()


def test_what_changed_since_cannot_be_taken_apart(planner, kept, gone):
    merge = merge_companies(actor=planner, keep=kept, remove=gone, reason="Alamat sama")
    Agreement.objects.update(company=CompanyFactory())
    refused(lambda: undo_company_merge(actor=planner, merge=merge), "changed_since_merge")
    merge.refresh_from_db()
    assert merge.undone_at is None


def test_who_was_told_apart_is_not_asked_again(planner, kept, gone):
    queue_pairs_of(gone)
    pair = CompanyPair.objects.get()
    refused(lambda: keep_companies_apart(actor=planner, pair=pair, note=""), "note_missing")
    keep_companies_apart(actor=planner, pair=pair, note="Pemilik lain")
    refused(lambda: keep_companies_apart(actor=planner, pair=pair, note="x"), "pair_decided")
    assert queue_pairs_of(gone) == 0
    assert not CompanyPair.objects.open().exists()
