"""A partner with everything that an address of the register or of agreements can be about."""

from datetime import date, timedelta

from django.db.models import Model

from companies.models import AgreementFile, AgreementNotice, AgreementParty, Company, CompanyPair
from companies.services import merge_companies, name_class
from kaltim_naker.accounts.models import User
from programs.models import TrainingClass
from tests.factories.companies import (
    AgreementFactory,
    CompanyFactory,
    DeliverableFactory,
    TerritoryCountFactory,
    YearlyReportFactory,
)


def partner_rows(planner: User, training_class: TrainingClass) -> dict[str, Model]:
    """Rows of the register are for everybody who may see companies: nobody's are foreign."""
    agreement = AgreementFactory()
    company = agreement.company
    first, second = sorted((CompanyFactory(), CompanyFactory()), key=lambda one: one.pk)
    return {
        "company": company,
        "agreement": agreement,
        "site": YearlyReportFactory(site__company=company).site,
        "territory": TerritoryCountFactory(),
        "company pair": CompanyPair.objects.create(first=first, second=second, likeness=0.9),
        "company merge": merge_companies(actor=planner, keep=company, remove=CompanyFactory(), reason="sama"),
        "promise": DeliverableFactory(agreement=agreement),
        "party": AgreementParty.objects.create(agreement=agreement, position=1, name="Disnakertrans"),
        "notice": AgreementNotice.objects.create(agreement=agreement, days=7, ends_on=date(2025, 12, 31)),
        "agreement class": name_class(actor=planner, agreement=agreement, training_class=training_class),
        "agreement file": AgreementFile.objects.create(
            agreement=agreement, title="Naskah", file="agreements/none.pdf", sha256="0" * 64, size=1, added_by=planner
        ),
    }


def one_more_partner(number: int) -> Company:
    """A further row in each list of the register and of agreements."""
    agreement = AgreementFactory()
    report = YearlyReportFactory(site__company=agreement.company)
    TerritoryCountFactory(as_of=date(2010, 1, 1) + timedelta(days=number))
    AgreementNotice.objects.create(agreement=agreement, days=30, ends_on=date(2025, 12, 31))
    first, second = sorted((report.site.company, CompanyFactory()), key=lambda one: one.pk)
    CompanyPair.objects.create(first=first, second=second, likeness=0.7)
    return agreement.company
