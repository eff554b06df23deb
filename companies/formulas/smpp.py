"""Scores of an SMPP instrument: criteria into elements, elements into one result (domain.md §8.3).

Weights were not laid down in what the office has; an instrument without weights counts every part alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Scored:
    """One criterion: what was given (None: not yet looked at), the most there is, and its weight."""

    score: Decimal | None
    most: Decimal
    weight: Decimal | None = None


@dataclass(frozen=True)
class ElementResult:
    """An element in per cent of what it could reach, over the criteria that were looked at."""

    percent: Decimal | None
    scored: int
    criteria: int
    weight: Decimal | None

    @property
    def is_complete(self) -> bool:
        return self.criteria > 0 and self.scored == self.criteria


def element_result(criteria: Sequence[Scored], weight: Decimal | None) -> ElementResult:
    """Σ score × weight ÷ Σ most × weight; None before the first score."""
    weights = _weights([one.weight for one in criteria])
    looked_at = [(one, own) for one, own in zip(criteria, weights, strict=True) if one.score is not None]
    most = sum((one.most * own for one, own in looked_at), Decimal(0))
    given = sum((one.score * own for one, own in looked_at if one.score is not None), Decimal(0))
    return ElementResult(given / most * HUNDRED if most else None, len(looked_at), len(criteria), weight)


def total_percent(elements: Sequence[ElementResult]) -> Decimal | None:
    """The elements by their weights; None until every criterion of every element was looked at."""
    if not elements or not all(element.is_complete for element in elements):
        return None
    weights = _weights([element.weight for element in elements])
    whole = sum(weights, Decimal(0))
    parts = [(element.percent or Decimal(0)) * own for element, own in zip(elements, weights, strict=True)]
    return sum(parts, Decimal(0)) / whole if whole else None


def _weights(given: Sequence[Decimal | None]) -> list[Decimal]:
    """As given where all are known; otherwise every part counts the same."""
    known = [weight for weight in given if weight is not None]
    return known if len(known) == len(given) else [Decimal(1)] * len(given)
