"""The parts of a report beside target and realisation. Each takes a fixed number of queries, however large the year."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from certifications.models import Issuer, Result
from kaltim_naker.access.scope import Scope
from kaltim_naker.core.periods import Period
from kaltim_naker.regions.models import Region
from kaltim_naker.reports.achievement import Yardstick
from kaltim_naker.reports.facts import CapacityRow, Figure, Line, MonthPoint, OriginLine
from programs.choices import ClassState, Unit
from programs.constants import USUAL_SEATS
from programs.formulas import capacity_for
from programs.measures import Dimension, Measure, Slice, by_month, progress, progress_by, records_in
from programs.models import Field, Indicator, TrainingCentre, TrainingClass
from trainees.choices import Sex


def figure_of(measure: Measure, period: Period, scope: Scope) -> Figure:
    counted = progress(measure, period, scope)
    return Figure(
        measure=measure.key,
        name=str(measure.name),
        unit=str(Unit(measure.unit).label),
        rule=str(measure.rule),
        in_period=None if measure.is_position else counted.in_period,
        cumulative=counted.cumulative,
    )


def months_of(
    measure: Measure, indicator: Indicator, yardstick: Yardstick, scope: Scope, centre: int | None
) -> tuple[MonthPoint, ...]:
    """Distinct subjects from January to the end of each month, in one query.

    The target beside it is what has to be reached by the end of the month's quarter, or of the year where no target is
    set for quarters: never a line that nobody has promised (domain.md §13.1).
    """
    period = yardstick.period
    counted = dict(enumerate(by_month(measure, period, scope), start=1))
    has_target = scope.everything or centre is not None
    return tuple(
        MonthPoint(
            month=month,
            achieved=counted.get(month),
            target=_target_of_month(indicator, yardstick, centre, month) if has_target else None,
        )
        for month in range(1, 13)
    )


def _target_of_month(indicator: Indicator, yardstick: Yardstick, centre: int | None, month: int) -> Decimal | None:
    quarterly = yardstick.target(indicator, centre, (month + 2) // 3)
    return yardstick.target(indicator, centre, None) if quarterly is None else quarterly


def origins_of(measure: Measure, period: Period, scope: Scope) -> tuple[OriginLine, ...]:
    """By regency or city of residence and sex; who lives outside the province stands in one line at the end."""
    rows = records_in(measure, Slice.up_to(period), scope).order_by().values_list("in_region", "of_sex")
    counted = {(region, sex): n for region, sex, n in rows.annotate(n=Count("subject", distinct=True))}
    home = list(Region.objects.home())
    lines = [
        OriginLine(
            key=region.pk,
            label=region.name.replace("Kabupaten ", "Kab. "),
            male=counted.pop((region.pk, Sex.MALE), 0),
            female=counted.pop((region.pk, Sex.FEMALE), 0),
        )
        for region in home
    ]
    outside = OriginLine(None, _("Outside the province"), _sum(counted, Sex.MALE), _sum(counted, Sex.FEMALE))
    return (*lines, outside) if outside.total else tuple(lines)


def _sum(counted: dict[tuple[int, str], int], sex: Sex) -> int:
    return sum(n for (_region, of_sex), n in counted.items() if of_sex == sex)


def fields_of(measure: Measure, period: Period, scope: Scope) -> tuple[Line, ...]:
    return _lines(measure, period, scope, Dimension.FIELD, {field.pk: field.name for field in Field.objects.all()})


def issuers_of(measure: Measure, period: Period, scope: Scope) -> tuple[Line, ...]:
    return _lines(measure, period, scope, Dimension.ISSUER, {issuer.pk: issuer.name for issuer in Issuer.objects.all()})


def _lines(
    measure: Measure, period: Period, scope: Scope, dimension: Dimension, names: dict[Any, str]
) -> tuple[Line, ...]:
    """The members that occur, the greatest first."""
    counted = progress_by(measure, period, scope, dimension)
    lines = [
        Line(member, names.get(member, _("not recorded")), n.in_period, n.cumulative) for member, n in counted.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.cumulative, line.label)))


def capacity_of(
    indicator: Indicator, yardstick: Yardstick, scope: Scope, centres: list[TrainingCentre]
) -> tuple[CapacityRow, ...]:
    """Seats planned against seats needed at the yield measured so far (domain.md §0.3), for centres with a target."""
    period = yardstick.period
    classes = TrainingClass.objects.visible_to(scope).filter(fiscal_year=period.year)
    planned = classes.exclude(state=ClassState.CANCELLED)
    assessed = Result.objects.filter(assessment__training_class=OuterRef("pk"), assessed_on__lte=period.end)
    tested = classes.filter(Exists(assessed), state=ClassState.CLOSED, closed_on__lte=period.end)
    competent = (
        Result.objects.visible_to(scope)
        .competent_and_countable()
        .filter(assessed_on__lte=period.end, assessment__training_class__in=tested)
    )
    plans = _by_centre(planned, Sum("seats"), Count("pk"))
    seats_tested = _by_centre(tested, Sum("seats"))
    passed = _by_centre(competent, Count("enrolment", distinct=True), path="assessment__training_class__centre")
    nothing = (0, 0)
    return tuple(
        _capacity_row(
            centre,
            target,
            seats_planned=plans.get(centre.pk, nothing)[0],
            classes_planned=plans.get(centre.pk, nothing)[1],
            competent=passed.get(centre.pk, nothing)[0],
            seats_tested=seats_tested.get(centre.pk, nothing)[0],
        )
        for centre in centres
        if (target := yardstick.target(indicator, centre.pk, None)) is not None
    )


def _by_centre(rows: QuerySet, *counts: Sum | Count, path: str = "centre") -> dict[int, tuple[int, ...]]:
    """Centre → one number for each count."""
    named = {f"count_{position}": count for position, count in enumerate(counts)}
    return {centre: tuple(found) for centre, *found in rows.order_by().values_list(path).annotate(**named)}


def _capacity_row(
    centre: TrainingCentre, target: Decimal, *, competent: int, seats_tested: int, **planned: int
) -> CapacityRow:
    needed = None
    if competent and seats_tested:
        pass_rate = min(Decimal(competent) / seats_tested, Decimal(1))
        needed = capacity_for(int(target), seats=USUAL_SEATS, pass_rate=pass_rate)
    return CapacityRow(
        label=centre.short_name,
        centre=centre.pk,
        target=target,
        competent=competent,
        seats_tested=seats_tested,
        seats_needed=needed.seats_needed if needed else None,
        classes_needed=needed.classes_needed if needed else None,
        **planned,
    )
