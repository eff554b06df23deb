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
from kaltim_naker.reports.cards import capacity_card, figure_card, main_card, months_card, target_card
from kaltim_naker.reports.facts import Achievement, CapacityTable
from kaltim_naker.reports.links import records_url
from kaltim_naker.reports.lists import IN_CLASSES_NOW
from kaltim_naker.reports.pace.build import pace_of
from kaltim_naker.reports.pace.cards import chart_card, expected_card, planned_card
from kaltim_naker.reports.pace.facts import Pace
from kaltim_naker.reports.pace.kept import kept_facts
from kaltim_naker.reports.sections import capacity_of, figure_of, months_of
from kaltim_naker.ui.components import ChartCard, FigureCard
from kaltim_naker.ui.formatting import number
from kaltim_naker.ui.tilemaps import TileMapCard
from programs.choices import ClassState, Unit
from programs.measures import (
    Dimension,
    Measure,
    Slice,
    all_measures,
    count,
    count_by,
    dimensions_of,
    find_measure,
    get_measure,
)
from programs.models import Indicator, Target, TrainingClass
from programs.services import indicators_on
from trainees.measures import SEATS_TAKEN

# Beside the indicator that the office is held to: papers and courses.
BESIDE = ("certificates_issued", "job_seekers_trained")
MOST_CARDS = 6
# Up to here a forecast is made while somebody waits for the first page: twenty times what the province plans.
MOST_CLASSES = 2_000


@dataclass(frozen=True)
class Year:
    """The figures of one year as far as a reader may see them, and as he asked for them.

    `centre` narrows what the province sees to one centre. `measure` is what the map shows; None for that of the target.
    """

    year: int
    scope: Scope
    centre: int | None = None
    measure: str | None = None

    @property
    def period(self) -> Period:
        return Period(self.year)

    @property
    def is_of_residents(self) -> bool:
        """A regional office: classes and targets are not divided by where people live."""
        return bool(self.scope.regions) and not self.scope.everything

    @property
    def own(self) -> Scope:
        """A chosen centre is shown as it sees itself."""
        return Scope(centres=frozenset({self.centre})) if self.centre and self.scope.everything else self.scope


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
    achievement = achievement_of(indicator, yardstick, year.own, centres_in(year.own))
    outlook = [] if year.is_of_residents else outlook_cards(year, indicator, yardstick, achievement)
    pace = next((one for one in outlook if isinstance(one, ChartCard)), None)
    beside = [] if len(outlook) > 2 or year.centre else [get_measure(key) for key in BESIDE]
    return {
        "cards": [
            main_card(achievement, year.period),
            *(one for one in outlook if isinstance(one, FigureCard)),
            *(figure_card(figure_of(one, year.period, year.own), year.period) for one in beside),
            *class_cards(year),
        ][:MOST_CARDS],
        "rules": [(one.name, one.rule) for one in (get_measure(indicator.measure), *beside)],
        "charts": _charts(year, indicator, yardstick, achievement, pace),
        "tile_map": None if year.is_of_residents else _tile_map(year, year.measure or indicator.measure),
    }


def outlook_cards(
    year: Year, indicator: Indicator, yardstick: Yardstick, achievement: Achievement
) -> list[FigureCard | ChartCard]:
    """While the year runs: what is expected at its end, and where it should be. Then seats missing, and the chart.

    Beyond `MOST_CLASSES` in a year none of it: it would make the first page wait. The page of the pace has it.
    """
    if TrainingClass.objects.in_year(year.year).order_by()[MOST_CLASSES:].exists():
        return []
    day = min(today(), year.period.end)
    about = (indicator.pk, year.year, day, year.own, achievement.whole.cumulative)
    pace = kept_facts(Pace, lambda: pace_of(indicator, year.year, day, year.own), *about)
    centres = centres_in(year.own)
    capacity = kept_facts(
        CapacityTable, lambda: CapacityTable(capacity_of(indicator, yardstick, year.own, centres)), *about
    )
    url = f"{reverse('reports:pace')}?{urlencode({'year': year.year, 'indicator': indicator.code})}"
    found: list[FigureCard | ChartCard] = []
    if pace.months and not pace.is_over:
        found += [expected_card(pace, url), planned_card(pace)]
    if capacity.rows:
        found.append(capacity_card(capacity))
    if pace.months:
        found.append(chart_card(pace, url))
    return found


def class_cards(year: Year) -> list[FigureCard]:
    """Classes closed of those planned, seats taken, and people in classes now."""
    classes = TrainingClass.objects.visible_to(year.own).in_year(year.year).exclude(state=ClassState.CANCELLED)
    plan = classes.aggregate(
        planned=Count("pk"), closed=Count("pk", filter=Q(state=ClassState.CLOSED)), seats=Coalesce(Sum("seats"), 0)
    )
    part = Slice.up_to(year.period, centre=year.centre)
    now = FigureCard(
        _("In running classes now"),
        count(IN_CLASSES_NOW, part, year.scope),
        _("people"),
        url=records_url(IN_CLASSES_NOW.key, year.period, centre=year.centre),
        is_listed=True,
    )
    if year.is_of_residents:
        # Seats of all classes beside residents only would compare two different things.
        return [now]
    taken = count(SEATS_TAKEN, part, year.scope)
    closed, seats = (_("of %(planned)s") % {"planned": number(plan[name])} for name in ("planned", "seats"))
    return [
        FigureCard(
            _("Classes closed"), plan["closed"], closed, url=_classes_url(year, ClassState.CLOSED), is_listed=True
        ),
        FigureCard(
            _("Seats taken"),
            taken,
            seats,
            url=records_url(SEATS_TAKEN.key, year.period, centre=year.centre),
            is_listed=True,
        ),
        now,
    ]


def _classes_url(year: Year, state: str) -> str:
    query = {"year": year.year, "state": str(state), "centre": year.centre or ""}
    query = {name: value for name, value in query.items() if value}
    return f"{reverse('programs:class_list')}?{urlencode(query)}"


def _charts(
    year: Year, indicator: Indicator, yardstick: Yardstick, achievement: Achievement, pace: ChartCard | None
) -> list[ChartCard]:
    """The way through the year; the centres beside each other, where there is more than one."""
    if pace is None:
        months = months_of(get_measure(indicator.measure), indicator, yardstick, year.own, achievement.whole.centre)
        pace = months_card(months, achievement, year.period)
    return [pace, target_card(achievement, year.period)] if year.own.everything and achievement.parts else [pace]


def map_measures() -> list[Measure]:
    """What can be shown by where people live."""
    return [measure for measure in all_measures() if Dimension.REGION in dimensions_of(measure)]


def _tile_map(year: Year, key: str) -> TileMapCard:
    measure = get_measure(key)
    counted = count_by(measure, Slice.up_to(year.period, centre=year.centre), year.scope, Dimension.REGION)
    tiles = [
        Tile(
            region.code,
            region.short_name,
            counted.get(region.pk, 0),
            # Who is in a protected figure is not listed for everybody.
            "" if measure.is_protected else records_url(measure.key, year.period, region=region.pk, centre=year.centre),
        )
        for region in Region.objects.home()
    ]
    title, note, unit = _("By regency and city of residence"), str(measure.name), str(Unit(measure.unit).label)
    return TileMapCard(title, tiles, unit, note=note, is_listed=not measure.is_protected)
