"""Achievement and its predicate (domain.md §9.2, §9.3), capacity, plausible figures, the IPK. Pure Decimal arithmetic.

A missing value is None and stays None: it is shown as “—” and left out of averages, never counted as zero.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from programs.choices import Direction, FigureKind, LowerFormula
from programs.constants import JUMP, RATE_TOLERANCE, RATES, SUM_TOLERANCE

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


def contradictions(figures: Mapping[str, Decimal]) -> list[tuple[str, str]]:
    """Where figures of one region and day do not fit together (domain.md §6.3): the figure, and what is wrong.

    Counts may differ by rounding (`SUM_TOLERANCE` of the labour force), rates by `RATE_TOLERANCE` points.
    """
    found: list[tuple[str, str]] = [
        (kind, _("A rate lies between 0 and 100 per cent, not at %(value)s.") % {"value": figures[kind]})
        for kind in RATES
        if kind in figures and not 0 <= figures[kind] <= HUNDRED
    ]
    labour_force, working_age = figures.get(FigureKind.LABOUR_FORCE), figures.get(FigureKind.WORKING_AGE)
    employed, unemployed = figures.get(FigureKind.EMPLOYED), figures.get(FigureKind.UNEMPLOYED)
    if labour_force is not None and employed is not None and unemployed is not None:
        gap = employed + unemployed - labour_force
        if abs(gap) > labour_force * SUM_TOLERANCE:
            message = _("Employed and unemployed together make %(sum)s, the labour force is %(whole)s.")
            words = {"sum": f"{employed + unemployed:f}", "whole": f"{labour_force:f}"}
            found.append((FigureKind.LABOUR_FORCE, message % words))
    if labour_force is not None and working_age is not None and labour_force > working_age:
        found.append((FigureKind.LABOUR_FORCE, _("The labour force is larger than the population of working age.")))
    found += _rate_off(figures, FigureKind.UNEMPLOYMENT, unemployed, labour_force)
    found += _rate_off(figures, FigureKind.PARTICIPATION, labour_force, working_age)
    return found


def _rate_off(
    figures: Mapping[str, Decimal], kind: str, part: Decimal | None, whole: Decimal | None
) -> list[tuple[str, str]]:
    stated = figures.get(kind)
    if stated is None or part is None or not whole:
        return []
    counted = part / whole * HUNDRED
    if abs(counted - stated) <= RATE_TOLERANCE:
        return []
    message = _("%(stated)s per cent does not follow from the counts, which give %(counted)s per cent.")
    return [(kind, message % {"stated": f"{stated:f}", "counted": f"{round_percent(counted)}"})]


def has_jumped(before: Decimal, value: Decimal) -> bool:
    """Whether a figure moved by more than `JUMP` of what it was; from zero every move is a jump."""
    if before == 0:
        return value != 0
    return abs(value - before) / before > JUMP


@dataclass(frozen=True)
class IpkPart:
    """A sub-indicator of the IPK with its value; weight in per cent of the whole index."""

    weight: Decimal
    minimum: Decimal
    maximum: Decimal
    value: Decimal
    direction: str = Direction.HIGHER


def ipk_points(part: IpkPart) -> Decimal:
    """Min-max on 0 … 100, turned round where less is better; outside the bounds it stays at their end (domain.md §10).

    >>> ipk_points(IpkPart(Decimal(100), Decimal(0), Decimal(50), Decimal(10)))
    Decimal('20')
    """
    distance = part.maximum - part.value if part.direction == Direction.LOWER else part.value - part.minimum
    points = distance / (part.maximum - part.minimum) * HUNDRED
    return min(max(points, Decimal(0)), HUNDRED)


def ipk_index(parts: Sequence[IpkPart]) -> Decimal | None:
    """The index, unrounded; None unless the weights together make exactly 100."""
    if sum((part.weight for part in parts), Decimal(0)) != HUNDRED:
        return None
    return sum((part.weight * ipk_points(part) for part in parts), Decimal(0)) / HUNDRED
