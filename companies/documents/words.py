"""Figures of productivity in the words of the reader, for page and paper alike."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from companies.choices.productivity import RatioUnit
from companies.documents.productivity import RatioLine
from companies.formulas.productivity import RatioRule
from kaltim_naker.ui.formatting import DASH, number, percent, rupiah

#: Ratios that tell an amount of the company.
IN_MONEY = frozenset({RatioUnit.RUPIAH_PER_WORKER, RatioUnit.RUPIAH_PER_HOUR})


def ratio_text(rule: RatioRule, value: Decimal | None) -> str:
    """A ratio in its unit: `Rp75.000.000`, `2,50`, `40,00 %`."""
    if value is None:
        return DASH
    if rule.unit in IN_MONEY:
        return rupiah(value)
    return percent(value) if rule.unit == RatioUnit.PERCENT else number(value, 2)


def growth_text(value: Decimal | None) -> str:
    """With its sign: `+7,14 %`; what rounds to nothing has none."""
    if value is None:
        return DASH
    rounded = round(value, 2)
    return f"{'+' if rounded > 0 else ''}{percent(rounded if rounded else Decimal(0))}"


class RatioWords(NamedTuple):
    """A ratio with its formula, in words."""

    rule: RatioRule
    before: str
    value: str
    growth: str


def words_of(lines: Iterable[RatioLine], *, with_money: bool = True) -> list[RatioWords]:
    """Ratios that tell an amount are left out for readers who may not see one."""
    return [
        RatioWords(
            line.rule, ratio_text(line.rule, line.before), ratio_text(line.rule, line.value), growth_text(line.growth)
        )
        for line in lines
        if with_money or line.rule.unit not in IN_MONEY
    ]
