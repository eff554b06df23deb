"""Any figure by up to two dimensions: cells, the total of each row and column, and the whole.

Distinct counts do not add up, so each grain is counted by its own query: four for a measure (cells, rows, columns, the
whole), eight for a ratio, however many members there are. Where parts exceed their whole, the matrix says by how many.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from certifications.models import Issuer
from kaltim_naker.access.scope import Scope
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.dimensions import AXES, Axis
from kaltim_naker.reports.links import records_url
from programs.formulas import achievement_percent
from programs.measures import UNKNOWN, Dimension, Figure, Measure, Progress, Ratio, counted_in_several, progress_grid
from programs.models import Indicator, Target

Key = tuple[Any, ...]
_NOTHING = Progress(0, 0)


@dataclass(frozen=True)
class Question:
    """What is asked: which figure, of when, for whom, divided by what and narrowed to what."""

    counted: Measure | Ratio
    period: Period
    scope: Scope
    axes: tuple[Axis, ...]
    members: Mapping[str, Any] = field(default_factory=dict)
    #: Counted since January; else only who is new in the quarter.
    whole_year: bool = True
    #: Whose targets stand beside the figures.
    indicator: Indicator | None = None


@dataclass(frozen=True)
class Count:
    """One count with the way to its records."""

    value: int
    url: str


@dataclass(frozen=True)
class Cell:
    """A figure of the matrix: a count, or the two counts of a ratio. `excess`: by how many its parts exceed it."""

    counts: tuple[Count, ...]
    target: Decimal | None = None
    percent: Decimal | None = None
    excess: int = 0

    @property
    def is_ratio(self) -> bool:
        return len(self.counts) == 2

    @property
    def value(self) -> Decimal | int | None:
        """The count; of a ratio the per cent, unrounded, None without a denominator."""
        above = self.counts[0].value
        if not self.is_ratio:
            return above
        return Decimal(above) / self.counts[1].value * 100 if self.counts[1].value else None


@dataclass(frozen=True)
class Line:
    """A row: its name, its cells, its total."""

    name: str
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class Matrix:
    """`columns` is empty where the figure is divided by one dimension only."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    totals: tuple[Cell, ...]
    whole: Cell
    #: For each axis: its name, how many subjects are counted at more than one member, and the excess of the parts.
    overlaps: tuple[tuple[Axis, int, int], ...]

    @property
    def has_targets(self) -> bool:
        """Whether rows have targets, so that two columns are of use."""
        return any(line.total.target is not None for line in self.lines)

    @property
    def has_column_targets(self) -> bool:
        """Whether a line of targets below says what no column does."""
        whole = self.whole.target is not None and not self.has_targets
        return whole or any(cell.target is not None for cell in self.totals)


def matrix_of(question: Question) -> Matrix:
    """The whole matrix; the number of queries does not depend on its size."""
    return _Builder(question).build()


class _Builder:
    """One matrix while it is put together."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.measures = _measures_of(question.counted)
        self.grains = [{axes: self._grain(measure, axes) for axes in self._wanted()} for measure in self.measures]
        self.targets = Targets.of(question)

    def _wanted(self) -> list[tuple[Axis, ...]]:
        axes = self.question.axes
        return [(), *dict.fromkeys([*((axis,) for axis in axes), axes])]

    def _grain(self, measure: Measure | Figure, axes: tuple[Axis, ...]) -> dict[Key, int]:
        question = self.question
        if isinstance(measure, Figure):
            return {}
        dimensions = [axis.dimension for axis in axes]
        found = progress_grid(measure, question.period, question.scope, dimensions, **question.members)
        return {key: one.cumulative if question.whole_year else one.in_period for key, one in found.items()}

    def build(self) -> Matrix:
        axes = self.question.axes
        rows = self.members(axes[0])
        columns = self.members(axes[1]) if len(axes) > 1 else {}
        lines = tuple(
            Line(name, tuple(self.cell((row, column)) for column in columns), self.total(0, row))
            for row, name in rows.items()
        )
        totals = tuple(self.total(1, column) for column in columns)
        return Matrix(tuple(columns.values()), lines, totals, self.whole(), tuple(self.overlaps()))

    def members(self, axis: Axis) -> dict[Any, str]:
        """Members that are counted or promised, in reading order; of a closed list all of them."""
        counted = {key[0] for grain in self.grains for key, n in grain[(axis,)].items() if n}
        shown = {
            key: name
            for key, name in axis.members().items()
            if key in counted or self.targets.promises(axis, key) or (axis.is_closed and self._lies_within(axis, key))
        }
        strange = sorted(counted - shown.keys() - {None}, key=str)
        return {**shown, **{key: str(key) for key in strange}, **({None: _("not recorded")} if None in counted else {})}

    def _lies_within(self, axis: Axis, key: Any) -> bool:
        """No month beyond the period, no other centre than the reader's own, no empty line for other provinces."""
        question = self.question
        if axis.name in question.members:
            return key == question.members[axis.name]
        if axis.dimension == Dimension.MONTH:
            first = 1 if question.whole_year else question.period.start.month
            return first <= key <= question.period.end.month
        if axis.dimension == Dimension.CENTRE:
            return question.scope.everything or not question.scope.centres or key in question.scope.centres
        return bool(key)

    def cell(self, key: Key) -> Cell:
        return self._cell(self.question.axes, key)

    def total(self, place: int, member: Any) -> Cell:
        axis = self.question.axes[place]
        parts = [n for key, n in self._cells().items() if key[place] == member] if len(self.question.axes) > 1 else []
        return self._cell((axis,), (member,), parts)

    def whole(self) -> Cell:
        return self._cell((), (), self.grains[0][(self.question.axes[0],)].values())

    def _cells(self) -> dict[Key, int]:
        return self.grains[0][self.question.axes]

    def _cell(self, axes: tuple[Axis, ...], key: Key, parts: Iterable[int] = ()) -> Cell:
        place = {axis.name: UNKNOWN if member is None else member for axis, member in zip(axes, key, strict=True)}
        counts = tuple(
            Count(grain[axes].get(key, 0), self._url(measure, place))
            for measure, grain in zip(self.measures, self.grains, strict=True)
        )
        excess = max(0, sum(parts) - counts[0].value) if len(counts) == 1 else 0
        plain = Cell(counts, excess=excess)
        target, percent = self.targets.beside({**self.question.members, **place}, plain.value)
        return Cell(counts, target, percent, excess)

    def _url(self, measure: Measure | Figure, place: Mapping[str, Any]) -> str:
        question = self.question
        if isinstance(measure, Figure):
            return ""
        return records_url(
            measure.key, question.period, whole_year=question.whole_year, **{**question.members, **place}
        )

    def overlaps(self) -> Iterable[tuple[Axis, int, int]]:
        """Only of counts since January: who is new in a quarter at one place may be old at another."""
        question = self.question
        if isinstance(question.counted, Ratio) or not question.whole_year:
            return
        for axis in question.axes:
            excess = sum(self.grains[0][(axis,)].values()) - self.grains[0][()].get((), 0)
            if excess > 0:
                several = counted_in_several(
                    question.counted, question.period, question.scope, axis.dimension, **question.members
                )
                yield axis, several, excess


def _measures_of(counted: Measure | Ratio) -> Sequence[Measure | Figure]:
    return (counted.numerator, counted.denominator) if isinstance(counted, Ratio) else (counted,)


@dataclass(frozen=True)
class Targets:
    """The targets of one indicator and year by the part that they are for: `{("centre_id", 3)}`, quarter → value."""

    question: Question
    values: Mapping[frozenset[tuple[str, Any]], Mapping[int | None, Decimal]]

    @classmethod
    def of(cls, question: Question) -> "Targets":
        if question.indicator is None or not question.whole_year:
            return cls(question, {})
        codes = dict(Issuer.objects.values_list("code", "pk"))
        found: dict[frozenset[tuple[str, Any]], dict[int | None, Decimal]] = {}
        columns = ("centre_id", "region_id", "sector_id", "issuer", "funding")
        targets = Target.objects.in_force(question.period.year).filter(indicator=question.indicator.pk)
        for target in targets:
            named = {name: getattr(target, name) for name in columns if getattr(target, name)}
            if "issuer" in named:
                named["issuer"] = codes.get(named["issuer"])
            found.setdefault(frozenset(named.items()), {})[target.quarter] = target.value
        return cls(question, found)

    def promises(self, axis: Axis, member: Any) -> bool:
        """Whether any target names this member."""
        return bool(axis.target) and (axis.target, member) in self._named

    @cached_property
    def _named(self) -> Collection[tuple[str, Any]]:
        return {one for place in self.values for one in place}

    def beside(self, place: Mapping[str, Any], value: Decimal | int | None) -> tuple[Decimal | None, Decimal | None]:
        """The target of a part and the achievement in per cent; None where nothing was promised for this part."""
        target = self._of(place)
        indicator = self.question.indicator
        if indicator is None or target is None:
            return None, None
        formula = {"direction": indicator.direction, "lower_formula": indicator.lower_formula}
        return target, achievement_percent(value, target, **formula)

    def _of(self, place: Mapping[str, Any]) -> Decimal | None:
        """Up to the quarter where one is set, else of the year. A part of a dimension without targets has none."""
        columns = {AXES[name].target: member for name, member in place.items()}
        scope = self.question.scope
        if not scope.everything and not scope.regions and len(scope.centres) == 1:
            # Within one centre, the centre is the whole.
            columns.setdefault("centre_id", next(iter(scope.centres)))
        if "" in columns or not (scope.everything or columns.get("centre_id") in scope.centres):
            return None
        values = self.values.get(frozenset(columns.items()), {})
        quarterly = values.get(None if self.question.period.is_year else self.question.period.closing_quarter)
        return values.get(None) if quarterly is None else quarterly
