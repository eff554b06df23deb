"""How far the year has come: a handful of figures, the map of the province, the chart of the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import Scope
from kaltim_naker.accounts.models import User
from kaltim_naker.charts.tilemap import Tile
from kaltim_naker.core.periods import Period, fiscal_year, today
from kaltim_naker.regions.models import Region
from kaltim_naker.reports.achievement import Yardstick, achievement_of, targets_of
from kaltim_naker.reports.facts import Achievement, TargetRow
from kaltim_naker.reports.frame import scale_on
from kaltim_naker.reports.pictures import months_chart, target_chart
from kaltim_naker.reports.sections import figure_of, months_of
from kaltim_naker.ui.components import Badge, ChartCard, FigureCard, PlainTable
from kaltim_naker.ui.formatting import number, percent
from kaltim_naker.ui.tilemaps import TileMapCard
from programs.choices import ClassState
from programs.measures import Dimension, Measure, Slice, count_by, find_measure, get_measure
from programs.models import Indicator, Target, TrainingCentre, TrainingClass
from trainees.choices import EnrolmentState
from trainees.models import Enrolment

# Beside the indicator that the office is held to: papers and courses.
BESIDE = ("certificates_issued", "job_seekers_trained")
# From the best step of the scale down; whatever lies below counts as bad.
TONES = ("good", "good", "warn")


@dataclass(frozen=True)
class Year:
    """The figures of one year as far as a reader may see them."""

    year: int
    scope: Scope
    user: User

    @property
    def period(self) -> Period:
        return Period(self.year)

    def records_url(self, measure: str, **members: Any) -> str:
        """The list of the records behind a figure, for those who may open it."""
        if not can(self.user, Action.VIEW_RECORDS_BEHIND):
            return ""
        query = urlencode({"year": self.year, **members})
        return f"{reverse('reports:records', args=[measure])}?{query}"


def years_with_targets() -> list[int]:
    """Newest first."""
    return list(Target.objects.order_by("-year").values_list("year", flat=True).distinct())


def default_year(years: Sequence[int]) -> int:
    """The fiscal year, or the last one before it that has targets."""
    now = fiscal_year(today())
    return next((year for year in years if year <= now), now)


def panels_of(year: Year) -> dict[str, Any]:
    """`cards` (six at most) with the `rules` they follow, `charts`, and `tile_map` where it would say something."""
    indicator = next((one for one in Indicator.objects.all() if find_measure(one.measure)), None)
    if indicator is None:
        return {"cards": class_cards(year)}
    yardstick = Yardstick(year.period, targets_of(year.year), scale_on(year.period.end))
    centres = centres_of(year.scope)
    measure = get_measure(indicator.measure)
    achievement = achievement_of(indicator, yardstick, year.scope, centres)
    beside = [get_measure(key) for key in BESIDE]
    return {
        "cards": [_main_card(year, achievement), *(_figure_card(year, one) for one in beside), *class_cards(year)],
        "rules": [(one.name, one.rule) for one in (measure, *beside)],
        "charts": _charts(year, indicator, yardstick, achievement, centres),
        "tile_map": _tile_map(year, measure) if year.scope.everything or year.scope.centres else None,
    }


def centres_of(scope: Scope) -> list[TrainingCentre]:
    """The centres that figures are broken down by: one's own, or all of them."""
    own = scope.centres and not scope.everything and not scope.regions
    return list(TrainingCentre.objects.run_by(scope) if own else TrainingCentre.objects.all())


def _main_card(year: Year, achievement: Achievement) -> FigureCard:
    row = achievement.whole
    return FigureCard(
        achievement.name,
        row.cumulative,
        achievement.unit,
        url=year.records_url(achievement.measure),
        target=None if row.target_year is None else float(row.target_year),
        percent=None if row.percent is None else float(row.percent),
        badge=_predicate(row),
    )


def _predicate(row: TargetRow) -> Badge | None:
    if row.predicate is None:
        return None
    level = row.predicate.level
    return Badge(row.predicate.name, TONES[level - 1] if level <= len(TONES) else "bad")  # type: ignore[arg-type]


def _figure_card(year: Year, measure: Measure) -> FigureCard:
    figure = figure_of(measure, year.period, year.scope)
    return FigureCard(figure.name, figure.cumulative, figure.unit, url=year.records_url(measure.key))


def class_cards(year: Year) -> list[FigureCard]:
    """Classes closed of those planned, seats taken, and people in classes now."""
    classes = TrainingClass.objects.visible_to(year.scope).in_year(year.year).exclude(state=ClassState.CANCELLED)
    plan = classes.aggregate(
        planned=Count("pk"), closed=Count("pk", filter=Q(state=ClassState.CLOSED)), seats=Coalesce(Sum("seats"), 0)
    )
    enrolments = Enrolment.objects.visible_to(year.scope).filter(training_class__fiscal_year=year.year)
    people = enrolments.taking_a_seat().aggregate(
        taken=Count("pk"),
        now=Count("pk", filter=Q(state=EnrolmentState.PARTICIPANT, training_class__state=ClassState.RUNNING)),
    )
    cards = [
        FigureCard(
            _("Classes closed"),
            plan["closed"],
            _("of %(planned)s") % {"planned": number(plan["planned"])},
            url=_classes_url(year, ClassState.CLOSED),
        ),
        FigureCard(
            _("Seats taken"),
            people["taken"],
            _("of %(planned)s") % {"planned": number(plan["seats"])},
            url=_classes_url(year),
        ),
        FigureCard(_("In running classes now"), people["now"], _("people"), url=_classes_url(year, ClassState.RUNNING)),
    ]
    # Seats of all classes beside residents only would compare two different things.
    return [cards[2]] if year.scope.regions and not year.scope.everything else cards


def _classes_url(year: Year, state: str = "") -> str:
    query = {"year": year.year, **({"state": str(state)} if state else {})}
    return f"{reverse('programs:class_list')}?{urlencode(query)}"


def _charts(
    year: Year, indicator: Indicator, yardstick: Yardstick, achievement: Achievement, centres: list[TrainingCentre]
) -> list[ChartCard]:
    """The centres beside each other, where there is more than one; then the way through the year."""
    one_centre = centres[0].pk if len(centres) == 1 else None
    points = months_of(get_measure(indicator.measure), indicator, yardstick, year.scope, one_centre)
    rows = [(str(MONTHS[point.month]), number(point.achieved), number(point.target)) for point in points]
    table = PlainTable((_("Month"), _("Realised"), _("Target")), rows)
    way = ChartCard(_("The way through the year"), months_chart(points, achievement.name), table)
    return [_centres_chart(achievement), way] if year.scope.everything and achievement.parts else [way]


def _centres_chart(achievement: Achievement) -> ChartCard:
    rows = [
        (row.label, number(row.cumulative), number(row.target_year), percent(row.percent))
        for row in (achievement.whole, *achievement.parts)
    ]
    table = PlainTable((_("Training centre"), _("Realised"), _("Target"), _("Achieved")), rows)
    note = ""
    if achievement.overlap:
        note = _("The centres together exceed the whole by %(count)s: certified at more than one centre.") % {
            "count": number(achievement.overlap)
        }
    return ChartCard(_("Target and realisation by centre"), target_chart(achievement), table, note)


def _tile_map(year: Year, measure: Measure) -> TileMapCard:
    by_region = count_by(measure, Slice.up_to(year.period), year.scope, Dimension.REGION)
    tiles = [
        Tile(
            region.code,
            region.short_name,
            by_region.get(region.pk, 0),
            year.records_url(measure.key, region=region.pk),
        )
        for region in Region.objects.home()
    ]
    return TileMapCard(_("By regency and city of residence"), tiles, _("people"), note=str(measure.name))
