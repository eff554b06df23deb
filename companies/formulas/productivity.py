"""Value added and the ratios of productivity (domain.md §8.2). Decimals in full rupiah; nothing is rounded here.

A missing figure is None and stays None. Where the value added is zero or less, ratios against it say nothing, and
neither does an index: they are None, and whoever shows them says “negative”.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from statistics import median

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.choices.productivity import RatioUnit

HUNDRED = Decimal(100)
#: The two methods may differ by so much of the first, in per cent, before they are said to disagree.
TOLERANCE_PERCENT = Decimal(1)
#: A median of fewer companies would tell about single ones.
LEAST_COMPANIES = 5
#: Years in a row that a company must have risen for Siddhakarya: three yearly measurements (domain.md §8.3).
YEARS_OF_RISE = 3


@dataclass(frozen=True)
class Accounts:
    """A company's year. Without output the subtraction method has no result, without `added` the addition method.

    `added` is the sum of wages, depreciation, interest, rent of land, net indirect taxes and profit before tax.
    `workers` is the average of the year, `hours` the hours worked by all.
    """

    output: Decimal | None
    bought_in: Decimal
    added: Decimal | None
    labour_cost: Decimal | None
    profit: Decimal | None
    capital_cost: Decimal
    fixed_assets: Decimal | None
    workers: Decimal | None
    hours: Decimal | None

    @property
    def by_subtraction(self) -> Decimal | None:
        """Output less everything that was bought from others."""
        return None if self.output is None else self.output - self.bought_in

    @property
    def value_added(self) -> Decimal | None:
        """The figure that the ratios use: by subtraction, or by addition where only that is known."""
        return self.added if self.by_subtraction is None else self.by_subtraction

    @property
    def is_negative(self) -> bool:
        return self.value_added is not None and self.value_added <= 0

    @property
    def difference_percent(self) -> Decimal | None:
        """By how much the methods differ, of the subtraction method; None unless both are known."""
        if self.by_subtraction is None or self.added is None:
            return None
        if self.by_subtraction == 0:
            return Decimal(0) if self.added == 0 else HUNDRED
        return abs(self.by_subtraction - self.added) / abs(self.by_subtraction) * HUNDRED

    @property
    def methods_disagree(self) -> bool:
        """More than one per cent apart: something was forgotten, or typed in another unit."""
        return self.difference_percent is not None and self.difference_percent > TOLERANCE_PERCENT

    @property
    def productivity(self) -> Decimal | None:
        """Labour productivity: value added a worker and year, also where it is negative."""
        return quotient(self.value_added, self.workers)


def quotient(whole: Decimal | None, by: Decimal | None) -> Decimal | None:
    """None where one is missing, or where there is nothing to divide by."""
    return None if whole is None or not by else whole / by


def _of_value_added(rule: Callable[[Accounts, Decimal], Decimal | None]) -> Callable[[Accounts], Decimal | None]:
    """A ratio that has no meaning where nothing was added."""

    def compute(accounts: Accounts) -> Decimal | None:
        added = accounts.value_added
        return None if added is None or added <= 0 else rule(accounts, added)

    return compute


def _percent(whole: Decimal | None, by: Decimal | None) -> Decimal | None:
    found = quotient(whole, by)
    return None if found is None else found * HUNDRED


def _total_productivity(accounts: Accounts) -> Decimal | None:
    """Material and energy are what was bought in; capital is depreciation and interest."""
    if accounts.output is None or accounts.labour_cost is None:
        return None
    return quotient(accounts.output, accounts.bought_in + accounts.labour_cost + accounts.capital_cost)


@dataclass(frozen=True)
class RatioRule:
    """A ratio with its formula in words, which is printed beside every figure of it."""

    key: str
    name: str | Promise
    formula: str | Promise
    unit: RatioUnit
    compute: Callable[[Accounts], Decimal | None]


RATIOS = (
    RatioRule(
        "per_worker",
        _("Labour productivity (PTK)"),
        _("value added ÷ average workers"),
        RatioUnit.RUPIAH_PER_WORKER,
        lambda accounts: accounts.productivity,
    ),
    RatioRule(
        "per_hour",
        _("Productivity per hour (PJK)"),
        _("value added ÷ hours worked by all"),
        RatioUnit.RUPIAH_PER_HOUR,
        lambda accounts: quotient(accounts.value_added, accounts.hours),
    ),
    RatioRule(
        "competitiveness",
        _("Competitiveness of labour cost"),
        _("value added ÷ labour cost"),
        RatioUnit.TIMES,
        _of_value_added(lambda accounts, added: quotient(added, accounts.labour_cost)),
    ),
    RatioRule(
        "unit_labour_cost",
        _("Unit labour cost"),
        _("labour cost ÷ output"),
        RatioUnit.TIMES,
        lambda accounts: quotient(accounts.labour_cost, accounts.output),
    ),
    RatioRule(
        "labour_share",
        _("Labour's share of value added"),
        _("labour cost ÷ value added × 100"),
        RatioUnit.PERCENT,
        _of_value_added(lambda accounts, added: _percent(accounts.labour_cost, added)),
    ),
    RatioRule(
        "capital",
        _("Productivity of capital"),
        _("value added ÷ fixed assets"),
        RatioUnit.TIMES,
        _of_value_added(lambda accounts, added: quotient(added, accounts.fixed_assets)),
    ),
    RatioRule(
        "value_added_share",
        _("Value added of output"),
        _("value added ÷ output × 100"),
        RatioUnit.PERCENT,
        lambda accounts: _percent(accounts.value_added, accounts.output),
    ),
    RatioRule(
        "profitability",
        _("Profitability"),
        _("profit before tax ÷ value added"),
        RatioUnit.TIMES,
        _of_value_added(lambda accounts, added: quotient(accounts.profit, added)),
    ),
    RatioRule(
        "total",
        _("Total productivity"),
        _("output ÷ (bought in + labour cost + depreciation + interest)"),
        RatioUnit.TIMES,
        _total_productivity,
    ),
)


def index_of(value: Decimal | None, base: Decimal | None) -> Decimal | None:
    """The value against its base year, which is 100. None where one of the two is missing, zero or negative.

    >>> index_of(Decimal(75), Decimal(60))
    Decimal('125.00')
    """
    if value is None or base is None or value <= 0 or base <= 0:
        return None
    return value / base * HUNDRED


def growth_of(value: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Growth against the year before, in per cent. None where the year before is missing, zero or negative."""
    return None if value is None or before is None or before <= 0 else (value - before) / before * HUNDRED


def at_constant_prices(value: Decimal | None, price: Decimal | None, base_price: Decimal | None) -> Decimal | None:
    """A value of a year at the prices of the base year: value ÷ (price index ÷ price index of the base year)."""
    if value is None or not price or not base_price:
        return None
    return value / (price / base_price)


def growth_of_total_factors(
    *, value_added: Decimal | None, capital: Decimal | None, workers: Decimal | None, labour_share: Decimal | None
) -> Decimal | None:
    """Growth that neither more capital nor more workers explain, in per cent (domain.md §8.2, growth accounting).

    The first three are growths in per cent; `labour_share` is labour's share of value added in per cent.
    """
    if value_added is None or capital is None or workers is None or labour_share is None:
        return None
    share = labour_share / HUNDRED
    return value_added - (1 - share) * capital - share * workers


def is_rising(values: Sequence[Decimal | None]) -> bool:
    """Each value is known and higher than the one before, over at least three years."""
    if len(values) < YEARS_OF_RISE:
        return False
    return all(before is not None and after is not None and before < after for before, after in pairwise(values))


def protected_median(values: Sequence[Decimal]) -> Decimal | None:
    """The median of at least five companies, to three significant digits; None where there are fewer.

    The one in the middle is some company's own figure: rounded, it cannot be read off to the rupiah.
    """
    return three_digits(median(values)) if len(values) >= LEAST_COMPANIES else None


def three_digits(value: Decimal) -> Decimal:
    """75,123,456 → 75,100,000."""
    if not value:
        return value
    step = Decimal(1).scaleb(value.adjusted() - 2)
    return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step
