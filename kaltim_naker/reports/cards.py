"""Achievement as parts of a page: cards of figures and charts, each with the way to its records."""

from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kaltim_naker.core.periods import Period
from kaltim_naker.reports.facts import Achievement, CapacityTable, Figure, MonthPoint, TargetRow
from kaltim_naker.reports.links import records_url
from kaltim_naker.reports.pictures import months_chart, target_chart
from kaltim_naker.reports.words import amount, as_float
from kaltim_naker.ui.components import Badge, ChartCard, FigureCard, PlainTable, Tone
from kaltim_naker.ui.formatting import number, percent
from kaltim_naker.ui.markup import figure_html

# From the best step of the scale down; whatever lies below is bad.
_TONES: tuple[Tone, ...] = ("good", "good", "warn")


def predicate_badge(row: TargetRow) -> Badge | None:
    """The predicate as a word with a tone; None where there is nothing to judge."""
    if row.predicate is None:
        return None
    level = row.predicate.level
    return Badge(row.predicate.name, _TONES[level - 1] if level <= len(_TONES) else "bad")


def main_card(achievement: Achievement, period: Period) -> FigureCard:
    """The figure that the office is held to, against the target that its percentage is measured by."""
    row = achievement.whole
    target = row.target_year if row.target_to_date is None else row.target_to_date
    return FigureCard(
        achievement.name,
        as_float(row.cumulative),
        achievement.unit,
        url=records_url(achievement.measure, period, centre=row.centre),
        is_listed=True,
        target=as_float(target),
        percent=as_float(row.percent),
        badge=predicate_badge(row),
    )


def figure_card(figure: Figure, period: Period) -> FigureCard:
    url = records_url(figure.measure, period)
    return FigureCard(figure.name, figure.cumulative, figure.unit, url=url, is_listed=True)


def capacity_card(capacity: CapacityTable, url: str = "") -> FigureCard:
    """Whether the planned classes suffice for the target."""
    words = {"planned": number(capacity.seats_planned), "needed": number(capacity.seats_needed)}
    known = capacity.missing is not None
    return FigureCard(
        _("Seats missing for the target"),
        capacity.missing,
        _("seats"),
        rule=_("%(planned)s planned, %(needed)s needed at the measured yield") % words
        if known
        else _("no class of this year has been closed and assessed yet"),
        url=url,
    )


def target_card(achievement: Achievement, period: Period) -> ChartCard:
    def realised(row: TargetRow) -> str:
        return figure_html(row.cumulative, records_url(achievement.measure, period, centre=row.centre))

    rows = (achievement.whole, *achievement.parts)
    return ChartCard(
        _("Target and realisation by training centre"),
        target_chart(achievement),
        PlainTable(
            [_("Training centre"), _("Target"), _("Realised"), _("Achievement")],
            [(row.label, amount(row.target_year), realised(row), percent(row.percent)) for row in rows],
        ),
    )


def months_card(months: tuple[MonthPoint, ...], achievement: Achievement, period: Period) -> ChartCard:
    def achieved(point: MonthPoint) -> str:
        url = records_url(achievement.measure, period, centre=achievement.whole.centre, until=point.month)
        return figure_html(point.achieved, url)

    return ChartCard(
        _("Growth over the year"),
        months_chart(months, achievement.name),
        PlainTable(
            [_("Month"), _("Realised"), _("Target")],
            [(capfirst(str(MONTHS[point.month])), achieved(point), amount(point.target)) for point in months],
        ),
        note=_(
            "The target line shows what has to be reached by the end of the quarter, or of the year where no target is "
            "set for quarters."
        ),
    )
