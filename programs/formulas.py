"""Achievement in per cent, and its predicate (domain.md §9.2, §9.3). Pure arithmetic on Decimals.

A missing value is None and stays None: it is shown as “—” and left out of averages, never counted as zero.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

from programs.choices import Direction, LowerFormula

HUNDRED = Decimal(100)


class Band(Protocol):
    """A step of a predicate scale, known by its lower bound (included)."""

    lower: Decimal


B = TypeVar("B", bound=Band)


def achievement_percent(
    realised: Decimal | int | None,
    target: Decimal | int | None,
    *,
    direction: str = Direction.HIGHER,
    lower_formula: str = LowerFormula.MIRRORED,
) -> Decimal | None:
    """Achievement in per cent, unrounded; None where it cannot be said (no figure, no target, target 0 exceeded).

    >>> achievement_percent(1012, 1100)
    Decimal('92')
    """
    if realised is None or target is None:
        return None
    realised, target = Decimal(realised), Decimal(target)
    if target == 0:
        return _against_zero(realised, direction)
    if direction == Direction.HIGHER:
        return realised / target * HUNDRED
    if lower_formula == LowerFormula.INVERSE:
        return target / realised * HUNDRED if realised else None
    return max((2 * target - realised) / target * HUNDRED, Decimal(0))


def _against_zero(realised: Decimal, direction: str) -> Decimal | None:
    """Target 0: nothing promised and nothing there is 100 %; otherwise it is undefined, or 0 % where less is better."""
    if realised == 0:
        return HUNDRED
    return None if direction == Direction.HIGHER else Decimal(0)


def round_percent(value: Decimal | None) -> Decimal | None:
    """Half up to two decimals, as the office rounds; for display only, never before classifying."""
    return None if value is None else value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def classify(percent: Decimal | None, bands: Sequence[B]) -> B | None:
    """The band whose lower bound the unrounded value reaches: 90.99 is “high”, not “very high”."""
    if percent is None:
        return None
    reached = [band for band in bands if band.lower <= percent]
    return max(reached, key=lambda band: band.lower, default=None)


@dataclass(frozen=True)
class Capacity:
    """How many classes a target needs (domain.md §0.3)."""

    seats_needed: int
    classes_needed: int


def capacity_for(target: int, *, seats: int, pass_rate: Decimal) -> Capacity:
    """Seats and classes that a target needs at a measured pass rate (0 < rate ≤ 1).

    >>> capacity_for(500, seats=16, pass_rate=Decimal(111) / Decimal(128))
    Capacity(seats_needed=577, classes_needed=37)
    """
    if not 0 < pass_rate <= 1:
        raise ValueError(f"a pass rate lies above 0 and at most at 1, not at {pass_rate}")
    needed = math.ceil(Decimal(target) / pass_rate)
    return Capacity(seats_needed=needed, classes_needed=math.ceil(needed / seats))
