"""Companies and agreements."""

from datetime import date

import factory

from companies.choices import AgreementKind
from companies.models import Agreement, Company
from tests.factories.base import ValidFactory


class CompanyFactory(ValidFactory):
    class Meta:
        model = Company

    name = factory.Sequence(lambda n: f"PT Contoh {n}")
    nib = factory.Sequence(lambda n: f"{n:013d}")


class AgreementFactory(ValidFactory):
    """In force for the whole of 2025."""

    class Meta:
        model = Agreement

    kind = AgreementKind.PKS
    title = factory.Sequence(lambda n: f"Kerja sama {n}")
    company = factory.SubFactory(CompanyFactory)
    starts_on = date(2025, 1, 1)
    ends_on = date(2025, 12, 31)
    source = "PKS/2025"
