"""The targets of a year as a tree: the whole, its parts in every direction, and whether they make it up."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.models import Issuer
from kaltim_naker.core.periods import ROMAN, Period
from kaltim_naker.regions.models import KbliSection
from kaltim_naker.reports.words import amount
from programs.choices import FundingSource, RevisionState
from programs.models import Indicator, Target, TargetRevision, TrainingCentre
from programs.services import indicators_on


@dataclass(frozen=True)
class TargetCell:
    """A target, or the place where one can be set. `original` where it was revised, `proposed` while a value waits."""

    value: Decimal | None
    url: str
    original: Decimal | None = None
    proposed: Decimal | None = None


@dataclass(frozen=True)
class TargetLine:
    """A year or one quarter: the parts, the whole, and what lies between them."""

    label: str
    parts: tuple[TargetCell, ...]
    whole: TargetCell

    @property
    def set_parts(self) -> list[Decimal]:
        return [cell.value for cell in self.parts if cell.value is not None]

    @property
    def gap(self) -> Decimal | None:
        """What the parts leave of the whole; None while there is nothing to compare."""
        return None if self.whole.value is None or not self.set_parts else self.whole.value - sum(self.set_parts)

    @property
    def sum_in_words(self) -> str:
        """`1.000 + 500 = 1.500`: what the parts make."""
        return f"{' + '.join(amount(part) for part in self.set_parts)} = {amount(sum(self.set_parts))}"


@dataclass(frozen=True)
class Division:
    """The whole year divided in another direction: by region, sector, issuer or funding."""

    label: str | Promise
    names: tuple[str, ...]
    line: TargetLine

    @property
    def rows(self) -> list[tuple[str, TargetCell]]:
        return list(zip(self.names, self.line.parts, strict=True))


@dataclass(frozen=True)
class TargetTree:
    """All targets of one indicator in a year."""

    indicator: Indicator
    centres: tuple[TrainingCentre, ...]
    lines: tuple[TargetLine, ...]
    divisions: tuple[Division, ...]


@dataclass(frozen=True)
class _Direction:
    """One way to divide a target: which column names the part, and what the parts are called."""

    column: str
    label: str | Promise
    names: Callable[[], Mapping[Any, str]]


_DIRECTIONS = (
    _Direction("region", gettext_lazy("Regency or city"), lambda: _names_of_regions()),
    _Direction("sector", gettext_lazy("Sector"), lambda: {one.pk: str(one) for one in KbliSection.objects.all()}),
    _Direction("issuer", gettext_lazy("Issuer"), lambda: {one.code: one.name for one in Issuer.objects.all()}),
    _Direction("funding", gettext_lazy("Funding source"), lambda: dict(FundingSource.choices)),
)
# The parts of a target's place, and the columns that hold them.
_COLUMNS = {
    "quarter": "quarter",
    "centre": "centre_id",
    "region": "region_id",
    "sector": "sector_id",
    "issuer": "issuer",
    "funding": "funding",
}
_PLACE = tuple(_COLUMNS.values())


def _names_of_regions() -> dict[int, str]:
    return {one.region.pk: one.region.name for one in Target.objects.exclude(region=None).select_related("region")}


def target_trees(year: int) -> list[TargetTree]:
    """Every indicator, with or without targets. The number of queries does not grow with the targets."""
    targets = list(Target.objects.filter(year=year))
    open_ones = TargetRevision.objects.filter(target__year=year, state=RevisionState.PROPOSED)
    proposed = dict(open_ones.values_list("target", "value"))
    centres = tuple(TrainingCentre.objects.all())
    names = {direction.column: direction.names() for direction in _DIRECTIONS}
    by_indicator: dict[int, dict[tuple, Target]] = {}
    for target in targets:
        place = tuple(getattr(target, name) for name in _PLACE)
        by_indicator.setdefault(target.indicator_id, {})[place] = target
    return [
        _Tree(indicator, year, by_indicator.get(indicator.pk, {}), proposed, centres, names).build()
        for indicator in indicators_on(Period(year).end)
    ]


@dataclass(frozen=True)
class _Tree:
    """One tree while it is put together."""

    indicator: Indicator
    year: int
    targets: dict[tuple, Target]
    proposed: Mapping[Any, Decimal]
    centres: tuple[TrainingCentre, ...]
    names: Mapping[str, Mapping[Any, str]]

    def build(self) -> TargetTree:
        return TargetTree(
            self.indicator,
            self.centres,
            tuple(self.line(quarter) for quarter in (None, *ROMAN)),
            tuple(division for direction in _DIRECTIONS if (division := self.division(direction))),
        )

    def line(self, quarter: int | None) -> TargetLine:
        label = _("up to quarter %(quarter)s") % {"quarter": ROMAN[quarter]} if quarter else _("whole year")
        parts = tuple(self.cell(quarter=quarter, centre=centre.pk) for centre in self.centres)
        return TargetLine(label, parts, self.cell(quarter=quarter))

    def division(self, direction: _Direction) -> Division | None:
        """None where nothing is set in this direction."""
        members = self.members(direction.column)
        if not members:
            return None
        cells = tuple(self.cell(**{direction.column: member}) for member in members)
        known = self.names[direction.column]
        names = tuple(str(known.get(member, member)) for member in members)
        return Division(direction.label, names, TargetLine(_("whole year"), cells, self.cell()))

    def members(self, column: str) -> Iterable[Any]:
        position = _PLACE.index(_COLUMNS[column])
        yearly = (place for place in self.targets if place[0] is None)
        return sorted({place[position] for place in yearly if place[position] not in (None, "")})

    def cell(self, **place: Any) -> TargetCell:
        found = self.targets.get(
            tuple(
                place.get(name.removesuffix("_id")) or ("" if name in ("issuer", "funding") else None)
                for name in _PLACE
            )
        )
        if found is not None:
            original = found.original if found.is_revised else None
            return TargetCell(found.value, found.get_absolute_url(), original, self.proposed.get(found.pk))
        query = {
            "indicator": self.indicator.pk,
            "year": self.year,
            **{name: part for name, part in place.items() if part},
        }
        return TargetCell(None, f"{reverse('reports:target_set')}?{urlencode(query)}")
