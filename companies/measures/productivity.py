"""Companies coached and measured, and the share of them that an award asks for (domain.md §8.4)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from companies.choices import SizeClass
from companies.choices.productivity import AwardSpan, GuidanceKind
from companies.constants.productivity import AWARD_PARTS_PER_MILLION
from companies.formulas.award import AwardFigure, threshold_percent
from companies.models import AwardRule, Company, Guidance, Measurement, TerritoryCount, WorkSite
from kaltim_naker.access.scope import Scope
from programs.choices import Unit
from programs.measures import Example, Figure, Measure, Ratio, Slice, with_dimensions


def by_company(records: QuerySet, day: str) -> QuerySet:
    """The columns of a measure that counts companies; one lies where its head office is, else its first site."""
    sites = WorkSite.objects.filter(company=OuterRef("company")).order_by("-is_active", "-kind", "region", "pk")
    head_office = Subquery(sites.values("region")[:1])
    return with_dimensions(
        records, subject="company", occurred_on=day, in_region=head_office, in_sector="company__sector"
    )


COMPANIES_COACHED = Measure(
    key="companies_coached",
    unit=Unit.COMPANY,
    name=_("Companies coached"),
    rule=_(
        "Counted: each company once with which the office worked in the period in a way that counts by the dated rule "
        "of the award (consultation, measurement, guidance at the company)."
    ),
    records=lambda: by_company(Guidance.objects.counted(), "held_on"),
    examples=(
        Example("company_consulted", _("A company at a productivity consultation"), 1),
        Example("company_in_the_register", _("A company in the register, no more"), 0),
    ),
)

COMPANIES_MEASURED = Measure(
    key="companies_measured",
    unit=Unit.COMPANY,
    name=_("Companies measured"),
    rule=_("Counted: each company once whose productivity was measured in the period, for whichever year."),
    records=lambda: by_company(Measurement.objects.all(), "measured_on"),
    examples=(
        Example("company_measured", _("A company whose productivity was measured"), 1),
        Example("company_consulted", _("A company at a productivity consultation"), 0),
    ),
)

MEDIUM_COMPANIES_CONSULTED = Measure(
    key="medium_companies_consulted",
    unit=Unit.COMPANY,
    name=_("Medium companies in productivity consultation"),
    rule=_(
        "Counted: each company of the size class “medium” once that took part in a productivity consultation in the "
        "period."
    ),
    records=lambda: by_company(
        Guidance.objects.filter(kind=GuidanceKind.CONSULTATION, company__size=SizeClass.MEDIUM), "held_on"
    ),
    examples=(
        Example("medium_company_consulted", _("A medium company at a productivity consultation"), 1),
        Example("company_consulted", _("A company at a productivity consultation"), 0),
    ),
)


def territory_on(day: date) -> TerritoryCount | None:
    """The newest count of companies in the province up to a day."""
    return TerritoryCount.objects.of_province().filter(as_of__lte=day).order_by("-as_of", "source").first()


def _territory(part: Slice, scope: Scope) -> int | None:
    """Of the whole province only: nobody publishes it by sector, and parts of parts would not add up."""
    found = None if part.members else territory_on(part.end)
    return found.total if found else None


COMPANIES_IN_TERRITORY = Figure(
    key="companies_in_territory",
    unit=Unit.COMPANY,
    name=_("Companies in the territory"),
    rule=_(
        "The newest published count of companies in the province up to the last day of the period, with its source."
    ),
    value=_territory,
)

AWARD_SHARE = Ratio(
    key="award_share",
    name=_("Share of companies coached"),
    rule=_("Companies coached in the period, of the companies in the territory by the newest published count."),
    numerator=COMPANIES_COACHED,
    denominator=COMPANIES_IN_TERRITORY,
)

MEASURES = (COMPANIES_COACHED, COMPANIES_MEASURED, MEDIUM_COMPANIES_CONSULTED)
RATIOS = (AWARD_SHARE,)


@dataclass(frozen=True)
class Award:
    """The award's figure of a year with everything it rests on."""

    year: int
    rule: AwardRule | None
    base: TerritoryCount | None
    figure: AwardFigure

    @property
    def threshold_percent(self) -> Decimal:
        return threshold_percent(self.figure.threshold_per_million)

    @property
    def kinds_text(self) -> str:
        """Which occasions count, in words."""
        return ", ".join(str(GuidanceKind(kind).label) for kind in self.rule.counted_kinds) if self.rule else ""


def guidance_counted(year: int, rule: AwardRule | None) -> QuerySet[Guidance]:
    """The occasions behind the figure of a year."""
    counted = Guidance.objects.counted().filter(held_on__lte=date(year, 12, 31))
    if rule is None or rule.span == AwardSpan.YEAR:
        counted = counted.filter(held_on__year=year)
    return cast(QuerySet[Guidance], counted)


def award_of(year: int, scope: Scope, base: TerritoryCount | None = None) -> Award:
    """Companies coached of those in the territory, by the rule valid at the end of the year, against `base`.

    Without a base given, the newest count up to the end of the year is taken.
    """
    last_day = date(year, 12, 31)
    rule = AwardRule.objects.on(last_day)
    base = base or territory_on(last_day)
    companies = guidance_counted(year, rule).visible_to(scope).values("company").distinct().count()  # type: ignore[attr-defined]
    per_million = rule.threshold_per_million if rule else AWARD_PARTS_PER_MILLION
    figure = AwardFigure(companies, base.total if base else None, per_million)
    return Award(year, rule, base, figure)


@dataclass(frozen=True)
class CoachedCompany:
    """A company in the figure, with the occasions that put it there, the first one first."""

    company: Company
    occasions: tuple[Guidance, ...]

    @property
    def first_on(self) -> date:
        return self.occasions[0].held_on


def coached_companies(award: Award, scope: Scope) -> list[CoachedCompany]:
    """The list behind the figure: exactly as many companies as it says."""
    rows: Any = guidance_counted(award.year, award.rule)
    occasions: dict[Company, list[Guidance]] = {}
    for row in rows.visible_to(scope).for_list().order_by("company__name", "company", "held_on", "pk"):
        occasions.setdefault(row.company, []).append(row)
    return [CoachedCompany(company, tuple(held)) for company, held in occasions.items()]
