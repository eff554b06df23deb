"""The years of a company beside each other, beside its sector, and those that rose three years running."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from companies.constants.productivity import UNIT_JUMP
from companies.formulas.productivity import (
    LEAST_COMPANIES,
    RATIOS,
    YEARS_OF_RISE,
    Accounts,
    RatioRule,
    at_constant_prices,
    growth_of,
    growth_of_total_factors,
    index_of,
    is_rising,
    protected_median,
)
from companies.models import Company, Measurement, PriceIndex, ProductivityBand
from kaltim_naker.regions.models import KbliSection

Prices = dict[int, Decimal]


@dataclass(frozen=True)
class RatioLine:
    """One ratio of a year, beside the year before."""

    rule: RatioRule
    value: Decimal | None
    before: Decimal | None

    @property
    def growth(self) -> Decimal | None:
        return growth_of(self.value, self.before)


@dataclass(frozen=True)
class YearFigures:
    """A measured year of a company: at its own prices, and at those of the base year where both are known."""

    measurement: Measurement
    accounts: Accounts
    before: Accounts | None
    index: Decimal | None
    growth: Decimal | None
    constant: Decimal | None
    constant_index: Decimal | None
    constant_growth: Decimal | None
    total_factor_growth: Decimal | None

    @property
    def year(self) -> int:
        return self.measurement.year

    @property
    def ratios(self) -> list[RatioLine]:
        return [
            RatioLine(rule, rule.compute(self.accounts), rule.compute(self.before) if self.before else None)
            for rule in RATIOS
        ]

    @property
    def looks_like_other_unit(self) -> bool:
        """Twenty times a year before, or a twentieth: rupiah and millions were most likely mixed up."""
        now, then = self.accounts.productivity, self.before.productivity if self.before else None
        return bool(now and then and now > 0 and then > 0 and not 1 / UNIT_JUMP < now / then < UNIT_JUMP)


def years_of(company: Company, base_year: int | None = None) -> list[YearFigures]:
    """Every measured year, the first one first. The base is `base_year`, else the first year above zero."""
    measured = list(Measurement.objects.filter(company=company).order_by("year").select_related("agreement"))
    accounts = {one.year: one.accounts for one in measured}
    base = _base_of(accounts, base_year)
    prices = PriceIndex.objects.newest_series()
    real = {
        year: at_constant_prices(one.productivity, prices.get(year), prices.get(base) if base else None)
        for year, one in accounts.items()
    }
    return [_figures(one, accounts, real, prices, base) for one in measured]


def _base_of(accounts: dict[int, Accounts], wanted: int | None) -> int | None:
    usable = [year for year, one in accounts.items() if (one.productivity or 0) > 0]
    return wanted if wanted in usable else min(usable, default=None)


def _figures(
    measurement: Measurement,
    accounts: dict[int, Accounts],
    real: dict[int, Decimal | None],
    prices: Prices,
    base: int | None,
) -> YearFigures:
    year = measurement.year
    now, before = accounts[year], accounts.get(year - 1)
    of_base = accounts[base].productivity if base else None
    return YearFigures(
        measurement=measurement,
        accounts=now,
        before=before,
        index=index_of(now.productivity, of_base),
        growth=growth_of(now.productivity, before.productivity if before else None),
        constant=real[year],
        constant_index=index_of(real[year], real[base] if base else None),
        constant_growth=growth_of(real[year], real.get(year - 1)),
        total_factor_growth=_total_factors(now, before, prices.get(year), prices.get(year - 1)),
    )


def _total_factors(
    now: Accounts, before: Accounts | None, price: Decimal | None, price_before: Decimal | None
) -> Decimal | None:
    """At constant prices, else the rise of prices would pass for progress. Capital is fixed assets as in the books."""
    if before is None:
        return None
    labour_share = next(rule for rule in RATIOS if rule.key == "labour_share").compute(now)
    return growth_of_total_factors(
        value_added=growth_of(at_constant_prices(now.value_added, price, price_before), before.value_added),
        capital=growth_of(now.fixed_assets, before.fixed_assets),
        workers=growth_of(now.workers, before.workers),
        labour_share=labour_share,
    )


def plausible_band(measurement: Measurement) -> ProductivityBand | None:
    """What productivity of this sector usually lies between, on the day of the measurement."""
    bands = ProductivityBand.objects.filter(
        sector=measurement.company.sector_id, valid_from__lte=measurement.measured_on
    )
    return bands.order_by("-valid_from").first() if measurement.company.sector_id else None


# --- the sector ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class SectorMedian:
    """Labour productivity in the middle of a sector; no median and no number of companies below five."""

    sector: KbliSection | None
    companies: int | None
    median: Decimal | None


def sector_medians(year: int) -> list[SectorMedian]:
    """By sector, over all companies measured for a year.

    One division of all companies and nothing else: neither a total nor parts of a sector are given, so that no group
    can be taken from another to find a few companies in the rest.
    """
    values: dict[int | None, list[Decimal]] = defaultdict(list)
    for sector, productivity in _productivities(year):
        values[sector].append(productivity)
    sectors = KbliSection.objects.in_bulk([key for key in values if key is not None])
    rows = [_median(sectors.get(key), found) for key, found in values.items() if key is not None]
    return sorted(rows, key=lambda row: row.sector.code if row.sector else "")


def sector_median_of(company: Company, year: int) -> SectorMedian:
    """The same for the sector of one company."""
    found = [value for _sector, value in _productivities(year, sector=company.sector_id)] if company.sector_id else []
    return _median(company.sector, found)


def _productivities(year: int, **narrow: int) -> list[tuple[int | None, Decimal]]:
    measured = Measurement.objects.filter(
        year=year, **{f"company__{name}": value for name, value in narrow.items()}
    ).select_related("company")
    return [
        (one.company.sector_id, productivity)
        for one in measured
        if (productivity := one.accounts.productivity) is not None
    ]


def _median(sector: KbliSection | None, values: Sequence[Decimal]) -> SectorMedian:
    enough = len(values) >= LEAST_COMPANIES
    return SectorMedian(sector, len(values) if enough else None, protected_median(values))


# --- Siddhakarya ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Candidate:
    """A company whose labour productivity rose in each of three years. `is_real` is None without price indices."""

    company: Company
    years: tuple[int, ...]
    values: tuple[Decimal, ...]
    is_real: bool | None

    @property
    def growth(self) -> Decimal | None:
        """Over the whole span, in per cent."""
        return growth_of(self.values[-1], self.values[0])


def candidates(last_year: int) -> list[Candidate]:
    """For the award of the year after: three yearly measurements, each higher than the one before (domain.md §8.3)."""
    years = tuple(range(last_year - YEARS_OF_RISE + 1, last_year + 1))
    measured = Measurement.objects.filter(year__in=years).select_related("company").order_by("company__name", "year")
    by_company: dict[Company, dict[int, Decimal | None]] = defaultdict(dict)
    for one in measured:
        by_company[one.company][one.year] = one.accounts.productivity
    prices = PriceIndex.objects.newest_series()
    found = (_candidate(company, years, values, prices) for company, values in by_company.items())
    return [candidate for candidate in found if candidate is not None]


def _candidate(
    company: Company, years: tuple[int, ...], values: dict[int, Decimal | None], prices: Prices
) -> Candidate | None:
    nominal = [values.get(year) for year in years]
    if not is_rising(nominal):
        return None
    real = [at_constant_prices(values[year], prices.get(year), prices.get(years[0])) for year in years]
    is_real = None if None in real else is_rising(real)
    return Candidate(company, years, tuple(value for value in nominal if value is not None), is_real)
