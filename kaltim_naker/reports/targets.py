"""The targets of a year as a tree: the province, its centres, and whether the parts make up the whole."""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kaltim_naker.core.periods import ROMAN
from kaltim_naker.reports.achievement import targets_of
from kaltim_naker.reports.words import amount
from programs.models import Indicator, TrainingCentre


@dataclass(frozen=True)
class TargetCell:
    """A target, or the place where one can be set."""

    value: Decimal | None
    url: str


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
class TargetTree:
    """All targets of one indicator in a year."""

    indicator: Indicator
    centres: tuple[TrainingCentre, ...]
    lines: tuple[TargetLine, ...]


def target_trees(year: int) -> list[TargetTree]:
    """Every indicator, with or without targets, in three queries."""
    targets = targets_of(year)
    centres = tuple(TrainingCentre.objects.all())

    def cell(indicator: Indicator, quarter: int | None, centre: TrainingCentre | None) -> TargetCell:
        query = {
            "indicator": indicator.pk,
            "year": year,
            "quarter": quarter or "",
            "centre": centre.pk if centre else "",
        }
        value = targets.get((indicator.pk, quarter, centre.pk if centre else None))
        return TargetCell(value, f"{reverse('reports:target_set')}?{urlencode(query)}")

    def line(indicator: Indicator, quarter: int | None) -> TargetLine:
        label = _("up to quarter %(quarter)s") % {"quarter": ROMAN[quarter]} if quarter else _("whole year")
        parts = tuple(cell(indicator, quarter, centre) for centre in centres)
        return TargetLine(label, parts, cell(indicator, quarter, None))

    return [
        TargetTree(indicator, centres, tuple(line(indicator, quarter) for quarter in (None, *ROMAN)))
        for indicator in Indicator.objects.all()
    ]
