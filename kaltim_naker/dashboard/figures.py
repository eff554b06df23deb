"""How far the year has come: a handful of figures, the map of the province, the chart of the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
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
from trainees.models import Enrolment

# Beside the indicator that the office is held to: papers, courses, and what is still to come.
BESIDE = ("certificates_issued", "job_seekers_trained", "competent_without_certificate")
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
    """`cards` (six at most), `chart` and `tile_map`; the last two are None where they would say nothing."""
    indicator = next((one for one in Indicator.objects.all() if find_measure(one.measure)), None)
    if indicator is None:
        return {"cards": class_cards(year), "chart": None, "tile_map": None}
    yardstick = Yardstick(year.period, targets_of(year.year), scale_on(year.period.end))
    centres = centres_of(year.scope)
    measure = get_measure(indicator.measure)
    achievement = achievement_of(indicator, yardstick, year.scope, centres)
    beside = [_figure_card(year, get_measure(key)) for key in BESIDE]
    return {
        "cards": [_main_card(year, achievement), *beside, *class_cards(year)],
        "chart": _chart(year, indicator, yardstick, achievement, centres),
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
        achievement.rule,
        year.records_url(achievement.measure),
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
    """Classes closed of those planned, and people in classes now."""
    classes = TrainingClass.objects.visible_to(year.scope).in_year(year.year).exclude(state=ClassState.CANCELLED)
    counts = classes.aggregate(planned=Count("pk"), closed=Count("pk", filter=Q(state=ClassState.CLOSED)))
    now = Enrolment.objects.visible_to(year.scope).taking_part()
    here = now.filter(training_class__state=ClassState.RUNNING, training_class__fiscal_year=year.year).count()
    url = reverse("programs:class_list")
    return [
        FigureCard(
            _("Classes closed"),
            counts["closed"],
            _("classes"),
            url=f"{url}?{urlencode({'year': year.year, 'state': ClassState.CLOSED.value})}",
            target=counts["planned"],
            percent=counts["closed"] / counts["planned"] * 100 if counts["planned"] else None,
        ),
        FigureCard(
            _("In running classes now"),
            here,
            _("people"),
            url=f"{url}?{urlencode({'year': year.year, 'state': ClassState.RUNNING.value})}",
        ),
    ]


def _chart(
    year: Year, indicator: Indicator, yardstick: Yardstick, achievement: Achievement, centres: list[TrainingCentre]
) -> ChartCard | None:
    """The centres beside each other; within one centre, its way through the year."""
    if len(centres) == 1:
        points = months_of(get_measure(indicator.measure), indicator, yardstick, year.scope, centres[0].pk)
        rows = [(number(point.month), number(point.achieved), number(point.target)) for point in points]
        table = PlainTable((_("Month"), _("Realised"), _("Target")), rows)
        return ChartCard(_("The way through the year"), months_chart(points, achievement.name), table)
    if not achievement.parts or year.scope.regions:
        return None
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
