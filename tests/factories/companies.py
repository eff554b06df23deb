"""Companies and agreements."""

from datetime import date

import factory

from companies.choices import AgreementKind, AgreementStage, CountSource
from companies.models import Agreement, Company, Deliverable, TerritoryCount, WorkSite, YearlyReport
from tests.factories.accounts import home_region
from tests.factories.base import ValidFactory


class CompanyFactory(ValidFactory):
    class Meta:
        model = Company

    name = factory.Sequence(lambda n: f"PT Contoh {n}")
    nib = factory.Sequence(lambda n: f"{n:013d}")


class WorkSiteFactory(ValidFactory):
    """The head office in Balikpapan."""

    class Meta:
        model = WorkSite

    company = factory.SubFactory(CompanyFactory)
    region = factory.LazyFunction(lambda: home_region("64.71"))


class YearlyReportFactory(ValidFactory):
    """A hundred workers, forty of them women."""

    class Meta:
        model = YearlyReport

    site = factory.SubFactory(WorkSiteFactory)
    year = 2025
    men = 60
    women = 40
    reported_on = date(2025, 3, 31)


class TerritoryCountFactory(ValidFactory):
    """34,000 companies in the province in July 2025 (domain.md §7.2)."""

    class Meta:
        model = TerritoryCount

    region = factory.LazyFunction(lambda: home_region("64.71").parent)
    as_of = date(2025, 7, 14)
    source = CountSource.PRESS
    document = "it-news.id, 14 Juli 2025"
    total = 34_000


class AgreementFactory(ValidFactory):
    """Signed, and in force for the whole of 2025."""

    class Meta:
        model = Agreement

    kind = AgreementKind.PKS
    title = factory.Sequence(lambda n: f"Kerja sama {n}")
    company = factory.SubFactory(CompanyFactory)
    starts_on = date(2025, 1, 1)
    ends_on = date(2025, 12, 31)
    stage = AgreementStage.SIGNED
    signed_on = date(2025, 1, 1)
    source = "PKS/2025"


class AddendumFactory(AgreementFactory):
    """Prolongs an agreement by a year."""

    kind = AgreementKind.ADDENDUM
    parent = factory.SubFactory(AgreementFactory)
    company = factory.SelfAttribute("parent.company")
    ends_on = date(2026, 12, 31)


class DeliverableFactory(ValidFactory):
    """Two companies measured by the end of October 2025."""

    class Meta:
        model = Deliverable

    agreement = factory.SubFactory(AgreementFactory)
    measure = "companies_measured"
    promised = 2
    due_on = date(2025, 10, 31)
