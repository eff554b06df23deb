"""The dimensions of figures in words: how a page, an address and a workbook name what a figure is divided by."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.models import Issuer, Scheme
from kaltim_naker.regions.models import KbliSection, Region
from programs.choices import FundingSource
from programs.measures import OUTSIDE, UNKNOWN, Dimension, Figure, Measure, Ratio, dimensions_of
from programs.models import Field, TrainingCentre
from trainees.choices import AgeGroup, Education, Sex


@dataclass(frozen=True)
class Axis:
    """A dimension with its words. `members` gives key → name in reading order; it may ask the database.

    `is_closed`: each member has its line even where nothing is counted. `target` is the column of targets that name a
    member.
    """

    dimension: Dimension
    label: str | Promise
    members: Callable[[], Mapping[Any, str]]
    is_closed: bool = False
    target: str = ""

    @property
    def name(self) -> str:
        """As the address says it, and as `programs.measures` takes it."""
        return self.dimension.name.lower()

    def choices(self) -> list[tuple[str, str]]:
        return [*((str(key), name) for key, name in self.members().items()), (UNKNOWN, _("not recorded"))]

    def key_of(self, text: str) -> Any:
        """The member that an address names; None for one that does not exist."""
        return next((key for key in (*self.members(), UNKNOWN) if str(key) == text), None)


def _regions() -> dict[Any, str]:
    home = {region.pk: region.name for region in Region.objects.home()}
    return {**home, OUTSIDE: _("Outside the province")}


AXES: dict[str, Axis] = {
    axis.name: axis
    for axis in (
        Axis(
            Dimension.CENTRE,
            gettext_lazy("Training centre"),
            lambda: {one.pk: one.short_name for one in TrainingCentre.objects.all()},
            is_closed=True,
            target="centre_id",
        ),
        Axis(Dimension.REGION, gettext_lazy("Regency or city"), _regions, is_closed=True, target="region_id"),
        Axis(
            Dimension.FIELD,
            gettext_lazy("Field of training"),
            lambda: {field.pk: field.name for field in Field.objects.all()},
        ),
        Axis(
            Dimension.SECTOR,
            gettext_lazy("Sector"),
            lambda: {one.pk: str(one) for one in KbliSection.objects.all()},
            target="sector_id",
        ),
        Axis(
            Dimension.ISSUER,
            gettext_lazy("Issuer"),
            lambda: {one.pk: one.short_name for one in Issuer.objects.all()},
            target="issuer",
        ),
        Axis(Dimension.SCHEME, gettext_lazy("Scheme"), lambda: {one.pk: one.title for one in Scheme.objects.all()}),
        Axis(
            Dimension.FUNDING,
            gettext_lazy("Funding source"),
            lambda: {one.value: str(one.label) for one in FundingSource},
            target="funding",
        ),
        Axis(
            Dimension.SEX,
            gettext_lazy("Sex"),
            lambda: {one.value: capfirst(str(one.label)) for one in Sex},
            is_closed=True,
        ),
        Axis(Dimension.AGE, gettext_lazy("Age group"), lambda: {one.value: str(one.label) for one in AgeGroup}),
        Axis(Dimension.EDUCATION, gettext_lazy("Education"), lambda: {one.value: str(one.label) for one in Education}),
        Axis(
            Dimension.MONTH,
            gettext_lazy("Month"),
            lambda: {month: capfirst(str(name)) for month, name in MONTHS.items()},
            is_closed=True,
        ),
    )
}


def axes_of(counted: Measure | Ratio) -> list[Axis]:
    """What a figure can be divided by; a ratio by what both its parts know. A published figure has no parts."""
    known = _known(counted.numerator) & _known(counted.denominator) if isinstance(counted, Ratio) else _known(counted)
    return [axis for axis in AXES.values() if axis.dimension in known]


def _known(counted: Measure | Figure) -> Collection[Dimension]:
    return set() if isinstance(counted, Figure) else set(dimensions_of(counted))


def members_named(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What an address narrows a figure to, as `programs.measures` takes it: only the axes that it names."""
    return {name: key for name, axis in AXES.items() if (key := axis.key_of(str(chosen.get(name) or ""))) is not None}
