"""The pace as parts of a page: words, cards and the chart with its table."""

from calendar import monthrange
from datetime import date, timedelta

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kaltim_naker.charts.lines import PaceSeries, pace_line
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.links import records_url
from kaltim_naker.reports.pace.facts import MoreClasses, Pace, PaceMonth, PaceRow, Verdict
from kaltim_naker.reports.words import amount, as_float
from kaltim_naker.ui.components import Badge, ChartCard, FigureCard, PlainTable
from kaltim_naker.ui.formatting import DASH, long_date, number
from kaltim_naker.ui.markup import figure_html

VERDICTS = {
    Verdict.REACHED: Badge(gettext_lazy("target reached"), "good"),
    Verdict.SAFE: Badge(gettext_lazy("will reach the target"), "good"),
    Verdict.LIKELY: Badge(gettext_lazy("likely to reach the target"), "info"),
    Verdict.AT_RISK: Badge(gettext_lazy("target at risk"), "warn"),
    Verdict.OFF: Badge(gettext_lazy("will miss the target"), "bad"),
}
MISSED = Badge(gettext_lazy("target missed"), "bad")


def verdict_badge(row: PaceRow, *, is_over: bool = False) -> Badge | None:
    """None where there is no target, or no forecast."""
    return MISSED if is_over and row.verdict == Verdict.OFF else VERDICTS.get(row.verdict)


def in_one_sentence(pace: Pace) -> str:
    """What a head of office reads first."""
    row = pace.whole
    words = {
        "day": long_date(pace.until),
        "expected": amount(row.expected),
        "target": amount(row.target),
        "low": number(row.low),
        "high": number(row.high),
        "gap": amount(row.gap),
        "unit": pace.unit,
        "level": pace.level,
    }
    if pace.is_over:
        return _("The year is over: %(expected)s of %(target)s %(unit)s.") % words
    if row.target is None:
        return _("Expected on %(day)s: %(expected)s %(unit)s, between %(low)s and %(high)s.") % words
    if row.gap:
        return _("Expected on %(day)s: %(expected)s of %(target)s %(unit)s. %(gap)s will be missing.") % words
    return _("Expected on %(day)s: %(expected)s of %(target)s %(unit)s. The target will be reached.") % words


def remedy_in_words(more: MoreClasses, *, of_classes: bool = True) -> str:
    """“7 more classes of 16 at BLKI Bontang, the last to start by 29 September”."""
    words = {"n": number(more.classes), "seats": more.seats, "place": more.label, "day": long_date(more.last_start)}
    if more.classes is None:
        return _("%(place)s: too late for more classes this year; whatever begins now is counted next year.") % words
    if of_classes:
        sentence = ngettext(
            "%(n)s more class of %(seats)s at %(place)s, to start by %(day)s at the latest.",
            "%(n)s more classes of %(seats)s at %(place)s, the last to start by %(day)s.",
            more.classes,
        )
    else:
        sentence = ngettext(
            "%(n)s more apprenticeship programme of %(seats)s people, to begin by %(day)s at the latest.",
            "%(n)s more apprenticeship programmes of %(seats)s people, the last to begin by %(day)s.",
            more.classes,
        )
    return sentence % words


def remedy_explained(more: MoreClasses) -> str:
    """Why so many, and why by then."""
    if more.classes is None:
        return _("Missing there: %(gap)s.") % {"gap": number(more.gap)}
    return _(
        "Missing there: %(gap)s. A class brings %(each)s in time; it takes %(days)s days, and %(wait)s more until its "
        "people are counted."
    ) % {
        "gap": number(more.gap),
        "each": number(more.per_class, 1),
        "days": number(more.class_days),
        "wait": number(more.days_to_count),
    }


def interval(row: PaceRow | PaceMonth) -> str:
    return DASH if row.low is None else f"{number(row.low)} – {number(row.high)}"


def expected_card(pace: Pace, url: str = "") -> FigureCard:
    """The expected figure against the target, with the verdict."""
    row = pace.whole
    over = pace.is_over
    return FigureCard(
        _("At the end of the year") if over else _("Expected at the end of the year"),
        row.expected,
        pace.unit,
        rule="" if over or row.expected is None else _("between %(interval)s") % {"interval": interval(row)},
        url=url,
        target=as_float(row.target),
        percent=as_float(row.percent),
        badge=verdict_badge(row, is_over=over),
    )


def planned_card(pace: Pace) -> FigureCard:
    """Where the year should be today, and how far ahead or behind it is."""
    row = pace.whole
    return FigureCard(
        _("Should be there by now"),
        row.planned_now,
        pace.unit,
        rule=_("by the planned last days of this year’s classes"),
        badge=_ahead(row.ahead),
    )


def _ahead(ahead: int | None) -> Badge | None:
    if ahead is None:
        return None
    words = {"n": number(abs(ahead))}
    return Badge(_("%(n)s ahead") % words, "good") if ahead >= 0 else Badge(_("%(n)s behind") % words, "warn")


def chart_card(pace: Pace, url: str = "") -> ChartCard:
    return ChartCard(
        _("Pace of the year"),
        pace_chart(pace),
        months_table(pace),
        note=_("The band covers %(level)s of 100 years like this one.") % {"level": pace.level}
        if not pace.is_over
        else "",
        url=url,
        link=_("Forecast, assumptions, and what closes the gap"),
    )


def counted_url(pace: Pace, row: PaceRow, day: date) -> str:
    """The list behind a count; empty within a month, for lists run to the end of one."""
    if not row.counted or day.year != pace.year or (day + timedelta(days=1)).day != 1:
        return ""
    return records_url(pace.measure, Period(pace.year), centre=row.centre, until=day.month)


def months_table(pace: Pace) -> PlainTable:
    return PlainTable(
        [_("Month"), _("Counted"), _("Planned"), _("Expected"), _("Interval")],
        [
            (
                capfirst(str(MONTHS[month.day.month])),
                figure_html(month.counted, counted_url(pace, pace.whole, month.day)),
                number(month.planned),
                number(month.expected),
                interval(month),
            )
            for month in pace.months
        ],
    )


def pace_chart(pace: Pace, width: float = 440) -> SafeString:
    """Counted, expected, planned and target over the year."""
    row, now = pace.whole, _place_of(pace.day, pace.year)
    ends = [(float(month.day.month), month) for month in pace.months]
    counted = [(x, float(month.counted)) for x, month in ends if month.counted is not None]
    coming = [(x, month) for x, month in ends if month.expected is not None]
    here = (now, float(row.counted))
    return pace_line(
        PaceSeries(
            counted=[(0.0, 0.0), *counted, *([here] if coming else [])],
            planned=[(0.0, 0.0), *((x, float(month.planned)) for x, month in ends if month.planned is not None)],
            expected=[here, *((x, float(month.expected or 0)) for x, month in coming)] if coming else [],
            band=[(*here, here[1]), *((x, float(month.low or 0), float(month.high or 0)) for x, month in coming)]
            if coming
            else [],
            target=as_float(row.target),
        ),
        [capfirst(str(MONTHS_3[month])) for month in range(1, 13)],
        title=_("Pace of the year: %(name)s") % {"name": pace.name},
        desc=in_one_sentence(pace) if row.expected is not None else pace.reason,
        number_format=number,
        legend=(_("Counted"), _("Expected"), _("Planned"), _("Target")),
        width=width,
    )


def _place_of(day: date, year: int) -> float:
    """A day as months since the beginning of its year: 15 September is 8.5."""
    if day.year < year:
        return 0.0
    return day.month - 1 + day.day / monthrange(day.year, day.month)[1]
