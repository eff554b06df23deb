"""Targets against what the measures count. The page and every report read this one function."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.facts import Achievement, Scale, ScaleStep, TargetRow
from programs.choices import Unit
from programs.formulas import achievement_percent, classify
from programs.measures import Dimension, Measure, Progress, find_measure, progress, progress_by
from programs.models import Indicator, Target, TrainingCentre


@dataclass(frozen=True)
class Yardstick:
    """What figures of a period are held against: targets of the year, and the scale. Read once for all indicators."""

    period: Period
    targets: dict[tuple[int, int | None, int | None], Decimal]
    scale: Scale

    def target(self, indicator: Indicator, centre: int | None, quarter: int | None) -> Decimal | None:
        return self.targets.get((indicator.pk, quarter, centre))


def targets_of(year: int) -> dict[tuple[int, int | None, int | None], Decimal]:
    """(indicator, quarter, centre) → value; quarter None is the year, centre None is the province."""
    rows = Target.objects.filter(year=year, region=None, sector=None)
    return {(target.indicator_id, target.quarter, target.centre_id): target.value for target in rows}


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
    a regional office sees its residents, for whom no target is set.
    """
    measure = find_measure(indicator.measure)
    if len(centres) == 1:
        whole, parts = _rows(indicator, measure, yardstick, scope, centres)[0], ()
    else:
        parts = tuple(_rows(indicator, measure, yardstick, scope, centres))
        whole = _whole(indicator, measure, yardstick, scope)
    return Achievement(
        code=indicator.code,
        name=indicator.name,
        measure=indicator.measure if measure else "",
        unit=str(Unit(indicator.unit).label),
        rule=str(measure.rule) if measure else _("This indicator is not counted by the application yet."),
        whole=whole,
        parts=parts,
        overlap=max(0, sum(row.cumulative or 0 for row in parts) - (whole.cumulative or 0)) if parts else 0,
        target_gap=_gap(whole, parts),
    )


def _whole(indicator: Indicator, measure: Measure | None, yardstick: Yardstick, scope: Scope) -> TargetRow:
    counted = progress(measure, yardstick.period, scope) if measure else None
    label = _("Province") if scope.everything else _("Residents of your region")
    return target_row(indicator, yardstick, counted, label=label, centre=None, has_target=scope.everything)


def _rows(
    indicator: Indicator,
    measure: Measure | None,
    yardstick: Yardstick,
    scope: Scope,
    centres: list[TrainingCentre],
) -> list[TargetRow]:
    by_centre = progress_by(measure, yardstick.period, scope, Dimension.CENTRE) if measure else {}
    return [
        target_row(
            indicator,
            yardstick,
            by_centre.get(centre.pk, Progress(0, 0)) if measure else None,
            label=centre.short_name,
            centre=centre.pk,
            has_target=scope.everything or centre.pk in scope.centres,
        )
        for centre in centres
    ]


def target_row(
    indicator: Indicator,
    yardstick: Yardstick,
    counted: Progress | None,
    *,
    label: str,
    centre: int | None,
    has_target: bool,
) -> TargetRow:
    """One line. Against the target up to the quarter where one is set, else against the year's (domain.md §9.2)."""
    year = yardstick.target(indicator, centre, None) if has_target else None
    quarter = yardstick.period.quarter
    to_date = yardstick.target(indicator, centre, quarter) if has_target and quarter else None
    cumulative = counted.cumulative if counted else None
    percent = _percent(indicator, cumulative, year if to_date is None else to_date)
    return TargetRow(
        label=label,
        centre=centre,
        target_year=year,
        target_to_date=to_date,
        in_period=counted.in_period if counted else None,
        cumulative=cumulative,
        percent=percent,
        percent_of_year=_percent(indicator, cumulative, year),
        against_year=to_date is None,
        predicate=predicate_of(percent, yardstick.scale),
    )


def _percent(indicator: Indicator, realised: int | None, target: Decimal | None) -> Decimal | None:
    return achievement_percent(realised, target, direction=indicator.direction, lower_formula=indicator.lower_formula)


def predicate_of(percent: Decimal | None, scale: Scale) -> ScaleStep | None:
    return classify(percent, scale.steps)


def _gap(whole: TargetRow, parts: tuple[TargetRow, ...]) -> Decimal:
    """What the parts leave of the whole's target (positive), or exceed it by (negative)."""
    set_parts = [row.target_year for row in parts if row.target_year is not None]
    return whole.target_year - sum(set_parts) if whole.target_year is not None and set_parts else Decimal(0)
