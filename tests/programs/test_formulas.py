"""Achievement and predicate: the worked examples of domain.md §9.2, §9.3 and §0.3, and what holds for any figures."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.choices import Direction, LowerFormula
from programs.formulas import Capacity, achievement_percent, capacity_for, classify, round_percent

LOWER = {"direction": Direction.LOWER}
INVERSE = {"direction": Direction.LOWER, "lower_formula": LowerFormula.INVERSE}


@dataclass(frozen=True)
class Step:
    lower: Decimal
    name: str


SCALE = [
    Step(Decimal(91), "Sangat Tinggi"),
    Step(Decimal(76), "Tinggi"),
    Step(Decimal(66), "Sedang"),
    Step(Decimal(51), "Rendah"),
    Step(Decimal(0), "Sangat Rendah"),
]
amounts = st.decimals(min_value=0, max_value=10**6, places=2)
positive = st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2)


@pytest.mark.parametrize(
    ("realised", "target", "rules", "percent"),
    [
        pytest.param(1012, 1100, {}, "92.00", id="third quarter"),
        pytest.param(1012, 1500, {}, "67.47", id="of the year"),
        pytest.param(111, 128, {}, "86.72", id="Bontang, November 2025"),
        pytest.param(Decimal("5.20"), Decimal("5.50"), LOWER, "105.45", id="unemployment, mirrored"),
        pytest.param(Decimal("5.20"), Decimal("5.50"), INVERSE, "105.77", id="unemployment, inverse"),
        pytest.param(Decimal("7.0"), Decimal("5.50"), LOWER, "72.73", id="unemployment missed"),
        pytest.param(12, 5, LOWER, "0.00", id="never below nothing"),
        pytest.param(1, 800, {}, "0.13", id="half up, not to even"),
        pytest.param(0, 0, {}, "100.00", id="nothing promised, nothing there"),
        pytest.param(0, 0, LOWER, "100.00", id="nothing allowed, nothing there"),
        pytest.param(3, 0, LOWER, "0.00", id="nothing allowed, something there"),
    ],
)
def test_worked_examples(realised: Decimal | int, target: Decimal | int, rules: dict[str, str], percent: str) -> None:
    assert round_percent(achievement_percent(realised, target, **rules)) == Decimal(percent)


@pytest.mark.parametrize(
    ("realised", "target", "rules"),
    [
        pytest.param(None, 100, {}, id="no figure"),
        pytest.param(10, None, {}, id="no target"),
        pytest.param(3, 0, {}, id="target 0 exceeded"),
        pytest.param(0, 5, INVERSE, id="inverse of nothing"),
    ],
)
def test_what_cannot_be_said_is_not_zero(realised: int | None, target: int | None, rules: dict[str, str]) -> None:
    assert achievement_percent(realised, target, **rules) is None
    assert round_percent(None) is None
    assert classify(None, SCALE) is None


@pytest.mark.parametrize(
    ("percent", "predicate"),
    [
        ("91", "Sangat Tinggi"),
        ("90.999999", "Tinggi"),
        ("90.99", "Tinggi"),
        ("90.5", "Tinggi"),
        ("76", "Tinggi"),
        ("75.99", "Sedang"),
        ("66", "Sedang"),
        ("65.5", "Rendah"),
        ("51", "Rendah"),
        ("50.01", "Sangat Rendah"),
        ("0", "Sangat Rendah"),
        ("250", "Sangat Tinggi"),
    ],
)
def test_the_printed_intervals_have_no_gaps(percent: str, predicate: str) -> None:
    step = classify(Decimal(percent), SCALE)
    assert step is not None
    assert step.name == predicate


def test_a_value_is_classified_before_it_is_rounded() -> None:
    percent = Decimal("90.996")
    step = classify(percent, SCALE)
    assert round_percent(percent) == Decimal("91.00")
    assert step is not None
    assert step.name == "Tinggi"


def test_the_order_of_the_table_does_not_matter() -> None:
    assert classify(Decimal(80), SCALE[::-1]) == classify(Decimal(80), SCALE)


@pytest.mark.parametrize(
    ("target", "rate", "needed"),
    [
        (500, Decimal(111) / Decimal(128), Capacity(seats_needed=577, classes_needed=37)),
        (1000, Decimal(1), Capacity(seats_needed=1000, classes_needed=63)),
        (500, Decimal(1), Capacity(seats_needed=500, classes_needed=32)),
        (0, Decimal(1), Capacity(seats_needed=0, classes_needed=0)),
    ],
)
def test_how_many_classes_a_target_needs(target: int, rate: Decimal, needed: Capacity) -> None:
    assert capacity_for(target, seats=16, pass_rate=rate) == needed


@pytest.mark.parametrize("rate", [Decimal(0), Decimal("-0.1"), Decimal("1.01")])
def test_what_is_no_pass_rate(rate: Decimal) -> None:
    with pytest.raises(ValueError, match="pass rate"):
        capacity_for(500, seats=16, pass_rate=rate)


@given(target=positive)
def test_the_target_met_is_a_hundred_whichever_way_is_better(target: Decimal) -> None:
    for rules in ({}, LOWER, INVERSE):
        assert round_percent(achievement_percent(target, target, **rules)) == 100


@given(less=amounts, more=amounts, target=positive)
def test_more_is_never_worse_where_higher_is_better_and_never_better_where_lower_is(
    less: Decimal, more: Decimal, target: Decimal
) -> None:
    less, more = sorted((less, more))
    assert achievement_percent(less, target) <= achievement_percent(more, target)  # type: ignore[operator]
    assert achievement_percent(less, target, **LOWER) >= achievement_percent(more, target, **LOWER)  # type: ignore[operator]


@given(realised=amounts, target=positive)
def test_an_achievement_is_never_negative_and_always_has_a_predicate(realised: Decimal, target: Decimal) -> None:
    for rules in ({}, LOWER):
        percent = achievement_percent(realised, target, **rules)
        assert percent is not None
        assert percent >= 0
        assert classify(percent, SCALE) in SCALE


@given(target=st.integers(0, 5000), seats=st.integers(1, 40), passing=st.integers(1, 100))
def test_the_seats_reach_the_target_and_one_less_would_not(target: int, seats: int, passing: int) -> None:
    rate = Decimal(passing) / 100
    needed = capacity_for(target, seats=seats, pass_rate=rate)

    assert needed.seats_needed * rate >= target
    assert target == 0 or (needed.seats_needed - 1) * rate < target
    assert needed.classes_needed * seats >= needed.seats_needed
