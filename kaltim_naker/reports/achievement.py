"""Targets against what the measures count. The page and every report read this one function."""

from collections.abc import Callable
from dataclasses import astuple, dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.core.periods import Period
from kaltim_naker.regions.models import Region
from kaltim_naker.reports.facts import Achievement, Scale, ScaleStep, TargetRow
from kaltim_naker.reports.frame import scale_on
from programs.choices import Unit
from programs.formulas import achievement_percent, classify
from programs.measures import (
    Dimension,
    Division,
    Progress,
    Slice,
    divide,
    divide_by,
    find_measure,
    find_ratio,
    is_counted,
    progress,
    progress_by,
)
from programs.models import Indicator, Target, TrainingCentre

TargetKey = tuple[int, int | None, int | None]


@dataclass(frozen=True)
class Yardstick:
    """What figures of a period are held against: targets of the year, and the scale. Read once for all indicators.

    Keys of `targets` are (indicator, quarter, centre): quarter None is the year, centre None is the province.
    """

    period: Period
    targets: dict[TargetKey, Target]
    scale: Scale
    #: The targets are those of this region: it is the whole.
    region: Region | None = None

    @classmethod
    def of(cls, period: Period, region: Region | None = None) -> "Yardstick":
        in_force = Target.objects.in_force(period.year)
        targets = in_force.of_region(region) if region else in_force.undivided()
        keyed = {(one.indicator_id, one.quarter, one.centre_id): one for one in targets}
        return cls(period, keyed, scale_on(period.end), region)

    def target(self, indicator: Indicator, centre: int | None, quarter: int | None) -> Decimal | None:
        found = self.targets.get((indicator.pk, quarter, centre))
        return found.value if found else None

    def original(self, indicator: Indicator, centre: int | None) -> Decimal | None:
        """What was promised first for the year, where it was revised since."""
        found = self.targets.get((indicator.pk, None, centre))
        return found.original if found and found.is_revised else None


@dataclass(frozen=True)
class Counted:
    """What the application counted. A ratio is in per cent, with its two counts beside it."""

    in_period: int | None
    cumulative: Decimal | int | None
    numerator: int | None = None
    denominator: int | None = None


NOT_COUNTED = Counted(None, None)


def centres_in(scope: Scope) -> list[TrainingCentre]:
    """The centres that a reader's figures are broken down by: his own, or all of them."""
    if scope.centres and not scope.everything and not scope.regions:
        return list(TrainingCentre.objects.filter(pk__in=scope.centres).select_related("office__region"))
    return list(TrainingCentre.objects.select_related("office__region"))


def achievement_of(
    indicator: Indicator, yardstick: Yardstick, scope: Scope, centres: list[TrainingCentre]
) -> Achievement:
    """An indicator within a scope: the whole, and its parts by centre.

    Only the provincial office sees the whole against the province's target; within one centre, the centre is the whole;
    a regional office sees its residents, against a target only where the yardstick is that of its region.
    """
    if len(centres) == 1:
        whole, parts = _rows(indicator, yardstick, scope, centres)[0], ()
    else:
        parts = tuple(_rows(indicator, yardstick, scope, centres))
        whole = _whole(indicator, yardstick, scope)
    is_ratio = find_ratio(indicator.measure) is not None
    return Achievement(
        code=indicator.code,
        name=indicator.name,
        measure=indicator.measure if is_counted(indicator.measure) else "",
        unit=str(Unit(indicator.unit).label),
        rule=rule_of(indicator),
        whole=whole,
        parts=parts,
        overlap=0 if is_ratio or not parts else _overlap(whole, parts),
        target_gap=Decimal(0) if is_ratio else _gap(whole, parts),
    )


def rule_of(indicator: Indicator) -> str:
    """The sentence of the office, else that of the measure."""
    declared = find_measure(indicator.measure) or find_ratio(indicator.measure)
    if declared is None:
        return _("This indicator is not counted by the application yet.")
    return indicator.own_rule or str(declared.rule)


def _whole(indicator: Indicator, yardstick: Yardstick, scope: Scope) -> TargetRow:
    counted = count_indicator(indicator, yardstick.period, scope)
    region = yardstick.region
    label = region.name if region else _("Province") if scope.everything else _("Residents of your region")
    has_target = scope.everything or region is not None
    return target_row(indicator, yardstick, counted, label=label, centre=None, has_target=has_target)


def _rows(indicator: Indicator, yardstick: Yardstick, scope: Scope, centres: list[TrainingCentre]) -> list[TargetRow]:
    by_centre = count_indicator_by_centre(indicator, yardstick.period, scope)
    return [
        target_row(
            indicator,
            yardstick,
            by_centre(centre.pk),
            label=centre.short_name,
            centre=centre.pk,
            has_target=scope.everything or centre.pk in scope.centres,
        )
        for centre in centres
    ]


def count_indicator(indicator: Indicator, period: Period, scope: Scope) -> Counted:
    """What is counted for an indicator up to the end of a period, by its measure or its ratio."""
    if measure := find_measure(indicator.measure):
        found = progress(measure, period, scope)
        return Counted(found.in_period, found.cumulative)
    if ratio := find_ratio(indicator.measure):
        return _of_ratio(divide(ratio, Slice.up_to(period), scope))
    return NOT_COUNTED


def count_indicator_by_centre(indicator: Indicator, period: Period, scope: Scope) -> Callable[[int], Counted]:
    """The same for each centre; who asks for a centre without records gets zero."""
    if measure := find_measure(indicator.measure):
        by_centre = progress_by(measure, period, scope, Dimension.CENTRE)
        nothing = Progress(0, 0)
        return lambda centre: Counted(*astuple(by_centre.get(centre, nothing)))
    if ratio := find_ratio(indicator.measure):
        divided = divide_by(ratio, Slice.up_to(period), scope, Dimension.CENTRE)
        return lambda centre: _of_ratio(divided.get(centre, Division(0, None)))
    return lambda centre: NOT_COUNTED


def _of_ratio(divided: Division) -> Counted:
    return Counted(None, divided.percent, divided.numerator, divided.denominator)


def target_row(
    indicator: Indicator, yardstick: Yardstick, counted: Counted, *, label: str, centre: int | None, has_target: bool
) -> TargetRow:
    """One line. Against the target up to the quarter where one is set, else against the year's (domain.md §9.2)."""
    year = yardstick.target(indicator, centre, None) if has_target else None
    quarter = None if yardstick.period.is_year else yardstick.period.closing_quarter
    to_date = yardstick.target(indicator, centre, quarter) if has_target and quarter else None
    percent = _percent(indicator, counted.cumulative, year if to_date is None else to_date)
    return TargetRow(
        label=label,
        centre=centre,
        target_year=year,
        target_to_date=to_date,
        in_period=counted.in_period,
        cumulative=None if counted.cumulative is None else Decimal(counted.cumulative),
        percent=percent,
        percent_of_year=_percent(indicator, counted.cumulative, year),
        against_year=to_date is None,
        predicate=predicate_of(percent, yardstick.scale),
        target_original=yardstick.original(indicator, centre) if has_target else None,
        numerator=counted.numerator,
        denominator=counted.denominator,
    )


def _percent(indicator: Indicator, realised: Decimal | int | None, target: Decimal | None) -> Decimal | None:
    return achievement_percent(realised, target, direction=indicator.direction, lower_formula=indicator.lower_formula)


def predicate_of(percent: Decimal | None, scale: Scale) -> ScaleStep | None:
    return classify(percent, scale.steps)


def _overlap(whole: TargetRow, parts: tuple[TargetRow, ...]) -> int:
    """By how many the parts exceed the whole: subjects counted in more than one of them."""
    return max(0, int(sum(row.cumulative or 0 for row in parts) - (whole.cumulative or 0)))


def _gap(whole: TargetRow, parts: tuple[TargetRow, ...]) -> Decimal:
    """What the parts leave of the whole's target (positive), or exceed it by (negative)."""
    set_parts = [row.target_year for row in parts if row.target_year is not None]
    return whole.target_year - sum(set_parts) if whole.target_year is not None and set_parts else Decimal(0)
