"""Published figures as they are read: the latest of each region, and the index of manpower development (IPK)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kaltim_naker.regions.models import Region
from programs.choices import FigureKind
from programs.formulas import HUNDRED, IpkPart, ipk_index, ipk_points
from programs.models import IpkIndicator, IpkSubIndicator, IpkValue, LabourFigure

#: In the order of the tables of RTKD: supply, demand, balance (domain.md §10).
OF_RTKD = (
    FigureKind.WORKING_AGE,
    FigureKind.LABOUR_FORCE,
    FigureKind.PARTICIPATION,
    FigureKind.EMPLOYED,
    FigureKind.UNEMPLOYED,
    FigureKind.UNEMPLOYMENT,
    FigureKind.PRODUCTIVITY,
)


@dataclass(frozen=True)
class RegionFigures:
    """The latest figures of a region up to a day, by kind; each with its own day and source."""

    region: Region
    figures: dict[str, LabourFigure]

    def value(self, kind: str) -> Decimal | None:
        found = self.figures.get(kind)
        return found.value if found else None

    @property
    def days(self) -> str:
        return ", ".join(sorted({f"{one.as_of:%d/%m/%Y}" for one in self.figures.values()}))

    @property
    def sources(self) -> str:
        return "; ".join(sorted({one.source for one in self.figures.values()}))


def latest_figures(up_to: date) -> list[RegionFigures]:
    """The province, then its regencies and cities, each with the latest figure of every kind but school leavers."""
    newest = LabourFigure.objects.filter(as_of__lte=up_to).exclude(kind=FigureKind.SCHOOL_LEAVERS)
    newest = newest.order_by("region_id", "kind", "-as_of").distinct("region_id", "kind")
    found: dict[int, dict[str, LabourFigure]] = {}
    for one in newest:
        found.setdefault(one.region_id, {})[one.kind] = one
    return [RegionFigures(region, found.get(region.pk, {})) for region in Region.objects.home_and_province()]


# --- IPK -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class IpkLine:
    """A sub-indicator with its value of the year; without a value there are no points."""

    part: IpkSubIndicator
    value: IpkValue | None

    @property
    def points(self) -> Decimal | None:
        return ipk_points(_arithmetic(self.part, self.value.value)) if self.value else None


@dataclass(frozen=True)
class IpkMain:
    """A main indicator with its sub-indicators; its weight is the sum of theirs."""

    indicator: IpkIndicator
    lines: tuple[IpkLine, ...]

    @property
    def weight(self) -> Decimal | None:
        return sum((line.part.weight for line in self.lines), Decimal(0)) if self.lines else None


@dataclass(frozen=True)
class Ipk:
    """The nine main indicators of a year. `index` is None while weights or values are missing."""

    year: int
    mains: tuple[IpkMain, ...]

    @property
    def lines(self) -> list[IpkLine]:
        return [line for main in self.mains for line in main.lines]

    @property
    def weight(self) -> Decimal:
        return sum((line.part.weight for line in self.lines), Decimal(0))

    @property
    def is_weighted(self) -> bool:
        return self.weight == HUNDRED

    @property
    def without_value(self) -> int:
        return sum(line.value is None for line in self.lines)

    @property
    def index(self) -> Decimal | None:
        if self.without_value:
            return None
        return ipk_index([_arithmetic(line.part, line.value.value) for line in self.lines if line.value])


def ipk_of(year: int) -> Ipk:
    """The IPK of a year from what the office has entered; sub-indicators and weights are never invented."""
    parts: dict[int, list[IpkSubIndicator]] = {}
    for part in IpkSubIndicator.objects.order_by("indicator", "name"):
        parts.setdefault(part.indicator_id, []).append(part)
    values = {one.part_id: one for one in IpkValue.objects.filter(year=year)}
    return Ipk(year, tuple(_main(one, parts.get(one.pk, ()), values) for one in IpkIndicator.objects.all()))


def _main(indicator: IpkIndicator, parts: Iterable[IpkSubIndicator], values: dict) -> IpkMain:
    return IpkMain(indicator, tuple(IpkLine(part, values.get(part.pk)) for part in parts))


def _arithmetic(part: IpkSubIndicator, value: Decimal) -> IpkPart:
    return IpkPart(part.weight, part.minimum, part.maximum, value, part.direction)
