"""The facts of a pace: the book of the year, the targets, and what the arithmetic makes of them."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from statistics import median_high

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from kaltim_naker.access.scope import EVERYTHING, Scope
from kaltim_naker.core.periods import Period, add_months
from kaltim_naker.reports.achievement import Yardstick, centres_in
from kaltim_naker.reports.pace.arithmetic import (
    IN_TIME,
    ClassRun,
    Evidence,
    Outlook,
    Stage,
    outlook,
    planned_share,
    remedy_for,
)
from kaltim_naker.reports.pace.book import Book, Known
from kaltim_naker.reports.pace.facts import Assumption, MoreClasses, Pace, PaceMonth, PaceRow
from kaltim_naker.reports.pace.records import SOURCES, read_book
from programs.choices import Unit
from programs.constants import USUAL_SEATS
from programs.measures import Dimension, Slice, count_by, find_ratio, get_measure, is_counted, records_in
from programs.models import Holiday, Indicator, TrainingCentre

ONE_DAY = timedelta(days=1)


def pace_of(indicator: Indicator, year: int, day: date, scope: Scope, *, looking_back: bool = False) -> Pace:
    """The pace of an indicator as it was known on a day. `looking_back` adds what each month's forecast had said.

    The forecast is made from all classes and then cut to the centres of the reader: what a small centre is judged by
    may be the experience of the others, but never their people.
    """
    pace = _Year(indicator, year, min(day, date(year, 12, 31)), scope)
    return pace.without_figures() if pace.hindrance else pace.facts(looking_back=looking_back)


def month_ends(year: int) -> list[date]:
    return [add_months(date(year, 1, 1), month) - ONE_DAY for month in range(1, 13)]


@dataclass(frozen=True)
class _Place:
    """A row while it is made: the whole (`centre` None) or a centre, with its classes."""

    label: str
    centre: int | None
    has_target: bool
    runs: tuple[ClassRun, ...] = ()


@dataclass
class _Year:
    """One indicator, year, day and reader; each query is asked once."""

    indicator: Indicator
    year: int
    day: date
    scope: Scope

    def __post_init__(self) -> None:
        self.until = date(self.year, 12, 31)
        self.start = date(self.year, 1, 1)

    # --- what is known -----------------------------------------------------------------------------------------------
    @cached_property
    def hindrance(self) -> str:
        """Why the calendar tells this reader nothing about this figure; empty where it does."""
        measure = self.indicator.measure
        if measure not in SOURCES:
            return _no_calendar(measure)
        if self.scope.regions and not self.scope.everything:
            return _(
                "Classes are planned by centres, not by where people live: residents of a region have no forecast."
            )
        if not self.scope.everything and not self.book_has_centres:
            return _("This figure is not divided by training centres.")
        return ""

    @property
    def unknown(self) -> str:
        """Why there is a plan, but no forecast."""
        if self.known.of_all is None:
            return _("No class has been closed in this year or the two before: nothing is measured to forecast from.")
        return ""

    @cached_property
    def book(self) -> Book:
        found = read_book(self.year, self.indicator.measure)
        return found if found is not None else Book(self.year, (), {})

    @property
    def book_has_centres(self) -> bool:
        return any(run.centre is not None for run in self.book.runs)

    @cached_property
    def known(self) -> Known:
        return self.book.known_on(self.day, settings.PACE_MINIMUM_CLASSES)

    @cached_property
    def yardstick(self) -> Yardstick:
        return Yardstick.of(Period(self.year))

    @cached_property
    def centres(self) -> list[TrainingCentre]:
        return centres_in(self.scope)

    @cached_property
    def holidays(self) -> set[date]:
        return set(Holiday.objects.filter(day__year=self.year).values_list("day", flat=True))

    @cached_property
    def counted_in_parts(self) -> dict[int | None, int]:
        return count_by(get_measure(self.indicator.measure), self.so_far, self.scope, Dimension.CENTRE)

    @property
    def so_far(self) -> Slice:
        return Slice(self.start, min(self.day, self.until))

    # --- the rows ----------------------------------------------------------------------------------------------------
    def whole_place(self) -> _Place:
        if self.scope.everything:
            return _Place(_("Province"), None, True, self.known.runs)
        own = {centre.pk for centre in self.centres}
        runs = tuple(run for run in self.known.runs if run.centre in own)
        if len(self.centres) == 1:
            return _Place(self.centres[0].short_name, self.centres[0].pk, True, runs)
        return _Place(_("Your centres"), None, False, runs)

    def part_places(self) -> list[_Place]:
        if len(self.centres) < 2 or not self.book_has_centres:
            return []
        return [
            _Place(centre.short_name, centre.pk, True, tuple(run for run in self.known.runs if run.centre == centre.pk))
            for centre in self.centres
        ]

    def target(self, place: _Place, quarter: int | None = None) -> Decimal | None:
        return self.yardstick.target(self.indicator, place.centre, quarter) if place.has_target else None

    def outlook(self, place: _Place, known: Known, counted: int, until: date) -> Outlook:
        level, in_all = settings.PACE_LEVEL / 100, place.centre is None
        runs = place.runs if known is self.known else _narrowed(known, place)
        return outlook(counted, runs, known.evidence_for, day=known.day, until=until, level=level, in_all=in_all)

    def row(self, place: _Place, counted: int) -> PaceRow:
        row = PaceRow(
            label=place.label,
            centre=place.centre,
            target=self.target(place),
            counted=counted,
            planned_now=self.planned(place, self.day),
            quarter_target=self.target(place, (max(self.day, self.start).month + 2) // 3),
        )
        return row if self.unknown else self.with_forecast(row, place)

    def with_forecast(self, row: PaceRow, place: _Place) -> PaceRow:
        found = self.outlook(place, self.known, row.counted, self.until)
        closed, running = round(found.by_stage[Stage.CLOSED]), round(found.by_stage[Stage.RUNNING])
        return replace(
            row,
            expected=found.expected,
            low=found.low,
            high=found.high,
            from_closed=closed,
            from_running=running,
            from_to_come=found.expected - row.counted - closed - running,
        )

    def planned(self, place: _Place, day: date) -> int | None:
        target = self.target(place)
        if target is None:
            return None
        evidence = self.known.evidence_for(place.centre)
        wait = evidence.lag + evidence.curve.days_until(0.5) if evidence else 0
        share = planned_share(place.runs, day, self.until, wait)
        return None if share is None else int((target * Decimal(share)).quantize(Decimal(1), ROUND_HALF_UP))

    # --- what closes the gap -----------------------------------------------------------------------------------------
    def with_remedies(self, whole: PaceRow, parts: Sequence[PaceRow]) -> tuple[PaceRow, tuple[PaceRow, ...]]:
        """Each centre closes its own gap; the whole is told all of them, or its own where no centre has one."""
        ready = tuple(replace(part, more=self.more(part)) for part in parts)
        of_parts = tuple(more for part in ready for more in part.more)
        return replace(whole, more=of_parts or self.more(whole)), ready

    def more(self, row: PaceRow) -> tuple[MoreClasses, ...]:
        evidence = self.known.evidence_for(row.centre)
        if not row.gap or evidence is None:
            return ()
        # A target may have decimals; people have none.
        gap = int(row.gap.to_integral_value(rounding="ROUND_CEILING"))
        none = MoreClasses(row.label, row.centre, gap, self.seats)
        found = remedy_for(gap, evidence, seats=self.seats, day=self.day, until=self.until, holidays=self.holidays)
        if found is None:
            return (none,)
        return (
            replace(
                none,
                classes=found.classes,
                last_start=found.last_start,
                per_class=_one_decimal(found.per_class),
                class_days=found.days,
                days_to_count=found.days_to_count,
            ),
        )

    @property
    def seats(self) -> int:
        """Of one more class: the usual ones, or what these programmes usually have."""
        return USUAL_SEATS if self.book_has_centres else median_high(run.seats for run in self.book.runs)

    # --- the months --------------------------------------------------------------------------------------------------
    def months(self, place: _Place, *, looking_back: bool) -> tuple[PaceMonth, ...]:
        ends = month_ends(self.year)
        counted = self.counted_by(place, [end for end in ends if end <= self.day])
        return tuple(self.month(place, end, counted.get(end), looking_back=looking_back) for end in ends)

    def month(self, place: _Place, end: date, counted: int | None, *, looking_back: bool) -> PaceMonth:
        found = PaceMonth(end, counted, self.planned(place, end))
        if self.unknown:
            return found
        if counted is None:
            now = self.counted_by(place, [self.day])[self.day]
            then = self.outlook(place, self.known, now, end)
            return replace(found, expected=then.expected, low=then.low, high=then.high)
        if looking_back:
            known = self.book.known_on(end, settings.PACE_MINIMUM_CLASSES)
            if known.of_all is not None:
                said = self.outlook(place, known, counted, self.until)
                return replace(found, was_expected=said.expected, was_low=said.low, was_high=said.high)
        return found

    def counted_by(self, place: _Place, days: list[date]) -> dict[date, int]:
        """Distinct subjects since January, by several days at once."""
        missing = [day for day in days if (place.centre, day) not in self._counted]
        if missing:
            members = {} if place.centre is None else {Dimension.CENTRE: place.centre}
            part = Slice(self.start, max(min(max(missing), self.until), self.start), members)
            found = records_in(get_measure(self.indicator.measure), part, self.scope).aggregate(
                **{f"day_{day:%j}": Count("subject", distinct=True, filter=Q(occurred_on__lte=day)) for day in missing}
            )
            for day in missing:
                self._counted[place.centre, day] = found[f"day_{day:%j}"]
        return {day: self._counted[place.centre, day] for day in days}

    @cached_property
    def _counted(self) -> dict[tuple[int | None, date], int]:
        return {}

    # --- all of it ---------------------------------------------------------------------------------------------------
    def facts(self, *, looking_back: bool) -> Pace:
        place = self.whole_place()
        ends = [end for end in month_ends(self.year) if end <= self.day]
        counted = self.counted_by(place, [*ends, self.day])[self.day]
        parts = [self.row(part, self.counted_in_parts.get(part.centre, 0)) for part in self.part_places()]
        whole, ready = self.with_remedies(self.row(place, counted), parts)
        return self.frame(
            whole,
            parts=ready,
            months=self.months(place, looking_back=looking_back),
            assumptions=self.assumptions(),
            undated=self.book.undated,
            empty=sum(1 for run in place.runs if run.is_empty_on(self.day)),
            reason=self.unknown,
        )

    def without_figures(self) -> Pace:
        return self.frame(PaceRow(_("Province"), None, None, 0), reason=self.hindrance)

    def frame(self, whole: PaceRow, **more: object) -> Pace:
        source = SOURCES.get(self.indicator.measure)
        return Pace(
            code=self.indicator.code,
            name=self.indicator.name,
            measure=self.indicator.measure,
            unit=str(Unit(self.indicator.unit).label),
            explanation=str(source.explanation) if source else "",
            year=self.year,
            day=self.day,
            until=self.until,
            level=settings.PACE_LEVEL,
            whole=whole,
            **more,  # type: ignore[arg-type]
        )

    def assumptions(self) -> tuple[Assumption, ...]:
        """One line for each centre, else one for all."""
        names = {centre.pk: centre.short_name for centre in self.centres} if self.book_has_centres else {}
        lines = [(name, self.known.evidence_for(pk)) for pk, name in names.items()] or [
            (_("Province"), self.known.of_all)
        ]
        return tuple(_assumption(name, evidence) for name, evidence in lines if evidence is not None)


def _narrowed(known: Known, place: _Place) -> tuple[ClassRun, ...]:
    """The classes of a place as they were known on another day."""
    centres: Container[int | None] = {run.centre for run in place.runs}
    return tuple(run for run in known.runs if run.centre in centres)


def _assumption(label: str, evidence: Evidence) -> Assumption:
    return Assumption(
        label=label,
        of_all=evidence.of_all,
        classes=evidence.classes,
        seats=evidence.by_seat.whole,
        enrolled=evidence.by_participant.whole,
        passed=evidence.by_seat.part,
        certain=evidence.certain.whole,
        counted_percent=_one_decimal(evidence.curve.plateau * 100),
        half_days=evidence.curve.days_until(0.5),
        most_days=evidence.curve.days_until(IN_TIME),
        lag_days=evidence.lag,
        class_days=evidence.days,
        new_percent=_one_decimal(evidence.share_new * 100),
    )


def _one_decimal(value: float) -> Decimal:
    return Decimal(str(round(value, 1)))


def _no_calendar(measure: str) -> str:
    """Why the calendar of classes tells nothing about this figure."""
    if find_ratio(measure) is not None:
        return _("A share of two counts has no forecast: each of the two would need its own.")
    if is_counted(measure):
        return _("No calendar says when this is going to happen, so nothing is forecast.")
    return _("This indicator is not counted by the application, so there is nothing to forecast from.")


def province_pace(indicator: Indicator, year: int, day: date) -> Pace:
    """The pace of the whole province, for reports and the API."""
    return pace_of(indicator, year, day, EVERYTHING)
