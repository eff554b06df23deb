"""Value added, ratios and the award's threshold, by the worked examples of domain.md §8.2 and §8.4."""

from dataclasses import replace
from decimal import Decimal

import pytest

from companies.formulas.award import AwardFigure
from companies.formulas.productivity import (
    RATIOS,
    Accounts,
    at_constant_prices,
    growth_of,
    growth_of_total_factors,
    index_of,
    is_rising,
    protected_median,
)
from companies.formulas.smpp import Scored, element_result, total_percent

MILLION = Decimal(1_000_000)
# domain.md §8.2, in million rupiah: output 12,000; bought in 7,500; wages 1,800, depreciation 600, interest 300,
# net tax 200, profit 1,600; 60 workers, 124,800 hours.
EXAMPLE = Accounts(
    output=12_000 * MILLION,
    bought_in=7_500 * MILLION,
    added=(1_800 + 600 + 300 + 200 + 1_600) * MILLION,
    labour_cost=1_800 * MILLION,
    profit=1_600 * MILLION,
    capital_cost=900 * MILLION,
    fixed_assets=9_000 * MILLION,
    workers=Decimal(60),
    hours=Decimal(124_800),
)


def ratios(accounts: Accounts) -> dict[str, Decimal | None]:
    return {rule.key: rule.compute(accounts) for rule in RATIOS}


def test_the_worked_example():
    found = ratios(EXAMPLE)
    assert EXAMPLE.by_subtraction == EXAMPLE.added == EXAMPLE.value_added == 4_500 * MILLION
    assert found["per_worker"] == 75 * MILLION
    assert round(found["per_hour"]) == 36_058
    assert found["competitiveness"] == Decimal("2.5")
    assert found["labour_share"] == 40
    assert found["unit_labour_cost"] == Decimal("0.15")
    assert found["capital"] == Decimal("0.5")
    assert found["value_added_share"] == Decimal("37.5")
    assert round(found["profitability"], 4) == Decimal("0.3556")
    assert round(found["total"], 4) == Decimal("1.1765")
    before = 70 * MILLION
    assert round(growth_of(EXAMPLE.productivity, before), 2) == Decimal("7.14")
    assert round(index_of(EXAMPLE.productivity, before), 2) == Decimal("107.14")


def test_the_confirmed_example_to_the_rupiah():
    """Rp 2,733,782,115 over 122 workers is Rp 22.41 million a head."""
    accounts = replace(EXAMPLE, output=Decimal(2_733_782_115), bought_in=Decimal(0), workers=Decimal(122))
    assert round(accounts.productivity) == 22_408_050


@pytest.mark.parametrize(
    ("added", "disagree"),
    [(4_500, False), (4_545, False), (4_455, False), (Decimal("4545.000001"), True), (Decimal("4454.999999"), True)],
)
def test_the_methods_may_differ_by_one_per_cent(added, disagree):
    assert replace(EXAMPLE, added=added * MILLION).methods_disagree is disagree


def test_one_method_alone_is_not_compared():
    assert replace(EXAMPLE, added=None).difference_percent is None
    only_added = replace(EXAMPLE, output=None)
    assert only_added.difference_percent is None
    assert only_added.productivity == 75 * MILLION
    assert ratios(only_added)["value_added_share"] is None


def test_nothing_sold_and_nothing_bought():
    nothing = replace(EXAMPLE, output=Decimal(0), bought_in=Decimal(0))
    assert nothing.methods_disagree
    assert not replace(nothing, added=Decimal(0)).methods_disagree


def test_without_workers_there_is_no_productivity():
    assert replace(EXAMPLE, workers=Decimal(0)).productivity is None
    assert replace(EXAMPLE, workers=None).productivity is None
    assert ratios(replace(EXAMPLE, hours=None))["per_hour"] is None


def test_a_negative_value_added_is_shown_but_not_compared():
    loss = replace(EXAMPLE, output=7_000 * MILLION)
    assert loss.is_negative
    assert loss.productivity < 0
    assert ratios(loss)["labour_share"] is None
    assert ratios(loss)["competitiveness"] is None
    assert index_of(loss.productivity, 70 * MILLION) is None
    assert index_of(70 * MILLION, loss.productivity) is None
    assert growth_of(70 * MILLION, loss.productivity) is None
    assert growth_of(loss.productivity, 70 * MILLION) < 0


def test_constant_prices():
    """Ten per cent more in money at ten per cent higher prices is no growth."""
    real = at_constant_prices(Decimal(110), Decimal("106.7"), Decimal("97"))
    assert growth_of(real, Decimal(100)) == 0
    assert at_constant_prices(Decimal(110), None, Decimal(97)) is None


def test_growth_of_total_factors():
    growth = growth_of_total_factors(
        value_added=Decimal(8), capital=Decimal(5), workers=Decimal(2), labour_share=Decimal(40)
    )
    assert growth == Decimal("4.2")  # 8 − 0.6 × 5 − 0.4 × 2
    assert growth_of_total_factors(value_added=Decimal(8), capital=None, workers=Decimal(2), labour_share=None) is None


@pytest.mark.parametrize(
    ("values", "rising"),
    [([1, 2, 3], True), ([1, 2, 2], False), ([3, 2, 4], False), ([1, None, 3], False), ([1, 2], False)],
)
def test_three_years_of_rise(values, rising):
    assert is_rising([None if value is None else Decimal(value) for value in values]) is rising


def test_a_median_needs_five_companies_and_hides_each():
    four = [Decimal(value) for value in (61_234_567, 75_123_456, 80_000_001, 90_000_000)]
    assert protected_median(four) is None
    assert protected_median([*four, Decimal(1)]) == 75_100_000


@pytest.mark.parametrize(
    ("companies", "needed"),
    [(11_236, 6), (18_639, 10), (34_000, 17), (34_001, 18), (35_000, 18), (36_000, 18), (1, 1), (2_000, 1), (2_001, 2)],
)
def test_the_threshold_in_whole_numbers(companies, needed):
    figure = AwardFigure(needed, companies, 500)
    assert figure.needed == needed
    assert figure.is_reached
    assert figure.missing == 0
    almost = AwardFigure(needed - 1, companies, 500)
    assert not almost.is_reached
    assert almost.missing == 1


def test_the_share_of_2025():
    figure = AwardFigure(23, 35_000, 500)
    assert round(figure.percent, 4) == Decimal("0.0657")
    assert round(figure.percent_of_threshold) == 131


def test_without_a_count_of_companies_nothing_is_reached():
    figure = AwardFigure(23, None, 500)
    assert (figure.needed, figure.percent, figure.missing, figure.is_reached) == (None, None, None, False)


def test_scores_with_and_without_weights():
    first = element_result([Scored(Decimal(3), Decimal(4)), Scored(Decimal(1), Decimal(4))], weight=Decimal(30))
    heavy = element_result(
        [Scored(Decimal(4), Decimal(4), Decimal(3)), Scored(Decimal(0), Decimal(4), Decimal(1))], weight=Decimal(70)
    )
    assert (first.percent, heavy.percent) == (50, 75)
    assert total_percent([first, heavy]) == Decimal("67.5")
    assert total_percent([replace(first, weight=None), heavy]) == Decimal("62.5")


def test_no_result_before_every_criterion_was_looked_at():
    half = element_result([Scored(Decimal(3), Decimal(4)), Scored(None, Decimal(4))], weight=None)
    assert (half.percent, half.scored, half.is_complete) == (75, 1, False)
    assert total_percent([half]) is None
    assert total_percent([]) is None
    assert total_percent([element_result([], None)]) is None
