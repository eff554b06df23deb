"""What a quarter came to: counted once from the lists of the measures, and kept with those lists.

One query for each measure gives all of its records; the figures of the province and of every centre, their breakdowns
and fingerprints are made of these lists. A test holds them against what the measures count by themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import override

from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.core import canonical
from kaltim_naker.core.periods import Period
from programs.formulas import achievement_percent
from programs.measures import (
    Dimension,
    Division,
    Figure,
    Measure,
    Ratio,
    Slice,
    dimensions_of,
    find_ratio,
    get_measure,
    records_in,
)
from programs.models import ClosedFigure, ClosedMember, Indicator, IndicatorVersion, ReportingPeriod, Target
from programs.services.indicators import counted_on

_BATCH = 2000


@dataclass(frozen=True)
class Listed:
    """A record in a list: what is counted once, on which day, and its keys in the dimensions. No name."""

    record: str
    subject: str
    occurred_on: date
    facts: Mapping[str, Any]

    def as_data(self) -> list[Any]:
        return [self.record, self.subject, self.occurred_on.isoformat(), dict(self.facts)]

    @classmethod
    def from_member(cls, member: ClosedMember) -> "Listed":
        return cls(member.record, member.subject, member.occurred_on, member.facts)


def list_records(measure: Measure, period: Period, names: Sequence[str]) -> list[Listed]:
    """Every record that the measure counts from January to the end of the period, whoever's it is; one query."""
    rows = records_in(measure, Slice.up_to(period), EVERYTHING).order_by()
    return [
        Listed(str(record), str(subject), day, {name: _plain(key) for name, key in zip(names, keys, strict=True)})
        for record, subject, day, *keys in rows.values_list("pk", "subject", "occurred_on", *names)
    ]


def _plain(key: Any) -> Any:
    """A key as JSON has it."""
    return key if key is None or isinstance(key, int | str) else str(key)


def at_place(rows: Iterable[Listed], centre: int | None) -> list[Listed]:
    """The part of a list that belongs to a centre; all of it for the province."""
    return [row for row in rows if centre is None or row.facts.get(Dimension.CENTRE) == centre]


def fingerprint_of(rows: Iterable[Listed]) -> str:
    """SHA-256 of a list, in whatever order it came."""
    return canonical.fingerprint(sorted((row.as_data() for row in rows), key=lambda data: data[0]))


@dataclass(frozen=True)
class Tally:
    """Distinct subjects of a list: since January, and those whose first record of the year lies in the quarter."""

    in_period: int
    cumulative: int

    @classmethod
    def of(cls, rows: Sequence[Listed], start: date, *, is_position: bool) -> "Tally":
        """As `measures.progress` counts: nothing of a position belongs to the quarter alone."""
        everybody = {row.subject for row in rows}
        if is_position:
            return cls(len(everybody), len(everybody))
        before = {row.subject for row in rows if row.occurred_on < start}
        return cls(len(everybody - before), len(everybody))


@dataclass(frozen=True)
class Count:
    """An indicator at one place, out of the lists; of a ratio with what it divides."""

    in_period: int | None
    value: Decimal | None
    numerator: int | None
    denominator: int | None
    breakdown: dict[str, list[list[Any]]]
    members: tuple[Listed, ...]
    members_sha256: str

    @property
    def subjects(self) -> int:
        return len({row.subject for row in self.members})


class Recount:
    """The lists of a quarter, each read once, and what they come to.

    `kept` names the dimensions of a measure; without it, those of today. What was closed before somebody thought of a
    dimension is compared without it.
    """

    def __init__(self, period: Period, kept: Mapping[str, Sequence[str]] | None = None) -> None:
        self.period = period
        self._kept = kept or {}
        self._lists: dict[str, Sequence[Listed]] = {}

    def names_of(self, measure: Measure) -> Sequence[str]:
        return self._kept.get(measure.key) or [dimension.value for dimension in dimensions_of(measure)]

    def list_of(self, measure: Measure) -> Sequence[Listed]:
        if measure.key not in self._lists:
            self._lists[measure.key] = list_records(measure, self.period, self.names_of(measure))
        return self._lists[measure.key]

    def count(self, key: str, centre: int | None) -> Count:
        """What a measure or a ratio comes to at one place."""
        ratio = find_ratio(key)
        return self._count_ratio(ratio, centre) if ratio else self._count_measure(get_measure(key), centre)

    def _count_measure(self, measure: Measure, centre: int | None) -> Count:
        rows = at_place(self.list_of(measure), centre)
        tally = self._tally(measure, rows)
        breakdown = {
            name: [[key, part.in_period, part.cumulative] for key, part in self._parts(measure, rows, name)]
            for name in self.names_of(measure)
        }
        whole = Decimal(tally.cumulative)
        return Count(tally.in_period, whole, None, None, breakdown, tuple(rows), fingerprint_of(rows))

    def _count_ratio(self, ratio: Ratio, centre: int | None) -> Count:
        above, below = at_place(self.list_of(ratio.numerator), centre), self._below(ratio, centre)
        divided = Division(self._tally(ratio.numerator, above).cumulative, self._denominator(ratio, centre, below))
        names = self.names_of(ratio.numerator)
        breakdown = {name: self._divided(ratio, above, below, name) for name in names}
        print_ = canonical.fingerprint([fingerprint_of(above), fingerprint_of(below), divided.denominator])
        return Count(None, divided.percent, divided.numerator, divided.denominator, breakdown, tuple(above), print_)

    def _below(self, ratio: Ratio, centre: int | None) -> list[Listed]:
        """The list behind the denominator; a published figure has none."""
        below = ratio.denominator
        return [] if isinstance(below, Figure) else at_place(self.list_of(below), centre)

    def _denominator(self, ratio: Ratio, centre: int | None, rows: Sequence[Listed]) -> int | None:
        """A published figure is one for the whole: no centre has a share of it."""
        below = ratio.denominator
        if not isinstance(below, Figure):
            return self._tally(below, rows).cumulative
        return below.value(Slice.up_to(self.period), EVERYTHING) if centre is None else None

    def _divided(self, ratio: Ratio, above: Sequence[Listed], below: Sequence[Listed], name: str) -> list[list[Any]]:
        over = {key: part.cumulative for key, part in self._parts(ratio.numerator, above, name)}
        if isinstance(ratio.denominator, Figure):
            return [[key, n, None] for key, n in over.items()]
        under = {key: part.cumulative for key, part in self._parts(ratio.denominator, below, name)}
        return [[key, over.get(key, 0), under.get(key)] for key in sorted(over | under, key=_in_order)]

    def _parts(self, measure: Measure, rows: Sequence[Listed], name: str) -> list[tuple[Any, Tally]]:
        """The list cut by the members of a dimension, always in the same order."""
        parts: dict[Any, list[Listed]] = defaultdict(list)
        for row in rows:
            parts[row.facts.get(name)].append(row)
        return [(key, self._tally(measure, parts[key])) for key in sorted(parts, key=_in_order)]

    def _tally(self, measure: Measure, rows: Sequence[Listed]) -> Tally:
        return Tally.of(rows, self.period.start, is_position=measure.is_position)

    @cached_property
    def targets(self) -> dict[tuple[int, int | None, int | None], Decimal | None]:
        """(indicator, quarter, centre) → value: quarter None is the year, centre None the province."""
        found = Target.objects.in_force(self.period.year).undivided()
        return {(one.indicator_id, one.quarter, one.centre_id): one.value for one in found}


def _in_order(key: Any) -> tuple[bool, str]:
    """Members that are not known come last."""
    return key is None, str(key)


def freeze(period: Period, units: Sequence[ReportingPeriod]) -> list[ClosedFigure]:
    """Keep every counted indicator of a quarter at every place, and the lists behind them.

    The rule is the one in force on the last day of the quarter. The number of queries does not grow with the people.
    """
    recount = Recount(period)
    versions = _versions_on(period.end)
    indicators = list(counted_on(period.end))
    figures = [
        _figure(recount, indicator, versions.get(indicator.pk), unit) for indicator in indicators for unit in units
    ]
    ClosedFigure.objects.bulk_create(figures, batch_size=_BATCH)
    ClosedMember.objects.bulk_create(_members(recount, indicators, units), batch_size=_BATCH)
    return figures


def _versions_on(day: date) -> dict[int, IndicatorVersion]:
    """Indicator → the version of its rule in force on a day, where it has had more than the first."""
    ordered = IndicatorVersion.objects.filter(valid_from__lte=day).order_by("valid_from")
    return {version.indicator_id: version for version in ordered}


def _figure(
    recount: Recount, indicator: Indicator, version: IndicatorVersion | None, unit: ReportingPeriod
) -> ClosedFigure:
    count = recount.count(indicator.measure, unit.centre_id)
    year = recount.targets.get((indicator.pk, None, unit.centre_id))
    to_date = recount.targets.get((indicator.pk, unit.quarter, unit.centre_id))
    target = year if to_date is None else to_date
    percent = achievement_percent(
        count.value, target, direction=indicator.direction, lower_formula=indicator.lower_formula
    )
    figure = ClosedFigure(
        period=unit,
        indicator=indicator,
        version=version,
        measure=indicator.measure,
        rule_id=_rule(indicator, "id"),
        rule_en=_rule(indicator, "en"),
        in_period=count.in_period,
        value=exact(count.value),
        numerator=count.numerator,
        denominator=count.denominator,
        target=exact(target, 4),
        target_year=exact(year, 4),
        percent=exact(percent),
        breakdown=count.breakdown,
        subjects=count.subjects,
        members_sha256=count.members_sha256,
    )
    figure.sha256 = canonical.fingerprint(figure.facts())
    return figure


def _rule(indicator: Indicator, language: str) -> str:
    """The sentence of the office, else that of the measure."""
    with override(language):
        declared = find_ratio(indicator.measure) or get_measure(indicator.measure)
        return indicator.own_rule or str(declared.rule)


def exact(value: Decimal | None, places: int = 8) -> Decimal | None:
    """As the database gives it back, so that a fingerprint stays true."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _members(recount: Recount, indicators: Iterable[Indicator], units: Sequence[ReportingPeriod]) -> list[ClosedMember]:
    """Each list once, its records with the quarter of their unit, or, where that is none of ours, the province's."""
    by_centre = {unit.centre_id: unit for unit in units}
    measures = {measure.key: measure for indicator in indicators for measure in measures_of(indicator.measure)}
    return [
        ClosedMember(
            period=by_centre.get(row.facts.get(Dimension.CENTRE), by_centre[None]),
            measure=measure.key,
            record=row.record,
            subject=row.subject,
            occurred_on=row.occurred_on,
            facts=dict(row.facts),
        )
        for measure in measures.values()
        for row in recount.list_of(measure)
    ]


def measures_of(key: str) -> list[Measure]:
    """The measures behind an indicator: one, or those that its ratio divides."""
    ratio = find_ratio(key)
    if ratio is None:
        return [get_measure(key)]
    below = ratio.denominator
    return [ratio.numerator] if isinstance(below, Figure) else [ratio.numerator, below]
