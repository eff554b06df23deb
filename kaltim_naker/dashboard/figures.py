"""How far the year has come: a handful of figures, the charts of the year, the map of the province."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.charts.tilemap import Tile
from kaltim_naker.core.periods import Period, fiscal_year, today
from kaltim_naker.regions.models import Region
from kaltim_naker.reports.achievement import Yardstick, achievement_of, centres_in
from kaltim_naker.reports.cards import figure_card, main_card, months_card, target_card
from kaltim_naker.reports.facts import Achievement
from kaltim_naker.reports.links import records_url
from kaltim_naker.reports.lists import IN_CLASSES_NOW
from kaltim_naker.reports.sections import figure_of, months_of
from kaltim_naker.ui.components import ChartCard, FigureCard
from kaltim_naker.ui.formatting import number
from kaltim_naker.ui.tilemaps import TileMapCard
from programs.choices import ClassState
from programs.measures import Dimension, Measure, Slice, count, count_by, find_measure, get_measure
from programs.models import Indicator, Target, TrainingClass
from programs.services import indicators_on
from trainees.measures import SEATS_TAKEN

# Beside the indicator that the office is held to: papers and courses.
BESIDE = ("certificates_issued", "job_seekers_trained")


@dataclass(frozen=True)
class Year:
    """The figures of one year as far as a reader may see them."""

    year: int
    scope: Scope

    @property
    def period(self) -> Period:
        return Period(self.year)


def years_with_targets() -> list[int]:
    """Newest first."""
    return list(Target.objects.order_by("-year").values_list("year", flat=True).distinct())


def default_year(years: Sequence[int]) -> int:
    """The fiscal year, or the last one before it that has targets."""
    now = fiscal_year(today())
    return next((year for year in years if year <= now), now)


def panels_of(year: Year) -> dict[str, Any]:
    """`cards` (six at most) with the `rules` they follow, `charts`, and `tile_map` where it would say something."""
    indicator = next((one for one in indicators_on(year.period.end) if find_measure(one.measure)), None)
    if indicator is None:
        return {"cards": class_cards(year)}
    yardstick = Yardstick.of(year.period)
    measure = get_measure(indicator.measure)
    beside = [get_measure(key) for key in BESIDE]
    achievement = achievement_of(indicator, yardstick, year.scope, centres_in(year.scope))
    figures = [figure_card(figure_of(one, year.period, year.scope), year.period) for one in beside]
    return {
        "cards": [main_card(achievement, year.period), *figures, *class_cards(year)],
        "rules": [(one.name, one.rule) for one in (measure, *beside)],
        "charts": _charts(year, indicator, yardstick, achievement),
        "tile_map": _tile_map(year, measure) if year.scope.everything or year.scope.centres else None,
    }


def class_cards(year: Year) -> list[FigureCard]:
    """Classes closed of those planned, seats taken, and people in classes now."""
    classes = TrainingClass.objects.visible_to(year.scope).in_year(year.year).exclude(state=ClassState.CANCELLED)
    plan = classes.aggregate(
        planned=Count("pk"), closed=Count("pk", filter=Q(state=ClassState.CLOSED)), seats=Coalesce(Sum("seats"), 0)
    )
    now = FigureCard(
        _("In running classes now"),
        count(IN_CLASSES_NOW, Slice.up_to(year.period), year.scope),
        _("people"),
        url=records_url(IN_CLASSES_NOW.key, year.period),
        is_listed=True,
    )
    if year.scope.regions and not year.scope.everything:
        # Seats of all classes beside residents only would compare two different things.
        return [now]
    taken = count(SEATS_TAKEN, Slice.up_to(year.period), year.scope)
    closed, seats = (_("of %(planned)s") % {"planned": number(plan[name])} for name in ("planned", "seats"))
    return [
        FigureCard(
            _("Classes closed"), plan["closed"], closed, url=_classes_url(year, ClassState.CLOSED), is_listed=True
        ),
        FigureCard(_("Seats taken"), taken, seats, url=records_url(SEATS_TAKEN.key, year.period), is_listed=True),
        now,
    ]


def _classes_url(year: Year, state: str) -> str:
    return f"{reverse('programs:class_list')}?{urlencode({'year': year.year, 'state': str(state)})}"


def _charts(year: Year, indicator: Indicator, yardstick: Yardstick, achievement: Achievement) -> list[ChartCard]:
    """The centres beside each other, where there is more than one; then the way through the year."""
    months = months_of(get_measure(indicator.measure), indicator, yardstick, year.scope, achievement.whole.centre)
    way = months_card(months, achievement, year.period)
    return [target_card(achievement, year.period), way] if year.scope.everything and achievement.parts else [way]


def _tile_map(year: Year, measure: Measure) -> TileMapCard:
    counted = count_by(measure, Slice.up_to(year.period), year.scope, Dimension.REGION)
    tiles = [
        Tile(
            region.code,
            region.short_name,
            counted.get(region.pk, 0),
            records_url(measure.key, year.period, region=region.pk),
        )
        for region in Region.objects.home()
    ]
    title, note = _("By regency and city of residence"), str(measure.name)
    return TileMapCard(title, tiles, _("people"), note=note, is_listed=True)
