"""The board: each check at each place. One query a check, however many places and rows there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import Scope, ScopedQuerySet, scope_of
from kaltim_naker.accounts.models import User
from kaltim_naker.regions.models import Region
from kaltim_naker.reports.quality.checks import CHECKS, GROUP_TITLES, Check, Group, Place
from programs.models import TrainingCentre


@dataclass(frozen=True)
class Cell:
    """How many fall short at a place, of how many. `url` leads to exactly these, for who may see them."""

    count: int
    whole: int
    tolerated: int
    url: str = ""

    @property
    def percent(self) -> Decimal | None:
        """Unrounded; None where there is nothing to look at."""
        return Decimal(self.count) * 100 / self.whole if self.whole else None

    @property
    def is_over(self) -> bool:
        """More than is tolerated; exactly as many is not more."""
        return self.percent is not None and self.percent > self.tolerated


@dataclass(frozen=True)
class Line:
    """A check with all of its places together, and each."""

    check: Check
    together: Cell
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Section:
    title: Promise
    lines: Sequence[Line]


@dataclass(frozen=True)
class Board:
    """Columns are the places of the reader's scope; sections hold the checks that ask something of such places."""

    places: Sequence[TrainingCentre | Region]
    sections: Sequence[Section]

    @property
    def over(self) -> int:
        """Cells of single places beyond what is tolerated."""
        return sum(cell.is_over for section in self.sections for line in section.lines for cell in line.cells)


def board_of(user: User, year: int, place: Place) -> Board:
    """The board of a reader: figures lead to their lists as far as he may open them."""
    places = places_of(scope_of(user, Action.VIEW_DATA_QUALITY), place)
    lines = [_line_of(check, user, year, place, places) for check in CHECKS if place in check.places]
    return _board(places, lines)


def board_in(scope: Scope, year: int, place: Place) -> Board:
    """The board of a scope, for nobody in particular: what a report prints."""
    places = places_of(scope, place)
    lines = [
        _line(check, cast(ScopedQuerySet, check.rows(year)).visible_to(scope), year, place, places)
        for check in CHECKS
        if place in check.places
    ]
    return _board(places, lines)


def _board(places: Sequence[Any], lines: Sequence[Line]) -> Board:
    sections = [Section(GROUP_TITLES[group], [one for one in lines if one.check.group == group]) for group in Group]
    return Board(places, [section for section in sections if section.lines])


def places_of(scope: Scope, place: Place) -> list[Any]:
    """Who works at one centre, or in one region, compares himself with nobody; people come to him from everywhere."""
    if place == Place.CENTRE:
        centres = TrainingCentre.objects.order_by("short_name")
        is_narrow = bool(scope.centres) and not scope.regions
        return list(centres.filter(pk__in=scope.centres) if is_narrow else centres)
    regions = Region.objects.home().order_by("code")
    is_narrow = bool(scope.regions) and not scope.centres
    return list(regions.filter(pk__in=scope.regions) if is_narrow else regions)


def _line_of(check: Check, user: User, year: int, place: Place, places: Sequence[Any]) -> Line:
    is_listed = can(user, check.action)
    scope = scope_of(user, check.action if is_listed else Action.VIEW_DATA_QUALITY)
    rows = cast(ScopedQuerySet, check.rows(year)).visible_to(scope)
    rows = check.narrow(rows, user) if is_listed else rows
    return _line(check, rows, year, place, places, is_listed=is_listed)


def _line(
    check: Check, rows: QuerySet, year: int, place: Place, places: Sequence[Any], *, is_listed: bool = True
) -> Line:
    rows = rows.filter(**{f"{place}__isnull": False})
    counted = {
        key: (count, whole)
        for key, count, whole in rows.order_by()
        .values_list(place.value)
        .annotate(n=Count("pk", filter=check.fault(), distinct=True), whole=Count("pk", distinct=True))
    }
    together = (sum(count for count, _whole in counted.values()), sum(whole for _count, whole in counted.values()))

    def cell(numbers: tuple[int, int], key: int | None = None) -> Cell:
        return Cell(*numbers, check.tolerated, list_url(check, year, place, key) if is_listed and numbers[0] else "")

    return Line(check, cell(together), [cell(counted.get(one.pk, (0, 0)), one.pk) for one in places])


def list_url(check: Check, year: int, place: Place, key: int | None = None) -> str:
    """The list of what falls short at a place, or at all places of this kind."""
    name = place.name.lower()
    query = {"year": year, "by": name} | ({name: key} if key is not None else {})
    return f"{reverse('reports:quality_list', args=[check.key])}?{urlencode(query)}"
