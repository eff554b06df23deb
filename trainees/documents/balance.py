"""Need against supply against interest, by region and field or sector: where next year's classes belong.

Need, and what was agreed, are of the year that is planned. Supply and interest are of the year before it: the seats
that residents took, and the applications they made. Leavers of vocational schools stand beside them, as TKDV asks.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

from django.db.models import Count, F, QuerySet, Sum

from kaltim_naker.access.scope import Scope
from kaltim_naker.regions.models import KbliSection, Region
from programs.choices import FigureKind, ProposalUnit
from programs.constants import USUAL_SEATS
from programs.models import Field, LabourFigure, Proposal, SkillNeed
from trainees.choices import ApplicationState
from trainees.models import Application, Enrolment

#: What can be told apart beside the region: model, and its name in the programme of a class.
DIMENSIONS = {"field": Field, "sector": KbliSection}

Key = tuple[int, int | None]


@dataclass(frozen=True)
class Balance:
    """People needed, seats taken, applications made, classes agreed (packages) and leavers of schools.

    `gap` is people needed beyond the seats taken, never below zero. It is added up over places: too many welders in
    one region are no cooks in another.
    """

    need: int = 0
    supply: int = 0
    interest: int = 0
    agreed: int = 0
    leavers: int = 0
    gap: int = 0

    @classmethod
    def of_place(cls, **counted: int) -> "Balance":
        return cls(**counted, gap=max(0, counted["need"] - counted["supply"]))

    @property
    def classes(self) -> int:
        """Packages of the usual size that would close the gap."""
        return math.ceil(self.gap / USUAL_SEATS)

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True)
class Place:
    """One region and one field or sector (None where it was not recorded) with its balance."""

    region: Region
    member: Field | KbliSection | None
    balance: Balance


@dataclass(frozen=True)
class Balances:
    """Everything of one year, ready to be summed up in either direction."""

    places: tuple[Place, ...]

    def by_region(self) -> list[tuple[Region, Balance]]:
        return self._sums(lambda place: place.region)

    def by_member(self) -> list[tuple[Field | KbliSection | None, Balance]]:
        return self._sums(lambda place: place.member)

    def whole(self) -> Balance:
        return sum((place.balance for place in self.places), Balance())

    def widest_gaps(self, most: int) -> list[Place]:
        """Where next year's classes belong first."""
        gaps = [place for place in self.places if place.member and place.balance.gap]
        return sorted(gaps, key=lambda place: (-place.balance.gap, place.region.code))[:most]

    def _sums(self, key: Callable[[Place], object]) -> list:
        sums: dict = {}
        for place in self.places:
            sums[key(place)] = sums.get(key(place), Balance()) + place.balance
        return list(sums.items())


def balances_of(year: int, scope: Scope, *, by: str = "field", only: int | None = None) -> Balances:
    """The balances of the year that is planned, for the regions of a scope; `only` narrows to one field or sector.

    A fixed number of queries, whatever there is. Agreed packages and leavers are known by field only.
    """
    homes = {region.pk: region for region in Region.objects.home() if scope.everything or region.pk in scope.regions}
    members = DIMENSIONS[by].objects.in_bulk()
    counted = {
        "need": _sums(SkillNeed.objects.in_year(year), "region", by, Sum("people")),
        "supply": _of_people(Enrolment.objects.taking_a_seat(), year - 1, by),
        "interest": _of_people(Application.objects.exclude(state=ApplicationState.WITHDRAWN), year - 1, by),
    }
    if by == "field":
        packages = Proposal.objects.in_year(year).agreed().filter(unit=ProposalUnit.PACKAGE)
        counted["agreed"] = _sums(packages, "region", by, Sum("agreed_volume"))
        counted["leavers"] = _leavers(year)
    keys = {key for sums in counted.values() for key in sums if key[0] in homes and only in (None, key[1])}
    found = [
        Place(
            homes[region],
            members.get(member),
            Balance.of_place(**{name: int(sums.get((region, member), 0)) for name, sums in counted.items()}),
        )
        for region, member in keys
    ]
    # Every region is shown, the silent ones too.
    silent = [Place(region, None, Balance()) for pk, region in homes.items() if pk not in {key[0] for key in keys}]
    return Balances(tuple(sorted([*found, *silent], key=lambda place: (place.region.code, str(place.member or "")))))


def _sums(rows: QuerySet, region: str, member: str, what: Sum | Count) -> dict[Key, int]:
    grouped = rows.order_by().values_list(region, member).annotate(n=what)
    return {(where, which): n for where, which, n in grouped}


def _of_people(rows: QuerySet, year: int, by: str) -> dict[Key, int]:
    """By where people live and what the class teaches."""
    of_year = rows.filter(training_class__fiscal_year=year)
    named = of_year.annotate(where=F("job_seeker__domicile"), which=F(f"training_class__programme__{by}"))
    return _sums(named, "where", "which", Count("pk"))


def _leavers(year: int) -> dict[Key, int]:
    """The latest figure of each region and field up to the end of the year before."""
    known = LabourFigure.objects.filter(kind=FigureKind.SCHOOL_LEAVERS, as_of__year__lt=year)
    newest = known.order_by("region_id", "field_id", "-as_of").distinct("region_id", "field_id")
    return {(one.region_id, one.field_id): int(one.value) for one in newest}


def sources_of_leavers(year: int) -> Iterable[str]:
    """Where the leavers come from, for the note under the table."""
    known = LabourFigure.objects.filter(kind=FigureKind.SCHOOL_LEAVERS, as_of__year__lt=year)
    return sorted(set(known.values_list("source", flat=True)))
