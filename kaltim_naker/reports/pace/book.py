"""Everything that a year's forecasts are made of, read once; what was known on any day of it follows from the dates.

A class counts as closed from its day of closing on, a person as passed from the day the participation ended, as counted
from the day of the certificate. So the forecast of an earlier day uses nothing that came later. What no date tells
(when a class was cancelled, what its planned days were before they were changed) is taken as it stands now.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kaltim_naker.reports.pace.arithmetic import ClassRun, Evidence, Share, evidence_of


@dataclass(frozen=True)
class PlannedRun:
    """A class with its days. `begins` says that it began, whenever that was: its state is running or closed."""

    key: Hashable
    centre: int | None
    fiscal_year: int
    seats: int
    starts_on: date
    ends_on: date
    closed_on: date | None = None
    begins: bool = False


@dataclass(frozen=True)
class Participation:
    """A person in a class. `counted_on` are the days on which that brought the person into the figure, in order."""

    person: Hashable
    since: date
    ended_on: date | None = None
    passed: bool = False
    counted_on: tuple[date, ...] = ()

    def is_open_on(self, day: date, *, closed: bool) -> bool:
        """May still come into the figure by this class."""
        if any(counted <= day for counted in self.counted_on):
            return False
        has_ended = self.ended_on is not None and self.ended_on <= day
        return (has_ended and self.passed) if closed else (self.since <= day and not has_ended)


@dataclass(frozen=True)
class Known:
    """A year as it was known on a day: its classes, what closed ones have shown, and how many are counted.

    `counted` has the key None for the whole.
    """

    day: date
    runs: tuple[ClassRun, ...]
    of_all: Evidence | None
    by_centre: dict[int, Evidence]

    def evidence_for(self, centre: int | None) -> Evidence | None:
        return self.by_centre.get(centre, self.of_all) if centre is not None else self.of_all


@dataclass(frozen=True)
class Book:
    """Classes of a year and of the years before that it learns from, with their people. `undated`: without days."""

    year: int
    runs: tuple[PlannedRun, ...]
    people: dict[Hashable, tuple[Participation, ...]]
    undated: int = 0

    @cached_property
    def of_year(self) -> list[ClassRun]:
        """The plan alone, for the planned line."""
        return [ClassRun(run.centre, run.seats, run.starts_on, run.ends_on) for run in self.runs]

    def known_on(self, day: date, minimum_classes: int) -> Known:
        """`minimum_classes`: a centre with fewer closed classes is judged by what all centres have shown."""
        in_all, here = self._counted_in_year(day)
        runs = tuple(self._run_on(run, day, in_all, here[run.centre]) for run in self.runs)
        new_in_all, new_here = self._new(day)
        of_all = evidence_of(runs, day, new_in_all, of_all=True)
        by_centre = {}
        for centre in {run.centre for run in runs if run.centre is not None}:
            own = [run for run in runs if run.centre == centre]
            evidence = evidence_of(own, day, new_here[centre])
            if evidence and evidence.classes >= minimum_classes:
                by_centre[centre] = evidence
        return Known(day, runs, of_all, by_centre)

    def _run_on(self, run: PlannedRun, day: date, in_all: set[Hashable], here: set[Hashable]) -> ClassRun:
        people = [one for one in self.people.get(run.key, ()) if one.since <= day]
        closed_on = run.closed_on if run.closed_on and run.closed_on <= day else None
        may_come = [one.person for one in people if one.is_open_on(day, closed=closed_on is not None)]
        first = (min(one.counted_on) for one in people if one.counted_on and min(one.counted_on) <= day)
        return ClassRun(
            centre=run.centre,
            seats=run.seats,
            starts_on=run.starts_on,
            ends_on=run.ends_on,
            started=run.begins and run.starts_on <= day,
            closed_on=closed_on,
            enrolled=len(people),
            passed=sum(1 for one in people if one.passed and one.ended_on and one.ended_on <= day),
            counted=_after(closed_on, first) if closed_on else (),
            open_here=sum(1 for person in may_come if person not in here),
            open_in_all=sum(1 for person in may_come if person not in in_all),
        )

    def _records(self, day: date) -> Iterator[tuple[PlannedRun, Participation, int]]:
        """Participations that had brought somebody into the figure by a day, with the year in which they did."""
        for run in self.runs:
            for one in self.people.get(run.key, ()):
                for year in {counted.year for counted in one.counted_on if counted <= day}:
                    yield run, one, year

    def _counted_in_year(self, day: date) -> tuple[set[Hashable], defaultdict[int | None, set[Hashable]]]:
        in_all: set[Hashable] = set()
        here: defaultdict[int | None, set[Hashable]] = defaultdict(set)
        for run, one, year in self._records(day):
            if year == self.year:
                in_all.add(one.person)
                here[run.centre].add(one.person)
        return in_all, here

    def _new(self, day: date) -> tuple[Share, defaultdict[int | None, Share]]:
        """People of all participations that led into the figure, each year for itself."""
        records = [(run.centre, year, one.person) for run, one, year in self._records(day)]
        in_all = Share(len({(year, person) for _centre, year, person in records}), len(records))
        at = Counter(centre for centre, _year, _person in records)
        people = Counter(centre for centre, _year, _person in set(records))
        here = defaultdict(lambda: Share(0, 0), {centre: Share(people[centre], at[centre]) for centre in at})
        return in_all, here


def _after(closing: date, days: Iterable[date]) -> tuple[tuple[int, int], ...]:
    """How many came in so many days after the closing; a paper from before it counts as of that day."""
    return tuple(sorted(Counter(max(0, (day - closing).days) for day in days).items()))
