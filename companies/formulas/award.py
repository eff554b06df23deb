"""The share of companies coached, as an award counts it (domain.md §8.4). Whole numbers: a float would ask for 18."""

from dataclasses import dataclass
from decimal import Decimal

MILLION = 1_000_000


@dataclass(frozen=True)
class AwardFigure:
    """Companies coached of the companies in the territory, against a threshold in parts per million (0.05 % is 500).

    `territory` is None where no count of companies is known: then nothing can be said but how many were coached.
    """

    coached: int
    territory: int | None
    threshold_per_million: int

    @property
    def needed(self) -> int | None:
        """The smallest number of companies that reaches the threshold.

        >>> AwardFigure(0, 34_000, 500).needed, AwardFigure(0, 35_000, 500).needed
        (17, 18)
        """
        if not self.territory:
            return None
        return -(-self.territory * self.threshold_per_million // MILLION)

    @property
    def is_reached(self) -> bool:
        return self.needed is not None and self.coached >= self.needed

    @property
    def missing(self) -> int | None:
        """How many more companies it takes."""
        return None if self.needed is None else max(0, self.needed - self.coached)

    @property
    def percent(self) -> Decimal | None:
        """The share in per cent, unrounded; four decimals are shown."""
        return Decimal(self.coached) / self.territory * 100 if self.territory else None

    @property
    def percent_of_threshold(self) -> Decimal | None:
        """The share against the threshold itself, in per cent."""
        if self.percent is None:
            return None
        return self.percent / threshold_percent(self.threshold_per_million) * 100


def threshold_percent(per_million: int) -> Decimal:
    """500 parts per million are 0.05 per cent."""
    return Decimal(per_million) / 10_000
