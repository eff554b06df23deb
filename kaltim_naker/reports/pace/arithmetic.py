"""From the calendar of classes to the figure at the end of the year. Pure arithmetic, the same result every time.

Expected at the end = counted now + Σ over classes (people × share that passes × share that is counted in time).

- *Closed classes*: who passed and waits for the certificate, at the share that comes after having waited this long.
- *Running classes*: who takes part and is not counted this year yet, at the measured pass rate.
- *Classes to come*: seats, at the measured share of seats that passes, and the share of people who are new in the year.

The interval adds up three kinds of doubt as variances: chance within each class (binomial, widened by how much classes
differ: `spread`), chance whether a class's certificates come before or after the last day (they come together), and how
well the rates themselves are known (the variance of a beta distribution). It is a normal interval around the sum.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil, floor, sqrt
from statistics import NormalDist, median_high

from kaltim_naker.core.periods import working_day_before
from kaltim_naker.reports.pace.curve import Cohort, Curve, measured

#: So many days after its first day a class without anybody on record is no longer expected to bring anyone.
DAYS_TO_ENROL = 14
#: A class that is to help must leave this part of its certificates their time.
IN_TIME = 0.9


class Stage(StrEnum):
    """How far a class had come on the day of the forecast."""

    CLOSED = "closed"
    RUNNING = "running"
    TO_COME = "to_come"


@dataclass(frozen=True)
class ClassRun:
    """A class as it was known on the day of the forecast.

    `counted` as in `Cohort`. `open_here` and `open_in_all` are people who may still come into the figure by this class:
    not counted this year at its centre, or anywhere.
    """

    centre: int | None
    seats: int
    starts_on: date
    ends_on: date
    started: bool = False
    closed_on: date | None = None
    enrolled: int = 0
    passed: int = 0
    counted: tuple[tuple[int, int], ...] = ()
    open_here: int = 0
    open_in_all: int = 0

    @property
    def stage(self) -> Stage:
        if self.closed_on:
            return Stage.CLOSED
        return Stage.RUNNING if self.started else Stage.TO_COME

    @property
    def days(self) -> int:
        """From the first day to the last."""
        return (self.ends_on - self.starts_on).days

    def is_empty_on(self, day: date) -> bool:
        """Running for a while, and nobody is on record: its list is missing, or nobody came."""
        return self.stage == Stage.RUNNING and not self.enrolled and (day - self.starts_on).days > DAYS_TO_ENROL

    def closing_after(self, day: date, lag: int) -> date:
        """When it will be closed: late as classes are (`lag`), after this day, and later still if it has not begun."""
        late = 0 if self.started else max(0, (day - self.starts_on).days + 1)
        return max(self.ends_on + timedelta(days=late + lag), day + timedelta(days=1))


@dataclass(frozen=True)
class Share:
    """A measured share: so many of so many. `variance` is that of a beta distribution, so 0 of 5 is not certain."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        return self.part / self.whole if self.whole else 0.0

    @property
    def variance(self) -> float:
        mean = (self.part + 0.5) / (self.whole + 1)
        return mean * (1 - mean) / (self.whole + 2)


@dataclass(frozen=True)
class Evidence:
    """What closed classes have shown. `of_all` says that it is that of all centres.

    `certain` counts those of whom it is known whether they are ever counted: who was, and who waits for longer than
    anybody waited. `lag`: days from the last day of a class to its closing. `new`: people, of all participations that
    led into the figure; who comes by two classes in one year is counted once.
    """

    classes: int
    by_seat: Share
    by_participant: Share
    certain: Share
    curve: Curve
    lag: int
    days: int
    spread: float
    new: Share
    of_all: bool = False

    @property
    def share_new(self) -> float:
        return self.new.value if self.new.whole else 1.0


def evidence_of(runs: Iterable[ClassRun], day: date, new: Share, *, of_all: bool = False) -> Evidence | None:
    """What the closed classes among these show; None without one that had people."""
    closed = [run for run in runs if run.closed_on and run.enrolled]
    if not closed:
        return None
    cohorts = [Cohort(run.passed, (day - run.closed_on).days, run.counted) for run in closed if run.closed_on]
    curve = measured(cohorts)
    longest = curve.steps[-1][0] if curve.steps else 0
    counted = sum(cohort.people - cohort.waiting for cohort in cohorts)
    seats = Share(sum(run.passed for run in closed), sum(run.seats for run in closed))
    return Evidence(
        classes=len(closed),
        by_seat=seats,
        by_participant=Share(seats.part, sum(run.enrolled for run in closed)),
        certain=Share(counted, counted + sum(one.waiting for one in cohorts if one.age >= longest)),
        curve=curve,
        lag=max(0, median_high((run.closed_on - run.ends_on).days for run in closed if run.closed_on)),
        days=median_high(run.days for run in closed),
        spread=_spread(closed, seats.value),
        new=new,
        of_all=of_all,
    )


def _spread(closed: Sequence[ClassRun], share: float) -> float:
    """By how much more classes differ than chance alone would have it (Pearson), at least 1."""
    if len(closed) < 2 or not 0 < share < 1:
        return 1.0
    squares = ((run.passed - run.seats * share) ** 2 / (run.seats * share * (1 - share)) for run in closed)
    return max(1.0, sum(squares) / (len(closed) - 1))


EvidenceFor = Callable[[int | None], Evidence | None]


@dataclass(frozen=True)
class Chance:
    """What one class may still bring: people × share × in_time. The slopes say how the rates move the expectation."""

    people: float
    share: float
    in_time: float
    slope_seat: float = 0.0
    slope_participant: float = 0.0
    slope_curve: float = 0.0

    @property
    def expected(self) -> float:
        return self.people * self.share * self.in_time

    def variance(self, spread: float) -> float:
        """Chance in the class, and chance whether its certificates come in time: they come together."""
        chance = self.in_time * spread * self.people * self.share * (1 - self.share)
        return chance + self.in_time * (1 - self.in_time) * (self.people * self.share) ** 2


NO_CHANCE = Chance(0.0, 0.0, 0.0)


def chance_of(run: ClassRun, evidence: Evidence, day: date, until: date, *, in_all: bool) -> Chance:
    """What a class may bring from the day after `day` to `until`, into its centre's figure or the whole one."""
    if run.is_empty_on(day):
        return NO_CHANCE
    open_people = run.open_in_all if in_all else run.open_here
    if run.closed_on:
        return _chance_of_waiting(open_people, evidence.curve, (day - run.closed_on).days, (until - run.closed_on).days)
    left = (until - run.closing_after(day, evidence.lag)).days
    plateau, reached = evidence.curve.plateau, evidence.curve.within(left) if left >= 0 else 0.0
    if not reached:
        return NO_CHANCE
    people = open_people if run.enrolled else run.seats * evidence.share_new
    passing = (evidence.by_participant if run.enrolled else evidence.by_seat).value
    in_time = reached / plateau
    slope = people * plateau * in_time
    return Chance(
        people,
        passing * plateau,
        in_time,
        slope_seat=0.0 if run.enrolled else slope,
        slope_participant=slope if run.enrolled else 0.0,
        slope_curve=people * passing * in_time,
    )


def _chance_of_waiting(people: int, curve: Curve, age: int, days: int) -> Chance:
    ever = curve.still(age, curve.steps[-1][0] if curve.steps else 0)
    if not ever:
        return NO_CHANCE
    in_time = curve.still(age, days) / ever
    return Chance(people, ever, in_time, slope_curve=people * in_time / (1 - curve.within(age)))


@dataclass(frozen=True)
class Outlook:
    """What a figure will be on a day: expected, with a lower and an upper bound, and what it is made of."""

    counted: int
    by_stage: dict[Stage, float]
    low: int
    high: int

    @property
    def more(self) -> float:
        return sum(self.by_stage.values())

    @property
    def expected(self) -> int:
        """Rounded half up: people are whole."""
        return self.counted + floor(self.more + 0.5)


def outlook(
    counted: int,
    runs: Iterable[ClassRun],
    evidence_for: EvidenceFor,
    *,
    day: date,
    until: date,
    level: float,
    in_all: bool,
) -> Outlook:
    """The figure on `until`, as far as it can be known on `day`; `level` is the share of years the interval covers."""
    by_stage = dict.fromkeys(Stage, 0.0)
    variance, possible = 0.0, 0.0
    slopes: dict[Evidence, list[Chance]] = {}
    for run in runs:
        evidence = evidence_for(run.centre)
        if evidence is None:
            continue
        chance = chance_of(run, evidence, day, until, in_all=in_all)
        by_stage[run.stage] += chance.expected
        variance += chance.variance(evidence.spread)
        possible += chance.people if chance.in_time else 0.0
        slopes.setdefault(evidence, []).append(chance)
    variance += sum(_doubt_of_rates(evidence, chances) for evidence, chances in slopes.items())
    reach = NormalDist().inv_cdf((1 + level) / 2) * sqrt(variance)
    expected = counted + sum(by_stage.values())
    return Outlook(
        counted=counted,
        by_stage=by_stage,
        low=max(counted, floor(expected - reach)),
        high=min(counted + ceil(possible), ceil(expected + reach)),
    )


def _doubt_of_rates(evidence: Evidence, chances: Sequence[Chance]) -> float:
    """One mistaken rate is wrong for every class that it is used for: the slopes are added before they are squared."""
    return evidence.spread * (
        sum(chance.slope_seat for chance in chances) ** 2 * evidence.by_seat.variance
        + sum(chance.slope_participant for chance in chances) ** 2 * evidence.by_participant.variance
        + sum(chance.slope_curve for chance in chances) ** 2 * evidence.certain.variance
    )


@dataclass(frozen=True)
class Remedy:
    """More classes that close a gap. `last_start` is the last day on which they may begin."""

    classes: int
    seats: int
    per_class: float
    last_start: date
    days: int
    days_to_count: int


def remedy_for(
    gap: int, evidence: Evidence, *, seats: int, day: date, until: date, holidays: Container[date] = frozenset()
) -> Remedy | None:
    """How many more classes of so many seats close a gap, if each begins in time; None where none can help any more.

    They count with the certificates that come in time when they begin on the last possible day: earlier is never worse.
    """
    wait = evidence.curve.days_until(IN_TIME)
    per_class = seats * evidence.by_seat.value * evidence.curve.within(wait) * evidence.share_new
    latest = until - timedelta(days=wait + evidence.lag + evidence.days)
    last_start = working_day_before(latest + timedelta(days=1), 1, holidays)
    if per_class <= 0 or last_start <= day:
        return None
    return Remedy(
        classes=ceil(gap / per_class - 1e-9),
        seats=seats,
        per_class=per_class,
        last_start=last_start,
        days=evidence.days,
        days_to_count=evidence.lag + wait,
    )


def planned_share(runs: Iterable[ClassRun], day: date, until: date, usual_wait: int) -> float | None:
    """Which share of the year's seats should be counted by a day, by the planned last days of its classes.

    A seat should be counted `usual_wait` days after the planned end. Seats due in another year are left out of the
    whole, so that the line reaches the target on the last day (`until`). None without a class that is due in the year.
    """
    all_due = ((run.ends_on + timedelta(days=usual_wait), run.seats) for run in runs)
    due = [(when, seats) for when, seats in all_due if when.year == until.year]
    whole = sum(seats for when, seats in due if when <= until)
    return sum(seats for when, seats in due if when <= day) / whole if whole else None
