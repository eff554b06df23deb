"""Measurements, coaching, guidance, the SMPP instrument and the rule of the award."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory

from companies.choices.productivity import GuidanceKind
from companies.models import AwardRule, Coaching, Company, PriceIndex, SmppInstrument, TerritoryCount
from companies.services.award import record_company_at_activity
from companies.services.productivity import measure_company
from companies.services.smpp import CriterionLine, define_instrument
from kaltim_naker.accounts.models import User
from programs.choices import ActivityKind
from programs.models import Activity
from tests.factories.accounts import UserFactory, home_province
from tests.factories.base import ValidFactory
from tests.factories.companies import CompanyFactory

# The worked example of domain.md §8.2, in million rupiah.
EXAMPLE_AMOUNTS = {
    "sales": Decimal(12_000),
    "raw_materials": Decimal(7_500),
    "wages": Decimal(1_800),
    "depreciation": Decimal(600),
    "interest": Decimal(300),
    "net_indirect_tax": Decimal(200),
    "profit_before_tax": Decimal(1_600),
    "fixed_assets": Decimal(9_000),
}
EXAMPLE_FACTS = {"workers_begin": 58, "workers_end": 62, "hours": 124_800, "source": "Laporan keuangan"}


def measured(company: Company, year: int, *, value_added: int = 4_500, actor: User | None = None, **facts: Any):
    """A measurement through the service; by default the worked example. `value_added` is in million rupiah."""
    amounts = {**EXAMPLE_AMOUNTS, "raw_materials": Decimal(12_000 - value_added)}
    amounts["profit_before_tax"] = Decimal(value_added - 2_900)
    return measure_company(
        actor=actor or UserFactory(),
        company=company,
        year=year,
        unit="million",
        amounts={**amounts, **facts.pop("amounts", {})},
        measured_on=facts.pop("measured_on", date(year, 12, 1)),
        **{**EXAMPLE_FACTS, **facts},
    )


def consultation(*companies: Company, day: date = date(2025, 8, 6), kind: str = ActivityKind.CONSULTATION) -> Activity:
    """A consultation with these companies."""
    activity = Activity.objects.create(kind=kind, title="Konsultasi", starts_on=day, ends_on=day, source="uji")
    actor = UserFactory()
    for company in companies:
        record_company_at_activity(actor=actor, activity=activity, company=company)
    return activity


def territory(total: int, day: date = date(2025, 1, 31), source: str = "wlkp") -> TerritoryCount:
    """How many companies there are in the province."""
    return TerritoryCount.objects.create(region=home_province(), as_of=day, source=source, document="uji", total=total)


def instrument(*, is_example: bool = False, weights: bool = False) -> SmppInstrument:
    """Two elements with two criteria each, of 0 to 4."""
    return define_instrument(
        actor=None,
        title=f"Instrumen {SmppInstrument.objects.count()}",
        valid_from=date(2021, 1, 1),
        source="Kepmenaker 156/2021",
        elements=[
            (1, "Kepemimpinan", "Leadership", Decimal(30) if weights else None),
            (2, "Perencanaan strategis", "Strategic planning", Decimal(70) if weights else None),
        ],
        criteria=[
            CriterionLine(element, f"{element}.{number}", f"Kriteria {element}.{number}", Decimal(4))
            for element in (1, 2)
            for number in (1, 2)
        ],
        is_example=is_example,
    )


class AwardRuleFactory(ValidFactory):
    class Meta:
        model = AwardRule

    valid_from = date(2020, 1, 1)
    counted_kinds = [GuidanceKind.CONSULTATION, GuidanceKind.MEASUREMENT, GuidanceKind.GUIDANCE]
    source = "Nota dinas"


class PriceIndexFactory(ValidFactory):
    class Meta:
        model = PriceIndex

    base_year = 2022
    year = 2024
    value = Decimal("106.7")
    as_of = date(2025, 1, 2)
    source = "BPS"


class CoachingFactory(ValidFactory):
    class Meta:
        model = Coaching

    company = factory.SubFactory(CompanyFactory)
    adviser = factory.SubFactory(UserFactory)
    opened_on = date(2025, 8, 6)
